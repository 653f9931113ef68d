#include "actors/connector/emis/emis_system.hpp"

#include "actors/connector/codes.hpp"
#include "actors/connector/emis/answers.hpp"
#include "actors/connector/emis/coded_record.hpp"
#include "actors/connector/emis/doubt.hpp"
#include "actors/connector/emis/outcome.hpp"
#include "actors/connector/emis/record_xml.hpp"
#include "actors/connector/emis/requests.hpp"
#include "actors/connector/web/token.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::emis {
namespace {

/// Users and locations of a practice change seldom; a new `file_as` comes with new settings, and so a new system.
constexpr millis organisation_kept{24 * 3'600'000};
/// EMIS counts its window from its own clock, which may be off by this.
constexpr std::chrono::minutes clock_skew{2};

class emis_system final : public clinical_system {
public:
  emis_system(practice_id practice, emis_settings to, std::shared_ptr<wire::port> wire, std::function<moment()> clocks)
      : practice_(practice), to_(std::move(to)), wire_(std::move(wire)), clocks_(std::move(clocks)) {}

  result<void> probe() override;
  result<std::vector<appointment>> read_appointments(timestamp from, timestamp to) override;
  window window_read(timestamp from, timestamp to) const override { return {std::max(from, shown_from_), to}; }
  result<patient_details> read_patient(const patient_id& who) override;
  result<std::vector<patient_id>> read_changed_patients(timestamp since) override;
  connector_answer perform(const connector_request& what) override;

private:
  result<secret_text> token();
  /// The body of a 2xx.
  result<std::string> call(const wire::request& what, std::string_view name);
  result<organisation> our_organisation();
  /// As the connector's health goes by: `refused` is only what the practice has to mend.
  failure of_reading(failure why) const;
  result<std::vector<coded_item>> read_consent_codes(std::int32_t who);
  result<std::vector<booking>> read_list(const patient_id& who, std::int32_t number);
  failure file(const patient_id& who, coded_entry what);

  connector_answer answer(const read_appointment& what);
  connector_answer answer(const write_cancel& what);
  connector_answer answer(const write_note& what);
  connector_answer answer(const write_code& what);
  connector_answer answer(const find_code& what);
  connector_answer answer(const write_consent& what);
  connector_answer answer(const tidings::read_patient& what);
  connector_answer answer(const write_document& what);
  connector_answer answer(const find_document& what);
  static connector_answer answer(const write_booking& what);
  /// The entry's GUID, by the one that its operation gives or by its mark; empty: EMIS shows none.
  result<std::string> find_filed(std::int32_t patient, const operation_id& operation);

  practice_id practice_;
  emis_settings to_;
  std::shared_ptr<wire::port> wire_;
  std::function<moment()> clocks_;
  wire::purse purse_;
  bool shut_out_ = false; ///< EMIS knows us and lets us ask nothing
  timestamp shown_from_{};
  std::optional<organisation> organisation_;
  instant organisation_read_{};
  doubts doubts_;
  std::map<appointment_id, std::string> holders_; ///< clinicians as the practice was told them, of the last reading
};

connector_answer because(failure why) { return {.error = std::move(why)}; }
connector_answer no_such_number(std::string_view what) {
  return because({error_code::refused, fmt::format("EMIS knows no {} by that id: it isn't a number", what)});
}

// What stops a question before anything went out has certainly done nothing, whatever it is called inside.
failure not_done(failure why) {
  const bool kept =
      why.code == error_code::refused || why.code == error_code::overloaded || why.code == error_code::outcome_unknown;
  if (!kept) why.code = error_code::unreachable;
  return why;
}

result<secret_text> emis_system::token() {
  if (const auto* kept = purse_.usable(clocks_().steady)) return *kept;
  auto asked = wire::token_request({to_.token_url, to_.client_id, to_.client_secret, to_.scope});
  asked.ca_file = to_.ca_file;
  asked.proxy = to_.proxy;
  asked.timeout = to_.answer_timeout;
  const auto asked_at = clocks_().steady;
  auto fresh = wire::read_token(wire_->call(asked), asked_at);
  if (!fresh) return tl::unexpected(fresh.error());
  auto text = fresh->text;
  purse_.put(std::move(*fresh));
  return text;
}

result<std::string> emis_system::call(const wire::request& what, std::string_view name) {
  for (bool again = false;; again = true) {
    const auto pass = token();
    if (!pass) return tl::unexpected(pass.error());
    auto sent = what;
    sent.headers.emplace_back("Authorization", secret_text("Bearer " + pass->reveal()));
    auto got = wire_->call(sent);
    shut_out_ = got && (got->status == 403 || (again && got->status == 401));
    if (is_token_refused(got)) {
      purse_.drop();
      // Only what reads is asked again with a new token. A write's asker looks first.
      if (what.does == wire::effect::reads && !again) continue;
      if (again)
        return fail(error_code::not_configured,
                    fmt::format("EMIS doesn't accept its own new token for {}. {}", name, how_to_activate()));
    }
    if (auto why = judged(got, what.does, name); why.code != error_code::none) return tl::unexpected(std::move(why));
    return got->body.reveal();
  }
}

result<organisation> emis_system::our_organisation() {
  const auto now = clocks_().steady;
  if (organisation_ && now < organisation_read_ + organisation_kept) return *organisation_;
  const auto body = call(ask::organisation(to_), "GetOrganisationV2");
  if (!body) return tl::unexpected(body.error());
  auto read = read_organisation(*body, to_.file_as);
  if (!read) return tl::unexpected(read.error());
  const auto& codes = read->codes;
  if (std::ranges::find(codes, practice_.text()) == codes.end())
    return fail(error_code::not_configured,
                fmt::format("the EMIS account of {} belongs to {}: give `client_id` and `application_id` of {}",
                            practice_.text(), codes.empty() ? "a practice without ODS code" : codes.front(),
                            practice_.text()));
  organisation_ = std::move(*read);
  organisation_read_ = now;
  return *organisation_;
}

failure emis_system::of_reading(failure why) const {
  if (shut_out_)
    why.code = error_code::refused;
  else if (why.code == error_code::refused)
    why.code = error_code::invalid_input; // EMIS doesn't understand what we ask: nothing that the practice could mend
  return why;
}

result<void> emis_system::probe() {
  organisation_.reset();
  const auto ours = our_organisation();
  if (!ours) return tl::unexpected(of_reading(ours.error()));
  if (!to_.file_as.empty() && !ours->filing)
    return fail(error_code::not_configured,
                fmt::format("no user of {} has the mnemonic `{}`: `file_as` must be one of EMIS's users there",
                            practice_.text(), to_.file_as));
  // The smallest question that needs the right to read appointments.
  const auto rows =
      call(ask::booked_patients(to_, std::chrono::minutes(0), std::chrono::minutes(1)), "GetBookedPatientsV2");
  if (!rows) return tl::unexpected(of_reading(rows.error()));
  return {};
}

result<std::vector<appointment>> emis_system::read_appointments(timestamp from, timestamp to) {
  using std::chrono::minutes;
  if (const auto ours = our_organisation(); !ours) return tl::unexpected(of_reading(ours.error()));
  const auto now = clocks_().wall;
  const auto ahead = std::chrono::ceil<minutes>(to - now) + clock_skew;
  if (ahead > ahead_max)
    return fail(error_code::not_configured, "EMIS shows 30 days ahead: `days_ahead` must be 28 or less");
  if (to <= now) return std::vector<appointment>();
  const auto back = from < now ? std::min(std::chrono::ceil<minutes>(now - from) + clock_skew, back_max) : minutes(0);
  const auto body = call(ask::booked_patients(to_, back, ahead), "GetBookedPatientsV2");
  if (!body) return tl::unexpected(of_reading(body.error()));
  auto rows = read_booked(*body);
  if (!rows) return rows;
  std::erase_if(*rows, [&](const appointment& row) { return row.starts_at < from || row.starts_at >= to; });
  shown_from_ = std::max(from, now - back + clock_skew);
  holders_.clear();
  for (const auto& row : *rows) holders_.emplace(row.id, row.clinician);
  return rows;
}

result<std::vector<coded_item>> emis_system::read_consent_codes(std::int32_t who) {
  const auto body = call(ask::coded_record(to_, who), "GetCodedRecord");
  if (!body) return tl::unexpected(body.error());
  return read_consents(*body, *to_.codes);
}

result<patient_details> emis_system::read_patient(const patient_id& who) {
  const auto number = number_of(who.value);
  if (!number) return tl::unexpected(no_such_number("patient").error);
  if (const auto ours = our_organisation(); !ours) return tl::unexpected(ours.error());
  const auto body = call(ask::demographics(to_, *number), "GetPatientDemographics");
  if (!body) return tl::unexpected(body.error());
  auto out = read_demographics(*body, who);
  if (!out) return out;
  const auto entries = read_consent_codes(*number);
  if (!entries) return tl::unexpected(entries.error());
  out->sms_consent = latest_consent(*entries, *to_.codes);
  out->email_consent = latest_consent(*entries, *to_.codes, channel::email);
  out->voice_consent = latest_consent(*entries, *to_.codes, channel::voice);
  return out;
}

result<std::vector<patient_id>> emis_system::read_changed_patients(timestamp since) {
  if (const auto ours = our_organisation(); !ours) return tl::unexpected(ours.error());
  std::vector<patient_id> all;
  for (const bool of_record : {false, true}) { // a mobile number stands in the registration, consent in the record
    const auto body =
        call(ask::changed_patients(to_, since, of_record), of_record ? "GetChangedPatientsMR" : "GetChangedPatients");
    if (!body) return tl::unexpected(body.error());
    const auto some = read_changed(*body);
    if (!some) return tl::unexpected(some.error());
    all.insert(all.end(), some->begin(), some->end());
  }
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

connector_answer emis_system::perform(const connector_request& what) {
  if (const auto ours = our_organisation(); !ours) return because(not_done(ours.error()));
  return std::visit([this](const auto& one) { return answer(one); }, what);
}

result<std::vector<booking>> emis_system::read_list(const patient_id& who, std::int32_t number) {
  const auto now = clocks_().wall;
  const auto body = call(ask::patient_appointments(to_, number, now, now + window_max - std::chrono::days(1)),
                         "GetPatientAppointmentsV2");
  if (!body) return tl::unexpected(body.error());
  return emis::read_appointments(*body, who);
}

connector_answer emis_system::answer(const read_appointment& what) {
  const auto patient = number_of(what.patient.value);
  if (!patient) return no_such_number("patient");
  const auto list = read_list(what.patient, *patient);
  if (!list) return because(not_done(list.error()));
  connector_answer out;
  const auto found = std::ranges::find_if(*list, [&](const booking& one) { return one.what.id == what.appointment; });
  auto row = found == list->end() ? doubts_.cancelled(what.patient, what.appointment, *list) : std::optional(*found);
  if (found != list->end()) doubts_.settled(what.patient, what.appointment); // whatever was lost: it wasn't done
  doubts_.seen(what.patient, *list);
  if (!row) return out;
  // Where several hold a session, the one whom the practice was told of is the one to compare with.
  const auto told = holders_.find(what.appointment);
  if (told != holders_.end() && std::ranges::find(row->clinicians, told->second) != row->clinicians.end())
    row->what.clinician = told->second;
  out.notes = std::move(row->notes);
  out.found_appointment = std::move(row->what);
  return out;
}

connector_answer emis_system::answer(const write_booking&) {
  return because({error_code::refused, "Tidings books nothing in EMIS Web"});
}

connector_answer emis_system::answer(const write_cancel& what) {
  const auto patient = number_of(what.patient.value), slot = number_of(what.appointment.value);
  if (!patient) return no_such_number("patient");
  if (!slot) return no_such_number("slot");
  const auto body = call(ask::cancel_appointment(to_, *slot, *patient), "CancelAppointment");
  if (!body) {
    if (body.error().code == error_code::outcome_unknown) doubts_.lost(what.patient, what.appointment);
    return because(not_done(body.error()));
  }
  if (!confirms_cancel(*body, *slot, *patient)) {
    doubts_.lost(what.patient, what.appointment);
    return because({error_code::outcome_unknown, "EMIS's answer to CancelAppointment speaks of another booking"});
  }
  doubts_.settled(what.patient, what.appointment);
  return {};
}

connector_answer emis_system::answer(const write_note& what) {
  const auto slot = number_of(what.appointment.value);
  if (!slot) return no_such_number("slot");
  const auto body = call(ask::set_slot_notes(to_, *slot, what.text), "SetSlotNotes");
  return body ? connector_answer() : because(not_done(body.error()));
}

failure emis_system::file(const patient_id& who, coded_entry what) {
  const auto patient = number_of(who.value);
  if (!patient) return no_such_number("patient").error;
  if (!organisation_->filing)
    return {error_code::refused, "nothing can be filed: `file_as` names no user of EMIS at this practice"};
  const auto into = to_.scheme == "read2" ? codes::scheme::read2 : codes::scheme::snomed;
  auto code = codes::translated(*to_.codes, what.code, into);
  if (!code) return {error_code::refused, code.error().detail};
  what.code = std::move(*code);
  what.scheme = into == codes::scheme::read2 ? "READ2" : "SNOMED";
  what.at = clocks_().wall;
  const auto done = call(ask::file_record(to_, *patient, record_xml(what, *organisation_->filing)), "FileRecord");
  return done ? failure() : not_done(done.error());
}

connector_answer emis_system::answer(const write_code& what) {
  const auto guid = guid_of(practice_, what.operation);
  const auto text = (what.text.empty() ? what.text : what.text + " ") + mark_of(what.operation);
  auto out = because(file(what.patient, {guid, what.code, {}, text, {}, what.value, what.unit}));
  if (out.error.code == error_code::none) out.system_uid = guid;
  return out;
}

result<std::string> emis_system::find_filed(std::int32_t patient, const operation_id& operation) {
  auto guid = guid_of(practice_, operation);
  const auto there = call(ask::consultation(to_, patient, guid), "GetConsultation");
  if (!there && there.error().code != error_code::refused) return tl::unexpected(there.error());
  if (there && holds_consultation(*there, guid)) return guid;
  const auto body = call(ask::coded_record(to_, patient), "GetCodedRecord"); // EMIS may have given it another GUID
  if (!body) return tl::unexpected(body.error());
  return find_mark(*body, mark_of(operation));
}

connector_answer emis_system::answer(const find_code& what) {
  const auto patient = number_of(what.patient.value);
  if (!patient) return no_such_number("patient");
  connector_answer out;
  auto found = find_filed(*patient, what.operation);
  if (!found) return because(not_done(found.error()));
  out.system_uid = std::move(*found);
  return out;
}

connector_answer emis_system::answer(const write_document& what) {
  const auto patient = number_of(what.patient.value);
  if (!patient) return no_such_number("patient");
  if (!organisation_->filing)
    return because({error_code::refused, "nothing can be filed: `file_as` names no user of EMIS at this practice"});
  const auto guid = guid_of(practice_, what.operation);
  const auto mark = mark_of(what.operation);
  const filed_document document{
      guid,     what.title,    what.title + ". " + mark, "tidings-" + to_text(what.operation) + ".pdf",
      what.pdf, clocks_().wall};
  const auto done = call(ask::file_record(to_, *patient, record_xml(document, *organisation_->filing)), "FileRecord");
  if (!done) return because(not_done(done.error()));
  connector_answer out;
  out.system_uid = guid;
  return out;
}

// A code that EMIS gave a GUID of its own shows in the coded record by its mark. Whether a document does isn't
// published: so where it isn't seen nobody can tell, and it is never filed a second time for that.
connector_answer emis_system::answer(const find_document& what) {
  const auto patient = number_of(what.patient.value);
  if (!patient) return no_such_number("patient");
  connector_answer out;
  auto found = find_filed(*patient, what.operation);
  if (!found) return because(not_done(found.error()));
  if (found->empty())
    return because({error_code::refused,
                    "EMIS doesn't show whether it has the document: look in the record, and file it "
                    "again if it isn't there"});
  out.system_uid = std::move(*found);
  return out;
}

connector_answer emis_system::answer(const write_consent& what) {
  const auto patient = number_of(what.patient.value);
  if (!patient) return no_such_number("patient");
  const auto entries = read_consent_codes(*patient);
  if (!entries) return because(not_done(entries.error()));
  if (latest_consent(*entries, *to_.codes) == (what.yes ? consent::yes : consent::no))
    return {}; // also when an earlier answer was lost
  const auto meaning = what.yes ? codes::sms_consent_given : codes::sms_consent_declined;
  const auto* code = to_.codes->find(meaning);
  if (code == nullptr || code->snomed.empty())
    return because({error_code::refused, fmt::format("`{}` isn't in codes.yaml", meaning)});
  const auto name = fmt::format("consent {} {} {}", what.patient.value, what.yes, to_ms(clocks_().wall));
  return because(file(what.patient, {uuid::print(uuid::from_name(practice_.text(), name)),
                                     code->snomed,
                                     {},
                                     "Said so in a text message to Tidings",
                                     {}}));
}

connector_answer emis_system::answer(const tidings::read_patient& what) {
  const auto read = read_patient(what.patient);
  return read ? connector_answer() : because(not_done(read.error()));
}

} // namespace

std::unique_ptr<clinical_system> make_system(practice_id practice, emis_settings to, std::shared_ptr<wire::port> wire,
                                             std::function<moment()> clocks) {
  return std::make_unique<emis_system>(practice, std::move(to), std::move(wire), std::move(clocks));
}

} // namespace tidings::emis
