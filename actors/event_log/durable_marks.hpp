#pragma once
// A small file beside the log that says up to which sequence each practice's records were acknowledged. RocksDB's
// recovery ends silently at the first bad record of its write-ahead log; held against this file, the loss is seen and
// named. It is mapped into memory: a mark costs two stores, no system call, and outlives the process. Only raised after
// a sync, so it never claims too much; after a power cut it may claim too little.
#include "schemas/errors.hpp"
#include "schemas/ids.hpp"

#include <filesystem>
#include <map>
#include <unordered_map>

namespace tidings {

class durable_marks {
public:
  /// Creates the file if there is none.
  static result<durable_marks> open(const std::filesystem::path& file);
  /// What the file says, for those who only look; empty when there is none.
  static std::map<practice_id, std::uint64_t> read(const std::filesystem::path& file);

  durable_marks(durable_marks&& other) noexcept;
  durable_marks& operator=(durable_marks&&) = delete;
  durable_marks(const durable_marks&) = delete;
  durable_marks& operator=(const durable_marks&) = delete;
  ~durable_marks();

  const std::map<practice_id, std::uint64_t>& found() const { return found_; } ///< when it was opened
  /// Fails only when a new practice's mark needs space that the disk doesn't have.
  result<void> raise(const practice_id& practice, std::uint64_t sequence);

private:
  struct slot;
  durable_marks() = default;
  result<void> map(std::size_t slots);

  std::map<practice_id, std::uint64_t> found_;
  std::unordered_map<practice_id, std::size_t> index_;
  slot* slots_ = nullptr;
  std::size_t capacity_ = 0;
  std::size_t used_ = 0;
  int file_ = -1;
};

} // namespace tidings
