#pragma once
#include "support/instant.hpp"

#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tidings::sim {

struct patient {
  std::string nhs_number;
  std::uint64_t reporting_id = 0;
  std::string title, first_name, surname;
  /// `1961-04-02`.
  std::string date_of_birth;
  /// M or F.
  std::string sex;
  /// As people type them, `07700 900123`; empty when there is none.
  std::string mobile, home_telephone;
  /// Yes, No or empty.
  std::string sms_consent;
  std::string house_number, road, town, postcode, usual_gp;
};

struct history_item {
  instant at;
  /// client (over the interface) or staff (on the SystmOne screen).
  std::string by;
  std::string status;
  /// What else changed: `moved to …`, a comment; empty for a plain status change.
  std::string note;
};

struct appointment {
  std::string uid, nhs_number;
  instant starts_at;
  int minutes = 10;
  /// The clinician's login name.
  std::string user_name;
  std::string session, slot_type, status;
  /// Every comment ever set, so that a repeated one can be seen; the last is the current one.
  std::vector<std::string> comments;
  std::vector<history_item> history;
  /// When staff will move or cancel it by themselves; the epoch when they won't (or have).
  instant staff_edit_at;
};

struct coded_entry {
  std::string event_uid, nhs_number, code, scheme, free_text;
  /// When it happened, and when it was filed.
  instant at, entered_at;
  std::string user_name, software;
};

struct staff_task {
  std::string task_uid, nhs_number, type, content, user_name;
  instant at;
};

struct consent_change {
  std::string nhs_number, sms_consent;
  instant at;
};

struct clinician {
  std::string user_name, first_name, surname;
};

BOOST_DESCRIBE_STRUCT(patient, (),
                      (nhs_number, reporting_id, title, first_name, surname, date_of_birth, sex, mobile, home_telephone,
                       sms_consent, house_number, road, town, postcode, usual_gp))
BOOST_DESCRIBE_STRUCT(history_item, (), (at, by, status, note))
BOOST_DESCRIBE_STRUCT(appointment, (),
                      (uid, nhs_number, starts_at, minutes, user_name, session, slot_type, status, comments, history,
                       staff_edit_at))
BOOST_DESCRIBE_STRUCT(coded_entry, (),
                      (event_uid, nhs_number, code, scheme, free_text, at, entered_at, user_name, software))
BOOST_DESCRIBE_STRUCT(staff_task, (), (task_uid, nhs_number, type, content, user_name, at))
BOOST_DESCRIBE_STRUCT(consent_change, (), (nhs_number, sms_consent, at))

/// What one practice's SystmOne holds: patients, diary, entries. Plain values; nothing here knows of sockets or time.
class practice_book {
public:
  explicit practice_book(std::string ods);

  std::string ods;
  /// What staff call the site.
  std::string site;
  std::vector<clinician> clinicians;
  std::vector<coded_entry> entries;
  std::vector<staff_task> tasks;
  std::vector<consent_change> consents;
  /// Appointments of the booking plan already booked, by staff at the control port not counted.
  std::uint64_t planned_bookings = 0;

  void add(patient);
  const std::vector<patient>& patients() const { return patients_; }
  patient* find_patient(std::string_view nhs_number);

  /// Gives the appointment its uid when it has none, and its first history line. Returns the stored one.
  appointment& book(appointment, instant now);
  void restore(appointment);
  const std::map<std::string, appointment, std::less<>>& appointments() const { return appointments_; }
  appointment* find_appointment(std::string_view uid);
  bool is_slot_free(std::string_view user_name, instant starts_at) const;
  std::size_t appointments_of(std::string_view nhs_number) const;

  /// `e100000000000001`: a letter, then 15 hex digits counted up.
  std::string next_uid(char kind);
  std::uint64_t uids_given() const { return uids_given_; }
  void resume_uids(std::uint64_t from) { uids_given_ = from; }

  const clinician* find_clinician(std::string_view user_name) const;

private:
  std::vector<patient> patients_;
  std::unordered_map<std::string, std::size_t> patient_by_nhs_number_;
  std::map<std::string, appointment, std::less<>> appointments_;
  std::unordered_map<std::string, std::size_t> appointments_by_patient_;
  std::uint64_t uids_given_ = 0;
};

/// A status change that keeps its history. `by` is client or staff.
void set_status(appointment&, std::string_view status, std::string_view by, instant now);
void move_to(appointment&, instant starts_at, instant now);
bool is_cancelled(std::string_view status);
/// Booked or Arrived: it may still be changed.
bool is_open(std::string_view status);

} // namespace tidings::sim
