#include "support/json_fields.hpp"

#include <boost/json.hpp>

namespace tidings::sim {

const boost::json::value* json_fields::take(std::string_view name) {
  known_.emplace(name);
  return from_.if_contains(name);
}

void json_fields::complain(std::string_view name, std::string_view wanted) {
  if (problem_.empty()) problem_ = std::string{name} + " must be " + std::string{wanted};
}

void json_fields::flag(std::string_view name, bool& out) {
  const auto* value = take(name);
  if (value == nullptr) return;
  if (const auto* read = value->if_bool())
    out = *read;
  else
    complain(name, "true or false");
}

void json_fields::probability(std::string_view name, double& out) {
  const auto* value = take(name);
  if (value == nullptr) return;
  double read = -1;
  if (const auto* yes = value->if_bool())
    read = *yes ? 1 : 0;
  else if (const auto* real = value->if_double())
    read = *real;
  else if (const auto* whole = value->if_int64())
    read = static_cast<double>(*whole);
  if (read >= 0 && read <= 1)
    out = read;
  else
    complain(name, "a probability from 0 to 1");
}

void json_fields::whole(std::string_view name, std::int64_t& out) {
  std::optional<std::int64_t> read = out;
  whole(name, read);
  out = read.value_or(0);
}

void json_fields::whole(std::string_view name, std::optional<std::int64_t>& out) {
  const auto* value = take(name);
  if (value == nullptr) return;
  if (value->is_null())
    out.reset();
  else if (const auto* read = value->if_int64(); read != nullptr && *read >= 0)
    out = *read;
  else
    complain(name, "a whole number, not negative");
}

void json_fields::text(std::string_view name, std::string& out) {
  const auto* value = take(name);
  if (value == nullptr) return;
  if (const auto* read = value->if_string())
    out = std::string{read->data(), read->size()};
  else
    complain(name, "a text");
}

tl::expected<void, std::string> json_fields::finish() const {
  if (!problem_.empty()) return tl::unexpected(problem_);
  for (const auto& field : from_)
    if (!known_.contains(std::string_view{field.key().data(), field.key().size()}))
      return tl::unexpected("unknown field " + std::string{field.key()});
  return {};
}

tl::expected<boost::json::object, std::string> parse_object(std::string_view text) {
  if (text.empty()) return boost::json::object{};
  boost::system::error_code error;
  auto value = boost::json::parse({text.data(), text.size()}, error);
  if (error) return tl::unexpected("not JSON: " + error.message());
  if (!value.is_object()) return tl::unexpected(std::string{"a JSON object is wanted"});
  return std::move(value.as_object());
}

} // namespace tidings::sim
