// A practice's file as somebody saved it.
#include "actors/node/config/practice_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidings;
  static const int memory = memfd_create("A99001.yaml", 0);
  static const std::filesystem::path file = "/proc/self/fd/" + std::to_string(memory);
  if (ftruncate(memory, 0) != 0 || pwrite(memory, data, size, 0) != static_cast<ssize_t>(size)) return 0;
  config::findings found;
  const broker_settings host;
  static_cast<void>(config::load_practice_file(file, host, {}, found));
  return 0;
}
