#pragma once
// A directory for one test, gone at its end.
#include <filesystem>
#include <stdlib.h>
#include <string>
#include <unistd.h>

namespace tidings::test {

/// Where syncs cost nothing, if this machine has such a place: for tests that make hundreds of logs.
struct in_memory_t {};
constexpr in_memory_t in_memory{};

struct temporary_directory {
  std::filesystem::path path;

  temporary_directory() : temporary_directory(std::filesystem::temp_directory_path()) {}
  explicit temporary_directory(in_memory_t)
      : temporary_directory(::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : std::filesystem::temp_directory_path()) {}
  explicit temporary_directory(const std::filesystem::path& above) {
    auto name = (above / "tidings-test-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;
  ~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

} // namespace tidings::test
