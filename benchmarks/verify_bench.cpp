// How long `tidings log verify` takes: makes a log of so many events, then checks every record, file and snapshot of
// it.
#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/event_log/tool.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <sstream>

using namespace tidings;
using steady = std::chrono::steady_clock;

namespace {

constexpr std::size_t group_size = 5'000;

double seconds_since(steady::time_point start) { return std::chrono::duration<double>(steady::now() - start).count(); }

/// As hard to compress as what is sealed.
std::string payload_of(std::uint64_t seed, std::size_t bytes) {
  std::string payload(bytes, '\0');
  for (auto& one : payload) {
    seed = seed * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
    one = static_cast<char>(seed >> 56);
  }
  return payload;
}

result<void> make_log(const std::filesystem::path& directory, std::uint64_t events, std::size_t bytes,
                      std::size_t practices) {
  auto engine = open_rocksdb({.directory = directory});
  if (!engine) return tl::unexpected<failure>(engine.error());
  log_group group;
  for (std::uint64_t i = 0; i < events; ++i) {
    const auto practice = *practice_id::parse(fmt::format("A{:05}", i % practices + 1));
    group.entries.push_back({practice,
                             i / practices + 1,
                             {event_type::message_accepted, 1, from_ms(1'772'442'000'000), payload_of(i, bytes)}});
    if (group.entries.size() < group_size && i + 1 < events) continue;
    if (auto written = (*engine)->write(group, durability::buffered); !written) return written;
    group.clear();
  }
  return {};
}

} // namespace

int main(int argc, char** argv) {
  std::filesystem::path directory = "verify-bench";
  std::uint64_t events = 1'000'000;
  std::size_t bytes = 256, practices = 100;
  CLI::App app("How long `tidings log verify` takes over so many events");
  app.add_option("--directory", directory, "where to write; removed afterwards")->capture_default_str();
  app.add_option("--events", events, "in all")->capture_default_str();
  app.add_option("--bytes", bytes, "payload of an event")->capture_default_str();
  app.add_option("--practices", practices, "they belong to")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  std::filesystem::remove_all(directory);
  auto start = steady::now();
  if (const auto made = make_log(directory, events, bytes, practices); !made) {
    std::cerr << made.error().detail << '\n';
    return 1;
  }
  const auto making = seconds_since(start);
  start = steady::now();
  std::ostringstream out;
  const int code = log_verify(directory, out);
  const auto took = seconds_since(start);
  std::filesystem::remove_all(directory);
  fmt::print("{} events of {} bytes, {} practices: made in {:.1f} s, verified in {:.1f} s ({:.0f} events/s){}\n",
             events, bytes, practices, making, took, static_cast<double>(events) / took, code == 0 ? "" : ", DAMAGED");
  return code;
}
