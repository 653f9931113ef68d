#include "actors/provider/smpp/letter.hpp"

#include "actors/provider/smpp/text.hpp"

#include <algorithm>

namespace tidings::smpp {
namespace {

constexpr std::size_t address_bytes_max = 20; // §5.2.8, without its NUL
constexpr std::uint8_t final_receipt = 1;     // §5.2.17: success or failure

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view without_plus(std::string_view number) { return number.substr(number.starts_with('+') ? 1 : 0); }

} // namespace

address sender_of(const smpp_account& account, std::string_view sender) {
  constexpr std::uint8_t unknown = 0, international = 1, national = 2, network_specific = 3, alphanumeric = 5, isdn = 1;
  constexpr std::size_t short_code_max = 8;
  const auto digits = without_plus(sender);
  address out{alphanumeric, unknown, std::string(sender)};
  if (all_digits(digits)) {
    out.digits = digits;
    if (digits.starts_with('0'))
      out.ton = national, out.npi = isdn;
    else if (digits.size() <= short_code_max)
      out.ton = network_specific;
    else
      out.ton = international, out.npi = isdn;
  }
  if (account.source_ton >= 0) out.ton = static_cast<std::uint8_t>(account.source_ton);
  if (account.source_npi >= 0) out.npi = static_cast<std::uint8_t>(account.source_npi);
  return out;
}

result<std::vector<short_message>> letter(const smpp_account& account, const attempt_ready& what,
                                          std::uint16_t reference) {
  const auto to = without_plus(what.to.reveal());
  if (!all_digits(to) || to.size() > address_bytes_max)
    return fail(error_code::invalid_input, "the number to text isn't one");
  auto from = sender_of(account, what.sender);
  if (from.digits.size() > address_bytes_max)
    return fail(error_code::invalid_input, "the sender is longer than 20 characters");
  auto parts = parts_of(what.text.reveal(), joining_of(account.joining), reference);
  if (!parts) return tl::unexpected(parts.error());
  std::vector<short_message> out;
  for (auto& part : *parts)
    out.push_back({.source = from,
                   .destination = {static_cast<std::uint8_t>(account.destination_ton),
                                   static_cast<std::uint8_t>(account.destination_npi), std::string(to)},
                   .esm_class = part.esm_class,
                   .registered_delivery = account.receipts ? final_receipt : std::uint8_t{0},
                   .data_coding = part.data_coding,
                   .text = std::move(part.text),
                   .tlvs = std::move(part.tlvs)});
  return out;
}

} // namespace tidings::smpp
