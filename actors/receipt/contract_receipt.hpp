#pragma once
// Receipts and replies of a provider whose interface is described in the configuration (`type: http`). Pure.
#include "actors/receipt/fields.hpp"
#include "schemas/commands.hpp"
#include "schemas/providers/http_contract.hpp"

#include <optional>
#include <variant>

namespace tidings {

/// The provider's word as the contract has it, whatever its case; else as SMPP 3.4 §5.2.28 has it. Any other word says
/// nothing for certain: `pending`, so that neither a success nor a failure is made up.
receipt_status contract_status(const http_contract& contract, const std::string& word);

/// `YYMMDDhhmm[ss]` (SMPP's), a date and time as FireText writes it (London without an offset), or seconds or
/// milliseconds since 1970.
std::optional<timestamp> contract_time(std::string_view text);

/// Nothing of ours is meant; a receipt; a reply.
using contract_word = std::variant<std::monostate, receipt_arrived, reply_arrived>;

/// What was posted: a receipt has our reference and a status, a reply the contract's `from` and `text`; some providers
/// post both to one address. Fails with `invalid_input` when it can be neither. Replies with an id are named by it,
/// those without by numbers, time and text; without a time, within the same ten minutes.
result<contract_word> read_contract_post(const provider_id& provider, const http_contract& contract,
                                         const form_fields& fields, timestamp now);

} // namespace tidings
