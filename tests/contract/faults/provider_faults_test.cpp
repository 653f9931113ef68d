// Every fault with every provider in every phase, as table.txt has it.
#include "actors/provider/http_client.hpp"
#include "actors/provider/http_providers.hpp"
#include "actors/receipt/contract_receipt.hpp"
#include "tests/contract/faults/certificates.hpp"
#include "tests/contract/faults/plays.hpp"
#include "tests/contract/faults/table.hpp"
#include "web/endpoint/tests/served.hpp"

#include <csignal>
#include <future>
#include <set>

namespace tidings::test {
namespace {
using namespace std::chrono_literals;

/// One message of one practice, on its way to one provider.
class faults_cell {
protected:
  explicit faults_cell(const provider_case& which) : provider(which), account(which.account()) {
    world.settings.sms_route = {account.id};
    world.given(patient_updated{patient("p1", "07700 900123")});
    message = first<message_accepted>(world.read({booking("a1", "p1", world.now + 47h)}))->message;
    world.when(start_attempt{message, account.id});
  }
  std::string state() const { return word_of(world.state_of(message)); }
  /// Would another attempt begin, however long one waits?
  bool would_be_sent_again() {
    world.now += 6h;
    return count<attempt_started>(world.when(start_attempt{message, account.id})) > 0;
  }
  receipt_arrived receipt(const std::string& word, const std::string& reference) const {
    receipt_arrived out{*parse_id<message_id>(reference), account.id, receipt_status::pending, word, world.now};
    if (word == "delivered") out.status = receipt_status::delivered;
    return out;
  }

  const provider_case& provider;
  provider_settings account;
  practice_world world;
  message_id message;
};

// -- we call --------------------------------------------------------------------------------------

class our_call : faults_cell {
public:
  our_call(const provider_case& which, phase when) : faults_cell(which), at_(when) {
    if (at_ == phase::look_up)
      world.when(attempt_outcome{.message = message, .attempt = 1, .result = attempt_result::unknown});
  }

  std::string play_out(const std::string& played) {
    if (played == "refused") return against("http://127.0.0.1:" + std::to_string(dead_port()), false);
    if (played == "dns") return against("http://provider.invalid", false);
    if (played == "tls_untrusted") return over_tls({.file = "untrusted"}, false);
    if (played == "tls_expired")
      return over_tls({.file = "expired", .valid_from_s = -7'200, .valid_to_s = -3'600}, true);
    if (played == "tls_wrong_host") return over_tls({.file = "wrong", .subject_name = "DNS:other.example"}, true);
    const auto found = server_plays().find(played);
    if (found == server_plays().end()) return "no such play: " + played;
    return from_server(played, found->second);
  }

private:
  std::string against(const std::string& base, bool may_have_taken) {
    provider.point_to(account, base);
    const auto how = make_http_provider(account);
    std::string word = at_ == phase::submit ? submit(*how) : look_up(*how);
    word += "/" + state();
    if (may_have_taken && would_be_sent_again()) word += ", and sent again";
    return word;
  }

  std::string over_tls(const certificate_wish& wish, bool trusted) {
    const folder where;
    const auto files = make_certificate(where.path(), wish);
    std::atomic<bool> asked = false;
    scripted_server server([&](peer& one, int) {
      tls_peer secured(one, files);
      if (secured.good() && !secured.read_until("\r\n\r\n").empty()) asked = true;
    });
    if (trusted) account.ca_file = files.certificate;
    auto word = against("https://127.0.0.1:" + std::to_string(server.port()), false);
    if (asked) word += ", and the message was shown to a stranger";
    return word;
  }

  std::string from_server(const std::string& played, const play& what) {
    std::atomic<int> requests = 0;
    play_parts parts{&provider, at_, message, {}};
    scripted_server server([&](peer& one, int) {
      if (one.read_http().empty()) return;
      ++requests;
      // The test waits for the call's answer meanwhile: nobody else touches the practice.
      if (played == "receipt_first" || played == "older_status") world.when(receipt("delivered", to_text(message)));
      what.run(one, parts);
    });
    auto word =
        against("http://127.0.0.1:" + std::to_string(server.port()), at_ == phase::look_up || what.may_have_taken);
    client_.stop();
    server.stop();
    if (requests != 1) word += fmt::format(", asked {} times", requests.load());
    return word;
  }

  http_outcome call(http_request what) {
    std::promise<http_outcome> promise;
    auto answer = promise.get_future();
    client_.call(std::move(what), [&](http_outcome got) { promise.set_value(std::move(got)); });
    return answer.get(); // within the request's timeout
  }

  std::string submit(const http_provider& how) {
    outbound what{world.settings.id, message, 1, secret_text("447700900123"), secret_text("Hello"), "447700900999"};
    const auto request = how.send_request(what, world.now);
    if (!request) return "refused by us";
    const auto outcome = how.read_send(what, call(*request), world.now);
    world.when(outcome);
    return word_of(outcome.result);
  }

  std::string look_up(const http_provider& how) {
    const auto request = how.look_up_request(message, world.now);
    if (!request) return "can't be asked";
    const auto found = how.read_look_up(message, 1, call(*request));
    world.when(found.what);
    if (found.receipt) world.when(*found.receipt);
    return word_of(found.what.finding);
  }

  phase at_;
  http_client client_;
};

// -- they call ------------------------------------------------------------------------------------

class their_call : faults_cell {
public:
  their_call(const provider_case& which, fake_broker& broker, int port)
      : faults_cell(which), broker_(broker), port_(port) {
    provider.point_to(account, "http://provider.invalid");
    broker_.practices = {world.settings.id.str()};
    broker_.message_practices[to_text(message)] = world.settings.id.str();
    broker_.told.clear();
  }

  std::string play_out(const std::string& played) {
    if (played != "receipt_first")
      world.when(attempt_outcome{.message = message, .attempt = 1, .result = attempt_result::sent});
    const auto run = plays().find(played);
    if (run == plays().end()) return "no such play: " + played;
    (this->*run->second)();
    if (played == "receipt_first")
      world.when(attempt_outcome{.message = message, .attempt = 1, .result = attempt_result::sent});
    auto word = statuses_ + "/" + state();
    if (receipts_ > 1 && played != "pending_after_delivered") word += fmt::format(", counted {} times", receipts_);
    if (would_be_sent_again()) word += ", and sent again";
    return word;
  }

private:
  using step = void (their_call::*)();
  static const std::map<std::string, step>& plays() {
    static const std::map<std::string, step> all{
        {"endpoint_gone_first", &their_call::endpoint_gone_first},
        {"unknown_practice", &their_call::unknown_practice},
        {"no_tls", &their_call::no_tls},
        {"old_tls", &their_call::old_tls},
        {"wrong_path", &their_call::wrong_path},
        {"no_request", &their_call::no_request},
        {"half_a_request", &their_call::half_a_request},
        {"closed_in_request", &their_call::closed_in_request},
        {"closed_after_request", &their_call::closed_after_request},
        {"slow_request", &their_call::slow_request},
        {"unlisted_status", &their_call::unlisted_status},
        {"html_page", &their_call::html_page},
        {"truncated", &their_call::truncated},
        {"no_login", &their_call::no_login},
        {"wrong_login", &their_call::wrong_login},
        {"practice_overloaded_first", &their_call::practice_overloaded_first},
        {"log_unavailable_first", &their_call::log_unavailable_first},
        {"receipt_first", &their_call::once},
        {"duplicate", &their_call::twice},
        {"pending_after_delivered", &their_call::pending_after_delivered},
        {"unknown_receipt", &their_call::unknown_receipt},
    };
    return all;
  }

  std::string path(const std::string& practice) const {
    return "/webhooks/" + account.type + "/" + account.id.value + "/receipt/" + practice;
  }
  std::string usual_path() const { return path(world.settings.id.str()); }
  std::string usual() const { return provider.receipt(to_text(message), "delivered"); }
  std::string whole_request() const {
    return "POST " + usual_path() + " HTTP/1.1\r\nHost: tidings.example\r\n" + provider.login() +
           provider.content_type() + "Content-Length: " + std::to_string(usual().size()) + "\r\n\r\n" + usual();
  }

  void note(int status) {
    statuses_ += (statuses_.empty() ? "" : ",") + (status == 0 ? "closed" : std::to_string(status));
  }
  void post(const std::string& to, const std::string& fields, const std::string& body) {
    client one(port_);
    note(one.ask("POST", to, fields, body).status);
    hear();
  }
  void post(const std::string& body) { post(usual_path(), provider.login() + provider.content_type(), body); }
  /// What the door told the practice, in order.
  void hear() {
    for (auto& one : broker_.told)
      if (one.practice == world.settings.id) receipts_ += count<receipt_received>(world.when(one.what));
    broker_.told.clear();
  }

  void once() { post(usual()); }
  void twice() {
    once();
    once();
  }
  void endpoint_gone_first() {
    if (client(dead_port()).connected()) note(200);
    note(0);
    once();
  }
  void unknown_practice() { post(path("Z99999"), provider.login() + provider.content_type(), usual()); }
  void no_tls() {
    plain_client one(port_);
    one.send(whole_request());
    EXPECT_TRUE(one.closed_by_server());
    note(0);
    hear();
  }
  void old_tls() {
    constexpr int tls_1_1 = 0x0302;
    client one(port_, {.tls_max = tls_1_1});
    EXPECT_FALSE(one.connected());
    note(0);
    hear();
  }
  void wrong_path() {
    post("/webhooks/" + account.type + "/somebody/receipt", provider.login() + provider.content_type(), usual());
  }
  void no_request() {
    client one(port_);
    note(one.read_reply().status);
    hear();
  }
  void half_a_request() {
    client one(port_);
    const auto all = whole_request();
    one.send(std::string_view(all).substr(0, all.size() - 10));
    note(one.read_reply().status);
    hear();
  }
  void closed_in_request() {
    client one(port_);
    const auto all = whole_request();
    one.send(std::string_view(all).substr(0, all.size() - 10));
    one.close();
    note(0);
    client(port_).get("/healthz"); // behind it, on the endpoint's one thread
    hear();
  }
  void closed_after_request() {
    broker_.hold_answers = true;
    client one(port_);
    one.send(whole_request());
    broker_.wait_held();
    one.close();
    broker_.hold_answers = false;
    broker_.release();
    note(0);
    hear();
    once(); // it never heard our answer
  }
  void slow_request() {
    client one(port_);
    for (const char c : whole_request()) one.send({&c, 1});
    note(one.read_reply().status);
    hear();
  }
  void unlisted_status() { post(provider.receipt(to_text(message), "unlisted")); }
  void html_page() {
    post(usual_path(), provider.login() + "Content-Type: text/html\r\n", "<!DOCTYPE html><title>x</title>");
  }
  void truncated() { post(provider.broken_receipt()); }
  void no_login() { post(usual_path(), provider.content_type(), usual()); }
  void wrong_login() { post(usual_path(), provider.wrong_login() + provider.content_type(), usual()); }
  void refused_first(error_code why) {
    broker_.next_answer = {false, false, why, "", ""};
    client one(port_);
    const auto said = one.ask("POST", usual_path(), provider.login() + provider.content_type(), usual());
    EXPECT_TRUE(said.fields.contains("retry-after"));
    note(said.status);
    broker_.told.clear(); // it was not written down
    broker_.next_answer = {};
    once();
  }
  void practice_overloaded_first() { refused_first(error_code::overloaded); }
  void log_unavailable_first() { refused_first(error_code::log_unavailable); }
  void pending_after_delivered() {
    once();
    post(provider.receipt(to_text(message), "pending"));
  }
  void unknown_receipt() { post(provider.receipt("0f8fad5b-d9cb-469f-a165-70867728950e", "delivered")); }

  fake_broker& broker_;
  int port_;
  std::string statuses_;
  std::size_t receipts_ = 0;
};

class provider_faults : public served {
protected:
  provider_faults() {
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes to those who have hung up
    settings.read_timeout = limits.body_time = 300ms;
    for (const auto& one : cases) {
      auto account = one->account();
      one->point_to(account, "http://provider.invalid");
      accounts[account.id] = {account.webhook_user, account.webhook_password, account.type, account.contract};
    }
  }
  std::string come_of(const cell& one) {
    for (const auto& which : cases) {
      if (which->name() != one.provider) continue;
      if (one.when == "submit") return our_call(*which, phase::submit).play_out(one.played);
      if (one.when == "look_up") return our_call(*which, phase::look_up).play_out(one.played);
      if (one.when == "receipt") return their_call(*which, broker, port).play_out(one.played);
    }
    return "no such cell";
  }
  bool is_ours(const cell& one) const {
    return std::any_of(cases.begin(), cases.end(), [&](const auto& which) { return which->name() == one.provider; });
  }
  std::vector<std::unique_ptr<provider_case>> cases = provider_cases();
};

TEST_F(provider_faults, come_to_what_the_table_says) {
  start();
  std::size_t played = 0;
  for (const auto& one : read_table()) {
    if (!is_ours(one)) continue;
    ++played;
    EXPECT_EQ(come_of(one), one.verdict) << one.when << " " << one.fault << " " << one.provider << " " << one.played;
  }
  EXPECT_EQ(played, faults().size() * cases.size() * phases().size());
}

TEST(fault_table, has_every_fault_of_every_provider_in_every_phase_once) {
  std::set<std::string> seen, providers;
  for (const auto& one : read_table()) {
    EXPECT_TRUE(seen.insert(one.when + " " + one.fault + " " + one.provider).second) << "twice: " << one.fault;
    providers.insert(one.provider);
  }
  for (const auto& when : phases())
    for (const auto& fault : faults())
      for (const auto& provider : providers)
        EXPECT_TRUE(seen.contains(when + " " + fault + " " + provider)) << when << " " << fault << " " << provider;
  EXPECT_GE(providers.size(), 5U);
  EXPECT_GE(seen.size(), 300U) << "5 providers, 20 faults, 3 phases";
}

} // namespace
} // namespace tidings::test
