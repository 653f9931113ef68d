// The options of `contract`: a provider's HTTP interface. config/broker.yaml explains them; contract.cpp checks what
// they say together.
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/sections.hpp"
#include "actors/provider/contract/answer.hpp"
#include "schemas/providers/http_contract.hpp"

#include <boost/json/stream_parser.hpp>
#include <fmt/format.h>

namespace tidings::config {

namespace json = boost::json;

namespace {

const std::vector<std::string_view> result_words{"sent", "retry", "permanent", "configuration", "unknown"};
const std::vector<std::string_view> receipt_words{"pending", "temporary_failure", "technical_failure",
                                                  "permanent_failure", "delivered"};

rule line_of(double most) { return {.what = shape::text, .low = 0, .high = most, .may_be_empty = true}; }

// -- maps with names of the provider's ----------------------------------------------------------

json::object schema_of_pairs() {
  return {{"type", json::array{"object", "null"}},
          {"additionalProperties", {{"type", json::array{"string", "number", "object"}}}},
          {"default", json::object()}};
}

template <class F> void each_entry(reader& in, const node& what, std::string_view allowed, F f) {
  constexpr std::size_t entries_max = 200, name_bytes_max = 100;
  const node* map = in.map(what, allowed);
  if (map == nullptr) return;
  if (map->entries.size() > entries_max)
    return in.wrong(map->at, "too many entries", fmt::format("{}", map->entries.size()), "at most 200");
  for (const auto& [key, value] : map->entries) {
    if (key.text.empty() || key.text.size() > name_bytes_max)
      in.wrong(key.at, "not a name", name_of(key), "1 to 100 characters");
    else
      f(key, value);
  }
}

template <class Owner, http_pairs Owner::*into> void read_pairs(reader& in, const node& what, Owner& to) {
  each_entry(in, what, "a map, `name: value`", [&](const node& key, const node& value) {
    if (auto text = in.scalar(value, line_of(2'000)))
      (to.*into).emplace_back(key.text, std::get<std::string>(std::move(*text)));
  });
}

json::object schema_of_words(const std::vector<std::string_view>& words) {
  json::array all;
  for (const auto word : words) all.emplace_back(word);
  return {{"type", json::array{"object", "null"}},
          {"additionalProperties", {{"type", "string"}, {"enum", std::move(all)}}},
          {"default", json::object()}};
}
json::object schema_of_results() { return schema_of_words(result_words); }
json::object schema_of_receipts() { return schema_of_words(receipt_words); }

template <class Word>
std::optional<Word> word_at(reader& in, const node& value, const std::vector<std::string_view>& words) {
  const auto text = in.scalar(value, {.what = shape::one_of, .words = words});
  Word word{};
  if (!text || !boost::describe::enum_from_string(std::get<std::string>(*text).c_str(), word)) return std::nullopt;
  return word;
}

void read_codes(reader& in, const node& what, http_contract& into) {
  each_entry(in, what, "a map of the provider's codes, `code: permanent`", [&](const node& key, const node& value) {
    if (const auto word = word_at<attempt_result>(in, value, result_words)) into.codes[key.text] = *word;
  });
}

void read_statuses(reader& in, const node& what, http_contract& into) {
  each_entry(in, what, "a map of HTTP statuses, `400: permanent`", [&](const node& key, const node& value) {
    const auto status = in.scalar(key, {.what = shape::whole, .low = 200, .high = 599});
    const auto word = word_at<attempt_result>(in, value, result_words);
    if (!status || !word) return;
    if (*word == attempt_result::sent)
      return in.wrong(value.at, "a success by its status alone", name_of(value), "`accepted` says what a success is");
    into.statuses[static_cast<int>(std::get<std::int64_t>(*status))] = *word;
  });
}

void read_receipt_statuses(reader& in, const node& what, http_contract_receipt& into) {
  each_entry(in, what, "a map of the provider's words, `DELIVRD: delivered`", [&](const node& key, const node& value) {
    if (const auto word = word_at<receipt_status>(in, value, receipt_words)) into.statuses[key.text] = *word;
  });
}

// -- requests -----------------------------------------------------------------------------------

void read_json_body(reader& in, const node& what, http_contract_request& into) {
  const auto text = in.scalar(what, {.what = shape::body, .low = 0, .high = 8'000, .may_be_empty = true});
  if (!text) return;
  into.json = std::get<std::string>(*text);
  if (into.json.empty()) return;
  json::stream_parser parser;
  boost::system::error_code error;
  const auto read = parser.write_some(into.json, error);
  if (!error && read == into.json.size()) parser.finish(error);
  if (!error && parser.done() && into.json.find_first_not_of(" \n", read) == std::string::npos) return;
  const auto rest = std::string_view(into.json).substr(std::min(read, into.json.size() - 1));
  in.wrong(in.inside(what, rest.substr(0, rest.find('\n'))), "no JSON", "text that breaks off or goes on here",
           "JSON; placeholders stand inside of quotes");
}

json::object schema_of_json_body() { return {{"type", "string"}, {"default", ""}}; }

const options<http_contract_request>& request_options() {
  using s = http_contract_request;
  static const options<s> table{
      {"method", {.what = shape::one_of, .words = {"POST", "GET"}}, &s::method, "POST or GET."},
      {"url", {.what = shape::url, .may_be_empty = true}, &s::url, "Its address; placeholders are percent-encoded."},
      {"headers", {.what = shape::section}, custom<s>{read_pairs<s, &s::headers>, schema_of_pairs}, "Further headers."},
      {"query",
       {.what = shape::section},
       custom<s>{read_pairs<s, &s::query>, schema_of_pairs},
       "Parameters behind the address's question mark."},
      {"form", {.what = shape::section}, custom<s>{read_pairs<s, &s::form>, schema_of_pairs}, "The body as a form, or"},
      {"json",
       {.what = shape::section},
       custom<s>{read_json_body, schema_of_json_body},
       "the body as JSON whose texts may hold placeholders."},
  };
  return table;
}

// -- what stands where in an answer -------------------------------------------------------------

void check_place(reader& in, const node& map, const http_contract_place& where) {
  const int given = (where.pointer.empty() ? 0 : 1) + (where.match.empty() ? 0 : 1) + (where.header.empty() ? 0 : 1);
  if (given > 1) in.wrong(map.at, "more than one place", fmt::format("{} places", given), "pointer, match or header");
  if (!where.pointer.empty() && where.pointer.front() != '/')
    in.wrong(reader::at(map, "pointer"), "no JSON pointer", fmt::format("`{}`", where.pointer), "a text such as `/id`");
  if (where.match.empty()) return;
  if (const auto why = contract::trouble_with(where.match); !why.empty())
    in.wrong(reader::at(map, "match"), "no regular expression", why.substr(0, why.find('.')), "ECMAScript's form");
}

const options<http_contract_place>& place_options() {
  using s = http_contract_place;
  static const options<s> table{
      {"pointer", line_of(200), &s::pointer, "Where it stands in a JSON answer (RFC 6901), `/a/0/b`; or"},
      {"match", line_of(500), &s::match, "a regular expression over the body: its first group, or all of it; or"},
      {"header", line_of(100), &s::header, "the header that holds it."},
  };
  return table;
}

void read_status_list(reader& in, const node& what, http_contract_test& into) {
  const node* list = in.list(what, "a list of HTTP statuses");
  if (list == nullptr) return;
  for (const auto& item : list->items)
    if (const auto status = in.scalar(item, {.what = shape::whole, .low = 200, .high = 599}))
      into.statuses.push_back(static_cast<int>(std::get<std::int64_t>(*status)));
}

json::object schema_of_status_list() {
  return {{"type", "array"}, {"items", {{"type", "integer"}}}, {"default", json::array()}};
}

const options<http_contract_test>& test_options() {
  using s = http_contract_test;
  using text = std::string s::*;
  static const options<s> table{
      {"statuses",
       {.what = shape::section},
       custom<s>{read_status_list, schema_of_status_list},
       "The answer's HTTP status is one of these. Empty: any 2xx."},
      {"pointer", line_of(200), static_cast<text>(&s::pointer), "Something stands here in a JSON answer; or"},
      {"match", line_of(500), static_cast<text>(&s::match), "this regular expression is found in the body; or"},
      {"header", line_of(100), static_cast<text>(&s::header), "the answer has this header."},
      {"equals", line_of(200), &s::equals, "What stands there is this. Empty: anything."},
  };
  return table;
}

// -- the parts ----------------------------------------------------------------------------------

template <class Owner, class Part, Part Owner::*into, const options<Part>& (*table)()>
void read_part(reader& in, const node& what, Owner& to) {
  const node* map = in.map(what, "a map of options");
  if (map == nullptr) return;
  in.fill(*map, table(), to.*into);
  if constexpr (std::is_base_of_v<http_contract_place, Part>) check_place(in, *map, to.*into);
}
template <class Part, const options<Part>& (*table)()> json::object schema_of_part() { return schema_of(table()); }

/// A section that has a table of its own.
template <class Owner, class Part, Part Owner::*into, const options<Part>& (*table)()>
option<Owner> part(std::string_view key, std::string_view doc) {
  return {key,
          {.what = shape::section},
          custom<Owner>{read_part<Owner, Part, into, table>, schema_of_part<Part, table>},
          doc};
}

const options<http_contract_auth>& auth_options() {
  using s = http_contract_auth;
  static const options<s> table{
      {"type",
       {.what = shape::one_of, .words = {"none", "basic", "bearer", "query", "header"}},
       &s::type,
       "How we sign in: basic (user and secret), bearer (secret), query or header (secret under `name`)."},
      {"user", {.what = shape::secret, .may_be_empty = true}, &s::user, "The name of basic."},
      {"secret", {.what = shape::secret, .may_be_empty = true}, &s::secret, "Password, token or key."},
      {"name", line_of(100), &s::name, "The parameter or header that the secret stands in."},
  };
  return table;
}

const options<http_contract_look_up>& look_up_options() {
  using s = http_contract_look_up;
  static const options<s> table{
      part<s, http_contract_request, &s::ask, request_options>("request",
                                                               "What is asked, by ((reference)). No url: nothing is."),
      part<s, http_contract_test, &s::seen, test_options>("seen", "An answer that says: the provider has the message."),
      part<s, http_contract_test, &s::never_seen, test_options>(
          "never_seen", "An answer that says for certain: it never had it. Then it is sent again."),
      part<s, http_contract_place, &s::status, place_options>("status", "The delivery's state, a word of `receipt`."),
  };
  return table;
}

const options<http_contract_webhooks>& webhook_options() {
  using s = http_contract_webhooks;
  static const options<s> table{
      {"auth",
       {.what = shape::one_of, .words = {"basic", "bearer", "query"}},
       &s::auth,
       "How the provider signs in here: basic (webhook_user, webhook_password), or webhook_password as a bearer token "
       "or "
       "in the parameter `name`."},
      {"name", line_of(100), &s::name, "The parameter of query."},
  };
  return table;
}

const options<http_contract_receipt>& receipt_options() {
  using s = http_contract_receipt;
  static const options<s> table{
      {"reference", line_of(100), &s::reference, "Our ((reference)). Empty: no receipts come."},
      {"status", line_of(100), &s::status, "What became of the message, a word of `statuses`."},
      {"code", line_of(100), &s::code, "Why it failed."},
      {"time", line_of(100), &s::time, "When."},
      {"text", line_of(100), &s::text,
       "A receipt as SMPP writes it, `id:… stat:DELIVRD err:000`, for what isn't given."},
      {"statuses",
       {.what = shape::section},
       custom<s>{read_receipt_statuses, schema_of_receipts},
       "The provider's words. SMPP's are known (DELIVRD, EXPIRED, …); any other says nothing."},
  };
  return table;
}

const options<http_contract_reply>& reply_options() {
  using s = http_contract_reply;
  static const options<s> table{
      {"from", line_of(100), &s::from, "The patient's number. Empty: no replies come."},
      {"to", line_of(100), &s::to, "The number they answered to."},
      {"text", line_of(100), &s::text, "Their words."},
      {"time", line_of(100), &s::time, "When."},
      {"id", line_of(100), &s::id, "The provider's id of the reply: the same id is the same reply."},
  };
  return table;
}

} // namespace

const options<http_contract>& http_contract_options() {
  using s = http_contract;
  static const options<s> table{
      part<s, http_contract_auth, &s::auth, auth_options>("auth", "How we sign in at the provider."),
      part<s, http_contract_request, &s::send, request_options>("send", "The request that sends one message."),
      part<s, http_contract_test, &s::accepted, test_options>("accepted", "An answer that says: the message is taken."),
      part<s, http_contract_place, &s::id, place_options>("id", "The provider's own id of the message."),
      part<s, http_contract_place, &s::code, place_options>("code", "The provider's code, for `codes`."),
      {"codes",
       {.what = shape::section},
       custom<s>{read_codes, schema_of_results},
       "What its codes mean: sent, retry, permanent or configuration (certainly not taken), or unknown."},
      {"statuses",
       {.what = shape::section},
       custom<s>{read_statuses, schema_of_results},
       "What HTTP statuses without a known code mean. 401, 403, 404 and 429 are known; any other is unknown."},
      part<s, http_contract_look_up, &s::look_up, look_up_options>("look_up", "What became of a message in doubt."),
      part<s, http_contract_webhooks, &s::webhooks, webhook_options>("webhooks", "How the provider calls us."),
      part<s, http_contract_receipt, &s::receipt, receipt_options>("receipt", "A delivery receipt's fields."),
      part<s, http_contract_reply, &s::reply, reply_options>("reply", "A reply's fields."),
  };
  return table;
}

} // namespace tidings::config
