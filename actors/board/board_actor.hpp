#pragma once
// The board: one actor that folds the log and answers everybody who looks.
#include "actors/board/answers.hpp"
#include "actors/board/pieces.hpp"
#include "schemas/actors.hpp"
#include "schemas/sealing.hpp"
#include "web/endpoint/broker_port.hpp"

#include <set>

namespace tidings {

constexpr std::uint64_t board_demand = 5'000;   ///< events under way from the log to the board
constexpr std::size_t board_questions_max = 64; ///< answers that wait for the log
constexpr millis board_question_limit{8'000};   ///< then 504; below broker_port::answer_limit
constexpr int board_statistics_every_s = 5;
constexpr std::size_t board_pieces_read_at_once = 4; ///< snapshots asked for and not yet there
constexpr int board_pulse_every_s = 60;
constexpr std::uint64_t board_quiet_events_max = 500; ///< within a second: then a piece may be written that isn't due
constexpr std::size_t board_live_practices_max = 500; ///< worst ones in one `practices` frame; the API has all

/// What of the live feed has to be rendered anew.
struct board_changes {
  bool overview = true, practices = true, connectors = true, providers = true;
  void all() { overview = practices = connectors = providers = true; }
};

struct board_actor_state {
  static inline const char* name = "board";
  explicit board_actor_state(board_actor::stateful_pointer<board_actor_state> actor) : self(actor) {}
  ~board_actor_state(); ///< nobody who asked is left without an answer

  using answer_function = std::shared_ptr<std::function<void(int, std::string)>>;
  struct waiting_answer {
    answer_function done;
    std::function<board_answer(const std::vector<log_entry>&)> finish;
    std::vector<log_entry> entries;
    std::size_t missing = 0;
    timestamp asked_at{};
  };

  void attach(event_log_actor new_log);
  /// Before the board ends in order: what would have to be folded again.
  void keep_all();
  void lose_log();
  void take(const log_events& events);
  void answer(const board_query& query);
  void answer(const ask_host_spend& asked);
  void report(const actor_report& what);
  void report(const connector_report& what);
  void report(const provider_report& what);
  void report(const queue_report& what);
  void report(const log_trouble& what);
  void settle(const settings_changed& what);
  void settle(const practice_removed& what);
  void tick();

  board_actor::stateful_pointer<board_actor_state> self;
  event_log_actor log;
  std::shared_ptr<live_feed> feed;
  wall_clock clock;
  sealer_ptr keys;
  board_state rows;
  tick_history ticks;
  note_list notes;
  board_about about;

private:
  static void give(const answer_function& done, board_answer what);
  static board_answer no_log();
  void take_one(const log_entry& entry, timestamp now);
  void begin(const std::vector<stream_summary>& streams);
  void restore_next();
  std::optional<std::string> opened(const reader_id& what, const practice_id& practice, const snapshot& kept);
  void restore(const practice_id& practice, const snapshot& kept);
  void restore_pulse_of(const snapshot& kept);
  void end_restoring(const snapshot& pulse);
  void subscribe();
  void keep_one();
  void keep_anew_what_was_forgotten();
  void keep_one_quietly();
  void keep_piece(std::uint32_t practice);
  void keep_pulse();
  void send_kept(const reader_id& what, const practice_id& practice, std::uint64_t version, const std::string& bytes);
  void tell_places();
  std::uint64_t events_to_go() const;
  void show(view::note one);
  void check_caught_up();
  void settle(answer_function done, board_result result);
  void ask_log(answer_function done, board_wants_log wants);
  void ask_places(answer_function done, board_wants_places wants);
  void part_arrived(std::uint64_t token, std::vector<log_entry>& entries);
  void give_up(std::uint64_t token, const board_answer& why);
  void give_up_late(timestamp now);
  void publish_changes();
  void publish_if_new(std::string_view frame, std::string json);
  void ask_statistics();
  void arm();

  std::optional<std::map<practice_id, std::uint64_t>> goal_; ///< each stream's end when we began to read
  // What was kept is put back once, before the first event is folded.
  bool restored_ = false;
  std::optional<board_restorer> restorer_;
  std::deque<practice_id> to_restore_;
  std::size_t restoring_ = 0;
  std::set<std::uint32_t> due_;        ///< practices whose pieces are to be written anew, one after each batch
  std::set<std::uint32_t> forgetting_; ///< practices in which something was erased within this second
  std::uint32_t quiet_turn_ = 0;
  std::uint64_t tick_events_ = 0; ///< events folded when the last second ended
  view::count pulse_at_ = 0;      ///< events folded when the pulse was last kept
  view::count handled_ = 0;       ///< events and questions
  board_changes changed_;
  std::set<practice_id> inboxes_; ///< in which something changed within this second
  std::map<std::string, std::string, std::less<>> published_;
  std::map<std::uint64_t, waiting_answer> questions_;
  std::uint64_t next_question_ = 1;
  int seconds_ = 0;
  bool statistics_asked_ = false;
};

/// @param log null until there is one; another one may be sent later
board_actor::behavior_type board(board_actor::stateful_pointer<board_actor_state> self, event_log_actor log,
                                 std::shared_ptr<live_feed> feed, wall_clock clock, std::string version,
                                 sealer_ptr keys);

} // namespace tidings
