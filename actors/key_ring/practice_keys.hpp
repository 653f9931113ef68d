#pragma once
// One practice's keys in memory. Data keys stay wrapped and are unwrapped for each use. Not thread-safe: key_ring
// locks.
#include "actors/key_ring/key_file.hpp"
#include "actors/key_ring/key_store.hpp"
#include "schemas/sealing.hpp"

#include <set>
#include <unordered_map>

namespace tidings {

struct key_limits {
  /// AES-GCM with one key is to stay far below 2^32 uses (NIST SP 800-38D §8.3); counted over all keys of a practice.
  std::uint64_t uses_max = 1ULL << 31U;
  /// Uses are booked on disk in advance by so many: a crash counts too many, never too few.
  std::uint64_t uses_booked = 1ULL << 14U;
  std::chrono::hours rotate_after{90 * 24};
};

struct key_status {
  bool erased = false;
  std::uint32_t practice_key = 0, generation = 0;
  timestamp since{}; ///< of the generation
  std::uint64_t uses = 0;
  std::size_t keys = 0, erased_keys = 0;
};

class practice_keys {
public:
  /// Reads the practice's files, or makes them.
  static result<std::unique_ptr<practice_keys>> load(const practice_id& practice, const key_bytes& master,
                                                     key_store& store, const key_limits& limits, timestamp now);

  struct usable {
    std::uint64_t id = 0;
    key_bytes key;
  };
  /// The subject's key of this generation, made if there was none, and on disk after `settle`. Counts one use.
  result<usable> key_for(const seal_subject& subject, timestamp now);
  result<void> settle();
  /// The file as it is in memory, written as a whole: what a failed sync leaves behind isn't to be relied on.
  result<void> write_anew();
  bool unsettled() const { return unsettled_; }
  /// Nothing: erased.
  result<std::optional<key_bytes>> key_of(std::uint64_t id) const;
  const marker& marks() const { return marks_; }

  /// Nothing happens when none of them has a key, which it tells.
  result<bool> erase(std::span<const seal_subject> subjects, timestamp now);
  result<void> erase_all();
  result<void> rotate(timestamp now);

  key_status status() const;
  std::size_t bytes() const { return sizeof *this + records_.size() * 200; } ///< about
  bool erased() const { return erased_; }
  /// After a change failed memory and disk may differ: it has to be read again.
  bool stale() const { return stale_; }

private:
  practice_keys(const practice_id& practice, const key_bytes& master, key_store& store, const key_limits& limits)
      : practice_(practice), master_(master), store_(&store), limits_(limits) {}

  result<void> make(timestamp now);
  result<void> take(const key_file::unlock& lock, std::string_view bytes);
  result<void> take(key_file::content&& content);
  /// Everything in `keep` under a fresh practice key, the old one gone for good.
  result<void> rewrap(std::vector<key_file::record> keep);
  result<void> add(const key_file::record& what);
  result<void> book(timestamp now);
  void index();
  key_file::record wrapped(key_file::record what, const key_bytes& key, const key_bytes& by) const;
  std::optional<key_bytes> unwrapped(const key_file::record& what, const key_bytes& by) const;
  key_file::unlock::practice_key lock_of(std::uint32_t number, const key_bytes& key) const;
  std::string unlock_name() const { return practice_.str() + ".unlock"; }
  std::string keys_name() const { return practice_.str() + ".keys"; }
  tl::unexpected<failure> damaged(std::string why) const;

  practice_id practice_;
  key_bytes master_;
  key_store* store_;
  key_limits limits_;
  bool erased_ = false, stale_ = false;
  bool unsettled_ = false; ///< something was added and not synced yet
  bool unsure_ = true;     ///< what was read may have been added by a process that died before it could sync
  key_bytes practice_key_;
  std::uint32_t practice_key_number_ = 0;
  std::vector<key_file::record> records_; ///< as they stand in the file
  std::unordered_map<std::uint64_t, std::size_t> by_id_;
  std::map<key_file::subject_id, std::size_t> current_; ///< of this generation
  std::set<std::uint64_t> gone_;
  std::uint32_t generation_ = 0;
  timestamp since_{};
  std::uint64_t uses_ = 0, booked_ = 0;
  marker marks_;
};

} // namespace tidings
