#pragma once
// What programs read by the GOV.UK Notify API: the messages they sent, and what patients answered. Only answers.cpp
// includes this.
#include "actors/board/answers.hpp"

namespace tidings {

constexpr std::size_t board_notify_page = 250; ///< GOV.UK Notify's own

/// The status that Notify's clients know (schemas/API.md has the table).
std::string_view notify_status(const message_row& row);

/// `notifications?practice=&key_type=&statuses=&reference=&older_than=&asked_by=` -> {"notifications":
/// [view::notification…]}
board_result notifications_answer(const board_view& board, const query_parameters& parameters);
/// `notifications/<id>?practice=` -> the same with one row; 404 when it is another practice's or no program's.
board_result notification_answer(const board_view& board, const std::string& id, const query_parameters& parameters);
/// `received-texts?practice=&older_than=` -> {"received_texts": [view::received_text…]}
board_result received_texts_answer(const board_view& board, const query_parameters& parameters);

} // namespace tidings
