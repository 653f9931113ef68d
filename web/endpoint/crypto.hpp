#pragma once
// The few primitives the endpoint needs, from OpenSSL.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tidings::web {

using digest = std::array<std::uint8_t, 32>;

digest sha256(std::string_view text);
digest hmac_sha256(std::string_view key, std::string_view text);
/// Takes the same time wherever the texts differ; lengths aren't hidden.
bool same_in_constant_time(std::string_view a, std::string_view b);
/// From the operating system's generator; ends the program when there is none, since nothing is safe then.
std::string random_bytes(std::size_t count);

} // namespace tidings::web
