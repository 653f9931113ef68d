#pragma once
// One receiver's book: what it is owed, what it was told, what was given up. Kept as a file; whatever isn't in it is
// derived from the log again, so a crash can only mean that something is told twice. Pure.
#include "actors/callback/rules.hpp"
#include "schemas/errors.hpp"

#include <map>
#include <set>
#include <vector>

namespace tidings::callback {

constexpr std::size_t window = 4;       ///< calls of one receiver under way at once
constexpr std::size_t open_max = 1'000; ///< owed and not settled; the stream isn't read on meanwhile
constexpr std::size_t dead_max = 500;   ///< dead letters; beyond, nothing more is given up, it is tried on

struct retrying {
  std::uint64_t sequence = 0;
  std::uint32_t tries = 0;
  timestamp next_at{};
};
BOOST_DESCRIBE_STRUCT(retrying, (), (sequence, tries, next_at))

struct dead_letter {
  owed what;
  std::uint32_t tries = 0;
  std::string why;
  timestamp at{};
  bool again = false; ///< somebody asked that it be tried once more
};
BOOST_DESCRIBE_STRUCT(dead_letter, (), (what, tries, why, at, again))

/// What stands in the file.
struct kept_book {
  std::uint64_t epoch = 0;
  std::uint64_t from = 0;       ///< reading begins after this sequence
  std::uint64_t cursor = 0;     ///< everything up to this one is settled
  std::set<std::uint64_t> done; ///< settled beyond it
  std::vector<retrying> retries;
  std::vector<dead_letter> dead;
  std::uint64_t told = 0;
  timestamp last_at{};
  std::string last_said;
};
BOOST_DESCRIBE_STRUCT(kept_book, (), (epoch, from, cursor, done, retries, dead, told, last_at, last_said))

/// The file's bytes: a line with its format, then the book as codec.hpp writes it.
std::string bytes_of(const kept_book& what);
/// Fails with `log_damaged`: what was told isn't known then, and a person has to decide.
result<kept_book> book_of(std::string_view bytes);

class book {
public:
  struct item {
    owed what;
    std::uint32_t tries = 0;
    timestamp next_at{};
    bool under_way = false;
    bool dead = false; ///< a dead letter that is tried once more
  };

  book(receiver which, kept_book kept);

  /// In the stream's order. Ignored when it is settled already.
  void owe(owed what);
  /// The stream was read up to this sequence.
  void read_upto(std::uint64_t sequence);
  /// The log was restored: what was settled at or after this sequence belonged to events that are gone.
  void epoch_began(std::uint64_t epoch, std::uint64_t sequence);

  /// What may be told now, in its order, each marked as under way; none while an earlier one of the same order is open.
  std::vector<owed> due(timestamp now);
  /// @return whether it was one that is under way
  bool ended(std::uint64_t sequence, const http_outcome& answer, timestamp now);
  /// Nobody was asked: our own log or disk couldn't be read. It is due again after a while.
  void put_off(std::uint64_t sequence, timestamp until);
  /// There is nothing to tell any more, or nothing that could be.
  void drop(std::uint64_t sequence);

  /// Dead letters with these sequences, all when there are none, are tried again or discarded. How many.
  std::size_t release(const std::set<std::uint64_t>& which, bool retry);

  bool full() const { return open_.size() >= open_max; }
  std::uint64_t read() const { return read_; }
  const std::map<std::uint64_t, item>& open() const { return open_; }
  std::size_t dead() const;
  const kept_book& kept() const { return kept_; }
  std::size_t under_way() const;
  /// As it is to be kept. @param restart_after the follower's
  kept_book to_keep(std::uint64_t restart_after) const;

private:
  dead_letter* letter_of(std::uint64_t sequence);
  void settle(std::uint64_t sequence);
  void move_cursor();

  receiver which_;
  kept_book kept_;
  std::uint64_t read_;
  std::map<std::uint64_t, item> open_; ///< owed and not settled, and dead letters that are tried once more
};

} // namespace tidings::callback
