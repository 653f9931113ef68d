#pragma once
// What sections of practices' files were before they were changed in the browser: a small file for each practice.
#include "schemas/errors.hpp"
#include "schemas/ids.hpp"
#include "schemas/time.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tidings::onboarding {

constexpr std::size_t history_max = 30;               ///< changes of one practice; older ones are let go
constexpr std::size_t history_bytes_max = 512 * 1024; ///< of them all: large sections are kept for fewer changes

struct section_change {
  std::int64_t number = 0; ///< counts up, from 1
  timestamp at{};
  std::string by;
  std::string section;
  std::string before; ///< its text until then; empty: it wasn't in the file
  bool operator==(const section_change&) const = default;
};

class section_history {
public:
  explicit section_history(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Oldest first. Fails with `log_damaged` and `log_unavailable`.
  result<std::vector<section_change>> of(const practice_id& practice) const;
  /// Adds one; its number is given to it here. Durable when this returns.
  result<void> add(const practice_id& practice, section_change what) const;
  /// Takes the newest away again: what it tells of didn't happen.
  result<void> take_back(const practice_id& practice) const;

private:
  std::filesystem::path file_of(const practice_id& practice) const;
  result<void> keep(const practice_id& practice, const std::vector<section_change>& all) const;

  std::filesystem::path folder_;
};

} // namespace tidings::onboarding
