#include "actors/event_log/record.hpp"
#include "actors/node/demo/ledgers.hpp"
#include "schemas/event_codec.hpp"

#include <algorithm>

namespace tidings::demo {
namespace {

struct folder {
  log_ledger& ledger;
  std::string practice;
  std::map<operation_id, operation_kind>& kinds;
  std::map<operation_id, appointment_key>& about;

  log_ledger::message& at(const message_id& id) { return ledger.messages[to_text(id)]; }
  void move(const message_id& id, message_state next) { at(id).state = next; }

  void operator()(const appointment_booked& e) { ledger.booked.insert({practice, e.what.id.value}); }
  void operator()(const message_accepted& e) {
    move(e.message, message_state::accepted);
    if (!e.appointment.empty()) ledger.reminded.insert({practice, e.appointment.value});
  }
  void operator()(const message_suppressed& e) {
    ++ledger.suppressed;
    ledger.reminded.insert({practice, e.appointment.value});
  }
  void operator()(const message_cancelled& e) { move(e.message, message_state::cancelled); }
  void operator()(const message_expired& e) { move(e.message, message_state::expired); }
  void operator()(const message_failed& e) { move(e.message, message_state::technical_failure); }
  void operator()(const attempt_started& e) { move(e.message, message_state::dispatching); }
  void operator()(const attempt_sent& e) {
    if (at(e.message).state <= message_state::in_doubt) move(e.message, message_state::sent);
  }
  void operator()(const attempt_failed& e) {
    if (at(e.message).state <= message_state::in_doubt) move(e.message, message_state::accepted);
  }
  void operator()(const attempt_in_doubt& e) {
    at(e.message).ever_in_doubt = true;
    if (at(e.message).state == message_state::dispatching) move(e.message, message_state::in_doubt);
  }
  void operator()(const attempt_suspected& e) {
    at(e.message).ever_in_doubt = true;
    if (at(e.message).state <= message_state::in_doubt) move(e.message, message_state::in_doubt);
  }
  void operator()(const attempt_reconciled& e) {
    if (at(e.message).state != message_state::in_doubt) return;
    if (e.finding == look_up_finding::seen) move(e.message, message_state::sent);
    if (e.finding == look_up_finding::never_seen) move(e.message, message_state::accepted);
  }
  void operator()(const receipt_received& e) {
    switch (e.status) {
    case receipt_status::pending:
      break;
    case receipt_status::delivered:
      move(e.message, message_state::delivered);
      break;
    case receipt_status::permanent_failure:
      fail_with(e.message, message_state::permanent_failure);
      break;
    case receipt_status::technical_failure:
      fail_with(e.message, message_state::technical_failure);
      break;
    case receipt_status::temporary_failure:
      fail_with(e.message, message_state::temporary_failure);
      break;
    }
  }
  void fail_with(const message_id& id, message_state next) {
    if (at(id).state != message_state::delivered) move(id, next);
  }
  void operator()(const reply_received& e) {
    ++ledger.replies;
    if (e.automatic && e.meaning == reply_meaning::cancel) ledger.cancel_texts.insert(e.text.reveal());
  }
  void operator()(const opted_out&) { ++ledger.opted_out; }
  void operator()(const handed_to_staff&) { ++ledger.staff_items; }
  void operator()(const operation_requested& e) {
    kinds[e.operation] = e.kind;
    about[e.operation] = {practice, e.appointment.value};
    ledger.operations_open.insert(to_text(e.operation));
  }
  void operator()(const operation_finished& e) {
    ledger.operations_open.erase(to_text(e.operation));
    if (e.result != operation_result::done) return;
    switch (kinds[e.operation]) {
    case operation_kind::cancel_appointment:
      ledger.cancelled.insert(about[e.operation]);
      break;
    case operation_kind::confirm_appointment:
      ledger.confirmed.insert(about[e.operation]);
      break;
    case operation_kind::file_code:
      ++ledger.filed[practice];
      break;
    case operation_kind::set_consent:
    case operation_kind::file_document:
    case operation_kind::book_slot:
      break;
    }
  }
  template <class Other> void operator()(const Other&) {}
};

} // namespace

std::size_t log_ledger::count(message_state state) const {
  return static_cast<std::size_t>(
      std::count_if(messages.begin(), messages.end(), [&](const auto& one) { return one.second.state == state; }));
}

std::size_t log_ledger::unsettled() const {
  return static_cast<std::size_t>(
      std::count_if(messages.begin(), messages.end(), [](const auto& one) { return !is_end(one.second.state); }));
}

result<log_ledger> read_log(const log_reader& log, sealer& keys) {
  log_ledger ledger;
  auto practices = log.practices();
  if (!practices) return tl::unexpected(practices.error());
  for (const auto& practice : *practices) {
    std::map<operation_id, operation_kind> kinds;
    std::map<operation_id, appointment_key> about;
    folder fold{ledger, practice.str(), kinds, about};
    std::optional<failure> wrong;
    const auto scanned = log.scan(practice, 1, [&](std::uint64_t sequence, std::string_view value) {
      const auto record = parse_record(value);
      if (!record) {
        wrong = failure{error_code::log_damaged,
                        practice.str() + " " + std::to_string(sequence) + ": " + record.error().detail};
        return false;
      }
      auto what = open(record->entry(practice).what, practice, keys);
      if (!what) {
        wrong = what.error();
        return false;
      }
      std::visit(fold, *what);
      return true;
    });
    if (!scanned) return tl::unexpected(scanned.error());
    if (wrong) return tl::unexpected(*wrong);
  }
  return ledger;
}

} // namespace tidings::demo
