#pragma once
// What the board keeps: one compact row a message, reply, operation and open item, and counters that outlive the rows.
// No patient's name or words; of a number only its last three digits.
#include "actors/board/audit_kinds.hpp"
#include "actors/board/diary.hpp"
#include "actors/board/latency.hpp"
#include "actors/board/months.hpp"
#include "actors/board/quality.hpp"
#include "actors/board/table.hpp"
#include "actors/board/waiting_rows.hpp"
#include "schemas/events.hpp"
#include "schemas/pauses.hpp"
#include "schemas/places.hpp"
#include "schemas/settings.hpp"
#include "schemas/views.hpp"

#include <boost/container/small_vector.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/list.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tidings {

// Bounds of what is kept in memory. Counters are never dropped.
constexpr std::size_t board_messages_max = 200'000; ///< the one that ended longest ago goes first (about 300 B each)
constexpr std::size_t board_messages_open_max = 1'000'000; ///< so many are never dropped while they are under way
constexpr std::size_t board_replies_max = 50'000;
constexpr std::size_t board_operations_max = 100'000;
constexpr std::size_t board_items_max = 50'000;  ///< staff items, and parked commands, that are open
constexpr std::size_t board_audit_max = 20'000;  ///< entries of the audit trail; `tidings audit` shows all of them
constexpr std::size_t board_wishes_max = 20'000; ///< of one practice; the oldest goes first
constexpr std::size_t board_notes_max = 200;
constexpr std::size_t board_conversations_max = 20'000; ///< of one practice; the oldest that is done goes first
constexpr std::size_t board_talk_events_max =
    100;                                        ///< replies, notes and moves of one conversation: the latest are kept
constexpr std::size_t board_timeline_max = 200; ///< events of one message: the first half and the latest are kept
constexpr std::size_t board_reason_bytes_max = 160;
constexpr std::size_t board_words_max = 65'535; ///< different names of rules, users and providers

template <class Enum>
constexpr std::size_t names_in = boost::mp11::mp_size<boost::describe::describe_enumerators<Enum>>::value;

/// Sequences within the practice's stream.
using sequence_list = boost::container::small_vector<std::uint32_t, 8>;

struct message_row {
  message_id id;
  timestamp at{};                                                 ///< accepted
  timestamp attempt_at{}, sent_at{}, delivered_at{}, failed_at{}; ///< zero: not yet
  sequence_list events;
  std::string appointment;
  std::string reason;
  std::uint32_t practice = 0; ///< index into board_state::practices
  std::uint32_t attempts = 0;
  std::uint16_t asked_by = 0, provider = 0; ///< words
  std::array<char, 3> to{};                 ///< last three digits
  message_kind kind{};
  channel by{};
  message_state state{};
  std::optional<receipt_status> receipt;
  std::optional<api_key_type> api{}; ///< a program sent it by the GOV.UK Notify API, with such a key
  std::uint64_t reference = 0;       ///< hash of the program's own name for it; zero: none
  bool suppressed = false;           ///< never accepted: shown as `suppressed`
  bool filed = false;                ///< a code was filed in the record for it
  bool ended = false;
  bool held = false;          ///< it waits for the next day's budget
  std::uint32_t segments = 0; ///< of its last attempt, unless that is known to have failed
  std::uint32_t millipence = 0;
  timestamp charged_until{}; ///< the end of the day they count to
  std::uint64_t talk = 0;    ///< hash of its conversation's mark; zero: none
  std::uint64_t number = 0;  ///< of a text: hash of the number it goes to, as in `quality_rows`
  std::uint64_t patient = 0; ///< hash of whom it is to; zero: nobody's
  bool test = false;         ///< staff sent it to themselves
};

enum class reply_state : std::uint8_t { acted, staff, done };
BOOST_DESCRIBE_ENUM(reply_state, acted, staff, done)

struct reply_row {
  reply_id id;
  timestamp at{};
  message_id message;
  std::string appointment;
  std::string why;
  std::uint32_t practice = 0;
  std::uint32_t sequence = 0;
  std::array<char, 3> from{};
  reply_meaning meaning{};
  reply_state state{};
  bool automatic = false, urgent = false;
  bool ended = false;
  channel by{};
  std::uint64_t patient = 0; ///< hash of whose it can only be; zero: that isn't sure
  std::uint64_t talk = 0;    ///< hash of its conversation's mark; zero: none
};

struct operation_row {
  operation_id id;
  timestamp at{};
  message_id message;
  reply_id reply;
  std::uint32_t practice = 0;
  operation_kind kind{};
  bool ended = false;
  std::uint64_t patient = 0; ///< hash
  sequence_list events{};    ///< it was asked for, and how it ended
  timestamp starts_at{};     ///< of the appointment it is about; zero: none
};

struct staff_row {
  item_id id;
  timestamp at{};
  reply_id reply;
  message_id message;
  std::string reason;
  std::uint32_t practice = 0;
  bool urgent = false;
  bool ended = false;
};

struct parked_row {
  item_id id;
  timestamp at{};
  std::string kind, reason;
  std::uint32_t practice = 0;
  std::uint32_t tries = 0;
  bool ended = false;
};

/// Where an entry of the audit trail stands in the log; what it says is read from there.
struct audit_row {
  request_id id;
  timestamp at{};
  std::uint32_t practice = 0;
  std::uint32_t sequence = 0;
  std::uint16_t user = 0; ///< word
  bool ended = false;
  audit_kind kind{};
};

/// Somebody opted out of something, or in again: where it stands in the log.
struct wish_row {
  std::uint32_t sequence = 0;
  std::uint64_t mark = 0;    ///< of the number or address, as in `practice_row::opted_out`
  std::uint64_t patient = 0; ///< hash of whose page it was taken down on; zero: none, the patient texted it
  bool out = true;
};

/// Counters of one practice, or of all.
struct counters {
  view::totals all; ///< `opted_out`, `in_doubt`, `staff_items`, `parked`: as they are now; the others ever
  std::array<view::count, names_in<message_state>> entered{}; ///< how often a message came into the state
  std::array<view::count, names_in<message_state>> now{};     ///< how many are in it
  std::array<view::count, names_in<reply_meaning>> meanings{};
  std::array<std::array<view::count, names_in<operation_result>>, names_in<operation_kind>> operations{};
  view::count operations_open = 0;
};

/// What one provider did, for one practice or for all.
struct provider_counts {
  view::count sent = 0, failed = 0, unknown = 0, delivered = 0;
};

/// What one provider was given on one day, for one practice. In doubt counts, failed doesn't.
struct provider_spend {
  view::count messages = 0, segments = 0, millipence = 0;
};

/// One number that wrote to the practice, by its mark.
struct conversation_row {
  timestamp at{}; ///< of its latest reply
  conversation_status status = conversation_status::unread;
  std::uint16_t assigned_to = 0; ///< word
  reply_id last_reply;
  view::count replies = 0, notes = 0;
  bool disputed = false;
  std::array<char, 3> from{};            ///< the number's last digits; empty: they wrote by e-mail alone
  channel by = channel::sms;             ///< of its latest reply
  std::vector<std::uint32_t> events;     ///< its own, not its messages'
  std::uint64_t number = 0, address = 0; ///< hashes, as in `quality_rows`; zero: nothing came from one
};

/// The Friends and Family Test in one month.
struct fft_month {
  view::count asked = 0, comments = 0;
  std::array<std::array<view::count, 7>, names_in<fft_method>> answers{}; ///< by method and score
};

struct practice_row {
  practice_id id;
  std::string name, system;
  bool configured = false;    ///< false: only in the log, or being drained
  bool active = false;        ///< its actor is in memory
  bool fenced = false;        ///< restored from a backup and not released
  std::uint64_t last = 0;     ///< sequence
  view::count dropped = 0;    ///< its messages that are no longer in memory
  std::uint64_t kept = 0;     ///< its newest snapshot stands at this sequence
  view::count unreadable = 0; ///< events this version can't decode
  timestamp last_event_at{};
  counters count;
  std::map<std::uint16_t, provider_counts> providers; ///< by word
  std::map<std::uint16_t, provider_spend> spend;      ///< by word, of the day that ends at
  timestamp spend_until{};
  view::count held = 0;                           ///< messages that wait for the next day's budget
  double budget_pence = 0, budget_warn_share = 1; ///< as configured; 0: none
  std::vector<std::string> route;
  bool route_by_weight = false;
  boost::unordered_flat_map<std::uint64_t, std::int32_t> appointments; ///< hash -> day of its start, gone ones left out
  boost::unordered_flat_set<std::uint64_t> patients, opted_out;        ///< hashes
  boost::unordered_flat_map<std::uint64_t, message_id> asked;          ///< appointment's hash -> its latest message
  std::optional<view::connector> connector;
  std::string trouble; ///< its records are damaged
  std::map<std::string, conversation_row> conversations;
  std::map<std::string, fft_month> fft; ///< by month, `2026-10`
  quality_rows quality;
  waiting_rows waiting_list;
  view::count ready = 0, later = 0; ///< in front of the provider accounts, as last told
  pause_tracks pauses;              ///< the empty name: this practice; of the host: provider accounts
  rollout_cells rollout;            ///< of the host
  month_book months;
  std::deque<wish_row> wishes; ///< oldest first
  boost::unordered_flat_map<std::uint64_t, std::int32_t>
      missed; ///< not attended: appointment's hash -> day of its start
  diary_rows diary;
  practice_settings_ptr settings; ///< null: not read yet, or it has left
};

struct provider_row : provider_counts {
  std::string id;
  view::count queued = 0, in_flight = 0;
  timestamp oldest{}; ///< of what is ready: when it was due; zero: nothing is
  latency_histogram call, delivery;
  recent_times deliveries;
  success_window calls;
  std::optional<view::provider> reported;
};

/// Strings that come again and again, by a short number; 0 is the empty one, and any above the bound.
class word_list {
public:
  std::uint16_t number(const std::string& word) {
    if (word.empty()) return 0;
    if (const auto found = numbers_.find(word); found != numbers_.end()) return found->second;
    if (words_.size() >= board_words_max) return 0;
    const auto number = static_cast<std::uint16_t>(words_.size());
    numbers_.emplace(word, number);
    words_.push_back(word);
    return number;
  }
  const std::string& text(std::uint16_t number) const { return words_[number]; }

private:
  boost::unordered_flat_map<std::string, std::uint16_t> numbers_;
  std::deque<std::string> words_{std::string()};
};

struct board_state {
  board_state() = default;
  /// For tests: smaller bounds.
  board_state(std::size_t messages_max, std::size_t messages_open_max, std::size_t replies_max)
      : messages(messages_max, messages_open_max), replies(replies_max, replies_max) {}

  std::deque<practice_row> practices; ///< in order of appearance; never removed
  boost::unordered_flat_map<practice_id, std::uint32_t, std::hash<practice_id>> practice_numbers;
  std::map<std::string, provider_row> providers;
  word_list words;
  bounded_table<message_row> messages{board_messages_max, board_messages_open_max};
  bounded_table<reply_row> replies{board_replies_max, board_replies_max};
  bounded_table<operation_row> operations{board_operations_max, board_operations_max};
  bounded_table<staff_row> staff_items{board_items_max, board_items_max};
  bounded_table<parked_row> parked{board_items_max, board_items_max};
  bounded_table<audit_row> audit{board_audit_max, board_audit_max};
  counters all;
  std::map<std::string, std::vector<view::actor>> actors; ///< by station
  view::count events = 0;                                 ///< folded
  view::count unreadable = 0;                             ///< events this version can't decode
  view::count dropped = 0;                                ///< messages that are no longer in memory; the log has them
  std::vector<message_place> places; ///< theirs, to be written down: whoever keeps them takes them out

  practice_row& practice(const practice_id& id) {
    const auto [at, is_new] = practice_numbers.try_emplace(id, static_cast<std::uint32_t>(practices.size()));
    if (is_new) practices.emplace_back().id = id;
    return practices[at->second];
  }
  const practice_row* find_practice(const practice_id& id) const {
    const auto found = practice_numbers.find(id);
    return found == practice_numbers.end() ? nullptr : &practices[found->second];
  }
};

} // namespace tidings
