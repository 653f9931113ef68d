#include "actors/connector/edge/edge_system.hpp"

namespace tidings {

failure edge_system::reach() {
  const auto way = sites_->way_to(where_.practice, where_.agent, where_.host, where_.port);
  if (!way) return way.error();
  if (!inner_ || *way != way_) {
    inner_ = make_(*way);
    way_ = *way;
  }
  return {};
}

result<void> edge_system::probe() {
  if (auto why = reach(); why.code != error_code::none) return tl::unexpected(std::move(why));
  return inner_->probe();
}

result<std::vector<appointment>> edge_system::read_appointments(timestamp from, timestamp to) {
  if (auto why = reach(); why.code != error_code::none) return tl::unexpected(std::move(why));
  return inner_->read_appointments(from, to);
}

clinical_system::window edge_system::window_read(timestamp from, timestamp to) const {
  return inner_ ? inner_->window_read(from, to) : window{from, to};
}

result<patient_details> edge_system::read_patient(const patient_id& system_id) {
  if (auto why = reach(); why.code != error_code::none) return tl::unexpected(std::move(why));
  return inner_->read_patient(system_id);
}

result<std::vector<patient_id>> edge_system::read_changed_patients(timestamp since) {
  if (auto why = reach(); why.code != error_code::none) return tl::unexpected(std::move(why));
  return inner_->read_changed_patients(since);
}

connector_answer edge_system::perform(const connector_request& what) {
  if (auto why = reach(); why.code != error_code::none) return {.error = std::move(why)};
  return inner_->perform(what);
}

} // namespace tidings
