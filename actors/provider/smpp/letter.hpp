#pragma once
// An attempt as messages of SMPP, one a part.
#include "actors/provider/smpp/pdu.hpp"
#include "schemas/effects.hpp"
#include "schemas/providers/smpp_account.hpp"

#include <vector>

namespace tidings::smpp {

/// Fails with `invalid_input` when the number, the sender or the text's length can't be written: it never can be.
/// @param reference joins the parts; another one for each message
result<std::vector<short_message>> letter(const smpp_account& account, const attempt_ready& what,
                                          std::uint16_t reference);

/// What the patient sees as From. Letters, a short code, a national or an international number: the account may say so,
/// else it is told from its looks (§5.2.5, §5.2.6).
address sender_of(const smpp_account& account, std::string_view sender);

} // namespace tidings::smpp
