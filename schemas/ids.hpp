#pragma once
// Names of things. Each is its own type, so that two strings can't be swapped; each is parsed once, at the door.
#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tidings {

/// A string that names one kind of thing. `Tag` keeps the kinds apart.
template <class Tag> struct named {
  std::string value;

  named() = default;
  explicit named(std::string text) : value(std::move(text)) {}

  bool empty() const { return value.empty(); }
  auto operator<=>(const named&) const = default;
};

using appointment_id = named<struct appointment_tag>; ///< the clinical system's own id of a booking
using patient_id = named<struct patient_tag>;         ///< the clinical system's own id of a patient
using provider_id = named<struct provider_tag>;       ///< a provider account, as named in broker.yaml
using template_id = named<struct template_tag>;       ///< a message template, as named in templates.yaml
using rule_id = named<struct rule_tag>;               ///< a reminder rule, unique within its practice

/// ODS code of a practice, upper case, 3 to 12 of [A-Z0-9] (field an3..an12 in the NHS Data Dictionary). The broker's
/// own stream, for what belongs to no practice, is `host` in lower case and so can't clash. Fixed size: no allocation.
class practice_id {
public:
  static constexpr std::size_t size_max = 12;

  practice_id() = default;
  static std::optional<practice_id> parse(std::string_view text);
  static practice_id host();

  std::string_view text() const { return {bytes_.data(), size_}; }
  std::string str() const { return std::string(text()); }
  /// The code padded with zero bytes: sorts as the text does and never holds a shorter code's key inside a longer
  /// one's.
  const std::array<char, size_max>& padded() const { return bytes_; }
  bool empty() const { return size_ == 0; }
  bool is_host() const { return text() == "host"; }
  auto operator<=>(const practice_id& other) const { return bytes_ <=> other.bytes_; }
  bool operator==(const practice_id& other) const { return bytes_ == other.bytes_; }

private:
  static practice_id unchecked(std::string_view text);
  std::array<char, size_max> bytes_{};
  std::uint8_t size_ = 0;
};

/// 128-bit id, shown as an RFC 4122 UUID. `Tag` keeps the kinds apart.
template <class Tag> struct uuid_of {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const uuid_of&) const = default;
  bool is_nil() const { return bytes == std::array<std::uint8_t, 16>{}; }
};

using message_id = uuid_of<struct message_tag>;     ///< one outbound message; also the reference given to the provider
using reply_id = uuid_of<struct reply_tag>;         ///< one inbound message
using operation_id = uuid_of<struct operation_tag>; ///< one write into a clinical system
using item_id = uuid_of<struct item_tag>;           ///< one thing that waits for a person, or one parked command
using request_id = uuid_of<struct request_tag>;     ///< one request of a person's at the door
using slot_id = uuid_of<struct slot_tag>;           ///< one time that came free
using waiting_id = uuid_of<struct waiting_tag>;     ///< one patient's place on the waiting list

namespace uuid {
using raw = std::array<std::uint8_t, 16>;
std::string print(const raw& bytes);             ///< 8-4-4-4-12, lower case
std::optional<raw> parse(std::string_view text); ///< accepts that form only, either case
/// UUIDv5-shaped id from a name (RFC 4122 §4.3 with SHA-256 cut to 128 bits): the same name gives the same id for ever,
/// which is what makes a repeated poll, tick or webhook harmless.
raw from_name(std::string_view space, std::string_view name);
raw random(); ///< version 4, from the operating system's generator
} // namespace uuid

template <class Tag> std::string to_text(const uuid_of<Tag>& id) { return uuid::print(id.bytes); }
template <class Id> std::optional<Id> parse_id(std::string_view text) {
  if (auto raw = uuid::parse(text)) return Id{*raw};
  return std::nullopt;
}
template <class Id> Id id_from_name(std::string_view space, std::string_view name) {
  return Id{uuid::from_name(space, name)};
}
template <class Id> Id random_id() { return Id{uuid::random()}; }

/// A phone number as E.164 digits without `+`, e.g. `447700900123`.
struct msisdn {
  std::string digits;

  /// Reads a UK mobile in the ways people write it (spaces, brackets, +44, 0044, 07…). Landlines, other countries and
  /// the 070/076 ranges (personal numbers, pagers: Ofcom numbering plan) are refused: nobody may text them.
  static std::optional<msisdn> parse_uk_mobile(std::string_view text);
  bool empty() const { return digits.empty(); }
  auto operator<=>(const msisdn&) const = default;
};

} // namespace tidings

template <class Tag> struct std::hash<tidings::named<Tag>> {
  std::size_t operator()(const tidings::named<Tag>& id) const { return std::hash<std::string>{}(id.value); }
};
template <> struct std::hash<tidings::practice_id> {
  std::size_t operator()(const tidings::practice_id& id) const { return std::hash<std::string_view>{}(id.text()); }
};
template <class Tag> struct std::hash<tidings::uuid_of<Tag>> {
  std::size_t operator()(const tidings::uuid_of<Tag>& id) const {
    std::size_t part = 0; // ids are uniformly spread already
    std::memcpy(&part, id.bytes.data() + 8, sizeof part);
    return part;
  }
};
template <> struct std::hash<tidings::msisdn> {
  std::size_t operator()(const tidings::msisdn& number) const { return std::hash<std::string>{}(number.digits); }
};
