#pragma once
// A clinical system that is reached by an agent on the practice's site. It is made anew, for another port of this
// machine, when the way changes; while the agent is away nothing is asked of it.
#include "actors/connector/clinical_system.hpp"
#include "actors/connector/edge/site_port.hpp"

#include <functional>
#include <memory>

namespace tidings {

struct site_address {
  practice_id practice;
  std::string agent, host; ///< the host as the agent knows it
  int port = 0;
};

class edge_system final : public clinical_system {
public:
  /// @param make the system, at this port of 127.0.0.1
  edge_system(std::shared_ptr<site_port> sites, site_address where,
              std::function<std::unique_ptr<clinical_system>(std::uint16_t)> make)
      : sites_(std::move(sites)), where_(std::move(where)), make_(std::move(make)) {}

  result<void> probe() override;
  result<std::vector<appointment>> read_appointments(timestamp from, timestamp to) override;
  window window_read(timestamp from, timestamp to) const override;
  result<patient_details> read_patient(const patient_id& system_id) override;
  result<std::vector<patient_id>> read_changed_patients(timestamp since) override;
  group_lists groups() override { return inner_ ? inner_->groups() : group_lists(); }
  std::string remark() override { return inner_ ? inner_->remark() : std::string(); }
  connector_answer perform(const connector_request& what) override;

private:
  /// `error_code::none`: `inner_` is the system at the way's port. Else why there is no way.
  failure reach();

  std::shared_ptr<site_port> sites_;
  site_address where_;
  std::function<std::unique_ptr<clinical_system>(std::uint16_t)> make_;
  std::unique_ptr<clinical_system> inner_;
  std::uint16_t way_ = 0; ///< that `inner_` was made for
};

} // namespace tidings
