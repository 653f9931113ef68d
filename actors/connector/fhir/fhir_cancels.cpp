#include "actors/connector/fhir/fhir_cancels.hpp"

#include "actors/connector/fhir/dialect.hpp"
#include "actors/connector/web/token.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::fhir {
namespace {

failure not_done(failure why) {
  const bool kept =
      why.code == error_code::refused || why.code == error_code::overloaded || why.code == error_code::outcome_unknown;
  if (!kept) why.code = error_code::unreachable;
  return why;
}

/// The appointment that starts then, if it is the only one; else why nothing is done.
result<resource> only_one(const std::vector<resource>& all, timestamp starts_at) {
  const auto is_it = [&](const resource& one) { return one.starts_at == starts_at && one.status == "booked"; };
  const auto count = std::ranges::count_if(all, is_it);
  if (count != 1)
    return fail(error_code::refused, fmt::format("the FHIR server shows {} booked appointments of this patient at that "
                                                 "time: cancel it by hand",
                                                 count == 0 ? "no" : std::to_string(count)));
  const auto& found = *std::ranges::find_if(all, is_it);
  if (found.id.empty() || found.version.empty())
    return fail(error_code::refused, "the FHIR server tells no version of the appointment: cancel it by hand");
  return found;
}

class second_way final : public clinical_system {
public:
  second_way(std::unique_ptr<clinical_system> first, fhir_settings to, std::shared_ptr<wire::port> wire,
             std::function<moment()> clocks)
      : first_(std::move(first)), to_(std::move(to)), wire_(std::move(wire)), clocks_(std::move(clocks)) {}

  // Without the second way appointments are read all the same: what is wrong with it is a remark.
  result<void> probe() override {
    auto found = first_->probe();
    if (found) static_cast<void>(call(capabilities(to_, trace(), clocks_().wall), "the question what it can do"));
    return found;
  }
  result<std::vector<appointment>> read_appointments(timestamp from, timestamp to) override {
    return first_->read_appointments(from, to);
  }
  window window_read(timestamp from, timestamp to) const override { return first_->window_read(from, to); }
  result<patient_details> read_patient(const patient_id& who) override { return first_->read_patient(who); }
  result<std::vector<patient_id>> read_changed_patients(timestamp since) override {
    return first_->read_changed_patients(since);
  }
  group_lists groups() override { return first_->groups(); }
  std::string remark() override {
    auto all = first_->remark();
    if (trouble_.empty()) return all;
    if (!all.empty()) all.append(". And ");
    return all.append("cancellations wait, because ").append(trouble_);
  }
  connector_answer perform(const connector_request& what) override {
    if (const auto* look = std::get_if<read_appointment>(&what)) return look_at(*look);
    const auto* cancel = std::get_if<write_cancel>(&what);
    if (cancel == nullptr) return first_->perform(what);
    const auto done = cancel_by_fhir(*cancel);
    return done ? connector_answer() : connector_answer{.error = not_done(done.error())};
  }

private:
  result<void> cancel_by_fhir(const write_cancel& what) {
    auto seen = first_->perform(read_appointment{what.patient, what.appointment});
    if (seen.error.code != error_code::none) return tl::unexpected(std::move(seen.error));
    if (!seen.found_appointment) return fail(error_code::refused, "the appointment is no longer there");
    const auto& now = *seen.found_appointment;
    if (now.patient != what.patient) return fail(error_code::refused, "the slot now belongs to another patient");
    if (now.status != appointment_status::booked)
      return fail(error_code::refused, "the appointment is no longer booked");
    if (looked_ && looked_->id == now.id && *looked_ != now)
      return fail(error_code::overloaded, "the appointment was changed since it was read");
    const auto starts_at = now.starts_at;
    const auto who = first_->read_patient(what.patient);
    if (!who) return tl::unexpected(who.error());
    const auto& number = who->nhs_number.reveal();
    if (number.empty()) return fail(error_code::refused, "without an NHS number the patient can't be found by FHIR");
    const auto patient = call(find_patient(to_, number, trace(), clocks_().wall), "the search for a patient");
    if (!patient) return tl::unexpected(patient.error());
    const auto id = read_patient_id(*patient, number);
    if (!id) return tl::unexpected(id.error());
    const auto list = call(patient_appointments(to_, *id, starts_at, trace(), clocks_().wall), "the appointments");
    if (!list) return tl::unexpected(list.error());
    const auto all = fhir::read_appointments(*list);
    if (!all) return tl::unexpected(all.error());
    const auto which = only_one(*all, starts_at);
    if (!which) return tl::unexpected(which.error());
    const auto done = call(cancel(to_, *which, trace(), clocks_().wall), "the cancellation");
    if (done) return {};
    if (done.error().code == error_code::outcome_unknown && lost_.size() < lost_max)
      lost_.insert_or_assign({what.patient, what.appointment}, doubt{now, *id, which->id});
    return tl::unexpected(done.error());
  }

  // The practice's own system may no longer show what was cancelled. Whether that is our cancellation, whose answer was
  // lost, the FHIR server knows: the very appointment that the change went to.
  connector_answer look_at(const read_appointment& what) {
    auto out = first_->perform(what);
    looked_ = out.found_appointment;
    const auto lost = lost_.find({what.patient, what.appointment});
    if (lost == lost_.end() || out.error.code != error_code::none) return out;
    if (!out.found_appointment) {
      const auto& [seen, patient, id] = lost->second;
      const auto list =
          call(patient_appointments(to_, patient, seen.starts_at, trace(), clocks_().wall), "a look back");
      const auto all = list ? fhir::read_appointments(*list) : tl::unexpected(list.error());
      if (!all) return {.error = {error_code::unreachable, all.error().detail}};
      const bool cancelled = std::ranges::any_of(
          *all, [&](const resource& one) { return one.id == lost->second.id && one.status == "cancelled"; });
      if (cancelled) {
        out.found_appointment = seen;
        out.found_appointment->status = appointment_status::cancelled;
      }
    }
    lost_.erase(lost);
    return out;
  }

  static std::string trace() { return uuid::print(uuid::random()); }

  result<secret_text> token() {
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

  result<std::string> call(wire::request what, std::string_view name) {
    auto got = try_to_call(std::move(what), name);
    const auto code = got ? error_code::none : got.error().code;
    if (code == error_code::none)
      trouble_.clear();
    else if (code != error_code::refused) // that is about one appointment
      trouble_ = got.error().detail;
    return got;
  }
  result<std::string> try_to_call(wire::request what, std::string_view name) {
    if (!to_.token_url.empty()) {
      const auto pass = token();
      if (!pass) return tl::unexpected(pass.error());
      what.headers.emplace_back("Authorization", secret_text("Bearer " + pass->reveal()));
    }
    const auto got = wire_->call(what);
    if (got && got->status == 401) purse_.drop(); // the next try brings a new one
    if (auto why = judged(got, what.does, name); why.code != error_code::none) return tl::unexpected(std::move(why));
    return got->body.reveal();
  }

  std::unique_ptr<clinical_system> first_;
  fhir_settings to_;
  std::shared_ptr<wire::port> wire_;
  std::function<moment()> clocks_;
  wire::purse purse_;
  std::string trouble_; ///< why the last request didn't get through; empty: it did

  /// What the last look saw: a cancellation is of just that.
  std::optional<appointment> looked_;
  static constexpr std::size_t lost_max = 200; ///< write-back has one open for each practice: this is for mistakes
  struct doubt {
    appointment seen;
    std::string patient, id; ///< as the FHIR server calls them
  };
  std::map<std::pair<patient_id, appointment_id>, doubt> lost_; ///< cancellations whose answer was lost
};

} // namespace

std::unique_ptr<clinical_system> with_cancels(std::unique_ptr<clinical_system> first, fhir_settings to,
                                              std::shared_ptr<wire::port> wire, std::function<moment()> clocks) {
  return std::make_unique<second_way>(std::move(first), std::move(to), std::move(wire), std::move(clocks));
}

} // namespace tidings::fhir
