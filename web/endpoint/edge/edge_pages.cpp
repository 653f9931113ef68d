// Agents on practices' sites: who there is, inviting, cutting off, and an agent's own enrolment.
#include "web/endpoint/edge/office.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/handlers.hpp"
#include "web/endpoint/text.hpp"

#include "schemas/json.hpp"

namespace tidings::web {
namespace {
namespace json = boost::json;

constexpr std::size_t code_text_max = 64; ///< with dashes and blanks

/// False: answered.
bool has_office(const house& home, const call_ptr& one) {
  if (home.edges) return true;
  one->done(refusal(404, "not_found", "this broker takes no agents"));
  return false;
}
bool is_agent(const call_ptr& one) {
  if (tidings::edge::is_agent_name(one->arguments.front())) return true;
  one->done(refusal(400, "bad_value", "an agent's name is 1 to 63 of a-z, 0-9 and `-`"));
  return false;
}

/// The host's stream keeps who asked, before it is done.
void on_record(house& home, const call_ptr& one, std::function<void()> then) {
  tell(
      home, practice_id::host(), keep_audit_entry{}, mark_of(home, *one, *one->who, {one->arguments.front()}),
      [one, then = std::move(then)](answer said) {
        if (said.accepted) return then();
        one->done(refusal(failure{said.refusal == error_code::none ? error_code::refused : said.refusal, said.reason}));
      });
}

std::string text_at(const json::object& body, std::string_view key) {
  const auto* found = body.if_contains(key);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

} // namespace

void get_edges(house& home, const call_ptr& one) {
  if (has_office(home, one)) one->done(api_json(200, home.edges->rows()));
}

void post_edge_code(house& home, const call_ptr& one) {
  if (!has_office(home, one) || !is_agent(one)) return;
  on_record(home, one, [&home, one] {
    const auto made = home.edges->invite(one->arguments.front());
    if (!made) return one->done(refusal(made.error()));
    one->done(
        api_json(201, json::serialize(json::object{
                          {"name", one->arguments.front()}, {"code", made->code}, {"until", iso8601(made->until)}})));
  });
}

void delete_edge(house& home, const call_ptr& one) {
  if (!has_office(home, one) || !is_agent(one)) return;
  on_record(home, one, [&home, one] {
    const auto done = home.edges->revoke(one->arguments.front());
    one->done(done ? api_json(200, R"({"revoked":true})") : refusal(done.error()));
  });
}

/// By whoever has a code: `{"code":…,"request":…}`, the request a PKCS #10 in PEM.
void post_edge_enrol(house& home, const call_ptr& one) {
  if (!has_office(home, one)) return;
  if (!is_content_type(one->asked, "application/json"))
    return one->done(refusal(415, "unsupported_type", "this request takes JSON", "Content-Type"));
  if (home.wrong.too_many(one->asked.peer, home.now()))
    return one->done(refusal(failure{error_code::overloaded, "too many wrong codes from this address"}));
  json::error_code wrong;
  const auto body = json::parse(one->asked.body, wrong);
  if (wrong || !body.is_object()) return one->done(refusal(400, "bad_json", "the body isn't a JSON object"));
  const auto code = text_at(body.get_object(), "code"), request = text_at(body.get_object(), "request");
  if (code.empty() || code.size() > code_text_max)
    return one->done(refusal(400, "bad_value", "the code is missing", "code"));
  std::string name;
  const auto made = home.edges->enrol(code, request, name);
  if (!made) {
    if (made.error().code != error_code::refused) return one->done(refusal(made.error()));
    home.wrong.add(one->asked.peer, home.now());
    return one->done(refusal(403, "refused", made.error().detail, "code"));
  }
  one->done(
      api_json(201, json::serialize(json::object{
                        {"name", name}, {"certificate", made->certificate}, {"until", iso8601(made->valid_until)}})));
}

} // namespace tidings::web
