// Messages a second to a stub on loopback through each type of provider: accepted, attempt started, sent; each step on
// disk before the next, by the real practices, dispatcher, log and provider. Beside them, in the same run, Debian's
// Kannel with its spool store, from its HTTP door to the same stub. Kannel syncs nothing to disk; ours take their
// messages as commands of their practices, not at the HTTPS door. Counted is what the stub has got, on both sides.
#include "actors/provider/http_client.hpp"
#include "actors/provider/http_providers.hpp"
#include "actors/provider/provider_actor.hpp"
#include "actors/provider/smpp/book_file.hpp"
#include "actors/provider/smpp/pdu.hpp"
#include "actors/provider/smpp/smpp_actor.hpp"
#include "actors/provider/smpp/tcp_links.hpp"
#include "benchmarks/kannel.hpp"
#include "benchmarks/whole_broker.hpp"
#include "schemas/providers/http_contract.hpp"
#include "schemas/providers/notify_account.hpp"
#include "schemas/providers/smpp_account.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>

using namespace tidings;

namespace {
using steady = std::chrono::steady_clock;

const std::string words(100, 'x'); ///< with its number, one segment

struct options {
  std::filesystem::path under = std::filesystem::temp_directory_path();
  std::vector<std::string> types = {"firetext", "http", "notify", "smpp", "kannel"};
  std::size_t messages = 20'000;
  std::size_t paced_seconds = 4;
  int practices = 16, window = 64, rounds = 3;
};

struct figures {
  double per_second = 0, p50_ms = 0, p99_ms = 0;
};

/// Tells when each message is to be handed in; 0 a second: at once.
class pacer {
public:
  explicit pacer(double per_second) : per_second_(per_second) {}
  steady::time_point at(std::size_t number) const {
    if (per_second_ <= 0) return began_;
    return began_ + std::chrono::duration_cast<steady::duration>(
                        std::chrono::duration<double>(static_cast<double>(number) / per_second_));
  }

private:
  double per_second_;
  steady::time_point began_ = steady::now();
};

figures figures_of(const bench::arrivals& all, const pacer& pace) {
  if (all.again() > 0) fmt::print(stderr, "{} came twice\n", all.again());
  std::vector<double> took;
  auto last = steady::time_point::min();
  for (std::size_t n = 0; n < all.at().size(); ++n) {
    took.push_back(std::chrono::duration<double, std::milli>(all.at()[n] - pace.at(n)).count());
    last = std::max(last, all.at()[n]);
  }
  std::sort(took.begin(), took.end());
  return {static_cast<double>(took.size()) / std::chrono::duration<double>(last - pace.at(0)).count(),
          took[took.size() / 2], took[took.size() * 99 / 100]};
}

void wait_for(const bench::arrivals& all) {
  const auto began = steady::now();
  for (; !all.all(); std::this_thread::sleep_for(std::chrono::milliseconds(2))) {
    if (steady::now() < began + std::chrono::seconds(120)) continue;
    fmt::print(stderr, "only {} of {} messages came\n", all.taken(), all.at().size());
    std::_Exit(1);
  }
}

// -- the stub -------------------------------------------------------------------------------------

std::string field_of(std::string_view text, std::string_view mark) {
  const auto at = text.find(mark);
  if (at == std::string_view::npos) return {};
  const auto rest = text.substr(at + mark.size());
  return std::string(rest.substr(0, rest.find_first_of("\"&")));
}

bench::talker talker_for(const std::string& type, bench::arrivals& all) {
  if (type == "smpp")
    return [&all, stream = smpp::pdu_stream(), id = std::uint64_t{0}](std::string& read) mutable {
      stream.push(read);
      read.clear();
      std::string said;
      for (auto one = stream.next(); one && *one; one = stream.next()) {
        const auto& got = **one;
        std::string body;
        if (got.command == smpp::command_id::bind_transceiver) body = std::string("stub\0", 5);
        if (got.command == smpp::command_id::submit_sm) {
          all.note(got.body);
          body = std::to_string(++id) + '\0';
        }
        said += smpp::encode({smpp::response_to(got.command), 0, got.sequence, std::move(body)});
      }
      return said;
    };
  return bench::http_talker([&all, type](std::string_view request) {
    all.note(request);
    if (type == "notify")
      return bench::http_answer("201 Created", "application/json",
                                R"({"id":"740e5834-3a29-46b4-9a6f-16142fde533a","reference":")" +
                                    field_of(request, R"("reference":")") + R"(","uri":"u"})");
    if (type == "firetext")
      return bench::http_answer("200 OK", "application/json",
                                R"({"code":0,"description":"1 SMS successfully queued","responseData":1})");
    return bench::http_answer("200 OK", "text/plain", "ok");
  });
}

// -- ours -----------------------------------------------------------------------------------------

provider_settings account_of(const std::string& type, int port, int window) {
  provider_settings out;
  out.id = provider_id("bench");
  out.type = type;
  out.url = fmt::format("http://127.0.0.1:{}", port);
  out.api_key = secret_text("key-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0");
  out.window = window;
  out.per_second = 1e9;
  out.timeout = millis(30'000);
  if (type == "notify")
    out.notify =
        std::make_shared<const notify_account>(notify_account{.template_id = "f33517ff-2a88-4f6e-b855-c550268ce08a"});
  if (type == "http") {
    http_contract contract;
    contract.send.url = out.url + "/send";
    contract.send.form = {{"to", "((to))"}, {"text", "((text))"}, {"id", "((reference))"}};
    contract.accepted.match = "^ok";
    out.contract = std::make_shared<const http_contract>(std::move(contract));
  }
  if (type == "smpp") {
    smpp_account own;
    own.host = "127.0.0.1";
    own.port = port;
    own.system_id = "bench";
    own.password = secret_text("bench");
    out.smpp = std::make_shared<const smpp_account>(std::move(own));
  }
  return out;
}

/// The broker's stations with one real provider account, as node/ puts them together.
class broker_with {
public:
  /// Practices take the accounts in turn.
  broker_with(const options& how, const std::vector<provider_settings>& accounts)
      : folder_(how.under), practices_count_(how.practices), accounts_count_(static_cast<int>(accounts.size())) {
    top_ = system_.spawn(root, root_options{bench::factories(
                                                folder_.path(), accounts,
                                                [this](caf::scheduled_actor& by, const provider_settings& one) {
                                                  return provider(by, one);
                                                },
                                                millis(3'600'000)),
                                            system_now,
                                            directory_,
                                            {},
                                            [](const std::string& line) { fmt::print(stderr, "{}\n", line); }});
    while (!directory_->get().stations) std::this_thread::yield();
    practices_ = directory_->get().stations->practices;
    for (int i = 0; i < practices_count_; ++i) {
      practice_settings settings;
      settings.id = bench::practice_number(i);
      settings.sender = "447700900999";
      settings.sms_route = {accounts[static_cast<std::size_t>(i % accounts_count_)].id};
      caf::anon_send(practices_, settings_changed{std::make_shared<const practice_settings>(std::move(settings))});
    }
  }
  ~broker_with() {
    practices_ = nullptr;
    directory_->set({});
    caf::anon_send_exit(top_, caf::exit_reason::user_shutdown);
    top_ = nullptr;
    system_.await_all_actors_done();
    http_->stop();
    links_->stop();
  }
  broker_with(const broker_with&) = delete;
  broker_with& operator=(const broker_with&) = delete;

  /// A message of a practice that sends by this account.
  void accept(std::size_t number, int account = 0) {
    accept_message what;
    what.message = id_from_name<message_id>("bench" + std::to_string(account), std::to_string(number));
    what.to = secret_text("447700900123");
    what.text = secret_text(fmt::format("bench-{:07}-{}", number, words));
    what.asked_by = "bench";
    const int each = practices_count_ / accounts_count_;
    const auto practice = bench::practice_number(static_cast<int>(number) % each * accounts_count_ + account);
    caf::anon_send(practices_, practice_command{practice, std::move(what), answer_sink_actor(), 0, {}});
  }

private:
  provider_actor provider(caf::scheduled_actor& by, const provider_settings& account) {
    if (account.type != "smpp")
      return by.spawn(http_account, http_account_parts{account.id, make_http_provider(account), http_, system_now});
    smpp_ports ports;
    ports.links = links_;
    ports.book_of = [folder = folder_.path() / "book"](const provider_id&) {
      return std::shared_ptr<smpp::book_port>(smpp::book_in(folder));
    };
    ports.now = system_now;
    ports.tell = [](const practice_id&, const command&, const std::function<void(answer)>& done) { done(answer{}); };
    ports.not_ready = [] { return std::string(); };
    ports.practices_of = [](const provider_id&) { return std::vector<practice_id>(); };
    ports.practice_of_number = [](std::string_view) { return std::optional<practice_id>(); };
    ports.say = [](const std::string& line) { fmt::print(stderr, "{}\n", line); };
    ports.show = [](const actor_report&) {};
    return by.spawn<caf::detached>(smpp_provider, account, std::move(ports));
  }

  bench::scratch_folder folder_;
  int practices_count_, accounts_count_;
  bench::actor_config config_;
  caf::actor_system system_{config_};
  std::shared_ptr<http_client> http_ = std::make_shared<http_client>();
  std::shared_ptr<smpp::tcp_links> links_ = std::make_shared<smpp::tcp_links>();
  std::shared_ptr<station_directory> directory_ = std::make_shared<station_directory>();
  root_actor top_;
  practices_actor practices_;
};

figures run_ours(const options& how, const std::string& type, std::size_t messages, double per_second) {
  bench::arrivals all(messages);
  bench::loopback_server stub([&] { return talker_for(type, all); });
  broker_with aut(how, {account_of(type, stub.port(), how.window)});
  const pacer pace(per_second);
  for (std::size_t n = 0; n < messages; ++n) {
    if (per_second > 0) std::this_thread::sleep_until(pace.at(n));
    aut.accept(n);
  }
  wait_for(all);
  return figures_of(all, pace);
}

/// Half of the practices send by an account that never answers, as many messages as the others by one that does.
figures run_beside(const options& how, bool silent, std::size_t messages, double per_second) {
  bench::arrivals all(messages);
  bench::loopback_server good([&] { return talker_for("http", all); });
  bench::loopback_server bad([] { return bench::talker([](std::string&) { return std::string(); }); });
  auto other = account_of("http", silent ? bad.port() : good.port(), how.window);
  other.id = provider_id("other");
  other.timeout = millis(2'000);
  broker_with aut(how, {account_of("http", good.port(), how.window), other});
  const pacer pace(per_second);
  for (std::size_t n = 0; n < messages; ++n) {
    std::this_thread::sleep_until(pace.at(n));
    aut.accept(n);
    aut.accept(messages + n, 1); // a number that nobody counts
  }
  wait_for(all);
  return figures_of(all, pace);
}

figures run_kannel(const options& how, std::size_t messages, double per_second) {
  const bench::scratch_folder folder(how.under);
  bench::arrivals all(messages);
  bench::loopback_server stub([&] { return talker_for("kannel", all); });
  const bench::kannel aut(folder.path(), stub.port(), how.window);
  bench::kannel_client client(aut.door(), how.window);
  const pacer pace(per_second);
  for (std::size_t n = 0; n < messages; ++n) {
    for (auto left = pace.at(n) - steady::now(); per_second > 0 && left > steady::duration(0);
         left = pace.at(n) - steady::now()) {
      constexpr auto millisecond = std::chrono::milliseconds(1);
      if (client.is_busy()) client.hear(0);
      std::this_thread::sleep_for(std::min<steady::duration>(left, millisecond));
    }
    client.send(n, words);
  }
  while (client.is_busy()) client.hear(100);
  wait_for(all);
  return figures_of(all, pace);
}

figures run(const options& how, const std::string& type, std::size_t messages, double per_second) {
  return type == "kannel" ? run_kannel(how, messages, per_second) : run_ours(how, type, messages, per_second);
}

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

int measure_beside(const options& how, double per_second) {
  const auto messages = static_cast<std::size_t>(per_second * static_cast<double>(how.paced_seconds));
  std::vector<double> well, ill;
  for (int round = 0; round < how.rounds; ++round) {
    well.push_back(run_beside(how, false, messages, per_second).p99_ms);
    ill.push_back(run_beside(how, true, messages, per_second).p99_ms);
  }
  fmt::print("p99 from acceptance to the provider, {:.0f} a second by each of two accounts, medians of {} rounds of {} "
             "messages\nboth well {:.2f} ms, the other never answers {:.2f} ms: {:.2f} times\n",
             per_second, how.rounds, messages, median(well), median(ill), median(ill) / median(well));
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app("Messages a second to a stub on loopback, through each type of provider and through Kannel");
  options how;
  app.add_option("--dir", how.under, "On which disk")->capture_default_str();
  app.add_option("--types", how.types, "firetext, http, notify, smpp, kannel")->capture_default_str();
  app.add_option("--messages", how.messages, "At once, in each round")->capture_default_str();
  app.add_option("--paced-seconds", how.paced_seconds, "Then for so long at half of that rate")->capture_default_str();
  app.add_option("--practices", how.practices)->capture_default_str();
  app.add_option("--window", how.window, "On the way to the stub at once, on both sides")->capture_default_str();
  app.add_option("--rounds", how.rounds, "All types take turns")->capture_default_str();
  double beside = 0;
  app.add_option("--beside", beside,
                 "Only this: what a provider that never answers costs another, at so many a second");
  CLI11_PARSE(app, argc, argv);
  if (beside > 0) return measure_beside(how, beside);
  if (!bench::kannel::exists() && std::erase(how.types, "kannel") > 0)
    fmt::print("Kannel is not installed (apt-get install kannel): no comparison\n");

  std::map<std::string, std::vector<double>> rates, p50, p99;
  for (int round = 0; round < how.rounds; ++round)
    for (const auto& type : how.types) rates[type].push_back(run(how, type, how.messages, 0).per_second);
  for (int round = 0; round < how.rounds; ++round)
    for (const auto& type : how.types) {
      const auto half = median(rates[type]) / 2;
      const auto paced =
          run(how, type, static_cast<std::size_t>(half * static_cast<double>(how.paced_seconds)) + 1, half);
      p50[type].push_back(paced.p50_ms);
      p99[type].push_back(paced.p99_ms);
    }
  fmt::print("medians of {} rounds, {} messages each, {} under way at once\n", how.rounds, how.messages, how.window);
  fmt::print("{:>10} {:>12} {:>14} {:>14} {:>12}\n", "provider", "messages/s", "p50 at half ms", "p99 at half ms",
             "Kannel = 1");
  for (const auto& type : how.types) {
    const auto ratio = rates.contains("kannel") ? fmt::format("{:.1f}", median(rates[type]) / median(rates["kannel"]))
                                                : std::string("-");
    fmt::print("{:>10} {:>12.0f} {:>14.2f} {:>14.2f} {:>12}\n", type, median(rates[type]), median(p50[type]),
               median(p99[type]), ratio);
  }
}
