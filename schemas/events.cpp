#include "schemas/events.hpp"

namespace tidings {

event::event() = default;
event::event(const event&) = default;
event::event(event&&) noexcept = default;
event& event::operator=(const event&) = default;
event& event::operator=(event&&) noexcept = default;
event::~event() = default;

event_type type_of(const event& e) {
  return std::visit([](const auto& one) { return one.type; }, e);
}

} // namespace tidings
