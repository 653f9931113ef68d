// What others ask of a connector: each call takes a few requests and is answered exactly once.
#include "actors/connector/connector_actor.hpp"

#include "actors/connector/call_words.hpp"
#include "actors/connector/london.hpp"

#include <algorithm>

namespace tidings {
namespace {

template <class... Fs> struct overloaded : Fs... { using Fs::operator()...; };
template <class... Fs> overloaded(Fs...) -> overloaded<Fs...>;

using stage = open_call::stage;

// The appointment that can't be written before its own id is known.
const appointment_id* needs_look_up(const connector_request& what) {
  const appointment_id* id = nullptr;
  if (const auto* cancel = std::get_if<write_cancel>(&what)) id = &cancel->appointment;
  if (const auto* note = std::get_if<write_note>(&what)) id = &note->appointment;
  return id != nullptr && systmone::is_derived(*id) ? id : nullptr;
}

bool is_today(timestamp at, timestamp now) { return london::print_date(at) == london::print_date(now); }

const systmone::booking* find(const std::vector<systmone::booking>& rows, const practice_id& practice,
                              const patient_id& who, const appointment_id& id) {
  for (const auto& row : rows) {
    if (row.what.patient != who) continue;
    if (row.what.id == id || (systmone::is_derived(id) && systmone::derived_id(practice, row.what) == id)) return &row;
  }
  return nullptr;
}

} // namespace

void systmone_connector_state::take(connector_call call) {
  const auto job = ++last_job;
  auto asked_as = patient_of(call.what);
  if (!call.system_id.reveal().empty())
    std::visit([&](auto& one) { one.patient = patient_id(call.system_id.reveal()); }, call.what);
  const auto [at, fresh] =
      calls.emplace(job, open_call{std::move(call), stage::main, std::move(asked_as), {}, {}, steady_now()});
  if (calls.size() > connector_limits::calls_max) {
    finish(job, error_code::overloaded, "too many requests wait for this connector");
    return;
  }
  auto& one = at->second;
  const auto& asked = one.call.what;
  if (std::holds_alternative<write_document>(asked) || std::holds_alternative<find_document>(asked)) {
    finish(job, error_code::refused,
           "SystmOne takes a document only as a file on its own PC: set `documents: {into: folder}`");
    return;
  }
  if (std::holds_alternative<write_booking>(asked) && !one.call.only_test) {
    finish(job, error_code::refused, "SystmOne's interface has no way to book an appointment");
    return;
  }
  if (needs_look_up(one.call.what) != nullptr && !one.call.only_test) one.at = stage::look_up;
  if (one.call.only_test) one.at = stage::check_access;
  if (const auto* read = std::get_if<read_appointment>(&one.call.what); read != nullptr && !one.call.only_test)
    if (systmone::is_derived(read->appointment) || !diary_has_uids || !known_start(read->appointment))
      one.at = stage::record;
  report_wanted = true;
  queue_call(job, false);
  pump();
}

void systmone_connector_state::drop_old_calls() {
  std::vector<std::uint64_t> old;
  for (const auto& [job, one] : calls)
    if ((!out || out->job != job) && steady_now() >= one.taken_at + connector_limits::call_age_max) old.push_back(job);
  for (const auto job : old) {
    queue->drop(job);
    finish(job, error_code::overloaded, "it waited too long for its turn");
  }
}

std::optional<timestamp> systmone_connector_state::known_start(const appointment_id& id) const {
  const auto hash = std::hash<appointment_id>{}(id);
  const auto at = std::lower_bound(starts.begin(), starts.end(), std::pair(hash, timestamp::min()));
  if (at == starts.end() || at->first != hash) return std::nullopt;
  return at->second;
}

void systmone_connector_state::queue_call(std::uint64_t job, bool first) {
  const auto& one = calls.at(job);
  bool limited = one.at == stage::look_up || one.at == stage::record;
  if (const auto* entry = std::get_if<find_code>(&one.call.what); entry != nullptr && one.at == stage::main)
    limited = !is_today(std::min(entry->since, now()), now());
  if (first)
    queue->add_first({job, limited}, urgency_of(one.call.what), steady_now());
  else
    queue->add({job, limited}, urgency_of(one.call.what), steady_now());
}

std::string systmone_connector_state::call_request(const open_call& one, const systmone::envelope& about,
                                                   std::string& function) const {
  const auto& what = one.call.what;
  function = "GetPatientRecord";
  if (one.at == stage::check_access) {
    function = "GetFunctions";
    return systmone::get_functions(about);
  }
  if (one.at == stage::look_up || one.at == stage::record) return systmone::get_appointments(about, patient_of(what));
  if (is_write(what)) function = "UpdatePatientRecord";
  const auto own_id = [&](const appointment_id& id) { return one.system_uid.empty() ? id : one.system_uid; };
  return std::visit(
      overloaded{
          [&](const read_appointment& x) {
            function = "GetDiary";
            const auto start = known_start(x.appointment).value_or(now());
            return systmone::get_diary(about, start, start + std::chrono::minutes(1));
          },
          [&](const write_cancel& x) { return systmone::cancel_appointment(about, x.patient, own_id(x.appointment)); },
          [&](const write_note& x) {
            return systmone::comment_appointment(about, x.patient, own_id(x.appointment), x.text);
          },
          [&](const write_code& x) {
            const auto text = (x.text.empty() ? x.text : x.text + " ") + systmone::mark_of(x.operation);
            return systmone::file_code(about, x.patient, x.code, text, now());
          },
          [&](const find_code& x) { return systmone::get_entries(about, x.patient, std::min(x.since, now()), now()); },
          [&](const write_consent& x) { return systmone::set_consent(about, x.patient, x.yes); },
          [&](const read_patient& x) { return systmone::get_demographics(about, x.patient); },
          [](const write_document&) { return std::string(); }, // refused when it came
          [](const find_document&) { return std::string(); },
          [](const write_booking&) { return std::string(); },
      },
      what);
}

void systmone_connector_state::on_call(const under_way& what, const result<systmone::answer>& answer,
                                       const failure& why) {
  const auto found = calls.find(what.job);
  if (found == calls.end()) return;
  auto& one = found->second;
  if (!answer) {
    const bool nothing_sent =
        why.code == error_code::unreachable || why.code == error_code::overloaded || why.code == error_code::stopping;
    if (why.code == error_code::overloaded) return finish(what.job, why.code, why.detail);
    if (one.call.only_test) return finish(what.job, error_code::unreachable, health.reason());
    // What only reads has no effect to be in doubt about.
    if (nothing_sent || one.at != stage::main || !is_write(one.call.what))
      return finish(what.job, error_code::unreachable, answer.error().detail);
    return finish(what.job, error_code::outcome_unknown, answer.error().detail);
  }
  if (one.at == stage::check_access) {
    if (answer->refused && answer->refused->permanent) {
      health.no_access(*answer->refused);
      if (one.call.only_test) return finish(what.job, error_code::unreachable, health.reason());
      return finish(what.job, error_code::unreachable, "SystmOne refuses Tidings altogether: " + answer->refused->text);
    }
    health.answered();
    if (one.call.only_test && !answer->refused) return finish(what.job, error_code::none, {});
    if (one.call.only_test) {
      health.poll_refused(*answer->refused, !device_id.empty());
      return finish(what.job, error_code::unreachable, health.reason());
    }
    if (answer->refused) return finish(what.job, error_code::unreachable, one.refused_because);
    return finish(what.job, error_code::refused, one.refused_because);
  }
  if (answer->refused && answer->refused->permanent) {
    one.refused_because = answer->refused->text;
    one.at = stage::check_access;
    return queue_call(what.job, true);
  }
  if (answer->refused) {
    if (device_id.empty())
      health.poll_refused(*answer->refused, false);
    else
      health.answered();
    return finish(what.job, error_code::overloaded, answer->refused->text);
  }
  health.answered();
  on_call_answer(what.job, one, *answer);
}

void systmone_connector_state::on_call_answer(std::uint64_t job, open_call& one, const systmone::answer& answer) {
  connector_answer done{one.call.practice, one.call.token, {}, {}, {}, {}};
  const auto unreadable = [&](const failure& why) {
    health.unreadable(why.detail);
    finish(job, error_code::unreachable, why.detail);
  };
  if (one.at == stage::look_up) {
    const auto& id = *needs_look_up(one.call.what);
    const auto who = patient_of(one.call.what);
    const auto rows = systmone::read_appointments(answer, settings->id, who);
    if (!rows) return unreadable(rows.error());
    const auto* row = find(*rows, settings->id, who, id);
    if (row == nullptr) return finish(job, error_code::refused, "the appointment is no longer in SystmOne");
    if (row->system_uid.empty()) return finish(job, error_code::refused, "SystmOne tells no id for the appointment");
    one.system_uid = appointment_id(row->system_uid);
    one.at = stage::main;
    return queue_call(job, true);
  }
  if (const auto* read = std::get_if<read_appointment>(&one.call.what)) {
    std::vector<systmone::booking> rows;
    if (one.at == stage::main) {
      auto diary = systmone::read_diary(answer, settings->id);
      if (!diary) return unreadable(diary.error());
      rows = std::move(diary->rows);
    } else {
      auto record = systmone::read_appointments(answer, settings->id, read->patient);
      if (!record) return unreadable(record.error());
      rows = std::move(*record);
    }
    const auto* row = find(rows, settings->id, read->patient, read->appointment);
    if (row == nullptr && one.at == stage::main) {
      // Moved or gone: only the patient's own record says which.
      one.at = stage::record;
      return queue_call(job, true);
    }
    if (row != nullptr) {
      done.found_appointment = row->what;
      done.found_appointment->id = read->appointment;
      done.found_appointment->patient = one.asked_as;
      done.notes = row->comments;
    }
    return finish(job, std::move(done));
  }
  if (const auto* entry = std::get_if<find_code>(&one.call.what)) {
    const auto uid = systmone::find_entry(answer, systmone::mark_of(entry->operation));
    if (!uid) return unreadable(uid.error());
    done.system_uid = *uid;
    return finish(job, std::move(done));
  }
  if (const auto* read = std::get_if<read_patient>(&one.call.what)) {
    auto details = systmone::read_demographics(answer, read->patient);
    if (!details) return unreadable(details.error());
    patients.read(read->patient, steady_now());
    tell_patient(std::move(*details));
    return finish(job, std::move(done));
  }
  ++line.writes;
  done.system_uid = systmone::read_event_uid(answer);
  finish(job, std::move(done));
}

void systmone_connector_state::finish(std::uint64_t job, error_code code, std::string detail) {
  const auto& call = calls.at(job).call;
  finish(job, connector_answer{call.practice, call.token, {code, std::move(detail)}, {}, {}, {}});
}

void systmone_connector_state::finish(std::uint64_t job, connector_answer what) {
  const auto answer_to = calls.at(job).call.answer_to;
  calls.erase(job);
  report_wanted = true;
  self->send(answer_to, std::move(what));
}

} // namespace tidings
