// How many replies one core understands a second: the golden tables' own texts, each with its context, over and over.
#include "actors/reply/parser.hpp"
#include "tests/core/reply_cases.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

namespace {

using namespace tidings;

struct prepared {
  std::string text;
  reply_context context;
};

std::vector<prepared> prepare(bool answers_only, bool appointments_only) {
  std::vector<prepared> all;
  for (auto& one : reply_cases::all_tables()) {
    auto context = reply_cases::context_named(one.context);
    const bool answer = context.question >= question_kind::fft;
    if ((answers_only && !answer) || (appointments_only && answer)) continue;
    all.push_back({std::move(one.text), std::move(context)});
  }
  return all;
}

/// Of this process: what a busy neighbour takes is not counted.
double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double one_run(const std::vector<prepared>& replies, double seconds, std::uint64_t& automatic) {
  const double start = processor_seconds();
  std::uint64_t read = 0;
  double spent = 0;
  while (spent < seconds) {
    for (const prepared& one : replies) automatic += parse_reply(one.text, one.context).automatic ? 1 : 0;
    read += replies.size();
    spent = processor_seconds() - start;
  }
  return static_cast<double>(read) / spent;
}

} // namespace

int main(int count, char** arguments) {
  CLI::App app{"Replies understood a second of processor time on one core, over the texts of tests/golden/replies"};
  double seconds = 1;
  int rounds = 5;
  bool answers = false, appointments = false;
  app.add_option("--seconds", seconds, "processor time of a round")->check(CLI::PositiveNumber);
  app.add_option("--rounds", rounds, "rounds; the median counts")->check(CLI::Range(1, 1000));
  app.add_flag("--answers", answers, "only answers to questions that aren't about appointments");
  app.add_flag("--appointments", appointments, "only replies about appointments");
  CLI11_PARSE(app, count, arguments);

  const auto replies = prepare(answers, appointments);
  std::size_t bytes = 0;
  for (const auto& one : replies) bytes += one.text.size();
  std::vector<double> rates;
  std::uint64_t automatic = 0;
  for (int i = 0; i < rounds; ++i) {
    rates.push_back(one_run(replies, seconds, automatic));
    std::cout << "round " << i + 1 << ": " << static_cast<std::uint64_t>(rates.back()) << " replies/s\n";
  }
  std::sort(rates.begin(), rates.end());
  std::cout << "median of " << rounds << " rounds over " << replies.size() << " texts, " << bytes / replies.size()
            << " bytes each on average: " << static_cast<std::uint64_t>(rates[rates.size() / 2]) << " replies/s\n";
  return automatic > 0 ? 0 : 1; // what was understood must not be optimised away
}
