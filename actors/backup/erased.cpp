#include "actors/backup/erased.hpp"

#include "actors/backup/data_files.hpp"
#include "actors/backup/folder.hpp"
#include "actors/backup/sealed_file.hpp"
#include "actors/key_ring/key_file.hpp"
#include "schemas/codec.hpp"
#include "schemas/erasures.hpp"

#include <algorithm>

namespace tidings::backup {
namespace {

template <class Map> std::size_t count_after(const Map& all, timestamp at) {
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [&](const auto& one) { return one.second > at; }));
}

} // namespace

result<erased_count> erased_after(const std::filesystem::path& keys, timestamp at) {
  const auto files = files_below(keys);
  if (!files) return pass_on(files.error());
  erased_count found;
  for (const auto& file : *files) {
    const auto name = file.stem().string();
    const auto practice = name == practice_id::host().str() ? practice_id::host() : practice_id::parse(name);
    if (!practice || file != key_file::note_name(*practice)) continue;
    const auto bytes = read_whole(keys / file, data_file_bytes_max);
    if (!bytes) return pass_on(bytes.error());
    const auto note = key_file::read_note(*practice, *bytes);
    if (!note) return pass_on(note.error());
    const auto erased = codec::decode<erasures>(*note);
    if (!erased) return pass_on(erased.error());
    found.patients += count_after(erased->patients, at);
    found.practices += count_after(erased->practices, at);
  }
  return found;
}

} // namespace tidings::backup
