#pragma once
#include "support/instant.hpp"

#include <boost/describe.hpp>
#include <boost/json/fwd.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace tidings::sim {

struct emis_person {
  std::int32_t dbid = 0, ref = 0;
  std::string guid, mnemonic, title, first_names, last_name;
};

struct emis_patient {
  std::int32_t number = 0;
  std::string nhs_number, title, first_names, calling_name, family_name, birth_date, sex, mobile, email;
  std::string died;
  /// London days on which the registration, or the record, changed.
  std::string registration_changed, record_changed;
};

struct emis_slot {
  std::int32_t id = 0;
  std::int32_t session = 0;
  std::string session_name = "GP Surgery", slot_type = "Standard";
  /// Into `staff`.
  std::size_t holder = 0;
  instant starts_at;
  std::int64_t minutes = 10;
  /// 0: free.
  std::int32_t patient = 0;
  std::string status = "Slot Available";
  std::string notes;
  std::uint64_t cancel_requests = 0;
  /// By which door it was cancelled from outside, `api` or `fhir`; empty: it wasn't, or by staff.
  std::string cancelled_by;
};

struct emis_event {
  std::int32_t patient = 0;
  std::string consultation_guid, guid, code, scheme, text, user_ref;
  /// `30/03/2026` and `09:10:00`.
  std::string date, time;
  /// Of a document: its title, its file's name and its bytes. It has no code.
  std::string title, file_name, file;
};

BOOST_DESCRIBE_STRUCT(emis_person, (), (dbid, ref, guid, mnemonic, title, first_names, last_name))
BOOST_DESCRIBE_STRUCT(emis_patient, (),
                      (number, nhs_number, title, first_names, calling_name, family_name, birth_date, sex, mobile,
                       email, died, registration_changed, record_changed))
BOOST_DESCRIBE_STRUCT(emis_slot, (),
                      (id, session, session_name, slot_type, holder, starts_at, minutes, patient, status, notes,
                       cancel_requests, cancelled_by))
BOOST_DESCRIBE_STRUCT(emis_event, (), (patient, consultation_guid, guid, code, scheme, text, user_ref, date, time))

/// One practice's EMIS as far as the Partner API shows it. All people in it are synthetic.
struct emis_book {
  std::string ods, site;
  std::vector<emis_person> staff;
  std::map<std::int32_t, emis_patient> patients;
  std::map<std::int32_t, emis_slot> slots;
  std::vector<emis_event> events;
  /// What the next booking is numbered, and whose turn it is.
  std::int32_t next_slot = 50001;
  std::uint64_t turn = 0;

  emis_patient* patient(std::int32_t number);
  emis_slot* slot(std::int32_t id);
  /// A booked slot; `patient` 0 takes the next in turn.
  emis_slot& book(std::int32_t patient, instant starts_at, std::size_t holder);
  /// Staff give the patient of this slot another one.
  emis_slot& move(emis_slot& from, instant to);
  /// From outside, by this door.
  void cancel(emis_slot& what, std::string_view door);
  void record(emis_event what, const std::string& today);

  boost::json::object ledger() const;
};

/// `patients` people, and `appointments` bookings from tomorrow 09:00 London on, every ten minutes until 17:00.
emis_book make_emis_book(std::string ods, std::size_t patients, std::size_t appointments, instant now);

/// The state file: `{"version":1,"ods":"A99001",…}`.
std::string write_state(const emis_book&);
/// The error is a sentence: another practice's, another version's, or nothing that can be read.
tl::expected<emis_book, std::string> read_emis_state(std::string_view text, std::string_view ods);

/// `30/03/2026` and `09:10`, London.
std::string emis_date(instant at);
std::string emis_time(instant at);
/// `30/03/2026` or `2026-03-30` as its London midnight.
std::optional<instant> parse_emis_date(std::string_view text);

} // namespace tidings::sim
