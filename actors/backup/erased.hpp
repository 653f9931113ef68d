#pragma once
// What a restored log doesn't know yet: who was erased after its backup was made. Each practice is told by the notes
// beside its keys when it starts (`erase_again` in actors/practice); this is for the restore's report.
#include "schemas/errors.hpp"
#include "schemas/time.hpp"

#include <filesystem>

namespace tidings::backup {

struct erased_count {
  std::size_t patients = 0, practices = 0;
};

/// @param keys the restored directory's `keys`
result<erased_count> erased_after(const std::filesystem::path& keys, timestamp at);

} // namespace tidings::backup
