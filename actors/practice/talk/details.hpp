#pragma once
// Confirm-your-details: whether a number is still a patient's, asked of whoever has it.
#include "actors/practice/talk/act.hpp"

namespace tidings::talk {

/// The set of such questions. No health question set can have this name: it has spaces.
inline constexpr std::string_view details_set = "confirm your details";
inline constexpr std::size_t details_patients_max = 100; ///< one command asks: as many as a page of the list holds

decision ask_details(const practice_state& state, const practice_settings& settings, const confirm_details& c,
                     timestamp now);
bool is_about_details(const message_track& asked);
/// A plain yes trusts the number, a plain no disputes it; anything else is a person's.
outcome take_details(const reply_at_hand& reply, const message_track& asked, const reply_verdict& verdict);

} // namespace tidings::talk
