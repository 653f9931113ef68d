// What sealing costs: an event sealed and opened, a patient's first key on disk, a rotation of many keys.
#include "actors/key_ring/key_ring.hpp"
#include "schemas/event_codec.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

namespace {

using namespace tidings;
using steady = std::chrono::steady_clock;

/// Microseconds for each of `times` runs of `what`.
template <class F> double each(int times, F&& what) {
  const auto begins = steady::now();
  for (int i = 0; i < times; ++i) what(i);
  return std::chrono::duration<double, std::micro>(steady::now() - begins).count() / times;
}

message_accepted a_message(int n) {
  return {.message = id_from_name<message_id>("bench", std::to_string(n)),
          .patient = patient_id("patient-" + std::to_string(n)),
          .appointment = appointment_id("appointment"),
          .to = secret_text("447700900123"),
          .text = secret_text(std::string(140, 'x')),
          .sender = "447700900999"};
}

template <class T> T must(result<T> what) {
  if (what) return std::move(*what);
  fmt::print(stderr, "{}\n", what.error().detail);
  std::exit(1);
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app("What sealing costs");
  std::string folder = std::filesystem::temp_directory_path();
  int events = 20'000, patients = 2'000;
  app.add_option("--folder", folder, "On the disk to be measured")->capture_default_str();
  app.add_option("--events", events)->capture_default_str();
  app.add_option("--patients", patients)->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  auto scratch = (std::filesystem::path(folder) / "tidings-bench-XXXXXX").string();
  if (!::mkdtemp(scratch.data())) return 1;
  const auto practice = *practice_id::parse("A99001");
  key_ring keys(cipher::random_key(), must(open_key_folder(std::filesystem::path(scratch) / "keys")),
                key_ring_options{.now = system_now});
  const auto at = system_now();
  std::size_t bytes = 0;

  const auto first =
      each(patients, [&](int i) { bytes += must(seal(a_message(i), at, practice, keys)).payload.size(); });
  const event one = a_message(0);
  const auto plain = each(events, [&](int) { bytes += encode(one, at).payload.size(); });
  const auto sealing = each(events, [&](int) { bytes += must(seal(one, at, practice, keys)).payload.size(); });
  const auto box = must(seal(one, at, practice, keys));
  const auto reading = each(events, [&](int) { bytes += must(decode(encode(one, at))).index(); });
  const auto opening = each(events, [&](int) { bytes += must(open(box, practice, keys)).index(); });
  const auto rotation = each(3, [&](int) {
    if (!keys.rotate(practice)) std::exit(1);
  });
  std::filesystem::remove_all(scratch);

  fmt::print("a patient's first event (makes a key, fsync)  {:>9.1f} us\n", first);
  fmt::print("an event written: plain {:.1f} us, sealed {:.1f} us ({} bytes, plain {})\n", plain, sealing,
             box.payload.size(), encode(one, at).payload.size());
  fmt::print("an event read: plain and written {:.1f} us, sealed {:.1f} us\n", reading, opening);
  fmt::print("a rotation of {} keys  {:>9.1f} ms\n", patients, rotation / 1'000);
  return bytes == 0;
}
