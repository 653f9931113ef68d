#pragma once
#include "support/http_server.hpp"
#include "support/instant.hpp"

#include <boost/json.hpp>
#include <cstdint>
#include <map>
#include <string>

namespace tidings::sim {

struct fhir_rules {
  /// stu3 (GP Connect) or r4.
  std::string version = "stu3";
  /// R4: the bearer token that is asked for. GP Connect's JWT is only looked at for its claims.
  std::string token = "demo-token";
};

/// A practice's FHIR server: patients by NHS number, their appointments, and a cancellation by PUT with If-Match.
/// After GP Connect Appointment Management and hl7.org/fhir/R4. In memory. Lives on one io_context's thread.
class fhir_service {
public:
  fhir_service(fhir_rules, wall_clock);

  void answer(const http_request&, const http_reply&);
  void control(const http_request&, const http_reply&);

private:
  struct booking {
    std::string id, nhs_number;
    std::int64_t version = 1;
    boost::json::object whole;
    instant starts_at;
    std::uint64_t puts = 0;
  };
  http_response refusal(const http_request&) const;
  http_response find_patient(const http_request&) const;
  http_response list(const http_request&, const std::string& patient) const;
  http_response put(booking&, const http_request&);
  http_response page(const http_request&);
  http_response new_booking(const boost::json::object&);
  std::string patient_of(const std::string& nhs_number) const;
  void stamp(booking&) const;
  bool is_stu3() const { return rules_.version == "stu3"; }

  fhir_rules rules_;
  wall_clock now_;
  /// NHS number to id.
  std::map<std::string, std::string, std::less<>> patients_;
  std::map<std::string, booking, std::less<>> bookings_;
  /// Done, then the connection is reset; or changed by staff just before the next PUT is looked at.
  bool reset_after_commit_ = false, staff_edit_before_put_ = false, no_versions_ = false;
};

} // namespace tidings::sim
