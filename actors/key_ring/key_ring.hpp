#pragma once
// Every practice's keys behind the port of schemas/sealing.hpp. Loaded when needed, forgotten when a practice rests.
// Box: u64 id of the data key, then nonce, ciphertext and tag. Bound to it: the practice, and what the caller says.
#include "actors/key_ring/practice_keys.hpp"
#include "schemas/time.hpp"

#include <atomic>
#include <mutex>

namespace tidings {

struct key_ring_options {
  wall_clock now;
  key_limits limits;
  std::size_t loaded_bytes_max = 64U << 20U; ///< of all practices' keys in memory; those used longest ago leave first
};

class key_ring final : public sealer {
public:
  /// @param wrapping the master key's part for the key ring: `master_key::derived("key ring")`
  key_ring(const key_bytes& wrapping, std::shared_ptr<key_store> store, key_ring_options options);

  result<std::string> seal(const practice_id& practice, const seal_subject& subject, std::string_view aad,
                           std::string_view plain) override;
  result<void> settle(const practice_id& practice) override;
  result<std::optional<std::string>> open(const practice_id& practice, std::string_view aad,
                                          std::string_view box) override;
  result<marker> marker_of(const practice_id& practice) override;
  result<bool> erase(const practice_id& practice, std::span<const seal_subject> subjects) override;
  result<void> erase_practice(const practice_id& practice) override;
  result<void> keep_note(const practice_id& practice, std::string_view note) override;
  result<std::string> note_of(const practice_id& practice) override;
  result<void> rotate(const practice_id& practice) override;
  void rest(const practice_id& practice) override;

  result<key_status> status(const practice_id& practice);
  /// Practices whose keys are in memory.
  std::size_t loaded() const;

private:
  /// Never removed: whoever has a practice's keys in hand must be the only one who has.
  struct slot {
    std::mutex lock;
    std::unique_ptr<practice_keys> keys;
    bool failed = false;                 ///< a change was: the file is to be written anew before anything relies on it
    std::atomic<std::uint64_t> used = 0; ///< when, by `clock_`
    std::atomic<std::size_t> bytes = 0;
  };
  /// Calls `f` with the practice's keys, loaded, while nobody else has them.
  template <class F> auto with(const practice_id& practice, F&& f) -> decltype(f(std::declval<practice_keys&>()));
  slot& slot_of(const practice_id& practice);
  void make_room(const slot& but);
  cipher::nonce next_nonce();

  key_bytes wrapping_;
  std::shared_ptr<key_store> store_;
  key_ring_options options_;
  mutable std::mutex lock_;
  std::map<practice_id, slot> slots_;
  std::atomic<std::uint64_t> clock_ = 0;
  // A nonce is a place on one long line that starts somewhere at random for each process: within a process none comes
  // twice, and two processes' stretches of a 96-bit line meet with no likelihood worth a name.
  std::uint32_t nonce_high_ = 0;
  std::atomic<std::uint64_t> nonce_low_ = 0;
};

} // namespace tidings
