// What staff ask of a practice about its patients, and order for one of them. Whoever is told of patients has their
// entry in the audit trail when they hear it: the practice itself writes it, with the patients that it names.
#include "web/endpoint/staff_handlers.hpp"

#include "web/endpoint/access/rules.hpp"
#include "web/endpoint/flat_body.hpp"
#include "web/endpoint/text.hpp"

#include <boost/describe/enum_from_string.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <cmath>

namespace tidings::web {
namespace {
namespace json = boost::json;

constexpr std::uint32_t found_default = 20; ///< patients that one search shows
constexpr int held_s = 10;                  ///< actors/practice/talk/inbox.hpp: undo_window

/// False: refused already. Whoever is shown patients' data asks on purpose, and where that is wanted says why.
bool may_be_shown(const house& home, const call_ptr& one) {
  if (auto why = not_on_purpose(home, one->asked, *one->who)) {
    one->done(std::move(*why));
    return false;
  }
  const auto reason = one->asked.query.find("reason");
  if (home.reason_needed && (reason == one->asked.query.end() || reason->second.empty())) {
    one->done(refusal(400, "missing", "say why you need to see patients' data", "reason"));
    return false;
  }
  return true;
}

/// The practice's answer, which is JSON already.
void show(const call_ptr& one, const answer& said) {
  if (!said.accepted) return one->done(refusal_of(said));
  if (said.told.reveal().empty()) return one->done(refusal(503, "unavailable", "the practice gave no answer"));
  one->done(api_json(200, said.told.reveal()));
}

/// Kinds with commas between them; empty: all. Nothing: refused already.
std::optional<std::vector<message_kind>> kinds_in(const call_ptr& one, const std::string& text) {
  std::vector<message_kind> kinds;
  if (text.empty()) return kinds;
  for (const auto word : split(text, ',')) {
    message_kind kind{};
    if (!boost::describe::enum_from_string(std::string(word).c_str(), kind)) {
      one->done(refusal(400, "bad_value", "must be kinds of messages, with commas between them", "kinds"));
      return std::nullopt;
    }
    kinds.push_back(kind);
  }
  return kinds;
}

/// The body of a now-message, a preview or a test. Nothing: refused already.
std::optional<wanted_message> message_in(house& home, const call_ptr& one, std::string_view key) {
  if (!is_content_type(one->asked, "application/json")) {
    one->done(refusal(415, "unsupported_type", "the body must be application/json", "Content-Type"));
    return std::nullopt;
  }
  if (!one->asked.query.empty()) {
    one->done(refusal(400, "unknown_parameter", "this request takes no parameters"));
    return std::nullopt;
  }
  bool stranger = false;
  auto wanted = read_wanted_message(one->asked.body, key, one->who->user, [&](const practice_id& practice) {
    stranger = !knows(home, *one, practice);
    return !stranger;
  });
  if (wanted) return std::move(*wanted);
  if (stranger)
    if (auto later = not_known_yet(home)) {
      one->done(std::move(*later));
      return std::nullopt;
    }
  one->done(refusal(400, std::move(wanted.error())));
  return std::nullopt;
}

/// @param held it can be taken back for a while
void accept(house& home, const call_ptr& one, wanted_message wanted, bool held) {
  const auto id = to_text(wanted.what.message);
  tell(home, wanted.practice, std::move(wanted.what), mark_of(home, *one, *one->who, {id}),
       [one, id, held](answer said) {
         if (!said.accepted) return one->done(refusal_of(said));
         json::object body{{"id", id}, {"repeated", said.repeated}};
         if (held) body["held_s"] = held_s;
         auto made = api_json(201, json::serialize(body));
         one->done(std::move(made.set("Location", "/api/v1/messages/" + id)));
       });
}

/// The practice knows the words and what stands against them, the node what a segment costs.
void show_preview(house& home, const call_ptr& one, const practice_id& practice, std::string told) {
  ask_price(home, practice, [one, told = std::move(told)](std::optional<double> price) {
    json::error_code failed;
    auto body = json::parse(told, failed);
    if (failed || !body.is_object()) return one->done(refusal(503, "unavailable", "the practice gave no answer"));
    auto& preview = body.get_object();
    preview["pence"] = nullptr;
    if (price && preview.contains("segments")) preview["pence"] = *price * preview["segments"].to_number<double>();
    one->done(api_json(200, json::serialize(preview)));
  });
}

} // namespace

bool is_patient_id(std::string_view text) {
  return !text.empty() && text.size() <= name_max && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

void post_patient_search(house& home, const call_ptr& one) {
  const auto practice = practice_for(home, one, "reason");
  if (!practice) return;
  const auto fields = body_of(*one, {"words"});
  if (!fields) return;
  auto words = std::string(trimmed(given_in(*fields, "words")));
  if (words.empty())
    return one->done(refusal(400, "missing", "give a name, an NHS number or a telephone number", "words"));
  if (!may_be_shown(home, one)) return;
  tell(home, *practice, look_at_patients{{}, secret_text(std::move(words)), found_default},
       mark_of(home, *one, *one->who, {}), [one](const answer& said) { show(one, said); });
}

void get_patient(house& home, const call_ptr& one) {
  if (!is_patient_id(one->arguments[0])) return one->done(refusal(404, "not_found", "no patient has this id"));
  const auto practice = practice_for(home, one, "reason");
  if (!practice || !may_be_shown(home, one)) return;
  tell(home, *practice, look_at_patients{patient_id(one->arguments[0]), {}, 1}, mark_of(home, *one, *one->who, {}),
       [one](const answer& said) { show(one, said); });
}

void post_patient_wishes(house& home, const call_ptr& one) {
  if (!is_patient_id(one->arguments[0])) return one->done(refusal(404, "not_found", "no patient has this id"));
  const auto practice = practice_for(home, one);
  if (!practice) return;
  const auto fields = body_of(*one, {"channel", "kinds", "wanted", "told"});
  if (!fields) return;
  change_wishes what{.patient = patient_id(one->arguments[0]), .kinds = {}, .by = one->who->user};
  const auto by = given_in(*fields, "channel"), told = given_in(*fields, "told"), wanted = given_in(*fields, "wanted");
  if (!boost::describe::enum_from_string(by.c_str(), what.on) || what.on == channel::smart)
    return one->done(refusal(400, "bad_value", "must be sms, email or voice", "channel"));
  if (!boost::describe::enum_from_string(told.c_str(), what.told) || what.told == wish_told::unknown)
    return one->done(
        refusal(400, "bad_value", "must be in_person, telephone, letter, email, online or record", "told"));
  if (wanted != "yes" && wanted != "no") return one->done(refusal(400, "bad_value", "must be yes or no", "wanted"));
  what.wanted = wanted == "yes";
  auto kinds = kinds_in(one, given_in(*fields, "kinds"));
  if (!kinds) return;
  what.kinds = std::move(*kinds);
  tell_and_answer(home, one, *practice, std::move(what), 201, one->arguments[0]);
}

void post_now_message(house& home, const call_ptr& one) {
  auto wanted = message_in(home, one, one->asked.field("Idempotency-Key"));
  if (!wanted) return;
  wanted->what.held = true;
  accept(home, one, std::move(*wanted), true);
}

void post_now_message_test(house& home, const call_ptr& one) {
  auto wanted = message_in(home, one, one->asked.field("Idempotency-Key"));
  if (!wanted) return;
  wanted->what.test = true;
  // A key that was used for the message itself isn't the test's.
  wanted->what.message = id_from_name<message_id>("test message", to_text(wanted->what.message));
  accept(home, one, std::move(*wanted), false);
}

void post_now_message_preview(house& home, const call_ptr& one) {
  auto wanted = message_in(home, one, "preview");
  if (!wanted) return;
  wanted->what.message = {}; // no message's: it is decided about and forgotten
  const auto practice = wanted->practice;
  // Words with a patient's name in them are a view of patient data; others are the asker's own.
  auto mark = wanted->what.patient.empty() ? nullptr : mark_of(home, *one, *one->who, {});
  tell(home, practice, preview_message{std::move(wanted->what)}, std::move(mark),
       [&home, one, practice](const answer& said) {
         if (!said.accepted) return one->done(refusal_of(said));
         show_preview(home, one, practice, said.told.reveal());
       });
}

} // namespace tidings::web
