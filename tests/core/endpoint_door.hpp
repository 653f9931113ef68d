#pragma once
// A door without sockets: requests in, answers out, and a broker that remembers what it was told.
#include "web/endpoint/door.hpp"
#include "web/endpoint/target.hpp"
#include "web/endpoint/tests/fake_broker.hpp"
#include "web/endpoint/tests/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidings::web {
using ::testing::HasSubstr;
using ::testing::StartsWith;

inline constexpr std::string_view right_login = "Basic dGlkaW5nczpvcGVuIHNlc2FtZQ==";
inline constexpr std::string_view wrong_login = "Basic dGlkaW5nczpndWVzcw==";
inline const std::string an_id = "0f8fad5b-d9cb-469f-a165-70867728950e";

class endpoint_door : public ::testing::Test {
protected:
  endpoint_door() {
    settings.public_url = "https://tidings.icb.example/";
    rebuild();
  }
  void rebuild(static_files files = {}) {
    webhook_accounts accounts;
    accounts[provider_id("firetext")] = {secret_text("tidings"), secret_text("open sesame")};
    way_in = std::make_unique<door>(house{settings,
                                          limits,
                                          accounts,
                                          keys,
                                          std::move(files),
                                          broker,
                                          [this] { return now; },
                                          false,
                                          [](std::function<void()> what) { what(); },
                                          {},
                                          wrong_passwords(limits.wrong_passwords_max, limits.wrong_passwords_window),
                                          {}});
  }

  request make(std::string method, const std::string& target, std::string body = {}) {
    request asked;
    asked.method = std::move(method);
    asked.target = target;
    auto parts = parse_target(target);
    EXPECT_TRUE(parts) << target;
    asked.path = parts->path;
    asked.query = parts->query;
    asked.body = std::move(body);
    asked.peer = "192.0.2.7";
    asked.fields.emplace_back("Host", "tidings.icb.example");
    return asked;
  }
  request signed_in(request asked) {
    asked.fields.emplace_back("Cookie", std::string(session_cookie) + "=" + write_session(keys, ann));
    if (!asked.is_safe()) asked.fields.emplace_back("X-CSRF-Token", csrf_token(keys, ann));
    return asked;
  }
  static request with(request asked, std::string name, std::string_view value) {
    asked.fields.emplace_back(std::move(name), value);
    return asked;
  }
  response ask(request asked) {
    std::optional<response> said;
    int answers = 0;
    way_in->handle(std::move(asked), [&](response one) {
      said = std::move(one);
      ++answers;
    });
    EXPECT_EQ(answers, 1) << "each request is answered once";
    return said.value_or(response{});
  }
  request message(std::string body, std::string key = "key-1") {
    auto asked = with(make("POST", "/api/v1/messages", std::move(body)), "Content-Type", "application/json");
    if (!key.empty()) asked.fields.emplace_back("Idempotency-Key", key);
    return signed_in(std::move(asked));
  }
  request hook(const std::string& path, std::string form, std::string_view login = right_login) {
    auto asked = with(make("POST", path, std::move(form)), "Content-Type", "application/x-www-form-urlencoded");
    if (!login.empty()) asked.fields.emplace_back("Authorization", login);
    return asked;
  }

  timestamp now = from_ms(1'774'864'923'000);
  session_keys keys{secret_text(std::string(32, 'k'))};
  session ann = new_session("ann", now, millis(3'600'000));
  endpoint_settings settings;
  endpoint_limits limits;
  test::fake_broker broker;
  std::unique_ptr<door> way_in;
};

} // namespace tidings::web
