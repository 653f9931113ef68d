#pragma once
// Tells receivers what they are owed. One actor for all practices, on a thread of its own: it waits for the disk.
#include "actors/callback/body.hpp"
#include "actors/callback/book.hpp"
#include "actors/callback/follower.hpp"
#include "schemas/actors.hpp"
#include "schemas/callback_views.hpp"
#include "schemas/epoch.hpp"
#include "schemas/sealing.hpp"

#include <functional>
#include <set>

namespace tidings::callback {

constexpr std::uint32_t read_at_once = 500;      ///< events
constexpr std::uint64_t look_back = 20'000;      ///< events before a new receiver's begin: messages that are under way
constexpr std::chrono::seconds log_patience{30}; ///< an answer that takes longer isn't waited for
constexpr std::chrono::seconds look_again{1};
constexpr millis put_off_for{5'000};        ///< when our own log or disk couldn't be read
constexpr std::uint64_t unkept_max = 5'000; ///< events read since the book was kept: so many are read again at most
constexpr std::size_t shown_max = 200;      ///< dead letters in one answer

/// Where books are kept.
class shelf {
public:
  virtual ~shelf() = default;
  /// Nothing: there is none yet.
  virtual result<std::optional<std::string>> load(const practice_id& practice, receiver which) = 0;
  /// Durable when this returns.
  virtual result<void> keep(const practice_id& practice, receiver which, std::string_view bytes) = 0;
};

struct ports {
  std::shared_ptr<http_port> http;
  std::function<event_log_actor()> log; ///< null: it can't be read now
  std::function<std::vector<practice_settings_ptr>()> practices;
  std::function<log_epoch()> epoch;
  sealer_ptr keys;
  wall_clock now;
  std::shared_ptr<shelf> books;
  std::string ca_file;
  std::function<void(std::string)> say; ///< a line for the operator's log
};

/// From a thread of the HTTP client's.
struct answered {
  practice_id practice;
  receiver which = receiver::delivery;
  std::uint64_t sequence = 0;
  http_outcome what;
};
/// From whoever looks: what there is of these. `done` once, on any thread.
struct question {
  std::optional<practice_id> practice;
  std::function<void(view::callbacks)> done;
};
/// From a person: dead letters are tried again or discarded.
struct release {
  practice_id practice;
  std::optional<receiver> which;
  std::set<std::uint64_t> sequences; ///< empty: all
  bool retry = true;
  std::function<void(result<std::size_t>)> done; ///< once it is on disk
};

using callbacks_actor = caf::typed_actor<caf::reacts_to<answered>, caf::reacts_to<question>, caf::reacts_to<release>,
                                         // To itself, once a second.
                                         caf::reacts_to<caf::tick_atom>,
                                         // To itself: keep the books in which something changed.
                                         caf::reacts_to<caf::flush_atom>>;

struct callbacks_state {
  explicit callbacks_state(callbacks_actor::stateful_pointer<callbacks_state> actor) : self(actor) {}
  static inline const char* name = "callbacks";

  /// One receiver of one practice.
  struct desk {
    practice_settings_ptr settings;
    follower follows;
    std::optional<book> kept;  ///< nothing: not opened yet
    std::string broken;        ///< why it can't be opened
    bool wanted = true;        ///< still configured
    bool changed = false;      ///< since it was kept
    std::uint64_t kept_at = 0; ///< the place in the stream that is on disk
    std::uint64_t asked = 0;   ///< the reading that is under way; 0: none
    std::chrono::steady_clock::time_point asked_at{};
  };
  using desk_key = std::pair<practice_id, receiver>;

  void tick();
  void flush();
  void take(answered& what);
  void answer(const question& what);
  void answer(const release& what);
  void keep_all();

  callbacks_actor::stateful_pointer<callbacks_state> self;
  ports with;
  std::map<desk_key, desk> desks;

private:
  void settle_desks();
  void open(const desk_key& key, desk& one);
  void begin_at_end(const desk_key& key, desk& one, std::uint64_t last);
  void read_on(const desk_key& key, desk& one);
  void take(const desk_key& key, std::uint64_t asked, const stream_slice& slice);
  void tell_due(const desk_key& key, desk& one);
  void tell(const desk_key& key, const owed& what);
  void post(const desk_key& key, desk& one, const owed& what, const log_entry& entry);
  void changed(desk& one);
  bool keep(const desk_key& key, desk& one);
  bool log_asked(desk& one, std::uint64_t& asked);
  desk* desk_of(const desk_key& key);
  view::callback_receiver shown(const desk_key& key, const desk& one) const;

  std::uint64_t last_asked_ = 0;
  bool fenced_ = false;
  bool flush_queued_ = false;
  bool warned_ = false; ///< that a book can't be kept
};

callbacks_actor::behavior_type callbacks(callbacks_actor::stateful_pointer<callbacks_state> self, ports with);

} // namespace tidings::callback

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tidings::callback::answered)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tidings::callback::question)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tidings::callback::release)
