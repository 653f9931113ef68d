#pragma once
// What a connector makes of a complete reading: what the practice is told, and whose details are read next.
#include "actors/connector/diary_window.hpp"
#include "schemas/commands.hpp"

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace tidings {

/// Remembers what was told, so that an unchanged diary isn't told again and again.
class diary_memory {
public:
  using instant = std::chrono::steady_clock::time_point;

  /// `rows`: their patients are marks already. What is told claims to know only what starts after now (plus the
  /// system's clock error), because some systems show what is to come: an appointment that has begun is missing there
  /// without being gone. Nothing: just this was told within the last hour.
  std::optional<appointments_read> news(std::vector<appointment> rows, const systmone::window& window, timestamp now,
                                        instant steady);

private:
  uuid::raw told_hash_{};
  instant told_at_{};
};

/// Remembers which groups were told, so that unchanged ones aren't told again and again.
class group_memory {
public:
  using instant = diary_memory::instant;
  static constexpr std::size_t members_max = 1'000; ///< of one command: the practice records each in one go

  /// `groups`: members are marks already. A large group is told in ranges of ids, each complete in itself. Nothing:
  /// just this was told within the last hour.
  std::vector<group_read> news(const std::map<std::string, std::set<patient_id>>& groups, instant steady);

private:
  uuid::raw told_hash_{};
  instant told_at_{};
};

/// When each patient's details were read.
class patient_memory {
public:
  using instant = diary_memory::instant;

  void read(const patient_id& who, instant at) { read_[who] = at; }
  void clear() { read_.clear(); }
  /// What is known of them is out of date.
  void forget(const patient_id& who) { read_.erase(who); }
  /// Patients with a booking to come whose details are unknown or older than `keep`; those seen first come first.
  /// Those who have no such booking are forgotten.
  std::deque<patient_id> to_read(const std::vector<appointment>& rows, timestamp now, instant steady, millis keep);

private:
  std::unordered_map<patient_id, instant> read_;
};

} // namespace tidings
