// demo watch: progress in the terminal, then the three ledgers held against one another.
#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/node/cli/commands.hpp"
#include "actors/node/cli/keys.hpp"
#include "actors/node/demo/ledgers.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <thread>

namespace tidings::cli {
namespace {

constexpr std::chrono::milliseconds look_every{500};

std::size_t collect(char* data, std::size_t size, std::size_t count, void* into) {
  static_cast<std::string*>(into)->append(data, size * count);
  return size * count;
}

result<std::string> get(const std::string& url) {
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  std::string body;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, collect);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 10L);
  curl_easy_setopt(curl.get(), CURLOPT_FAILONERROR, 1L);
  if (const auto code = curl_easy_perform(curl.get()); code != CURLE_OK)
    return fail(error_code::unreachable, url + ": " + curl_easy_strerror(code));
  return body;
}

/// What a program prints.
result<std::string> run(const std::string& program) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(::popen(("'" + program + "'").c_str(), "re"), ::pclose);
  if (!out) return fail(error_code::not_found, program + " can't be started");
  std::string text;
  std::array<char, 4096> part{};
  for (std::size_t size = 0; (size = std::fread(part.data(), 1, part.size(), out.get())) > 0;)
    text.append(part.data(), size);
  return text;
}

struct ledgers {
  demo::log_ledger log;
  demo::provider_ledger provider;
  demo::clinical_ledger clinical;
};

// The log last: what the others have seen by then must be in it.
result<ledgers> read_all(const demo_arguments& arguments) {
  ledgers all;
  auto clinical =
      get(arguments.clinical_url + "/ledger").and_then([](const std::string& s) { return demo::read_clinical(s); });
  if (!clinical) return tl::unexpected(clinical.error());
  for (const auto& program : arguments.ledger_programs) {
    auto more = run(program).and_then([](const std::string& s) { return demo::read_clinical(s); });
    if (!more) return fail(more.error().code, program + ": " + more.error().detail);
    demo::add(*clinical, std::move(*more));
  }
  auto provider =
      get(arguments.provider_url + "/ledger").and_then([](const std::string& s) { return demo::read_provider(s); });
  if (!provider) return tl::unexpected(provider.error());
  auto reader = read_rocksdb(std::filesystem::path(arguments.data_dir) / "log");
  if (!reader) return tl::unexpected(reader.error());
  auto keys = look_at_keys(arguments.broker_yaml, arguments.data_dir);
  if (!keys) return tl::unexpected(keys.error());
  auto log = demo::read_log(**reader, **keys);
  if (!log) return tl::unexpected(log.error());
  return ledgers{std::move(*log), std::move(*provider), std::move(*clinical)};
}

std::string progress(const ledgers& all, const demo_arguments& arguments) {
  return fmt::format("booked {}/{} · reminders {} · sent {} · delivered {} · replies {} · confirmed {} · cancelled {} "
                     "· filed {} · in doubt {}",
                     all.log.booked.size(), arguments.appointments, all.log.messages.size(),
                     all.provider.submitted.size(), all.log.count(message_state::delivered), all.log.replies,
                     all.log.confirmed.size(), all.log.cancelled.size(), demo::count(all.log.filed),
                     all.log.count(message_state::in_doubt));
}

void summary(const ledgers& all, const demo::comparison& made) {
  const auto line = [](std::string_view name, auto value, std::string_view meaning) {
    fmt::print("  {:<28}{:>8}   {}\n", name, value, meaning);
  };
  fmt::print("\nThe day in three ledgers\n");
  line("appointments", all.clinical.appointments.size(), "in the clinical systems");
  line("  moved out by staff", all.clinical.cancelled_by_staff.size(), "cancelled there while we worked");
  line("reminders accepted", made.accepted, "in the event log, on disk before anything else happened");
  line("reminders not due", all.log.suppressed, "no mobile, declined, opted out or too late");
  line("messages at the provider", made.sent, "received by it");
  line("delivered", made.delivered, "by its receipts");
  line("replies", all.log.replies, "of patients, all in the log");
  line("confirmed", made.confirmed, "written into the clinical system");
  line("cancelled", made.cancelled, "written into the clinical system");
  line("coded entries filed", made.filed, "in the clinical system");
  line("opted out", all.log.opted_out, "by reply");
  line("left to a person", all.log.staff_items, "replies that could mean something else, and doubts");
  line("ever in doubt", made.in_doubt, "resolved by look-up or receipt, never sent again blindly");
  for (const auto& one : made.practices) fmt::print("  {}\n", one);
  for (const auto& one : made.disagreements) fmt::print("  ! {}\n", one);
}

} // namespace

int demo_watch(const demo_arguments& arguments) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const bool terminal = isatty(STDERR_FILENO) != 0;
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(arguments.limit_s);
  std::string last_line, last_failure;
  for (;;) {
    auto all = read_all(arguments);
    if (all) {
      const auto line = progress(*all, arguments);
      if (terminal)
        std::cerr << "\r\x1b[K" << line << std::flush;
      else if (line != last_line)
        std::cerr << line << '\n';
      last_line = line;
      if (arguments.until_drained &&
          demo::drained(all->log, all->provider, all->clinical, static_cast<std::size_t>(arguments.appointments))) {
        // Once more: what was under way between the reads has arrived by now.
        all = read_all(arguments);
        if (all &&
            demo::drained(all->log, all->provider, all->clinical, static_cast<std::size_t>(arguments.appointments))) {
          const auto made = demo::compare(all->log, all->provider, all->clinical);
          summary(*all, made);
          fmt::print("{}\n", made.last_line());
          return made.equal() ? 0 : 1;
        }
      }
    } else if (all.error().detail != last_failure) { // the broker may be starting
      last_failure = all.error().detail;
      if (arguments.until_drained) std::cerr << "waiting: " << last_failure << '\n';
    }
    if (arguments.until_drained && std::chrono::steady_clock::now() > give_up) {
      std::cerr << "\nnot drained within " << arguments.limit_s << " s\n";
      if (all) {
        const auto made = demo::compare(all->log, all->provider, all->clinical);
        summary(*all, made);
        fmt::print("{}\n", made.last_line());
      }
      return 2;
    }
    std::this_thread::sleep_for(look_every);
  }
}

} // namespace tidings::cli
