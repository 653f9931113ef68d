// file = slot*   slot = practice padded to 12, 4 zero bytes, sequence:u64, check:u64   (32 bytes, native little-endian)
// check = sequence xor a constant. A slot whose check doesn't hold (the process ended between the two stores, or the
// file is damaged) makes no claim.
#include "actors/event_log/durable_marks.hpp"

#include "actors/event_log/record.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

namespace tidings {

struct durable_marks::slot {
  std::array<char, practice_id::size_max> practice;
  std::uint32_t reserved;
  std::uint64_t sequence;
  std::uint64_t check;
};

namespace {
constexpr std::size_t first_capacity = 1'024;
constexpr std::uint64_t check_constant = 0x7469'6469'6e67'7321; // "tidings!"

template <class Slot> std::map<practice_id, std::uint64_t> claims(const Slot* slots, std::size_t count) {
  std::map<practice_id, std::uint64_t> found;
  for (std::size_t i = 0; i < count && slots[i].practice[0] != '\0'; ++i) {
    const auto practice = parse_padded({slots[i].practice.data(), slots[i].practice.size()});
    if (practice && (slots[i].sequence ^ check_constant) == slots[i].check) found[*practice] = slots[i].sequence;
  }
  return found;
}
failure system_failure(std::string_view doing, const std::filesystem::path& what) {
  const auto code = errno == ENOSPC || errno == EDQUOT ? error_code::disk_full : error_code::log_unavailable;
  return {code, std::string(doing) + " " + what.string() + ": " + std::strerror(errno)};
}
} // namespace

result<durable_marks> durable_marks::open(const std::filesystem::path& file) {
  durable_marks marks;
  marks.file_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (marks.file_ < 0) return tl::unexpected<failure>(system_failure("opening", file));
  const auto size = ::lseek(marks.file_, 0, SEEK_END);
  const auto slots = std::max(first_capacity, static_cast<std::size_t>(size) / sizeof(slot));
  if (auto mapped = marks.map(slots); !mapped) return tl::unexpected<failure>(mapped.error());
  marks.found_ = claims(marks.slots_, marks.capacity_);
  for (; marks.used_ < marks.capacity_ && marks.slots_[marks.used_].practice[0] != '\0'; ++marks.used_)
    if (const auto practice = parse_padded({marks.slots_[marks.used_].practice.data(), practice_id::size_max}))
      marks.index_[*practice] = marks.used_;
  return marks;
}

std::map<practice_id, std::uint64_t> durable_marks::read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  std::vector<slot> slots(bytes.size() / sizeof(slot));
  if (!slots.empty()) std::memcpy(slots.data(), bytes.data(), slots.size() * sizeof(slot));
  return claims(slots.data(), slots.size());
}

durable_marks::durable_marks(durable_marks&& other) noexcept
    : found_(std::move(other.found_)), index_(std::move(other.index_)), slots_(std::exchange(other.slots_, nullptr)),
      capacity_(other.capacity_), used_(other.used_), file_(std::exchange(other.file_, -1)) {}

durable_marks::~durable_marks() {
  if (slots_) ::munmap(slots_, capacity_ * sizeof(slot));
  if (file_ >= 0) ::close(file_);
}

result<void> durable_marks::map(std::size_t slots) {
  const auto bytes = slots * sizeof(slot);
  // Space is taken now: a full disk under a mapping would end the process with a signal.
  if (const int refused = ::posix_fallocate(file_, 0, static_cast<off_t>(bytes)); refused != 0) {
    errno = refused;
    return tl::unexpected<failure>(system_failure("making room for", "acknowledged"));
  }
  void* mapped = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file_, 0);
  if (mapped == MAP_FAILED) return tl::unexpected<failure>(system_failure("mapping", "acknowledged"));
  if (slots_) ::munmap(slots_, capacity_ * sizeof(slot));
  slots_ = static_cast<slot*>(mapped);
  capacity_ = slots;
  return {};
}

result<void> durable_marks::raise(const practice_id& practice, std::uint64_t sequence) {
  auto [at, fresh] = index_.try_emplace(practice, used_);
  if (fresh) {
    if (used_ == capacity_)
      if (auto grown = map(capacity_ * 2); !grown) {
        index_.erase(at);
        return grown;
      }
    ++used_;
  }
  slot& mark = slots_[at->second];
  mark.sequence = sequence;
  mark.check = sequence ^ check_constant;
  if (fresh) {
    std::atomic_signal_fence(std::memory_order_seq_cst); // the name last: a slot with a name has its numbers
    mark.practice = practice.padded();
  }
  return {};
}

} // namespace tidings
