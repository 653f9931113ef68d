// One line of plain English for each kind of event.
#include "actors/board/timeline.hpp"

#include "schemas/event_codec.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>

namespace tidings {
namespace {

std::string spoken(std::string_view word) {
  std::string text(word);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}
template <class Enum> std::string spoken(Enum x) requires std::is_enum_v<Enum> {
  return spoken(std::string_view(boost::describe::enum_to_string(x, "unknown")));
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

// `text` as the end of a sentence: one full stop, whatever it came with.
std::string ended(std::string text) {
  while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.pop_back();
  if (!text.empty() && text.back() != '!' && text.back() != '?') text += '.';
  return text;
}

std::string because(std::string_view reason) {
  return reason.empty() ? std::string(".") : ": " + ended(std::string(reason));
}

std::string in_brackets(std::string_view label, std::string_view value) {
  return value.empty() ? std::string() : fmt::format(" ({}{})", label, value);
}

std::string by_channel(channel by) {
  switch (by) {
  case channel::sms:
    return "text message";
  case channel::email:
    return "e-mail";
  case channel::voice:
    return "phone call";
  case channel::smart:
    return "web message";
  }
  return "message";
}

std::string_view destination(channel by) {
  if (by == channel::email) return "mailbox";
  return by == channel::voice ? "telephone" : "phone";
}

/// ` of these kinds: campaign, fft`; empty: all.
std::string of_kinds(const std::vector<message_kind>& kinds) {
  std::string list;
  for (const auto kind : kinds) list.append(list.empty() ? " of these kinds: " : ", ").append(spoken(kind));
  return list;
}

std::string asked_for(const operation_requested& what) {
  switch (what.kind) {
  case operation_kind::cancel_appointment:
    return "cancel the appointment";
  case operation_kind::confirm_appointment:
    return "note on the appointment that the patient confirmed";
  case operation_kind::file_code:
    return fmt::format("file code {} in the patient's record", what.code);
  case operation_kind::set_consent:
    return "record the patient's choice about text messages";
  case operation_kind::file_document:
    return what.conversation.empty() ? "file the patient's answers as a document in their record"
                                     : "file the conversation as a document in the patient's record";
  case operation_kind::book_slot:
    return "book the slot that came free";
  }
  return "make a change";
}

std::string done_line(const operation_requested& what) {
  switch (what.kind) {
  case operation_kind::cancel_appointment:
    return "The clinical system has cancelled the appointment";
  case operation_kind::confirm_appointment:
    return "The confirmation is noted on the appointment";
  case operation_kind::file_code:
    return fmt::format("Code {} is filed in the patient's record", what.code);
  case operation_kind::set_consent:
    return "The patient's choice about text messages is in the record";
  case operation_kind::file_document:
    return what.conversation.empty() ? "The patient's answers are filed as a document"
                                     : "The conversation is filed as a document";
  case operation_kind::book_slot:
    return "The slot that came free is booked";
  }
  return "The clinical system has done it";
}

std::string who(std::string_view by) {
  return by.starts_with("reply ") ? std::string("by the patient's reply") : fmt::format("by {}", by);
}

/// How staff were told; empty when the patient texted it.
std::string_view as_told(wish_told how) {
  switch (how) {
  case wish_told::unknown:
    break;
  case wish_told::in_person:
    return ", as the patient said in person";
  case wish_told::telephone:
    return ", as the patient said on the telephone";
  case wish_told::letter:
    return ", as the patient wrote in a letter";
  case wish_told::email:
    return ", as the patient wrote in an e-mail";
  case wish_told::online:
    return ", as the patient wrote online";
  case wish_told::record:
    return ", as the patient's record says";
  }
  return "";
}

std::string how_ended(offer_end how) {
  switch (how) {
  case offer_end::taken:
    return "They were first to say yes: the slot is promised to them";
  case offer_end::declined:
    return "They don't want the slot";
  case offer_end::lapsed:
    return "No answer in their time: the next is asked";
  case offer_end::not_reached:
    return "The offer did not reach them";
  case offer_end::not_asked:
    return "They may not be asked";
  case offer_end::withdrawn:
    return "The slot is no longer free";
  }
  return "The offer ended";
}

std::string_view how_closed(slot_end how) {
  switch (how) {
  case slot_end::booked:
    return "it is booked for whoever it was promised to";
  case slot_end::given_away:
    return "it is booked for somebody else";
  case slot_end::nobody_left:
    return "everybody who may be asked was asked";
  case slot_end::too_late:
    return "it begins too soon to ask anybody";
  case slot_end::clinic_gone:
    return "the clinic may be off";
  case slot_end::stopped:
    return "it was stopped";
  }
  return "it ended";
}

struct line_writer {
  timestamp at;
  std::map<operation_id, operation_requested>& operations;
  view::timeline_entry& line;
  channel& by; ///< the message's

  void operator()(const appointment_booked& e) {
    line.summary = fmt::format("The appointment is booked for {}.", london_text(e.what.starts_at));
  }
  void operator()(const appointment_changed& e) {
    line.summary = e.what.status == appointment_status::booked
                       ? fmt::format("The appointment changed: it is now {} with {}.", london_text(e.what.starts_at),
                                     e.what.clinician.empty() ? "no clinician named" : e.what.clinician)
                       : fmt::format("The appointment changed: it is now marked {}.", spoken(e.what.status));
  }
  void operator()(const appointment_gone&) {
    line.summary = "The appointment is no longer in the clinical system's book.";
  }
  void operator()(const patient_updated&) { line.summary = "The patient's details changed."; }

  void operator()(const message_accepted& e) {
    by = e.by;
    line.summary = capitalised(fmt::format("{} accepted, to go as a {}", spoken(e.kind), by_channel(e.by)));
    if (e.due_at > at) line.summary += fmt::format(" at {} or soon after", london_text(e.due_at));
    if (!e.asked_by.empty()) line.summary += fmt::format("; asked for by {}", e.asked_by);
    if (!e.api.template_name.empty())
      line.summary += fmt::format("; made from template {}, version {}", e.api.template_name, e.api.template_version);
    if (e.test) line.summary += "; a test, to nobody's patient";
    if (!e.appointment.empty() && e.appointment_starts_at != timestamp{})
      line.summary += fmt::format("; about the appointment on {}", london_text(e.appointment_starts_at));
    line.summary += '.';
  }
  void operator()(const message_suppressed& e) { line.summary = "Not sent" + because(e.reason); }
  void operator()(const message_cancelled& e) { line.summary = "Cancelled before it was sent" + because(e.reason); }
  void operator()(const message_expired&) { line.summary = "Its time passed before it could be sent."; }
  void operator()(const message_failed& e) { line.summary = "Given up, it will not be sent" + because(e.reason); }

  void operator()(const message_held& e) {
    line.summary = fmt::format("Held until {}{}", london_text(e.until), because(e.reason));
  }
  void operator()(const attempt_started& e) {
    line.summary = fmt::format("Attempt {}: handed to {}.", e.attempt, e.provider.value);
    if (e.millipence > 0)
      line.summary +=
          fmt::format(" {} at {:.2f}p each.", e.segments == 1 ? "1 segment" : fmt::format("{} segments", e.segments),
                      static_cast<double>(e.millipence) / 1'000 / e.segments);
  }
  void operator()(const attempt_sent& e) {
    line.summary = fmt::format("The provider took it (attempt {}{}).", e.attempt,
                               e.provider_reference.empty() ? "" : ", its reference " + e.provider_reference);
  }
  void operator()(const attempt_failed& e) {
    line.summary =
        fmt::format("Attempt {} was certainly not sent{}", e.attempt, in_brackets("code ", e.code)) + because(e.detail);
    if (e.result == attempt_result::retry) line.summary += fmt::format(" Next try {}.", london_text(e.retry_at));
    if (e.result == attempt_result::configuration)
      line.summary += fmt::format(" The provider's settings need a person; next try {}.", london_text(e.retry_at));
  }
  void operator()(const attempt_in_doubt& e) {
    line.summary = fmt::format("Attempt {} is in doubt{} It may have been sent, so it is not repeated until the "
                               "provider has been asked.",
                               e.attempt, because(e.why));
  }
  void operator()(const attempt_suspected& e) {
    line.summary = fmt::format("Attempt {} is in doubt{} It is not sent before the provider has been asked.", e.attempt,
                               because(e.why));
  }
  void operator()(const attempt_reconciled& e) {
    switch (e.finding) {
    case look_up_finding::seen:
      line.summary = fmt::format("The provider has attempt {}", e.attempt);
      break;
    case look_up_finding::never_seen:
      line.summary = fmt::format("The provider never got attempt {}, so it may be sent again", e.attempt);
      break;
    case look_up_finding::unknown:
      line.summary = fmt::format("The provider can't tell whether it has attempt {}", e.attempt);
      break;
    }
    line.summary += because(e.detail);
  }
  void operator()(const receipt_received& e) {
    const auto code = in_brackets("code ", e.code);
    switch (e.status) {
    case receipt_status::pending:
      line.summary = fmt::format("On its way to the {}{}.", destination(by), code);
      break;
    case receipt_status::temporary_failure:
      line.summary = fmt::format("Not delivered: {}{}.",
                                 by == channel::voice ? "nobody picked up" : "the network gave up for now", code);
      break;
    case receipt_status::technical_failure:
      line.summary = fmt::format("Not delivered: a fault on the way{}.", code);
      break;
    case receipt_status::permanent_failure:
      line.summary =
          fmt::format("Not delivered: this {} can't be reached{}.", by == channel::email ? "address" : "number", code);
      break;
    case receipt_status::delivered:
      line.summary = by == channel::voice ? "The call was taken, by a person or an answering machine."
                                          : fmt::format("Delivered to the {}.", destination(by));
      break;
    }
  }

  void operator()(const reply_received& e) {
    line.reply = to_text(e.reply);
    if (e.by == channel::smart) {
      line.summary = "The patient answered by the link" + because(e.why);
      return;
    }
    const auto how = e.by == channel::email ? " by e-mail" : e.by == channel::voice ? " by telephone" : "";
    line.summary = fmt::format("The patient answered{}; read as “{}”", how, spoken(e.meaning)) + because(e.why);
    if (e.automatic) line.summary += " Acted on automatically.";
  }
  void operator()(const opted_out& e) {
    const auto what = e.on == channel::sms ? std::string("messages") : by_channel(e.on) + "s";
    line.summary = fmt::format("Opted out {}{}: this {} gets no more {}{}.", who(e.by), as_told(e.told),
                               e.on == channel::email ? "address" : "number", what, of_kinds(e.kinds));
  }
  void operator()(const opted_in& e) {
    line.summary = fmt::format("Opted in again {}{}{}.", who(e.by), as_told(e.told), of_kinds(e.kinds));
  }
  void operator()(const appointment_confirmed& e) {
    line.reply = e.reply.is_nil() ? std::string() : to_text(e.reply);
    line.summary = "The patient confirmed the appointment.";
  }
  void operator()(const appointment_cancelled& e) {
    line.reply = e.reply.is_nil() ? std::string() : to_text(e.reply);
    line.summary = "The appointment is cancelled, as the patient asked.";
  }

  void operator()(const operation_requested& e) {
    operations[e.operation] = e;
    operations[e.operation].document = {}; // no line needs a patient's words
    line.operation = to_text(e.operation);
    line.reply = e.reply.is_nil() ? std::string() : to_text(e.reply);
    line.summary = e.by.empty() ? fmt::format("The clinical system is asked to {}.", asked_for(e))
                                : fmt::format("{} asked to {}.", e.by, asked_for(e));
  }
  void operator()(const operation_begun& e) {
    const auto& what = operations[e.operation];
    line.operation = to_text(e.operation);
    line.reply = what.reply.is_nil() ? std::string() : to_text(what.reply);
    line.summary = "It is being written into the clinical system.";
  }
  void operator()(const operation_finished& e) {
    const auto& what = operations[e.operation];
    line.operation = to_text(e.operation);
    line.reply = what.reply.is_nil() ? std::string() : to_text(what.reply);
    switch (e.result) {
    case operation_result::done:
      line.summary = done_line(what) + in_brackets("its id ", e.system_uid) + '.';
      break;
    case operation_result::rejected:
      line.summary = fmt::format("The clinical system refused to {}", asked_for(what)) + because(e.detail);
      break;
    case operation_result::differs:
      line.summary = "Not written: the appointment is no longer what the patient answered about" + because(e.detail);
      break;
    case operation_result::withdrawn:
      line.summary = "Not written: the patient changed their mind in time.";
      break;
    }
  }
  void operator()(const handed_to_staff& e) {
    line.reply = e.reply.is_nil() ? std::string() : to_text(e.reply);
    line.operation = e.operation.is_nil() ? std::string() : to_text(e.operation);
    line.summary =
        (e.urgent ? "Handed to the practice's staff as urgent" : "Handed to the practice's staff") + because(e.reason);
  }
  void operator()(const staff_item_done& e) { line.summary = fmt::format("Dealt with by {}.", e.by); }
  void operator()(const command_parked& e) {
    line.summary = fmt::format("Set aside after {} tries", e.tries) + because(e.reason);
  }
  void operator()(const parked_released& e) {
    line.summary = fmt::format("{} by {}.", e.retried ? "Tried again" : "Discarded", e.by);
  }
  void operator()(const signed_in& e) { line.summary = fmt::format("{} signed in.", e.user); }
  void operator()(const patient_erased& e) {
    line.summary = fmt::format("The patient's data were erased by {}.", e.by);
  }
  void operator()(const practice_erased& e) {
    line.summary = fmt::format("Everything of practice {} was erased by {}.", e.practice.text(), e.by);
  }
  void operator()(const keys_rotated& e) { line.summary = fmt::format("{} asked for new keys.", e.by); }
  void operator()(const audited& e) {
    line.summary = is_view(e.what) ? fmt::format("Shown to {}{}", e.what.user, because(e.what.reason))
                                   : fmt::format("{} by {}: {}.", e.what.action, e.what.user, e.outcome);
  }
  void operator()(const epoch_began& e) {
    line.summary = fmt::format("Restored from backup {} of {}: nothing is sent until an operator releases it.",
                               e.backup, london_text(e.backed_up_at));
  }
  void operator()(const answer_recorded& e) {
    line.reply = to_text(e.reply);
    line.summary = fmt::format("The answer to `{}` is taken down ({}).", e.step, spoken(e.finding));
  }
  void operator()(const fft_answered& e) {
    line.summary = e.score == 0 ? std::string("A comment for the Friends and Family Test is taken down.")
                                : std::string("An answer to the Friends and Family Test is counted.");
  }
  void operator()(const keyword_taken& e) {
    line.reply = to_text(e.reply);
    line.summary = fmt::format("The keyword `{}` came in.", e.keyword);
  }
  void operator()(const group_changed& e) {
    line.summary = fmt::format("{} group `{}` ({}).", e.joined ? "Joined" : "Left", e.group,
                               e.by == "list" ? std::string("the clinical system's list") : std::string(who(e.by)));
  }
  void operator()(const number_disputed& e) {
    line.reply = to_text(e.reply);
    line.summary = "Whoever has this number says it isn't the patient's: nothing of theirs goes there.";
  }
  void operator()(const user_changed& e) { line.summary = fmt::format("{} changed the user {}.", e.by, e.what.name); }
  void operator()(const sign_in_tried& e) {
    line.summary = fmt::format("{} {}.", e.user, e.good ? "signed in by password" : "could not sign in");
  }
  void operator()(const pause_changed& e) {
    const auto what = e.provider.empty() ? std::string("this practice") : e.provider.value;
    line.summary = e.paused ? fmt::format("{} paused sending by {}: {}", e.by, what, e.why)
                            : fmt::format("{} let sending by {} go on.", e.by, what);
  }
  void operator()(const file_kept& e) {
    line.summary = fmt::format("A file of {} bytes goes with it by a link, until {}.", e.size, london_text(e.until));
  }
  void operator()(const file_opened&) { line.summary = "Its file was fetched by the link."; }
  void operator()(const file_ended& e) { line.summary = "Its file was destroyed" + because(e.why); }
  void operator()(const rollout_changed& e) {
    line.summary = fmt::format("{} changed the roll-out board for {}.", e.by, e.where.practice.str());
  }
  void operator()(const number_trusted& e) { line.summary = fmt::format("{} has checked the number.", e.by); }
  void operator()(const withdrawal_requested& e) {
    line.reply = to_text(e.reply);
    line.operation = to_text(e.operation);
    line.summary = "The patient changed their mind: it shall not be written.";
  }
  void operator()(const conversation_moved& e) {
    line.summary = fmt::format("Marked {} by {}{}.", spoken(e.status), e.by,
                               e.assigned_to.empty() ? std::string() : fmt::format(", for {}", e.assigned_to));
  }
  void operator()(const conversation_noted& e) { line.summary = fmt::format("A note by {}.", e.by); }
  void operator()(const slot_freed& e) {
    line.reply = e.reply.is_nil() ? std::string() : to_text(e.reply);
    line.summary = fmt::format("Its slot on {} came free.", london_text(e.what.starts_at));
  }
  void operator()(const waiting_changed& e) {
    line.summary = fmt::format("{} the waiting list of {} ({}).", e.waits ? "Put on" : "Taken off", e.session, e.by);
  }
  void operator()(const slot_offered&) { line.summary = "A slot that came free is offered by this text."; }
  void operator()(const offer_ended& e) {
    line.reply = e.reply.is_nil() ? std::string() : to_text(e.reply);
    line.summary = how_ended(e.how) + because(e.why);
  }
  void operator()(const slot_closed& e) {
    line.summary = fmt::format("Nothing more is done about the slot: {}{}.", how_closed(e.how),
                               e.by.empty() ? std::string() : " by " + e.by);
  }
  void operator()(const code_chosen& e) {
    auto& operation = operations[e.operation];
    operation.kind = operation_kind::file_code;
    operation.code = e.code;
    line.operation = to_text(e.operation);
    line.summary = fmt::format("{} chose code {} for the patient's record{}.", e.by, e.code,
                               e.text.empty() ? std::string() : fmt::format(" ({})", e.text));
  }
  void operator()(const details_answered& e) {
    line.reply = to_text(e.reply);
    line.summary = e.yes ? "Whoever has this number says that it is still a patient's."
                         : "Whoever has this number says that it is no patient's.";
  }
  void operator()(const epoch_released& e) { line.summary = fmt::format("Released after the restore by {}.", e.by); }
};

} // namespace

std::string london_text(timestamp at) {
  // Without a time zone database (a bare container) UTC is shown, and said.
  try {
    const auto here = date::locate_zone("Europe/London")->to_local(at);
    return date::format("%a %e %b, %H:%M", date::floor<std::chrono::minutes>(here));
  } catch (const std::exception&) {
    return date::format("%a %e %b, %H:%M UTC", date::floor<std::chrono::minutes>(at));
  }
}

view::timeline_entry timeline_writer::line(const event& what, std::uint64_t sequence, timestamp at) {
  view::timeline_entry line{.sequence = sequence,
                            .at = iso8601(at),
                            .type = std::string(name_of(type_of(what))),
                            .summary = {},
                            .reply = {},
                            .operation = {}};
  std::visit(line_writer{at, operations_, line, by_}, what);
  return line;
}

} // namespace tidings
