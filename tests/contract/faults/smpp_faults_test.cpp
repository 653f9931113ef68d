// The table's cells of SMPP: the real account against a message centre that does one wrong thing, over real sockets.
#include "actors/provider/smpp/book_file.hpp"
#include "actors/provider/smpp/smpp_actor.hpp"
#include "actors/provider/smpp/status.hpp"
#include "actors/provider/smpp/tcp_links.hpp"
#include "schemas/providers/smpp_account.hpp"
#include "tests/contract/faults/certificates.hpp"
#include "tests/contract/faults/table.hpp"
#include "tests/contract/mail/tls_peer.hpp"
#include "tests/contract/scripted_server.hpp"
#include "tests/support/temporary_directory.hpp"

#include <csignal>
#include <functional>
#include <map>
#include <set>

namespace tidings::test {
namespace {
using namespace smpp;
using namespace std::chrono_literals;

constexpr millis patience{300}; ///< of the account: for every answer

/// The message centre's end of one session.
class wire {
public:
  explicit wire(peer& to) : peer_(to) {}
  /// The next PDU; nothing when the other side has gone.
  std::optional<pdu> read() {
    while (true) {
      auto one = stream_.next();
      if (one && *one) return std::move(**one);
      char bytes[4096];
      pollfd waiting{peer_.file(), POLLIN, 0};
      if (!one || ::poll(&waiting, 1, 10'000) != 1) return std::nullopt;
      const auto got = ::read(peer_.file(), bytes, sizeof bytes);
      if (got <= 0) return std::nullopt;
      stream_.push({bytes, static_cast<std::size_t>(got)});
    }
  }
  void send(command_id what, std::uint32_t sequence, std::uint32_t status = 0, std::string body = {}) {
    peer_.write(encode({what, status, sequence, std::move(body)}));
  }
  void answer(const pdu& to, std::uint32_t status = 0, std::string body = {}) {
    send(response_to(to.command), to.sequence, status, std::move(body));
  }
  /// Answers what comes until `wanted` does.
  std::optional<pdu> until(command_id wanted) {
    while (auto one = read()) {
      if (one->command == wanted) return one;
      if (one->command == command_id::enquire_link) answer(*one);
    }
    return std::nullopt;
  }
  bool bind() {
    const auto asked = until(command_id::bind_transceiver);
    if (!asked) return false;
    answer(*asked, 0, std::string("centre\0", 7));
    send(command_id::enquire_link, ++enquiries_); // its answer shows that ours was read
    return until(response_to(command_id::enquire_link)).has_value();
  }
  void serve_rest() {
    while (auto one = read())
      if (one->command == command_id::enquire_link) answer(*one);
  }
  peer& raw() { return peer_; }

private:
  peer& peer_;
  pdu_stream stream_;
  std::uint32_t enquiries_ = 0;
};

const std::string id_body("m-1\0", 4);

std::string receipt_bytes(std::uint32_t sequence, const std::string& text) {
  const short_message what{.source = {1, 1, "447700900123"},
                           .destination = {1, 1, "447700900999"},
                           .esm_class = 4,
                           .text = text,
                           .tlvs = {}};
  return encode({command_id::deliver_sm, 0, sequence, encode_body(what)});
}
std::string receipt_of(const std::string& stat, const std::string& id = "m-1") {
  return "id:" + id + " sub:001 dlvrd:001 submit date:2603021000 done date:2603021000 stat:" + stat + " err:000 text:";
}

/// The account, the broker's other side, and whatever listens at the message centre's port.
class smpp_cell {
public:
  smpp_cell() : sent_(provider_id("smpp")) {
    account_.id = provider_id("smpp");
    account_.type = "smpp";
    account_.timeout = patience;
    own_.host = "127.0.0.1";
    own_.system_id = "tidings";
    own_.password = secret_text("secret");
    own_.connect_timeout = patience;
    own_.enquire_every = patience;
    own_.reconnect_max = 1s;
    config_.set("logger.verbosity", caf::atom("quiet"));
    system_ = std::make_unique<caf::actor_system>(config_);
    desk_ = std::make_unique<caf::scoped_actor>(*system_);
  }
  ~smpp_cell() {
    stop();
    desk_.reset();
    system_.reset();
    links_.stop();
  }
  smpp_cell(const smpp_cell&) = delete;
  smpp_cell& operator=(const smpp_cell&) = delete;

  std::string come_of(const cell& what) {
    if (what.when == "submit") return submitted(what.played);
    if (what.when == "look_up") return looked_up_as(what.played);
    if (what.when == "receipt") return receipt_of_the_played(what.played);
    return "no such phase";
  }

private:
  // -- the account ----
  void start(int port) {
    own_.port = port;
    account_.smpp = std::make_shared<const smpp_account>(own_);
    aut_ = system_->spawn<caf::detached>(
        smpp_provider, account_,
        smpp_ports{
            .links = std::shared_ptr<link_port>(&links_, [](auto*) {}),
            .book_of =
                [this](const provider_id&) { return std::shared_ptr<book_port>(book_in(folder_.path / "book")); },
            .now = system_now,
            .tell = [this](const practice_id&, const command& what,
                           const std::function<void(answer)>& done) { done(practice_told(what)); },
            .not_ready = [] { return std::string(); },
            .practices_of = [this](const provider_id&) { return std::vector{sent_.practice()}; },
            .practice_of_number = [](std::string_view) { return std::optional<practice_id>(); },
            .say = [](const std::string&) {},
            .show = [](const actor_report&) {}});
  }
  void stop() {
    if (!aut_) return;
    caf::anon_send_exit(aut_, caf::exit_reason::user_shutdown);
    (*desk_)->wait_for(aut_);
    aut_ = nullptr;
  }
  answer practice_told(const command& what) {
    if (const auto why = refuse_next_.exchange(error_code::none); why != error_code::none)
      return {false, false, why, "not now", {}};
    return sent_.tell(what);
  }
  attempt_result submit() {
    (*desk_)->send(aut_, provider_call{sent_.attempt(), caf::actor_cast<dispatcher_actor>(*desk_)});
    attempt_outcome outcome;
    outcome.detail = "no answer";
    (*desk_)->receive([&](const provider_answer& got) { outcome = got.what; }, caf::after(10s) >> [] {});
    EXPECT_NE(outcome.detail, "no answer");
    sent_.tell(outcome);
    return outcome.result;
  }
  std::string look_up() {
    (*desk_)->send(aut_, provider_look_up{{sent_.practice(), sent_.message(), 1, account_.id, {}},
                                          caf::actor_cast<dispatcher_actor>(*desk_)});
    look_up_answer found;
    (*desk_)->receive([&](const look_up_answer& got) { found = got; },
                      caf::after(10s) >> [] { ADD_FAILURE() << "no answer"; });
    auto what = found.what;
    sent_.tell(what);
    if (found.receipt) sent_.tell(*found.receipt);
    return word_of(found.what.finding);
  }
  std::string verdict(std::string word, bool may_have_taken) {
    word += "/" + sent_.state();
    if (may_have_taken && sent_.would_be_sent_again()) word += ", and sent again";
    return word;
  }

  // -- we submit ----
  std::string submitted(const std::string& played) {
    if (played == "refused") return submit_to(dead_port(), false);
    if (played == "dns") {
      own_.host = "centre.invalid";
      return submit_to(2775, false);
    }
    if (played == "tls_untrusted") return submit_over_tls({.file = "untrusted"}, false);
    if (played == "tls_expired")
      return submit_over_tls({.file = "expired", .valid_from_s = -7'200, .valid_to_s = -3'600}, true);
    if (played == "tls_wrong_host")
      return submit_over_tls({.file = "wrong", .subject_name = "DNS:other.example"}, true);
    static const std::set<std::string> certainly_not_taken{"no_such_number", "bind_refused", "not_our_sender",
                                                           "throttled"};
    std::atomic<int> submissions = 0;
    scripted_server centre([&](peer& one, int) {
      wire to(one);
      if (played == "bind_refused") {
        if (const auto asked = to.until(command_id::bind_transceiver)) to.answer(*asked, 0x0E);
        return one.wait_for_close();
      }
      if (!bind(to)) return;
      const auto got = to.until(command_id::submit_sm);
      if (!got) return;
      ++submissions;
      answer_submission(to, *got, played);
    });
    wait_for_bind_ = played != "bind_refused";
    if (!wait_for_bind_) account_.timeout = 10s; // the refusal, and not our patience, ends it
    settles_as_ = played == "receipt_first" ? "delivered" : "";
    auto word = submit_to(centre.port(), !certainly_not_taken.contains(played));
    stop();
    centre.stop();
    if (const int wanted = played == "bind_refused" ? 0 : 1; submissions != wanted)
      word += ", submitted " + std::to_string(submissions) + " times";
    return word;
  }
  void answer_submission(wire& to, const pdu& got, const std::string& played) {
    const auto good = encode({response_to(got.command), 0, got.sequence, id_body});
    if (played == "silence") return to.serve_rest();
    if (played == "half_an_answer") {
      to.raw().write(std::string_view(good).substr(0, good.size() / 2));
      return to.raw().wait_for_close();
    }
    if (played == "half_close") {
      ::shutdown(to.raw().file(), SHUT_WR);
      return to.raw().wait_for_close();
    }
    if (played == "reset") return to.raw().reset();
    if (played == "slow_drip") {
      for (const char c : good) {
        to.raw().write({&c, 1});
        pollfd closed{to.raw().file(), POLLIN, 0};
        ::poll(&closed, 1, 40); // enquiries come meanwhile, and have no answer
      }
      return to.serve_rest();
    }
    if (played == "web_page") {
      to.raw().write("HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<!DOCTYPE html>");
      return to.raw().wait_for_close();
    }
    if (played == "id_without_end") return to.answer(got, 0, "m-1"), to.serve_rest();
    if (played == "receipt_first") {
      to.raw().write(receipt_bytes(7, receipt_of("DELIVRD")));
      to.answer(got, 0, id_body);
      return to.serve_rest();
    }
    if (played == "answer_twice") return to.answer(got, 0, id_body), to.answer(got, 0, id_body), to.serve_rest();
    if (played == "answer_late") return answer_late(to, got);
    static const std::map<std::string, std::uint32_t> statuses{{"no_such_number", 0x0B},
                                                               {"not_our_sender", 0x0A},
                                                               {"throttled", 0x58},
                                                               {"system_error", 0x08},
                                                               {"unlisted_status", 0x401}};
    const auto status = statuses.find(played);
    ASSERT_NE(status, statuses.end()) << "no such play: " << played;
    to.answer(got, status->second);
    to.serve_rest();
  }
  /// After the account has given it up: it enquires once it has heard nothing for `patience`, and then once more.
  void answer_late(wire& to, const pdu& got) {
    wait_until([&] { return gave_up_.load(); });
    to.answer(got, 0, id_body);
    to.serve_rest();
  }
  std::string submit_to(int port, bool may_have_taken) {
    start(port);
    EXPECT_TRUE(!wait_for_bind_ || wait_until([&] { return bound_.load(); }));
    const auto result = submit();
    gave_up_ = true;
    if (!settles_as_.empty()) wait_until([&] { return sent_.state() == settles_as_; });
    return verdict(word_of(result), may_have_taken);
  }
  std::string submit_over_tls(const certificate_wish& wish, bool trusted) {
    const auto files = make_certificate(folder_.path.string(), wish);
    std::atomic<bool> asked = false;
    scripted_server centre([&](peer& one, int) {
      tls_peer secured(one, files);
      if (secured.good() && !secured.read_until("tidings").empty()) asked = true;
    });
    own_.tls = true;
    if (trusted) account_.ca_file = files.certificate;
    auto word = submit_to(centre.port(), false);
    stop();
    if (asked) word += ", and the password was shown to a stranger";
    return word;
  }

  // -- we look up what is in doubt ----
  /// The answer came too late to count, but its id is in the book: the proof that it was taken.
  void leave_in_doubt() {
    scripted_server centre([&](peer& one, int) {
      wire to(one);
      if (!bind(to)) return;
      if (const auto got = to.until(command_id::submit_sm)) answer_late(to, *got);
    });
    start(centre.port());
    EXPECT_TRUE(wait_until([&] { return bound_.load(); }));
    EXPECT_EQ(submit(), attempt_result::unknown);
    gave_up_ = true;
    EXPECT_TRUE(wait_until([&] { return is_in_the_book(); }));
    stop();
    bound_ = false;
  }
  bool bind(wire& to) {
    const bool there = to.bind();
    if (there) bound_ = true;
    return there;
  }
  bool is_in_the_book() const {
    bool found = false;
    (void)book_in(folder_.path / "book")->load(system_now(), [&](std::string_view line) {
      found = found || line.find(" m-1 ") != std::string_view::npos;
    });
    return found;
  }
  std::string looked_up_as(const std::string& played) {
    if (played != "never_answered") leave_in_doubt();
    if (played == "refused") return look_up_at(dead_port());
    if (played == "dns") {
      own_.host = "centre.invalid";
      return look_up_at(2775);
    }
    if (played == "tls_untrusted") return look_up_over_tls({.file = "untrusted"}, false);
    if (played == "tls_expired")
      return look_up_over_tls({.file = "expired", .valid_from_s = -7'200, .valid_to_s = -3'600}, true);
    if (played == "tls_wrong_host")
      return look_up_over_tls({.file = "wrong", .subject_name = "DNS:other.example"}, true);
    scripted_server centre([&](peer& one, int) {
      wire to(one);
      if (played == "bind_refused") {
        if (const auto asked = to.until(command_id::bind_transceiver)) to.answer(*asked, 0x0E);
        return one.wait_for_close();
      }
      if (!to.bind()) return;
      if (played == "receipt_first" || played == "older_state") {
        one.write(receipt_bytes(7, receipt_of("DELIVRD")));
        (void)to.until(response_to(command_id::deliver_sm));
      }
      bound_ = true;
      if (played == "never_answered") { // and so there is no id to ask by
        if (to.until(command_id::submit_sm)) one.reset();
        return;
      }
      if (const auto got = to.until(command_id::query_sm)) answer_query(to, *got, played);
    });
    start(centre.port());
    EXPECT_TRUE(played == "bind_refused" || wait_until([&] { return bound_.load(); }));
    EXPECT_TRUE(played != "never_answered" || submit() == attempt_result::unknown);
    auto word = verdict(look_up(), true);
    stop();
    return word;
  }
  void answer_query(wire& to, const pdu& got, const std::string& played) {
    const auto state = [](const std::string& id, std::uint8_t what) {
      return id + '\0' + '\0' + static_cast<char>(what) + '\0'; // no final date, no error
    };
    const auto good = encode({response_to(got.command), 0, got.sequence, state("m-1", 1)});
    if (played == "silence") return to.serve_rest();
    if (played == "half_an_answer") {
      to.raw().write(std::string_view(good).substr(0, good.size() / 2));
      return to.raw().wait_for_close();
    }
    if (played == "half_close") {
      ::shutdown(to.raw().file(), SHUT_WR);
      return to.raw().wait_for_close();
    }
    if (played == "reset") return to.raw().reset();
    if (played == "slow_drip") {
      for (const char c : good) {
        to.raw().write({&c, 1});
        pollfd closed{to.raw().file(), POLLIN, 0};
        ::poll(&closed, 1, 40);
      }
      return to.serve_rest();
    }
    if (played == "web_page") {
      to.raw().write("HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<!DOCTYPE html>");
      return to.raw().wait_for_close();
    }
    if (played == "cut_body") return to.answer(got, 0, "m-"), to.serve_rest();
    if (played == "no_such_id") return to.answer(got, 0x0C), to.serve_rest();
    if (played == "query_refused") return to.answer(got, 0x67), to.serve_rest();
    if (played == "throttled") return to.answer(got, 0x58), to.serve_rest();
    if (played == "system_error") return to.answer(got, 0x08), to.serve_rest();
    if (played == "answer_twice") {
      to.raw().write(good + good);
      return to.serve_rest();
    }
    if (played == "other_id") return to.answer(got, 0, state("m-2", 2)), to.serve_rest();
    to.raw().write(good); // receipt_first, older_state
    to.serve_rest();
  }
  std::string look_up_at(int port) {
    start(port);
    return verdict(look_up(), true);
  }
  std::string look_up_over_tls(const certificate_wish& wish, bool trusted) {
    const auto files = make_certificate(folder_.path.string(), wish);
    scripted_server centre([&](peer& one, int) {
      tls_peer secured(one, files);
      secured.read_until("tidings");
    });
    own_.tls = true;
    if (trusted) account_.ca_file = files.certificate;
    auto word = look_up_at(centre.port());
    stop();
    return word;
  }

  // -- they tell ----
  std::string receipt_of_the_played(const std::string& played) {
    if (played == "practice_overloaded_first") refuse_next_ = error_code::overloaded;
    if (played == "log_unavailable_first") refuse_next_ = error_code::log_unavailable;
    bool submitted = false, broke = false; // of the centre's thread
    scripted_server centre([&](peer& one, int session) {
      wire to(one);
      if (session == 1 && played == "before_the_bind") {
        if (to.until(command_id::bind_transceiver)) deliver(to, receipt_of("DELIVRD"));
        return;
      }
      if (!bind(to)) return;
      if (!submitted) {
        const auto got = to.until(command_id::submit_sm);
        if (!got) return;
        submitted = true;
        const auto take = [&] { to.answer(*got, 0, id_body); };
        if (played == "receipt_first")
          deliver(to, receipt_of("DELIVRD"), take);
        else
          take();
        wait_until([&] { return gave_up_.load(); });
      }
      if (!std::exchange(broke, true) && break_off(to, played)) return note("closed");
      play_receipt(to, played);
      over_ = true;
      to.serve_rest();
    });
    start(centre.port());
    EXPECT_TRUE(wait_until([&] { return bound_.load(); }));
    EXPECT_EQ(submit(), attempt_result::sent);
    gave_up_ = true;
    EXPECT_TRUE(wait_until([&] { return over_.load(); }, 20s)) << played;
    auto word = statuses() + "/" + sent_.state();
    if (sent_.receipts() > 1) word += ", counted " + std::to_string(sent_.receipts()) + " times";
    if (sent_.would_be_sent_again()) word += ", and sent again";
    stop();
    return word;
  }
  void note(const std::string& what) {
    const std::lock_guard guard(lock_);
    statuses_ += (statuses_.empty() ? "" : ",") + what;
  }
  std::string statuses() {
    const std::lock_guard guard(lock_);
    return statuses_;
  }
  void deliver(wire& to, const std::string& text, const std::function<void()>& then = {}) {
    to.raw().write(receipt_bytes(++sequence_, text));
    if (then) then();
    hear(to);
  }
  /// How our last deliver_sm, or what was sent in its place, is answered.
  void hear(wire& to) {
    while (const auto one = to.read()) {
      if (one->command == command_id::enquire_link) to.answer(*one);
      if (one->command == response_to(command_id::deliver_sm) || one->command == command_id::generic_nack)
        return note(std::to_string(one->status));
    }
    note("closed");
  }
  /// True: the session is over, and the receipt is told in the next one.
  bool break_off(wire& to, const std::string& played) {
    auto& raw = to.raw();
    const auto whole = receipt_bytes(++sequence_, receipt_of("DELIVRD"));
    const auto half = std::string_view(whole).substr(0, whole.size() / 2);
    if (played == "link_down_first") return raw.close(), true;
    if (played == "cut_in_the_pdu") return raw.write(half), raw.close(), true;
    if (played == "reset") return raw.write(whole), raw.reset(), true;
    if (played == "not_smpp")
      raw.write("GET / HTTP/1.1\r\nHost: tidings\r\n\r\n");
    else if (played == "too_long_a_pdu")
      raw.write(std::string("\x7F\xFF\xFF\xFF\0\0\0\x05\0\0\0\0\0\0\0\x09", 16));
    else if (played == "half_a_pdu")
      raw.write(half); // and then silence
    else if (played == "half_close")
      raw.write(whole), ::shutdown(raw.file(), SHUT_WR);
    else if (played == "unbind_first")
      to.send(command_id::unbind, ++sequence_);
    else
      return false;
    raw.wait_for_close();
    return true;
  }
  void play_receipt(wire& to, const std::string& played) {
    if (played == "receipt_first") return; // told already
    if (played == "slow_drip") {
      for (const char c : receipt_bytes(++sequence_, receipt_of("DELIVRD"))) to.raw().write({&c, 1});
      return hear(to);
    }
    if (played == "unlisted_state") return deliver(to, receipt_of("FLYING"));
    if (played == "web_page") return deliver(to, "<!DOCTYPE html><title>Guest WiFi</title>");
    if (played == "cut_text") return deliver(to, "id:");
    if (played == "unknown_id") return deliver(to, receipt_of("DELIVRD", "m-2"));
    if (played == "unknown_command") {
      to.send(static_cast<command_id>(0x103), ++sequence_);
      hear(to);
    }
    static const std::set<std::string> twice{"duplicate", "practice_overloaded_first", "log_unavailable_first"};
    if (twice.contains(played)) deliver(to, receipt_of("DELIVRD"));
    deliver(to, receipt_of("DELIVRD"));
    if (played == "pending_after_delivered") deliver(to, receipt_of("ENROUTE"));
  }

  /// Looks again and again: not everything that changes says so.
  static bool wait_until(const std::function<bool()>& so, millis limit = 10s) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!so()) {
      if (std::chrono::steady_clock::now() >= end) return false;
      ::poll(nullptr, 0, 2);
    }
    return true;
  }

  temporary_directory folder_;
  message_under_way sent_;
  provider_settings account_;
  smpp_account own_;
  tcp_links links_;
  caf::actor_system_config config_;
  std::unique_ptr<caf::actor_system> system_;
  std::unique_ptr<caf::scoped_actor> desk_;
  smpp_actor aut_;
  std::atomic<error_code> refuse_next_ = error_code::none;
  std::atomic<bool> gave_up_ = false, bound_ = false, over_ = false;
  bool wait_for_bind_ = false;
  std::string settles_as_;
  std::uint32_t sequence_ = 100;
  std::mutex lock_;
  std::string statuses_;
};

TEST(smpp_faults, come_to_what_the_table_says) {
  std::signal(SIGPIPE, SIG_IGN);
  std::size_t played = 0;
  for (const auto& one : read_table()) {
    if (one.provider != "smpp") continue;
    ++played;
    EXPECT_EQ(smpp_cell().come_of(one), one.verdict) << one.when << " " << one.fault << " " << one.played;
  }
  EXPECT_EQ(played, faults().size() * phases().size());
}

} // namespace
} // namespace tidings::test
