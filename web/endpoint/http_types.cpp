#include "web/endpoint/http_types.hpp"

#include "web/endpoint/text.hpp"

#include <algorithm>

namespace tidings::web {
namespace {
template <class Fields> auto find(Fields& fields, std::string_view name) {
  return std::find_if(fields.begin(), fields.end(), [&](const auto& one) { return same_word(one.first, name); });
}
} // namespace

std::string_view request::field(std::string_view name) const {
  const auto found = find(fields, name);
  return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

bool request::has(std::string_view name) const { return find(fields, name) != fields.end(); }

response response::with(int status, std::string content_type, std::string body) {
  response answer;
  answer.status = status;
  answer.set("Content-Type", std::move(content_type));
  answer.body = std::make_shared<const std::string>(std::move(body));
  return answer;
}

response response::json(int status, std::string body) { return with(status, "application/json", std::move(body)); }

response response::redirect(std::string to) {
  response answer;
  answer.status = 303;
  answer.set("Location", std::move(to));
  return answer;
}

response& response::set(std::string name, std::string value) {
  const auto found = find(fields, name);
  if (found == fields.end())
    fields.emplace_back(std::move(name), std::move(value));
  else
    found->second = std::move(value);
  return *this;
}

std::string_view response::field(std::string_view name) const {
  const auto found = find(fields, name);
  return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

} // namespace tidings::web
