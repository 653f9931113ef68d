#pragma once
// A log in a folder of its own, with records whose content follows from practice and sequence: whoever reads one back
// knows what it must be.
#include "actors/event_log/rocksdb_engine.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace tidings::test {

class log_story : public ::testing::Test {
protected:
  static log_entry entry(const practice_id& practice, std::uint64_t sequence) {
    std::string payload = practice.str() + " " + std::to_string(sequence) + " ";
    std::uint64_t word = std::hash<std::string>{}(payload);
    for (auto words = 4 + sequence % 40; words > 0; --words) {
      word = word * 6364136223846793005u + 1442695040888963407u; // hardly compressible, as what is sealed
      payload.append(reinterpret_cast<const char*>(&word), sizeof word);
    }
    return {practice,
            sequence,
            {event_type::message_accepted, 1, from_ms(static_cast<std::int64_t>(sequence)), std::move(payload)}};
  }
  /// Small enough that tables are written and merged all the time.
  static rocksdb_options options_of(const std::filesystem::path& directory, rocksdb::Env* env) {
    return {.directory = directory, .memory_bytes = 64 * 1024, .wal_bytes_max = 256 * 1024, .env = env};
  }
  result<std::unique_ptr<log_engine>> open() { return open_rocksdb(options_of(directory, env)); }

  temporary_directory temporary{in_memory};
  std::filesystem::path directory = temporary.path / "log";
  rocksdb::Env* env = nullptr;
  std::vector<practice_id> practices = {*practice_id::parse("A99001"), *practice_id::parse("B99002"),
                                        *practice_id::parse("C99003")};
  std::map<practice_id, std::uint64_t> last; ///< acknowledged
  std::mt19937_64 dice{20261122};
};

} // namespace tidings::test
