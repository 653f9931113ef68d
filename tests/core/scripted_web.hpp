#pragma once
// A wire::port that answers as a test says, and remembers what it was asked.
#include "actors/connector/web/web_port.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>

namespace tidings::test {

class scripted_web final : public wire::port {
public:
  /// By the URL's end before its query, such as `GetOrganisationV2`.
  using answer = std::function<wire::outcome(const wire::request&)>;
  std::map<std::string, answer, std::less<>> answers;
  std::vector<wire::request> asked;

  static wire::outcome ok(std::string body, int status = 200) {
    wire::response out;
    out.status = status;
    out.body = secret_text(std::move(body));
    return out;
  }
  static wire::outcome lost() { return tl::unexpected(wire::no_response{false, "the connection was lost"}); }
  static wire::outcome not_sent() { return tl::unexpected(wire::no_response{true, "connection refused"}); }

  void on(const std::string& name, std::string body, int status = 200) {
    answers[name] = [body = std::move(body), status](const wire::request&) { return ok(body, status); };
  }
  int count(std::string_view name) const {
    int out = 0;
    for (const auto& one : asked) out += name_of(one) == name ? 1 : 0;
    return out;
  }
  const wire::request& last(std::string_view name) const {
    for (auto one = asked.rbegin(); one != asked.rend(); ++one)
      if (name_of(*one) == name) return *one;
    ADD_FAILURE() << name << " was never asked";
    static const wire::request none;
    return none;
  }
  static std::string header(const wire::request& from, std::string_view name) {
    for (const auto& [key, value] : from.headers)
      if (key == name) return value.reveal();
    return {};
  }

  wire::outcome call(const wire::request& what) override {
    asked.push_back(what);
    const auto found = answers.find(name_of(what));
    if (found == answers.end()) return ok("", 404);
    return found->second(what);
  }

private:
  static std::string_view name_of(const wire::request& one) {
    std::string_view url = one.url;
    url = url.substr(0, url.find('?'));
    return url.substr(url.rfind('/') + 1);
  }
};

} // namespace tidings::test
