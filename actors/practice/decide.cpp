#include "actors/practice/decide.hpp"

#include "actors/practice/decide_pause.hpp"
#include "actors/practice/decide_rollout.hpp"
#include "actors/practice/decide_users.hpp"
#include "actors/practice/files/kept_files.hpp"
#include "actors/practice/groups.hpp"
#include "actors/practice/staff/staff.hpp"
#include "actors/practice/talk/details.hpp"
#include "actors/practice/talk/inbox.hpp"
#include "actors/practice/talk/question_link.hpp"
#include "actors/practice/waiting_list/asking.hpp"

namespace tidings {

decision refused(error_code code, std::string reason) {
  return {{}, answer{.accepted = false, .repeated = false, .refusal = code, .reason = std::move(reason), .id = {}}};
}

item_id item_for(std::string_view kind, std::string_view name) { return id_from_name<item_id>(kind, name); }

namespace {

decision decide_item(const practice_state& state, const finish_item& c) {
  if (!state.staff_items.contains(c.item)) return refused(error_code::not_found, "no such open item");
  return {{staff_item_done{c.item, c.by}}, {}};
}

decision decide_park(const practice_state& state, const park_command& c) {
  // What is answered goes to whoever sent the parked command. A provider's fact is written down and must not come
  // again; anybody else has to know that it wasn't done.
  answer said{.id = to_text(c.item)};
  if (c.kind != "reply_arrived" && c.kind != "receipt_arrived")
    said = {.accepted = false,
            .refusal = error_code::refused,
            .reason = "this command could not be handled and was parked for a person",
            .id = to_text(c.item)};
  said.repeated = state.parked.contains(c.item);
  decision made{{}, std::move(said)};
  if (!made.what.repeated) made.events.push_back(command_parked{c.item, c.kind, c.tries, c.reason, c.command});
  return made;
}

decision decide_release(const practice_state& state, const release_parked& c) {
  if (!state.parked.contains(c.item)) return refused(error_code::not_found, "no such parked item");
  return {{parked_released{c.item, c.by, c.retry}}, {}};
}

decision decide_sign_in(const practice_state& state, const use_sign_in& c) {
  if (state.nonces.contains(c.nonce)) return refused(error_code::refused, "this link was used before");
  return {{signed_in{c.user, c.nonce}}, {}};
}

decision decide_rotate(const rotate_keys& c) { return {{keys_rotated{c.by}}, {}}; }

decision decide_erase_practice(const practice_state& state, const practice_settings& settings,
                               const erase_practice& c) {
  if (!settings.id.is_host()) return refused(error_code::refused, "only the host erases practices");
  if (c.practice.is_host()) return refused(error_code::refused, "the host itself can't be erased");
  if (state.erased.practices.contains(c.practice)) return {{}, answer{.repeated = true}};
  return {{practice_erased{c.practice, c.by}}, {}};
}

decision decide_begin(const practice_state& state, const begin_operation& c) {
  if (!state.operations.contains(c.operation) || is_fenced(state))
    return refused(error_code::not_found, "no such open operation");
  if (state.begun.contains(c.operation)) return {{}, answer{.repeated = true}};
  return {{operation_begun{c.operation}}, {}};
}

decision decide_entry(const practice_state&, const keep_audit_entry&) { return {}; } // `audit_entry` makes it

struct decider {
  const practice_state& state;
  const practice_settings& settings;
  timestamp now;

  decision operator()(const accept_message& c) { return decide_accept(state, settings, c, now); }
  decision operator()(const appointments_read& c) { return decide_appointments(state, settings, c, now); }
  decision operator()(const patient_read& c) { return decide_patient(state, c); }
  decision operator()(const start_attempt& c) { return decide_start(state, settings, c, now); }
  decision operator()(const attempt_outcome& c) { return decide_outcome(state, settings, c, now); }
  decision operator()(const attempts_lost& c) { return decide_lost(state, c); }
  decision operator()(const looked_up& c) { return decide_looked_up(state, settings, c, now); }
  decision operator()(const receipt_arrived& c) { return decide_receipt(state, settings, c, now); }
  decision operator()(const reply_arrived& c) {
    if (c.by == channel::voice) return decide_keys(state, settings, c, now);
    return c.by == channel::email ? decide_mail_reply(state, settings, c, now) : decide_reply(state, settings, c, now);
  }
  decision operator()(const operation_outcome& c) { return decide_operation(state, settings, c, now); }
  decision operator()(const begin_operation& c) { return decide_begin(state, c); }
  decision operator()(const clock_ticked&) { return decide_clock(state, settings, now); }
  decision operator()(const cancel_message& c) { return decide_cancel_message(state, c); }
  decision operator()(const finish_item& c) { return decide_item(state, c); }
  decision operator()(const park_command& c) { return decide_park(state, c); }
  decision operator()(const release_parked& c) { return decide_release(state, c); }
  decision operator()(const erase_patient& c) { return decide_erase_patient(state, c); }
  decision operator()(const erase_practice& c) { return decide_erase_practice(state, settings, c); }
  decision operator()(const rotate_keys& c) { return decide_rotate(c); }
  decision operator()(const use_sign_in& c) { return decide_sign_in(state, c); }
  decision operator()(const keep_audit_entry& c) { return decide_entry(state, c); }
  decision operator()(const release_epoch& c) { return decide_release_epoch(state, c); }
  decision operator()(const move_conversation& c) { return talk::move(state, c); }
  decision operator()(const note_conversation& c) { return talk::note(state, c); }
  decision operator()(const answer_conversation& c) { return talk::answer_by_staff(state, settings, c, now); }
  decision operator()(const trust_number& c) { return talk::trust(state, c); }
  decision operator()(const ask_questions& c) { return talk::begin_questions(state, settings, c, now); }
  decision operator()(const record_fft& c) { return talk::take_fft(state, c); }
  decision operator()(const group_read& c) { return decide_group(state, c); }
  decision operator()(const change_waiting& c) { return waiting_list::change(state, settings, c); }
  decision operator()(const stop_slot& c) { return waiting_list::stop(state, c); }
  decision operator()(const file_code_by_hand& c) { return talk::file_by_hand(state, settings, c, now); }
  decision operator()(const file_conversation& c) { return talk::file_conversation(state, settings, c, now); }
  decision operator()(const confirm_details& c) { return talk::ask_details(state, settings, c, now); }
  decision operator()(const change_user& c) { return decide_change_user(state, settings, c); }
  decision operator()(const look_at_patients& c) { return staff::look_at(state, settings, c, now); }
  decision operator()(const preview_message& c) { return staff::preview(state, settings, c, now); }
  decision operator()(const change_wishes& c) { return staff::change(state, c); }
  decision operator()(const try_sign_in& c) { return decide_try_sign_in(state, c, now); }
  decision operator()(const change_pause& c) { return decide_change_pause(state, settings, c); }
  decision operator()(const answer_by_link& c) { return talk::take_by_link(state, settings, c, now); }
  decision operator()(const open_file& c) { return files::open(state, settings, c, now); }
  decision operator()(const change_rollout& c) { return decide_change_rollout(state, settings, c); }
};

} // namespace

decision decide(const practice_state& state, const practice_settings& settings, const command& what, timestamp now) {
  auto made = std::visit(decider{state, settings, now}, what);
  for (auto& one : made.events)
    if (auto* asked = std::get_if<operation_requested>(&one)) asked->begins_told = true; // by this version and on
  return made;
}

} // namespace tidings
