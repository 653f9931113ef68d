#include "actors/provider/contract/request.hpp"

#include "actors/provider/base64.hpp"
#include "actors/provider/contract/placeholders.hpp"
#include "actors/provider/form.hpp"
#include "actors/provider/http_requests.hpp"
#include "actors/provider/receipt_address.hpp"

#include <boost/json.hpp>

namespace tidings::contract {
namespace {
namespace json = boost::json;

using values = std::function<std::string(std::string_view name)>;

/// A provider can only be told a name and password in the address itself.
std::string receipt_url(const provider_settings& account, const http_contract& contract, const practice_id& practice) {
  auto open = account;
  if (contract.webhooks.auth != "basic") open.webhook_user = {};
  auto out = receipt_address(open, practice);
  if (contract.webhooks.auth == "query" && !out.empty())
    out.append("?")
        .append(form::encoded(contract.webhooks.name))
        .append("=")
        .append(form::encoded(account.webhook_password.reveal()));
  return out;
}

std::string value_of(const provider_settings& account, const http_contract& contract, const outbound& what,
                     std::string_view name) {
  std::string_view to = what.to.reveal();
  if (to.starts_with('+')) to.remove_prefix(1);
  if (name == "to") return std::string(to);
  if (name == "to_plus") return "+" + std::string(to);
  if (name == "to_national") return to.starts_with("44") ? "0" + std::string(to.substr(2)) : "00" + std::string(to);
  if (name == "text") return what.text.reveal();
  if (name == "sender") return what.sender;
  if (name == "reference") return to_text(what.message);
  if (name == "receipt_url") return receipt_url(account, contract, what.practice);
  return {};
}

std::string as_it_is(std::string_view text) { return std::string(text); }

/// No value may end its line (configuration lets no text stand here, but a sender comes from a practice's file).
std::string in_a_header(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c >= ' ' && c != '\x7f') out += c;
  return out;
}

// NOLINTNEXTLINE(misc-no-recursion): the parser bounded the depth
void fill_json(json::value& into, const values& value) {
  if (auto* object = into.if_object())
    for (auto& member : *object) fill_json(member.value(), value);
  else if (auto* list = into.if_array())
    for (auto& item : *list) fill_json(item, value);
  else if (auto* text = into.if_string())
    into = json::string(filled({text->data(), text->size()}, value, as_it_is));
}

std::string json_body(const std::string& text, const values& value) {
  boost::system::error_code error;
  auto body = json::parse(text, error);
  if (error) return {}; // configuration has refused it already
  fill_json(body, value);
  return json::serialize(body);
}

void sign(const http_contract_auth& auth, http_request& out) {
  const auto& secret = auth.secret.reveal();
  if (auth.type == "basic")
    out.headers.push_back("Authorization: Basic " + base64(auth.user.reveal() + ":" + secret));
  else if (auth.type == "bearer")
    out.headers.push_back("Authorization: Bearer " + secret);
  else if (auth.type == "header")
    out.headers.push_back(auth.name + ": " + secret);
}

std::string query_of(const http_contract& contract, const http_contract_request& ask, const values& value) {
  std::string query;
  for (const auto& [name, text] : ask.query) form::add(query, name, filled(text, value, as_it_is));
  if (contract.auth.type == "query") form::add(query, contract.auth.name, contract.auth.secret.reveal());
  return query;
}

} // namespace

http_request filled_request(const provider_settings& account, const http_contract& contract,
                            const http_contract_request& ask, const outbound& what) {
  const values value = [&](std::string_view name) { return value_of(account, contract, what, name); };
  auto out = http_requests::by(account);
  out.method = ask.method;
  out.url = filled(ask.url, value, form::encoded);
  if (const auto query = query_of(contract, ask, value); !query.empty())
    out.url.append(out.url.find('?') == out.url.npos ? "?" : "&").append(query);
  for (const auto& [name, text] : ask.headers) out.headers.push_back(name + ": " + filled(text, value, in_a_header));
  if (!ask.json.empty()) {
    out.headers.emplace_back("Content-Type: application/json");
    out.body = json_body(ask.json, value);
  } else if (ask.method == "POST") {
    out.headers.emplace_back("Content-Type: application/x-www-form-urlencoded");
    for (const auto& [name, text] : ask.form) form::add(out.body, name, filled(text, value, as_it_is));
  }
  sign(contract.auth, out);
  return out;
}

} // namespace tidings::contract
