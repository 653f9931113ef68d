#pragma once
// The board's snapshots: one piece a practice, kept beside the log at the sequence it stands at, so that a start folds
// only what came after. And the pulse: what passes by and belongs to no practice. Pure.
#include "actors/board/notes.hpp"
#include "actors/board/state.hpp"
#include "actors/board/ticks.hpp"
#include "schemas/errors.hpp"
#include "schemas/sealing.hpp"

#include <string_view>

namespace tidings {

/// Whose snapshots these are in the log's store.
inline reader_id board_pieces() { return reader_id("board"); }
inline reader_id board_pulse() { return reader_id("board-pulse"); } ///< one, kept under the host's code

/// Number of the layout of both; others are ignored and the log folded from its first event. To be raised with every
/// change of `kept_*` that isn't a field at an end, and whenever the fold itself counts otherwise.
constexpr std::uint16_t board_format =
    7; // 1 was not sealed, 2 knew no costs, 3 no channels, 4 no talks, 5 no slots, 6 no months
/// A practice's piece is written anew after so many events, or after as many as it has messages if those are more: then
/// writing it costs less than folding what it saves.
constexpr std::uint64_t board_piece_every_min = 10'000;
/// In quiet seconds, one practice each: after so many, or a quarter of its messages.
constexpr std::uint64_t board_piece_quiet_min = 2'000;
/// At an ordered stop: after so many.
constexpr std::uint64_t board_piece_at_stop_min = 100;
/// Messages that have ended, the latest, in one piece: it stays within some 5 MB, and what is under way. The others are
/// found in the log, as those that fell out of memory.
constexpr std::size_t board_piece_ended_max = 30'000;

/// What is kept is sealed as a practice's snapshots are: hashes of numbers can be guessed, and nothing is to outlive an
/// erasure. The key goes with each erasure in the practice, and the next piece is under a new one.
result<std::string> seal_kept(const reader_id& what, const practice_id& practice, std::uint64_t version,
                              std::string_view bytes, sealer& keys);
/// Nothing: its key is gone.
result<std::optional<std::string>> open_kept(const reader_id& what, const practice_id& practice, std::uint64_t version,
                                             std::string_view bytes, sealer& keys);

/// Time for a new piece of this practice?
bool piece_is_due(const board_state& state, std::uint32_t practice);
bool piece_is_due_when_quiet(const board_state& state, std::uint32_t practice);
bool piece_is_due_at_stop(const board_state& state, std::uint32_t practice);

/// The practice as it stands at `practice_row::last`. What is left out is added to `state.places`.
std::string encode_piece(board_state& state, std::uint32_t practice);

/// Puts pieces back into a state that has folded nothing of their practices yet.
class board_restorer {
public:
  explicit board_restorer(board_state& state) : state_(state) {}
  /// Nothing is changed when it fails.
  result<void> add(const practice_id& practice, std::uint64_t version, std::string_view bytes);
  /// All are there: rows are put in the order in which they may be dropped.
  void finish();

private:
  board_state& state_;
  std::vector<std::pair<timestamp, message_id>> ended_;
  std::vector<std::pair<timestamp, reply_id>> replies_;
  std::vector<std::pair<timestamp, operation_id>> operations_;
};

std::string encode_pulse(const board_state& state, const tick_history& ticks, const note_list& notes);
result<void> restore_pulse(std::string_view bytes, board_state& state, tick_history& ticks, note_list& notes);

} // namespace tidings
