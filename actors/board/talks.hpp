#pragma once
// What the board keeps of conversations and of the Friends and Family Test. Pure.
#include "actors/board/answers.hpp"
#include "actors/board/people.hpp"
#include "schemas/conversation_views.hpp"

namespace tidings {

/// GET /conversations, and with `reveal=1` the names of one practice's patients in the same list.
board_result conversations_answer(const board_view& board, const query_parameters& parameters);
view::conversation conversation_view(const board_state& state, const practice_row& practice, const std::string& id,
                                     const conversation_row& row, const known_people& whose);
/// GET /fft/{practice}, and with `format=csv` the same as CSV.
board_answer fft_answer(const board_view& board, const std::string& practice, const query_parameters& parameters);

/// Does it change what an inbox shows? A reply, a move, a note, a code, a doubt about the number, an answer of staff's
/// that is held or taken back.
bool concerns_inbox(const board_state& state, const event& what);
/// Which conversation a message belongs to, as its row keeps it; zero: none.
std::uint64_t talk_hash(const std::string& conversation);
/// `2026-10`, the month in London.
std::string london_month(timestamp at);
bool is_month(std::string_view text);

} // namespace tidings
