#include "actors/write_back/outbox.hpp"

#include "actors/write_back/document_pdf.hpp"
#include "schemas/ids.hpp"

#include <algorithm>

namespace tidings {
namespace {

bool is_cancel(const operation_wanted& what) { return what.what.kind == operation_kind::cancel_appointment; }
bool is_document(const operation_wanted& what) { return what.what.kind == operation_kind::file_document; }
bool is_booking(const operation_wanted& what) { return what.what.kind == operation_kind::book_slot; }

/// Who goes first, low before high. A document takes longest and hurries nobody.
int rank(const operation_wanted& what) {
  if (is_cancel(what) || is_booking(what)) return 0; // somebody else may want the slot
  return is_document(what) ? 2 : 1;
}

/// Whether it is looked for by the operation's mark, and not on an appointment.
bool is_filed(const operation_requested& what) {
  return what.kind == operation_kind::file_code || what.kind == operation_kind::file_document;
}

std::string mark(const operation_requested& what) { return "(ref " + to_text(what.operation).substr(0, 8) + ")"; }

std::string note_of(const operation_requested& what) { return what.text + " " + mark(what); }

/// Also in words, for systems whose entries take no value. It stands in no log: only here, on its way.
std::string text_with_value(const operation_requested& what) {
  const auto& value = what.value.reveal();
  if (value.empty()) return what.text;
  return what.text + ": " + value + (what.unit.empty() ? std::string() : " " + what.unit);
}

finished_operation finish(const operation_wanted& what, operation_result result, std::string detail,
                          std::string uid = {}) {
  return {what.what.operation, result, std::move(uid), std::move(detail)};
}

/// Its PDF is empty when none can be made.
write_document document_of(const operation_requested& what) {
  write_document out{what.patient, what.operation, what.text, what.requested_at, {}, {}};
  const auto source = decode_document_source(what.document.reveal());
  if (!source) return out;
  out.nhs_number = secret_text(source->nhs_number);
  if (auto pdf = pdf_of(*source)) out.pdf = std::move(*pdf);
  return out;
}

// Codes, documents and consent need no look at the appointment before the first try.
bool checks_first(const operation_wanted& what, bool perhaps_done) {
  switch (what.what.kind) {
  case operation_kind::cancel_appointment:
  case operation_kind::confirm_appointment:
  case operation_kind::book_slot:
    return true;
  case operation_kind::file_code:
  case operation_kind::file_document:
    return perhaps_done;
  case operation_kind::set_consent:
    return false; // writing it twice changes nothing
  }
  return true;
}

/// Why the appointment as it is now is not the one the patient answered about; empty when it is.
std::string difference(const operation_requested& expected, const connector_answer& found) {
  if (!found.found_appointment) return "the appointment is no longer there";
  const auto& now = *found.found_appointment;
  if (now.patient != expected.patient) return "the slot now belongs to another patient";
  if (now.starts_at != expected.expected_starts_at) return "the appointment was moved since the patient was asked";
  if (!now.clinician.empty() && now.clinician != expected.expected_clinician)
    return "the appointment is with another clinician since the patient was asked";
  if (now.status != appointment_status::booked) return "the appointment is no longer booked";
  return {};
}

} // namespace

namespace {
/// The very slot that the patient was asked about, and it is cancelled.
bool is_cancelled(const operation_requested& what, const connector_answer& answer) {
  return answer.found_appointment && answer.found_appointment->patient == what.patient &&
         answer.found_appointment->starts_at == what.expected_starts_at &&
         answer.found_appointment->status == appointment_status::cancelled;
}
/// The very slot is this patient's.
bool is_booked(const operation_requested& what, const connector_answer& answer) {
  return answer.found_appointment && answer.found_appointment->patient == what.patient &&
         answer.found_appointment->starts_at == what.expected_starts_at &&
         answer.found_appointment->status == appointment_status::booked;
}
} // namespace

void outbox::put(operation_wanted what) {
  const auto same = std::find_if(open_.begin(), open_.end(),
                                 [&](const entry& e) { return e.what.what.operation == what.what.operation; });
  if (same != open_.end()) return;
  entry one{.what = std::move(what)};
  one.perhaps_done = one.what.perhaps_done;
  one.begun = one.perhaps_done || !one.what.what.begins_told;
  one.at = checks_first(one.what, one.perhaps_done) ? step::check : step::write;
  // Before all that may wait longer and isn't under way.
  const auto at = std::find_if(open_.begin(), open_.end(),
                               [mine = rank(one.what)](const entry& e) { return rank(e.what) > mine && e.token == 0; });
  open_.insert(at, std::move(one));
}

std::optional<finished_operation> outbox::withdraw(const operation_id& operation) {
  const auto found =
      std::find_if(open_.begin(), open_.end(), [&](const entry& e) { return e.what.what.operation == operation; });
  if (found == open_.end()) return std::nullopt; // finished already, and its outcome is on its way
  found->unwanted = true;
  if (found->token != 0) return std::nullopt; // with the connector now: its answer tells
  if (found->perhaps_done) {
    found->at = step::check;
    found->looked = false;
    return std::nullopt;
  }
  auto done = finish(found->what, operation_result::withdrawn, "the patient changed their mind in time");
  open_.erase(found);
  return done;
}

/// Of what is unwanted: written all the same, or certainly not.
std::optional<finished_operation> outbox::judge_unwanted(entry& one, const connector_answer& answer, moment now) {
  const bool reading = one.at == step::check;
  if (answer.error.code == error_code::none) {
    if (!reading) return finish(one.what, operation_result::done, {}, answer.system_uid);
    const auto& what = one.what.what;
    const bool there = is_filed(what)         ? !answer.system_uid.empty()
                       : is_booking(one.what) ? is_booked(what, answer)
                                              : is_cancelled(what, answer);
    if (there) return finish(one.what, operation_result::done, "it was written before", answer.system_uid);
    if (auto why = difference(what, answer); !why.empty() && is_cancel(one.what))
      return finish(one.what, operation_result::differs, std::move(why));
    return finish(one.what, operation_result::withdrawn, "the patient changed their mind in time");
  }
  if (answer.error.code == error_code::refused || answer.error.code == error_code::not_found)
    return finish(one.what, operation_result::rejected, "the clinical system refused: " + answer.error.detail);
  const bool unsure = answer.error.code == error_code::outcome_unknown || answer.error.code == error_code::timed_out;
  if (!reading && unsure) one.perhaps_done = true;
  if (!one.perhaps_done) return finish(one.what, operation_result::withdrawn, "the patient changed their mind in time");
  one.at = step::check; // it may have been written: only a look can tell
  later(one, answer.error, now);
  return std::nullopt;
}

bool outbox::has_its_turn(const entry& one) const {
  return !goes_after_another(one) && std::none_of(open_.begin(), open_.end(), [&](const entry& e) {
    return e.token != 0 && is_document(e.what) == is_document(one.what);
  });
}

bool outbox::is_asking() const {
  return std::any_of(open_.begin(), open_.end(), [](const entry& e) { return e.token != 0 && !e.beginning; });
}

/// What a patient said about being written to last is what the record has to say in the end: an earlier word that isn't
/// written yet goes first.
bool outbox::goes_after_another(const entry& one) const {
  const auto& mine = one.what.what;
  if (mine.kind != operation_kind::set_consent) return false;
  return std::any_of(open_.begin(), open_.end(), [&](const entry& other) {
    const auto& theirs = other.what.what;
    return theirs.kind == operation_kind::set_consent && theirs.patient == mine.patient &&
           theirs.requested_at < mine.requested_at;
  });
}

connector_request outbox::request_of(const entry& one) const {
  const auto& what = one.what.what;
  if (one.at == step::check) {
    if (what.kind == operation_kind::file_code) return find_code{what.patient, what.operation, what.requested_at};
    if (what.kind == operation_kind::file_document)
      return find_document{what.patient, what.operation, what.requested_at};
    return read_appointment{what.patient, what.appointment};
  }
  switch (what.kind) {
  case operation_kind::cancel_appointment:
    return write_cancel{what.patient, what.appointment};
  case operation_kind::confirm_appointment:
    return write_note{what.patient, what.appointment,
                      one.notes.empty() ? note_of(what) : one.notes + "; " + note_of(what)};
  case operation_kind::file_code:
    return write_code{what.patient, what.operation, what.code, text_with_value(what), what.value, what.unit};
  case operation_kind::file_document:
    return document_of(what);
  case operation_kind::book_slot:
    return write_booking{what.patient, what.appointment};
  case operation_kind::set_consent:
    break;
  }
  return write_consent{what.patient, what.text == "yes"};
}

std::optional<outbox_request> outbox::next(moment now) {
  seen_ = now;
  // Looks of others may take minutes, and what was seen by then is old.
  auto due = std::find_if(open_.begin(), open_.end(), [&](const entry& e) { return e.looked && has_its_turn(e); });
  if (due == open_.end())
    due = std::find_if(open_.begin(), open_.end(),
                       [&](const entry& e) { return e.token == 0 && e.not_before <= now.steady && has_its_turn(e); });
  if (due == open_.end()) return std::nullopt;
  due->looked = false;
  if (due->at == step::write && !due->begun) {
    due->beginning = true;
    due->token = ++last_token_;
    due->asked_at = now.steady;
    return outbox_request{due->token, {}, {}, due->what.what.operation};
  }
  auto what = request_of(*due);
  if (const auto* document = std::get_if<write_document>(&what);
      document != nullptr && document->pdf.reveal().empty()) {
    due->last_reason = "the document can't be printed";
    due->what.what.give_up_at = now.wall; // no later try would bring another
    return std::nullopt;
  }
  due->token = ++last_token_;
  due->asked_at = now.steady;
  return outbox_request{due->token, std::move(what), due->what.system_id, {}};
}

std::optional<finished_operation> outbox::began(const operation_id& operation, const answer& said, moment now) {
  seen_ = now;
  const auto found = std::find_if(open_.begin(), open_.end(),
                                  [&](const entry& e) { return e.beginning && e.what.what.operation == operation; });
  if (found == open_.end()) return std::nullopt; // too late: it was asked for again
  auto& one = *found;
  one.token = 0;
  one.beginning = false;
  if (said.accepted) {
    one.begun = true;
    if (one.unwanted) { // nothing has left yet
      auto done = finish(one.what, operation_result::withdrawn, "the patient changed their mind in time");
      open_.erase(found);
      return done;
    }
    if (checks_first(one.what, one.perhaps_done) && one.asked_at + look_lasts <= now.steady)
      one.at = step::check; // what was seen is old by now
    else
      one.looked = true;
    return std::nullopt;
  }
  if (said.refusal == error_code::not_found) { // it has ended: the practice doesn't wait for an outcome
    open_.erase(found);
    return std::nullopt;
  }
  one.at = checks_first(one.what, one.perhaps_done) ? step::check : step::write;
  later(one, {said.refusal, said.reason}, now);
  return std::nullopt;
}

void outbox::later(entry& one, const failure& why, moment now) {
  one.last_reason = why.detail;
  const auto wait = std::min<std::int64_t>(retry_first.count() << std::min(one.tries, 16), retry_longest.count());
  ++one.tries;
  one.not_before = now.steady + millis(wait);
}

void outbox::write_next(entry& one, moment now) {
  one.at = step::write;
  one.looked = true;
  one.not_before = now.steady;
}

std::optional<finished_operation> outbox::judge(entry& one, const connector_answer& answer, moment now) {
  const auto& what = one.what.what;
  const bool reading = one.at == step::check;
  switch (answer.error.code) {
  case error_code::none:
    break;
  case error_code::refused:
  case error_code::not_found:
    return finish(one.what, operation_result::rejected, "the clinical system refused: " + answer.error.detail);
  case error_code::outcome_unknown:
  case error_code::timed_out:
    if (!reading) one.perhaps_done = true; // read back before any repeat
    one.at = checks_first(one.what, one.perhaps_done) ? step::check : step::write;
    later(one, answer.error, now);
    return std::nullopt;
  default: // certainly not done; by the next try the appointment may be another's: look again before it
    one.at = checks_first(one.what, one.perhaps_done) ? step::check : step::write;
    later(one, answer.error, now);
    return std::nullopt;
  }
  if (!reading) return finish(one.what, operation_result::done, {}, answer.system_uid);
  switch (what.kind) {
  case operation_kind::cancel_appointment:
    if (is_cancelled(what, answer))
      return finish(one.what, operation_result::done, "it is cancelled in the clinical system");
    break;
  case operation_kind::confirm_appointment:
    if (answer.notes.find(mark(what)) != std::string::npos)
      return finish(one.what, operation_result::done, "the note is there already");
    one.notes = answer.notes;
    break;
  case operation_kind::file_code:
  case operation_kind::file_document:
    if (!answer.system_uid.empty())
      return finish(one.what, operation_result::done,
                    what.kind == operation_kind::file_code ? "the entry is there already"
                                                           : "the document is there already",
                    answer.system_uid);
    write_next(one, now);
    return std::nullopt;
  case operation_kind::book_slot: {
    if (is_booked(what, answer)) return finish(one.what, operation_result::done, "it is booked in the clinical system");
    const auto& row = answer.found_appointment;
    if (!row) return finish(one.what, operation_result::differs, "the slot is no longer in the clinical system");
    if (row->status != appointment_status::cancelled)
      return finish(one.what, operation_result::differs, "the slot is no longer free in the clinical system");
    if (row->starts_at != what.expected_starts_at)
      return finish(one.what, operation_result::differs, "the slot was moved since the patient was asked");
    write_next(one, now);
    return std::nullopt;
  }
  case operation_kind::set_consent:
    break;
  }
  if (auto why = difference(what, answer); !why.empty())
    return finish(one.what, operation_result::differs, std::move(why));
  write_next(one, now);
  return std::nullopt;
}

std::optional<finished_operation> outbox::answered(const connector_answer& answer, moment now) {
  seen_ = now;
  const auto found =
      std::find_if(open_.begin(), open_.end(), [&](const entry& e) { return e.token == answer.token && e.token != 0; });
  if (found == open_.end()) return std::nullopt; // too late: the call was taken for lost
  found->token = 0;
  auto done = found->unwanted ? judge_unwanted(*found, answer, now) : judge(*found, answer, now);
  if (done) open_.erase(found);
  return done;
}

std::vector<finished_operation> outbox::expire(moment now) {
  seen_ = now;
  std::vector<finished_operation> given_up;
  for (auto it = open_.begin(); it != open_.end();) {
    if (it->token != 0 && it->beginning && it->asked_at + answer_limit <= now.steady) {
      it->token = 0; // certainly not written: the practice is asked again
      it->beginning = false;
      it->at = checks_first(it->what, it->perhaps_done) ? step::check : step::write;
      later(*it, {error_code::timed_out, "the practice gave no answer"}, now);
    }
    if (it->token != 0 && it->asked_at + answer_limit <= now.steady) {
      const connector_answer lost{.token = it->token, .error = {error_code::timed_out, "the connector gave no answer"}};
      it->token = 0;
      if (it->unwanted)
        judge_unwanted(*it, lost, now); // perhaps written: it stays, and is looked at
      else
        judge(*it, lost, now);
    }
    if (it->token == 0 && it->what.what.give_up_at <= now.wall) {
      given_up.push_back(
          finish(it->what, operation_result::rejected,
                 std::string(it->perhaps_done ? "may or may not have been written" : "could not be written in time") +
                     (it->last_reason.empty() ? std::string() : ": " + it->last_reason)));
      it = open_.erase(it);
    } else {
      ++it;
    }
  }
  return given_up;
}

timestamp outbox::wake_at() const {
  timestamp at = never;
  for (const auto& one : open_) {
    at = std::min(at, one.what.what.give_up_at);
    if (one.token != 0)
      at = std::min(at, seen_.wall_at(one.asked_at + answer_limit));
    else if (has_its_turn(one))
      at = std::min(at, seen_.wall_at(std::max(one.not_before, seen_.steady)));
  }
  return at;
}

} // namespace tidings
