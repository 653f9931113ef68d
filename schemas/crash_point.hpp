#pragma once
// Places where a test can end the process as `kill -9` would, or make one command's handler fail: the places that
// decide whether a promise survives. Set from outside, so that the real broker is what is tested:
//
//   TIDINGS_CRASH_AT=after_append:7   dies the 7th time it comes past `after_append` (no number: the first time)
//   TIDINGS_POISON=word               handling a command whose text contains the word throws
//
// Only a build with BUILD_TESTING has any of this; in others the functions are empty and the variables mean nothing.
#include <array>
#include <string_view>

namespace tidings {

/// Every place, in the order a message comes past them.
inline constexpr std::array<std::string_view, 11> crash_places = {
    "before_append",        // decided, nothing written
    "mid_batch",            // a group is in the log, nobody knows yet
    "after_append",         // a practice's events are on disk, nothing is spoken of them yet
    "before_provider_call", // the attempt is on disk, the provider not called
    "after_provider_call",  // the provider answered, nothing recorded
    "before_write_back",    // the operation is on disk, the clinical system not written to
    "after_write_back",     // the clinical system answered, nothing recorded
    "mid_snapshot",         // a state is encoded, its write not yet begun
    "mid_compaction",       // a table file is written, the log's list of files doesn't name it yet
    "mid_backup",           // some files are copied, the backup isn't listed
    "mid_key_rotation",     // new keys are made, not everything is wrapped by them
};

/// One of `crash_places`; a name that isn't doesn't compile.
class crash_place {
public:
  consteval crash_place(const char* name) : name_(name) { // NOLINT: meant to be implicit
    for (const auto known : crash_places)
      if (known == name_) return;
    throw "no such crash place";
  }
  constexpr std::string_view name() const { return name_; }

private:
  std::string_view name_;
};

/// Whether some crash place is switched on: for places that cost something to come past.
bool crash_points_on();

/// Ends the process here, without warning, when the environment says so.
void crash_point(crash_place place);

/// Throws when `text` contains the word of TIDINGS_POISON: a fault as a foreign library would make it.
void poison_point(std::string_view text);

} // namespace tidings
