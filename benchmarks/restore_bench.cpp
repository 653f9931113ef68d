// How long it takes from a lost disk to a broker that is there again: makes a log, has the real `tidings serve` back it
// up whole, restores the backup to an empty folder and starts a broker on that. Beside it, in the same run, what the
// disk takes to copy as many bytes.
#include "benchmarks/broker_options.hpp"
#include "benchmarks/started_broker.hpp"

using namespace tidings;

namespace {

/// @return seconds; the benchmark ends when the command fails
double timed(const std::string& command) {
  const auto began = std::chrono::steady_clock::now();
  if (std::system(command.c_str()) != 0) bench::give_up("failed: " + command);
  return bench::seconds_since(began);
}

double megabytes_in(const std::filesystem::path& folder) {
  double sum = 0;
  for (const auto& one : std::filesystem::recursive_directory_iterator(folder))
    if (one.is_regular_file()) sum += static_cast<double>(one.file_size());
  return sum / 1e6;
}

void print(const char* what, double seconds, double megabytes = 0) {
  fmt::print("{:<34} {:>7.1f} s", what, seconds);
  if (megabytes > 0) fmt::print("   {:>6.0f} MB/s", megabytes / seconds);
  fmt::print("\n");
  std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app("How long a backup of a log takes to make, to restore, and to be a broker again");
  bench::broker_options options;
  auto& [plan, under, tidings] = options;
  plan.queued = 0;
  options.add_to(app, "On which disk; it takes four times the log's size");
  app.add_option("--text-bytes", plan.text_bytes, "Length of each message's text, as of an e-mail; 0: of an SMS")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  const bench::workplace place(under, tidings, plan.practices);
  const auto began = std::chrono::steady_clock::now();
  const auto master = load_master_key({.file = place.file("master.key"), .env = {}, .command = {}});
  if (!master) bench::give_up(master.error().detail);
  bench::log_maker(plan, place.file("data"), *master).make();
  fmt::print("{} events of {} practices: {:.0f} MB on disk, made in {:.0f} s\n", plan.events, plan.practices,
             place.log_mb(), bench::seconds_since(began));

  const auto run = [&](const std::string& what) {
    return timed(fmt::format("'{}' {} >>'{}' 2>&1", tidings.string(), what, place.file("commands.log").string()));
  };
  const auto config = place.file("broker.yaml").string();
  const auto backups = place.file("backups").string();
  const auto restored = place.file("restored").string();
  const bench::counting_provider provider;
  // The hour's own backup doesn't come between, and the bound on its speed is the operator's to choose.
  const std::string kept = "backup: {folder: backups, every: 1h, bytes_per_second_max: 10000000000}\n";
  {
    place.write_config(provider.port(), kept);
    bench::started_broker broker(place);
    broker.wait_until_ready();
    broker.wait_until_caught_up();
    const auto took = run(fmt::format("backup --config '{}'", config));
    print("backup of the running broker", took, megabytes_in(backups));
    broker.stop(true);
  }
  const auto megabytes = megabytes_in(backups);
  print("copy of the backup's bytes (cp)", timed(fmt::format("cp -r '{0}' '{0}.copy' && sync -f '{0}.copy'", backups)),
        megabytes);
  std::filesystem::remove_all(backups + ".copy");
  print("restore to an empty folder",
        run(fmt::format("restore '{}' --config '{}' --to '{}'", backups, config, restored)), megabytes);
  {
    place.write_config(provider.port(), kept + "data_dir: restored\n");
    bench::started_broker broker(place);
    print("restored broker ready", broker.wait_until_ready());
    print("its dashboard complete", broker.wait_until_caught_up());
    broker.stop(false);
  }
  print("log verify of the restored log", run(fmt::format("log verify --data '{}'", restored)));
}
