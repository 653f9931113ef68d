// What staff do with conversations, health questions, answers on paper and the waiting list: commands to one practice.
#include "web/endpoint/flat_body.hpp"
#include "web/endpoint/quality_handlers.hpp"
#include "web/endpoint/text.hpp"

#include <boost/describe/enum_from_string.hpp>

#include <algorithm>

namespace tidings::web {
namespace {

constexpr std::size_t user_name_max = 100;

std::optional<practice_id> practice_of_conversation(house& home, const call_ptr& one) {
  if (!is_conversation(one->arguments[0])) {
    one->done(refusal(404, "not_found", "no conversation has this id"));
    return std::nullopt;
  }
  return practice_for(home, one);
}

} // namespace

bool is_conversation(const std::string& id) {
  constexpr std::size_t mark_size = 20;
  return id.size() == mark_size && std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

void post_conversation_move(house& home, const call_ptr& one) {
  const auto practice = practice_of_conversation(home, one);
  if (!practice) return;
  const auto fields = body_of(*one, {"status", "assigned_to"});
  if (!fields) return;
  move_conversation what{.conversation = one->arguments[0], .status = {}, .assigned_to = {}, .by = one->who->user};
  if (const auto status = fields->find("status"); status != fields->end()) {
    conversation_status word{};
    if (!boost::describe::enum_from_string(status->second.c_str(), word))
      return one->done(refusal(400, "bad_value", "must be unread, read or done", "status"));
    what.status = word;
  }
  if (const auto whose = fields->find("assigned_to"); whose != fields->end()) {
    if (!whose->second.empty() && (whose->second.size() > user_name_max || !is_user_name(whose->second)))
      return one->done(refusal(400, "bad_value", "must be a user's name, or empty", "assigned_to"));
    what.assigned_to = whose->second;
  }
  tell_and_answer(home, one, *practice, std::move(what), 200, one->arguments[0]);
}

void post_conversation_note(house& home, const call_ptr& one) {
  const auto practice = practice_of_conversation(home, one);
  if (!practice) return;
  const auto fields = body_of(*one, {"text"});
  if (!fields) return;
  const auto key = key_of(*one);
  if (!key) return;
  if (!fields->contains("text")) return one->done(refusal(400, "missing", "must be given", "text"));
  const auto id = id_from_name<request_id>("note", one->arguments[0] + '|' + one->who->user + '|' + *key);
  tell_and_answer(home, one, *practice,
                  note_conversation{one->arguments[0], id, secret_text(fields->at("text")), one->who->user}, 201,
                  one->arguments[0]);
}

void post_conversation_answer(house& home, const call_ptr& one) {
  const auto practice = practice_of_conversation(home, one);
  if (!practice) return;
  auto fields = body_of(*one, {"text", "canned", "by"});
  if (!fields) return;
  const auto key = key_of(*one);
  if (!key) return;
  std::optional<channel> on;
  if (const auto by = fields->find("by"); by != fields->end()) {
    if (by->second != "sms" && by->second != "email")
      return one->done(refusal(400, "bad_value", "must be sms or email", "by"));
    on = by->second == "email" ? channel::email : channel::sms;
  }
  if (fields->contains("text") == fields->contains("canned"))
    return one->done(refusal(400, "missing", "give either the text or a canned reply's name", "text"));
  const auto id = id_from_name<message_id>("staff answer", practice->str() + '|' + one->who->user + '|' + *key);
  tell_and_answer(home, one, *practice,
                  answer_conversation{one->arguments[0], id, secret_text((*fields)["text"]), (*fields)["canned"],
                                      one->who->user, on},
                  201, one->arguments[0]);
}

void post_conversation_trust(house& home, const call_ptr& one) {
  const auto practice = practice_of_conversation(home, one);
  if (!practice) return;
  if (!is_empty_body(one->asked.body)) return one->done(refusal(400, "unknown_field", "this request takes no body"));
  tell_and_answer(home, one, *practice, trust_number{one->arguments[0], one->who->user}, 200, one->arguments[0]);
}

void post_conversation_code(house& home, const call_ptr& one) {
  const auto practice = practice_of_conversation(home, one);
  if (!practice) return;
  auto fields = body_of(*one, {"code", "text"});
  if (!fields) return;
  const auto key = key_of(*one);
  if (!key) return;
  if ((*fields)["code"].empty()) return one->done(refusal(400, "missing", "must be given", "code"));
  const auto id = id_from_name<operation_id>("code by hand", practice->str() + '|' + one->arguments[0] + '|' +
                                                                 one->who->user + '|' + *key);
  tell_and_answer(home, one, *practice,
                  file_code_by_hand{one->arguments[0], id, (*fields)["code"], (*fields)["text"], one->who->user}, 201,
                  one->arguments[0]);
}

void post_questions(house& home, const call_ptr& one) {
  const auto practice = practice_for(home, one);
  if (!practice) return;
  const auto fields = body_of(*one, {"patient"});
  if (!fields) return;
  const auto key = key_of(*one);
  if (!key) return;
  const auto patient = fields->find("patient");
  if (patient == fields->end() || patient->second.empty() || patient->second.size() > name_max)
    return one->done(refusal(400, "missing", "the patient's id must be given", "patient"));
  tell_and_answer(home, one, *practice,
                  ask_questions{patient_id(patient->second), one->arguments[0], *key, one->who->user}, 201,
                  one->arguments[0]);
}

void post_fft_answer(house& home, const call_ptr& one) {
  const auto practice = practice_for(home, one);
  if (!practice) return;
  const auto fields = body_of(*one, {"score", "method", "comment"});
  if (!fields) return;
  const auto key = key_of(*one);
  if (!key) return;
  record_fft what{.answer = to_text(id_from_name<item_id>("fft by hand", one->who->user + '|' + *key)),
                  .score = 0,
                  .method = fft_method::paper,
                  .comment = {},
                  .by = one->who->user};
  const auto score = fields->find("score");
  if (score == fields->end() || score->second.size() != 1 || score->second[0] < '1' || score->second[0] > '6')
    return one->done(
        refusal(400, "bad_value", "must be \"1\" (very good) to \"5\" (very poor) or \"6\" (don't know)", "score"));
  what.score = static_cast<std::uint32_t>(score->second[0] - '0');
  if (const auto method = fields->find("method");
      method != fields->end() && !boost::describe::enum_from_string(method->second.c_str(), what.method))
    return one->done(
        refusal(400, "bad_value", "must be text_message, online, app, paper, telephone or other", "method"));
  if (const auto comment = fields->find("comment"); comment != fields->end())
    what.comment = secret_text(comment->second);
  tell_and_answer(home, one, *practice, std::move(what), 201, practice->str());
}

void post_waiting(house& home, const call_ptr& one) {
  const auto practice = practice_for(home, one);
  if (!practice) return;
  const auto fields = body_of(*one, {"patient", "number", "session", "clinician"});
  if (!fields) return;
  const auto given = [&](const char* name) {
    const auto found = fields->find(name);
    return found == fields->end() ? std::string() : found->second;
  };
  if (given("patient").empty() == given("number").empty())
    return one->done(refusal(400, "missing", "give either the patient's id or their NHS number", "number"));
  for (const auto* name : {"patient", "number", "session", "clinician"})
    if (given(name).size() > name_max) return one->done(refusal(400, "too_long", "is too long", name));
  if (given("session").empty()) return one->done(refusal(400, "missing", "must be given", "session"));
  auto number = given("number");
  std::erase(number, ' '); // as people write NHS numbers
  tell_and_answer(home, one, *practice,
                  change_waiting{.waits = true,
                                 .entry = {},
                                 .patient = patient_id(given("patient")),
                                 .number = secret_text(std::move(number)),
                                 .session = given("session"),
                                 .clinician = given("clinician"),
                                 .by = one->who->user},
                  201, practice->str());
}

void post_waiting_off(house& home, const call_ptr& one) {
  const auto practice = practice_for(home, one);
  if (!practice) return;
  const auto entry = parse_id<waiting_id>(one->arguments[0]);
  if (!entry) return one->done(refusal(404, "not_found", "nothing on the waiting list has this id"));
  if (!is_empty_body(one->asked.body)) return one->done(refusal(400, "unknown_field", "this request takes no body"));
  tell_and_answer(home, one, *practice,
                  change_waiting{.waits = false,
                                 .entry = *entry,
                                 .patient = {},
                                 .number = {},
                                 .session = {},
                                 .clinician = {},
                                 .by = one->who->user},
                  200, one->arguments[0]);
}

void post_slot_stop(house& home, const call_ptr& one) {
  const auto practice = practice_for(home, one);
  if (!practice) return;
  const auto slot = parse_id<slot_id>(one->arguments[0]);
  if (!slot) return one->done(refusal(404, "not_found", "no slot has this id"));
  if (!is_empty_body(one->asked.body)) return one->done(refusal(400, "unknown_field", "this request takes no body"));
  tell_and_answer(home, one, *practice, stop_slot{*slot, one->who->user}, 200, one->arguments[0]);
}

} // namespace tidings::web
