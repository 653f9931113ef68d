#pragma once
// The reads of schemas/API.md, rendered from the board's rows. Pure: what has to be read from the log first is asked
// for.
#include "actors/board/notes.hpp"
#include "actors/board/rows.hpp"
#include "actors/board/ticks.hpp"
#include "actors/board/timeline.hpp"

#include "schemas/scope.hpp"

#include <functional>
#include <variant>

namespace tidings {

constexpr std::size_t board_page_default = 50;
constexpr std::size_t board_page_max = 500;
constexpr std::size_t board_practice_notes_max = 50;

struct board_answer {
  int status = 200;
  std::string body;
};
/// The log has to be read before the answer can be given.
struct board_wants_log {
  std::vector<log_stretch> stretches;
  std::function<board_answer(const std::vector<log_entry>&)> finish;
};
struct board_wants_places;
using board_result = std::variant<board_answer, board_wants_log, board_wants_places>;
/// Messages that are no longer in memory have to be found first, by the start of their ids.
struct board_wants_places {
  std::string id_start; ///< hex digits
  std::uint32_t limit = 1;
  std::function<board_result(std::vector<message_place>)> finish;
};

struct board_view {
  const board_state& state;
  const tick_history& ticks;
  const note_list& notes;
  const board_about& about;
  practice_scope_ptr within{}; ///< what whoever asks may see; null: all
  timestamp now{};

  bool shows(const practice_id& practice) const { return is_within(within, practice); }
};

using query_parameters = std::map<std::string, std::string>;

/// @param resource path below /api/v1/, e.g. `messages/<id>`
/// Besides API.md's: `notes`, `history`, `snapshot` (all that the live feed's first frames hold) and
/// `message-practice/<id>` -> {"practice"} for receipts that don't say whose they are (503 while the log is still being
/// read, 404 when nobody sent it), `kept-files/<message>?file=`: the bytes of a file that went with it. And
/// what notify_answers.hpp has, for the GOV.UK Notify API.
board_result answer_query(const board_view& board, const std::string& resource, const query_parameters& parameters);

/// {"errors":[{"code","reason","field"}]}
board_answer board_error(int status, std::string_view code, std::string reason, std::string_view field = {});

} // namespace tidings
