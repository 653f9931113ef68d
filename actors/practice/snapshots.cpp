#include "actors/practice/snapshots.hpp"

namespace tidings {
namespace {

std::string bound_to_snapshot(std::uint64_t version) {
  return "tidings practice snapshot " + std::to_string(state_format) + ' ' + std::to_string(version);
}

} // namespace

result<std::string> seal_snapshot(const practice_id& practice, std::uint64_t version, const practice_state& state,
                                  sealer& keys) {
  auto sealed = keys.seal(practice, {seal_subject::kind::snapshot, {}}, bound_to_snapshot(version), encode(state));
  if (!sealed) return tl::unexpected(sealed.error());
  if (const auto settled = keys.settle(practice); !settled) return tl::unexpected(settled.error());
  return sealed;
}

std::optional<practice_state> open_snapshot(const practice_id& practice, std::uint64_t version, std::uint16_t format,
                                            std::string_view bytes, sealer& keys) {
  if (bytes.empty() || format != state_format) return std::nullopt;
  const auto opened = keys.open(practice, bound_to_snapshot(version), bytes);
  if (!opened || !*opened) return std::nullopt;
  auto state = decode_state(**opened);
  if (!state) return std::nullopt;
  return std::move(*state);
}

} // namespace tidings
