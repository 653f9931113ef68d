// Templates that are made in the browser: listed, looked at, drafted, approved by somebody else, retired. The node
// keeps them; before it changes one, the owner's stream has the entry of who does it.
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/flat_body.hpp"
#include "web/endpoint/staff_handlers.hpp"

#include <boost/json.hpp>

namespace tidings::web {
namespace {

namespace json = boost::json;

constexpr std::size_t template_text_max = 10'000; ///< bytes: of an e-mail's body, the longest there is

/// What may stand in the audit trail and in an address. Whether it may be a template's name, the node says.
bool is_plain_id(std::string_view id) {
  return !id.empty() && id.size() <= name_max &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string_view::npos;
}

void answer_by_node(house& home, const call_ptr& one, std::string what, parameters with) {
  home.broker.operate(std::move(what), std::move(with), nullptr,
                      later(home, [one](http_answer said) { one->done(api_json(said.status, std::move(said.body))); }));
}

/// What the audit trail shall name: the template, and of an approval its version, and whether its author gave it.
std::vector<std::string> objects_of(const std::string& id, bool approves, std::string_view tried) {
  std::vector<std::string> all{"template " + id};
  json::error_code failed;
  const auto said = json::parse(tried, failed);
  if (!approves || failed || !said.is_object()) return all;
  const auto& row = said.get_object();
  if (const auto* version = row.if_contains("version"); version && version->is_number())
    all.push_back("version " + std::to_string(version->to_number<std::int64_t>()));
  if (const auto* alone = row.if_contains("alone"); alone && alone->is_bool() && alone->get_bool())
    all.emplace_back("by its author");
  return all;
}

/// Tried first, so that nothing stands in the audit trail as done that is refused; then written down; then done.
void carry_out(house& home, const call_ptr& one, const practice_id& owner, std::string move, flat_texts with) {
  parameters given{with.begin(), with.end()};
  given["practice"] = owner.str();
  given["by"] = one->who->user;
  given["id"] = one->arguments[0];
  auto tried = given;
  tried["only_try"] = "yes";
  auto what = "POST templates/" + move;
  home.broker.operate(
      what, std::move(tried), nullptr,
      later(home, [&home, one, owner, what, given = std::move(given), approves = move == "approve"](http_answer said) {
        if (said.status >= 300) return one->done(api_json(said.status, std::move(said.body)));
        auto mark = std::make_shared<audit_mark>(
            *mark_of(home, *one, *one->who, objects_of(one->arguments[0], approves, said.body)));
        if (const auto why = given.find("why"); why != given.end()) mark->reason = why->second;
        tell(home, owner, keep_audit_entry{}, std::move(mark), [&home, one, what, given](const answer& kept) {
          if (!kept.accepted) return one->done(refusal_of(kept));
          answer_by_node(home, one, what, given);
        });
      }));
}

void change(house& home, const call_ptr& one, std::string name, std::initializer_list<std::string_view> allowed) {
  const auto owner = practice_for(home, one);
  if (!owner) return;
  if (!is_plain_id(one->arguments[0]))
    return one->done(refusal(400, "bad_value", "a-z, 0-9, _ and -, at most 40, with a letter or digit in front", "id"));
  auto fields = body_of(*one, allowed);
  if (!fields) return;
  carry_out(home, one, *owner, std::move(name), std::move(*fields));
}

/// False: refused already.
bool has_channel(const call_ptr& one, const flat_texts& fields) {
  const auto by = given_in(fields, "channel"), alphabet = given_in(fields, "alphabet");
  if (by != "sms" && by != "email") {
    one->done(refusal(400, "bad_value", "must be sms or email", "channel"));
    return false;
  }
  if (!alphabet.empty() && alphabet != "by_default" && alphabet != "gsm" && alphabet != "unicode") {
    one->done(refusal(400, "bad_value", "must be by_default, gsm or unicode", "alphabet"));
    return false;
  }
  return true;
}

} // namespace

void get_made_templates(house& home, const call_ptr& one) {
  const auto owner = practice_for(home, one);
  if (owner) answer_by_node(home, one, "GET templates", {{"practice", owner->str()}});
}

void get_made_template(house& home, const call_ptr& one) {
  const auto owner = practice_for(home, one);
  if (!owner) return;
  if (!is_plain_id(one->arguments[0])) return one->done(refusal(404, "not_found", "no template here has this id"));
  answer_by_node(home, one, "GET templates/one",
                 {{"practice", owner->str()}, {"id", one->arguments[0]}, {"by", one->who->user}});
}

/// Nothing is kept: how words would look, what they would cost, and what is wrong with them.
void post_template_preview(house& home, const call_ptr& one) {
  const auto owner = practice_for(home, one);
  if (!owner) return;
  auto fields = body_of(*one, {"channel", "title", "subject", "body", "alphabet"}, template_text_max);
  if (!fields || !has_channel(one, *fields)) return;
  (*fields)["practice"] = owner->str();
  answer_by_node(home, one, "POST templates/preview", std::move(*fields));
}

void post_template_draft(house& home, const call_ptr& one) {
  const auto owner = practice_for(home, one);
  if (!owner) return;
  if (!is_plain_id(one->arguments[0]))
    return one->done(refusal(400, "bad_value", "a-z, 0-9, _ and -, at most 40, with a letter or digit in front", "id"));
  auto fields = body_of(*one, {"channel", "title", "subject", "body", "alphabet", "revision"}, template_text_max);
  if (fields && has_channel(one, *fields)) carry_out(home, one, *owner, "save", std::move(*fields));
}

void post_template_submit(house& home, const call_ptr& one) { change(home, one, "submit", {"revision"}); }
void post_template_discard(house& home, const call_ptr& one) { change(home, one, "discard", {"revision"}); }
void post_template_go_back(house& home, const call_ptr& one) { change(home, one, "go_back", {"revision", "version"}); }
void post_template_approve(house& home, const call_ptr& one) { change(home, one, "approve", {"revision"}); }
void post_template_refuse(house& home, const call_ptr& one) { change(home, one, "refuse", {"revision", "why"}); }
void post_template_retire(house& home, const call_ptr& one) { change(home, one, "retire", {"revision", "why"}); }

} // namespace tidings::web
