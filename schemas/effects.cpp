#include "schemas/effects.hpp"

namespace tidings {

effect::effect() = default;
effect::effect(const effect&) = default;
effect::effect(effect&&) noexcept = default;
effect& effect::operator=(const effect&) = default;
effect& effect::operator=(effect&&) noexcept = default;
effect::~effect() = default;

} // namespace tidings
