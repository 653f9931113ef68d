#include "actors/provider/firetext_poll/firetext_actor.hpp"

#include "actors/provider/firetext.hpp"
#include "actors/provider/settled.hpp"
#include "schemas/json.hpp"

#include <algorithm>

namespace tidings {
namespace {

using self_pointer = firetext_actor::stateful_pointer<firetext_state>;

constexpr millis ready_again{1'000}; ///< the broker is starting
constexpr millis show_every{10'000};
constexpr std::chrono::hours forget_every{1};
constexpr std::size_t lines_bytes_max = 1U << 20; ///< waiting for the disk to be there again

void settle(self_pointer self);

template <class T> auto teller(self_pointer self) {
  return [to = caf::weak_actor_ptr(self->ctrl())](T what) {
    if (const auto there = to.lock()) caf::anon_send(caf::actor_cast<firetext_actor>(there), std::move(what));
  };
}

void say(const firetext_state& st, const std::string& line) {
  st.ports.say("FireText account " + st.account.id.value + ": " + line);
}

// -- sending -----------------------------------------------------------------------------------

void write_soon(self_pointer self) {
  if (!std::exchange(self->state.flush_asked, true)) self->send(self, caf::flush_atom::value);
}

void on_call(self_pointer self, provider_call call) {
  auto& st = self->state;
  st.awaited->begin(call.what.practice, call.what.message, st.ports.now());
  st.calls.push_back(std::move(call));
  write_soon(self);
}

/// Messages go out whatever the disk says: receipts may be posted, and look-ups don't need these notes.
void write_lines(self_pointer self) {
  auto& st = self->state;
  st.flush_asked = false;
  st.lines += st.awaited->take_lines();
  st.lines += st.received->take_lines();
  if (!st.lines.empty()) {
    const auto kept = st.disk->append(st.lines, st.ports.now());
    if (kept || st.lines.size() > lines_bytes_max) st.lines.clear();
    auto trouble = kept ? std::string() : kept.error().detail;
    if (trouble != st.disk_trouble)
      say(st, trouble.empty() ? "its notes are written again" : "receipts may be missed after a restart: " + trouble);
    st.disk_trouble = std::move(trouble);
  }
  for (const auto& call : std::exchange(st.calls, {})) send_over_http(st.http, call);
  settle(self);
}

// -- asking ------------------------------------------------------------------------------------

void ask(self_pointer self, const firetext::awaited::question& what) {
  const auto& st = self->state;
  st.ports.http->call(
      firetext::look_up_request(st.account, what.message),
      [tell = teller<firetext_report>(self), what, account = st.account](const http_outcome& answer) {
        constexpr std::uint32_t no_attempt = 0;
        tell({what.practice, what.message, firetext::read_look_up(account, what.message, no_attempt, answer)});
      });
}

void ask(self_pointer self, const firetext::received::ask& what) {
  const auto& st = self->state;
  st.ports.http->call(firetext::received_request(st.account, what.from, what.to, what.page),
                      [tell = teller<firetext_listed>(self)](http_outcome answer) {
                        tell({std::make_shared<const http_outcome>(std::move(answer))});
                      });
}

void on_report(self_pointer self, const firetext_report& got) {
  auto& st = self->state;
  const auto receipt = st.awaited->answered(got.message, got.what, st.ports.now());
  if (!receipt) return;
  st.ports.tell(
      got.practice, *receipt,
      [tell = teller<firetext_told>(self), message = got.message, status = receipt->status](const answer& said) {
        tell({message, status, {}, is_settled(said)});
      });
}

/// As a posted one: to the practice whose number it was sent to, else to the host.
void tell_reply(self_pointer self, const reply_arrived& what) {
  const auto& st = self->state;
  const std::string_view to = what.to;
  const auto practice =
      st.ports.practice_of_number(to.substr(to.starts_with('+') ? 1 : 0)).value_or(practice_id::host());
  const auto report = [tell = teller<firetext_told>(self), reply = what.reply](const answer& said) {
    tell({{}, receipt_status::pending, reply, is_settled(said)});
  };
  // A practice that has gone, or won't have it: a patient's words still go to a person, the host's.
  st.ports.tell(practice, what, [report, practice, what, tell = st.ports.tell](const answer& said) {
    if (!said.accepted && is_settled(said) && !practice.is_host())
      tell(practice_id::host(), what, report);
    else
      report(said);
  });
}

void on_told(self_pointer self, const firetext_told& got) {
  auto& st = self->state;
  const auto now = st.ports.now();
  if (got.message) return st.awaited->told(*got.message, got.status, got.durable, now);
  st.received->told(got.reply, got.durable, now);
}

void on_listed(self_pointer self, const firetext_listed& got) {
  auto& st = self->state;
  st.received->listed(firetext::read_received_page(*got.page), st.ports.now());
}

// -- what is due -------------------------------------------------------------------------------

void show(self_pointer self) {
  auto& st = self->state;
  const auto now = st.ports.now();
  const auto& trouble = st.disk_trouble.empty() ? st.received->trouble() : st.disk_trouble;
  const bool news = trouble != st.shown_trouble;
  if (news && st.received->trouble() == trouble)
    say(st, trouble.empty() ? "received texts are read again" : "received texts can't be read: " + trouble);
  if (!news && now < st.shown_at + show_every && now >= st.shown_at) return;
  st.shown_at = now;
  st.shown_trouble = trouble;
  view::actor line;
  line.path = "/node/polls/" + st.account.id.value;
  line.state = trouble.empty() ? "running" : "restarting";
  line.handled = static_cast<view::count>(st.received->told_in_all());
  line.last_failure = trouble;
  line.since = iso8601(st.since);
  st.ports.show(actor_report{line.path, {line}});
}

void wake_in(self_pointer self, millis wait, timestamp at) {
  auto& st = self->state;
  st.armed_at = at;
  self->delayed_send(self, std::chrono::duration_cast<caf::timespan>(wait), caf::tick_atom::value, ++st.timer);
}

/// A wall clock that is set is noticed within this time.
constexpr millis look_again{60'000};

void arm(self_pointer self) {
  auto& st = self->state;
  const auto now = st.ports.now();
  const auto next = std::min({st.received->next_at(), st.awaited->next_at(), now + look_again});
  if (st.armed_at <= next) return;
  wake_in(self, std::max(millis(1), next - now), next);
}

void settle(self_pointer self) {
  auto& st = self->state;
  if (!st.ports.not_ready().empty()) return wake_in(self, ready_again, never);
  const auto now = st.ports.now();
  st.received->on_tick(now);
  for (const auto& one : st.received->take()) {
    if (const auto* what = std::get_if<firetext::received::ask>(&one)) ask(self, *what);
    if (const auto* what = std::get_if<firetext::received::tell>(&one)) tell_reply(self, what->what);
  }
  for (const auto& one : st.awaited->take_due(now)) ask(self, one);
  if (now >= st.forgot_at + forget_every || now < st.forgot_at) {
    st.forgot_at = now;
    st.awaited->forget(now);
  }
  if (st.awaited->has_lines() || st.received->has_lines()) write_soon(self);
  show(self);
  arm(self);
}

void read_lines(firetext_state& st) {
  std::size_t bad = 0;
  const auto read = st.disk->load(st.ports.now(), [&](std::string_view line) {
    if (!line.empty() && !st.awaited->read(line) && !st.received->read(line)) ++bad;
  });
  if (!read) say(st, "receipts of messages sent before may be missed: " + read.error().detail);
  if (bad > 0) say(st, std::to_string(bad) + " lines of its notes can't be read");
}

} // namespace

firetext_state::~firetext_state() {
  // Whoever waits for an answer hears one: these calls were never made.
  for (const auto& call : calls) {
    attempt_outcome outcome{.message = call.what.message,
                            .attempt = call.what.attempt,
                            .result = attempt_result::retry,
                            .code = "not-running",
                            .detail = "the provider's actor ended"};
    caf::anon_send(call.answer_to, provider_answer{call.what.practice, std::move(outcome), account.id, 0});
  }
}

firetext_actor::behavior_type firetext_provider(self_pointer self, provider_settings account, firetext_ports ports) {
  auto& st = self->state;
  st.account = std::move(account);
  st.ports = std::move(ports);
  st.since = st.ports.now();
  st.http = std::make_shared<const http_account_parts>(
      http_account_parts{st.account.id, firetext::make(st.account), st.ports.http, st.ports.now});
  st.disk = st.ports.lines_of(st.account.id);
  st.awaited.emplace(st.account.poll_every);
  st.received.emplace(st.account.id, st.account.poll_every, st.since);
  read_lines(st);
  wake_in(self, millis(0), never);
  return {
      [self](const provider_call& call) { on_call(self, call); },
      [self](const provider_look_up& call) { look_up_over_http(self->state.http, call); },
      [self](caf::tick_atom, std::uint64_t generation) {
        if (generation != self->state.timer) return;
        self->state.armed_at = never;
        if (!self->state.lines.empty()) write_soon(self); // the disk may be there again
        settle(self);
      },
      [self](caf::flush_atom) { write_lines(self); },
      [self](const firetext_listed& got) {
        on_listed(self, got);
        settle(self);
      },
      [self](const firetext_report& got) {
        on_report(self, got);
        settle(self);
      },
      [self](const firetext_told& got) {
        on_told(self, got);
        settle(self);
      },
  };
}

} // namespace tidings
