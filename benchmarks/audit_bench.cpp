// How long it takes to verify an audit trail of so many entries, against itself and against its anchor.
#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/node/audit/verify.hpp"
#include "schemas/event_codec.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <filesystem>

using namespace tidings;

namespace {

constexpr std::size_t group_size = 5'000;

/// Entries of one practice after the other, as views of single messages leave them.
result<audit::anchor_book> fill(const std::filesystem::path& folder, std::size_t entries, int practices) {
  auto engine = open_rocksdb({.directory = folder});
  if (!engine) return tl::unexpected(engine.error());
  audit::anchor_book book;
  audit::anchor_line line;
  log_group group;
  for (std::size_t n = 0; n < entries; ++n) {
    const auto which = static_cast<int>(n % static_cast<std::size_t>(practices));
    audit_mark mark{.request = id_from_name<request_id>("bench", std::to_string(n)),
                    .user = "ann",
                    .role = "operator",
                    .session = "0123456789abcdef",
                    .action = "GET /api/v1/messages/{}",
                    .objects = {"0f8fad5b-d9cb-469f-a165-70867728950e"},
                    .reason = "The patient phoned"};
    group.entries.push_back({*practice_id::parse(fmt::format("A{:05}", which)),
                             n / static_cast<std::size_t>(practices) + 1,
                             encode(audited{std::move(mark), "done"}, system_now())});
    if (group.entries.size() < group_size && n + 1 < entries) continue;
    if (auto written = (*engine)->write(group, durability::buffered); !written) return tl::unexpected(written.error());
    group.clear();
  }
  for (const auto& [practice, head] : (*engine)->heads()) line.ends.push_back({practice, head.last, head.hash});
  book.lines.push_back(std::move(line));
  return book;
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app("Verifies an audit trail made for the purpose, and says how long that took.");
  std::size_t entries = 1'000'000;
  int practices = 100;
  std::string dir = std::filesystem::temp_directory_path().string();
  app.add_option("--entries", entries, "How many")->capture_default_str();
  app.add_option("--practices", practices, "Of how many practices")
      ->check(CLI::Range(1, 99'999))
      ->capture_default_str();
  app.add_option("--dir", dir, "Where the log is made, and removed afterwards")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const auto folder = std::filesystem::path(dir) / "tidings-audit-bench";
  std::filesystem::remove_all(folder);
  const auto book = fill(folder, entries, practices);
  if (!book) {
    fmt::print(stderr, "{}\n", book.error().detail);
    return 1;
  }
  const auto log = read_rocksdb(folder);
  if (!log) {
    fmt::print(stderr, "{}\n", log.error().detail);
    return 1;
  }
  const auto begun = std::chrono::steady_clock::now();
  const auto found = audit::verify(**log, &*book);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  fmt::print("{} entries of {} practices verified in {:.1f} s, {} damages\n", found.entries, found.practices,
             took.count(), found.damages.size());
  std::filesystem::remove_all(folder);
  return found.damages.empty() && found.entries == entries ? 0 : 1;
}
