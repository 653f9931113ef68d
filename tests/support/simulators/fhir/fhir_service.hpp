#pragma once
#include "support/http_server.hpp"
#include "support/instant.hpp"

#include <boost/json.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::sim {

struct fhir_rules {
  /// stu3 (GP Connect) or r4.
  std::string version = "stu3";
  /// R4: is this bearer token good? GP Connect's JWT is only looked at for its claims.
  std::function<bool(std::string_view)> is_good;
};

/// What the practice's own system has, before which the FHIR server stands: one book, seen through two doors.
class fhir_book {
public:
  struct row {
    std::string id, nhs_number;
    instant starts_at;
    bool is_booked = true;
    /// What else would make another version of it: clinician, status, notes.
    std::string rest;
  };
  virtual ~fhir_book() = default;
  virtual std::vector<row> rows() const = 0;
  virtual void cancel(const std::string& id) = 0;
};

/// A practice's FHIR server: patients by NHS number, their appointments, and a cancellation by PUT with If-Match.
/// After GP Connect Appointment Management and hl7.org/fhir/R4. Lives on one io_context's thread.
class fhir_service {
public:
  fhir_service(fhir_rules, wall_clock, fhir_book&);

  void answer(const http_request&, const http_reply&);
  void control(const http_request&, const http_reply&);

private:
  struct booking {
    std::string id, nhs_number;
    std::int64_t version = 1;
    boost::json::object whole;
    instant starts_at;
    std::uint64_t puts = 0;
    std::string rest;
  };
  void refresh();
  booking make(std::string id, const std::string& nhs_number, instant starts_at, std::string_view status);
  http_response refusal(const http_request&) const;
  http_response find_patient(const http_request&) const;
  http_response list(const http_request&, const std::string& patient) const;
  http_response put(booking&, const http_request&);
  /// A fault that strikes before anything is done.
  bool refuse_by_fault(const http_request&, const http_reply&);
  http_response page(const http_request&);
  std::string patient_of(const std::string& nhs_number) const;
  void stamp(booking&) const;
  bool is_stu3() const { return rules_.version == "stu3"; }

  fhir_rules rules_;
  wall_clock now_;
  fhir_book& book_;
  /// NHS number to id.
  std::map<std::string, std::string, std::less<>> patients_;
  std::map<std::string, booking, std::less<>> bookings_;
  struct {
    /// Done, then the connection is reset.
    bool reset_after_commit = false;
    /// Changed by staff just before the next PUT is looked at.
    bool staff_edit_before_put = false;
    bool no_versions = false;
    /// 403 for everybody.
    bool deactivated = false;
    /// A 401 for the next request, whatever its token.
    bool token_expired = false;
    /// The next PUT is reset before anything is done, left without an answer, or answered with a 423, a 429, a 500 or a
    /// page for people.
    std::string next_put;
  } faults_;
};

} // namespace tidings::sim
