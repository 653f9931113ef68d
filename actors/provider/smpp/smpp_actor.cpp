#include "actors/provider/smpp/smpp_actor.hpp"

#include "actors/provider/settled.hpp"
#include "actors/provider/smpp/letter.hpp"
#include "actors/provider/smpp/status.hpp"
#include "schemas/crash_point.hpp"
#include "schemas/json.hpp"
#include "schemas/providers/smpp_account.hpp"

#include <algorithm>

namespace tidings {
namespace {

using self_pointer = smpp_actor::stateful_pointer<smpp_state>;
using smpp::instant;

constexpr instant ready_again{1'000}; ///< the broker is starting
/// For the answer that tells which message a receipt is about; message centres wait ten seconds for ours and more.
constexpr instant early_receipt_waits{8'000};
constexpr std::size_t early_receipts_max = 1'000;
/// Waiting for the disk to be there again.
constexpr std::size_t lines_bytes_max = 1U << 20;
constexpr instant lines_again{5'000};

template <class... Fs> struct one_of : Fs... { using Fs::operator()...; };
template <class... Fs> one_of(Fs...) -> one_of<Fs...>;

instant now_of(self_pointer self) {
  return std::chrono::duration_cast<instant>(self->clock().now().time_since_epoch());
}

void say(const smpp_state& st, const std::string& line) {
  st.ports.say("SMPP account " + st.account.id.value + ": " + line);
}

void settle(self_pointer self);

// -- the book ----------------------------------------------------------------------------------

/// All that gathers while one message after the other is handled is written at once.
void write_soon(self_pointer self) {
  if (!std::exchange(self->state.flush_asked, true)) self->send(self, caf::flush_atom::value);
}

/// `then` runs when everything the book was told before is on disk, or can't be.
void after_the_book(self_pointer self, std::function<void(bool)> then) {
  auto& st = self->state;
  if (st.lines.empty() && st.after_lines.empty()) return then(true);
  st.after_lines.push_back(std::move(then));
  write_soon(self);
}

void write_book(self_pointer self) {
  auto& st = self->state;
  st.flush_asked = false;
  const auto waiting = std::exchange(st.after_lines, {});
  const auto answers = std::exchange(st.answers, {});
  const auto kept = st.lines.empty() ? result<void>() : st.disk->append(st.lines, st.ports.now());
  if (kept) {
    st.lines.clear();
  } else {
    st.lines_again_at = now_of(self) + lines_again;
    say(st, "receipts may not find their messages after a restart: " + kept.error().detail);
  }
  if (st.lines.size() > lines_bytes_max) st.lines.clear();
  // The answers are true in any case.
  for (const auto& [to, what] : answers) self->send(to, what);
  for (const auto& then : waiting) then(kept.has_value());
  settle(self);
}

// -- out ---------------------------------------------------------------------------------------

void send(self_pointer self, const provider_call& call) {
  auto& st = self->state;
  const auto& what = call.what;
  const auto now = now_of(self);
  if (st.reference == 0) st.reference = static_cast<std::uint16_t>(what.message.bytes[0] << 8 | what.message.bytes[1]);
  auto parts = smpp::letter(*st.account.smpp, what, ++st.reference);
  if (!parts) {
    attempt_outcome refused{.message = what.message,
                            .attempt = what.attempt,
                            .result = attempt_result::permanent,
                            .detail = parts.error().detail};
    self->send(call.answer_to, provider_answer{what.practice, std::move(refused), st.account.id, 0});
    return;
  }
  const auto token = ++st.tokens;
  st.callers[token] = call.answer_to;
  crash_point("before_provider_call");
  st.courier.begin(token, {what.practice, what.message, what.attempt}, std::move(*parts), now,
                   now + st.account.timeout);
}

void finished(self_pointer self, smpp::courier::finished what) {
  auto& st = self->state;
  auto caller = st.callers.extract(what.token);
  if (caller.empty()) return;
  crash_point("after_provider_call");
  ++st.handled;
  // Its ids are on disk first: else a receipt that comes after a crash would be nobody's.
  provider_answer told{what.practice, std::move(what.what), st.account.id, what.took.count()};
  st.answers.emplace_back(std::move(caller.mapped()), std::move(told));
  write_soon(self);
}

// -- look-ups ----------------------------------------------------------------------------------

void found(self_pointer self, const provider_look_up& call, look_up_finding finding, std::string detail,
           std::optional<receipt_status> status) {
  auto& st = self->state;
  std::optional<receipt_arrived> told;
  if (status && *status != receipt_status::pending)
    told = receipt_arrived{call.what.message, st.account.id, *status, "asked", st.ports.now()};
  const looked_up what{call.what.message, call.what.attempt, finding, std::move(detail)};
  self->send(call.answer_to, look_up_answer{call.what.practice, what, st.account.id, told});
}

void look_up(self_pointer self, const provider_look_up& call) {
  auto& st = self->state;
  const auto& what = call.what;
  const auto page = st.book->page({what.practice, what.message, what.attempt});
  if (page.parts == 0)
    return found(self, call, look_up_finding::unknown,
                 "the message centre gave no id for it, and can be asked by nothing else", {});
  if (!page.is_whole())
    return found(self, call, look_up_finding::unknown,
                 std::to_string(page.ids.size()) + " of its " + std::to_string(page.parts) + " parts were taken",
                 page.status);
  // Its ids are the proof that it was taken. The message centre is asked only how it fared.
  if (page.status || page.parts > 1)
    return found(self, call, look_up_finding::seen, "the message centre gave it an id", page.status);
  const auto token = ++st.tokens;
  const auto now = now_of(self);
  st.look_ups[token] = {what, call.answer_to, now + st.account.timeout};
  const smpp::query query{page.ids.front(), {}};
  st.session->request(token, smpp::command_id::query_sm, encode_body(query), now);
}

void looked_up_at_last(self_pointer self, std::uint64_t token, std::optional<receipt_status> status) {
  auto one = self->state.look_ups.extract(token);
  if (one.empty()) return;
  found(self, {one.mapped().what, one.mapped().to}, look_up_finding::seen, "the message centre gave it an id", status);
}

void on_query_answer(self_pointer self, const smpp::answered& what) {
  std::optional<receipt_status> status;
  if (what.status == smpp::status_ok)
    if (const auto read = smpp::read_query_answer(what.body)) status = smpp::status_of_state(read->state);
  looked_up_at_last(self, what.token, status);
}

// -- in ----------------------------------------------------------------------------------------

void acknowledge(self_pointer self, const smpp::ticket& by, std::uint32_t status, std::uint64_t mark = 0) {
  self->state.session->answer(by.link, by.sequence, status, mark, now_of(self));
}

/// False: no message is known by its ids.
bool take_receipt(self_pointer self, const smpp::ticket& by, const smpp::receipt& what) {
  auto& st = self->state;
  const auto meaning =
      st.book->receipt(smpp::keys_of(what, smpp::id_writing_of(st.account.smpp->ids)), what.status, st.ports.now());
  if (!meaning) return false;
  ++st.handled;
  st.lines += meaning->line;
  after_the_book(self, [self, by, meaning = *meaning, code = what.code](bool on_disk) {
    auto& mine = self->state;
    if (!on_disk && !meaning.line.empty()) return acknowledge(self, by, smpp::status_later);
    if (!meaning.status) return acknowledge(self, by, smpp::status_ok);
    const auto number = ++mine.tokens;
    mine.receipts[number] = by;
    const receipt_arrived told{meaning.about.message, mine.account.id, *meaning.status, code, mine.ports.now()};
    mine.ports.tell(meaning.about.practice, told, [number, to = caf::weak_actor_ptr(self->ctrl())](const answer& said) {
      if (const auto there = to.lock())
        caf::anon_send(caf::actor_cast<smpp_actor>(there), smpp_told{false, number, is_settled(said)});
    });
  });
  return true;
}

void on_receipt(self_pointer self, const smpp::ticket& by, const smpp::short_message& message) {
  auto& st = self->state;
  const auto what = smpp::read_receipt(message);
  if (!what) {
    say(st, "a receipt that nobody can read was refused: " + what.error().detail);
    return acknowledge(self, by, smpp::status_refused);
  }
  if (take_receipt(self, by, *what)) return;
  if (st.early.size() >= early_receipts_max) return acknowledge(self, by, smpp::status_later);
  st.early.push_back({by, *what});
}

void try_early_receipts(self_pointer self) {
  auto& st = self->state;
  auto waiting = std::exchange(st.early, {});
  for (auto& one : waiting)
    if (!take_receipt(self, one.by, one.what)) st.early.push_back(std::move(one));
}

void give_up_early_receipts(self_pointer self, instant now) {
  auto& st = self->state;
  while (!st.early.empty() && now >= st.early.front().by.came + early_receipt_waits) {
    const auto one = std::move(st.early.front());
    st.early.pop_front();
    ++st.unknown_receipts;
    say(st, "a receipt names a message that isn't known here (" + one.what.code + ")");
    acknowledge(self, one.by, smpp::status_ok); // it would be no better known later
  }
}

/// The practice whose number it was sent to, or the only one that sends by this account. Others' go to the host:
/// anybody who has the account could name any number.
practice_id reader_of(const smpp_state& st, std::string_view to) {
  const auto mine = st.ports.practices_of(st.account.id);
  if (const auto named = st.ports.practice_of_number(to))
    return std::find(mine.begin(), mine.end(), *named) != mine.end() ? *named : practice_id::host();
  return mine.size() == 1 ? mine.front() : practice_id::host();
}

void tell_reply(self_pointer self, const smpp::replies::tell& one) {
  const auto& st = self->state;
  const auto practice = reader_of(st, one.what.to);
  const auto report = [number = one.number, to = caf::weak_actor_ptr(self->ctrl())](const answer& said) {
    if (const auto there = to.lock())
      caf::anon_send(caf::actor_cast<smpp_actor>(there), smpp_told{true, number, is_settled(said)});
  };
  // A practice that has gone, or won't have it: a patient's words still go to a person, the host's.
  st.ports.tell(practice, one.what, [report, practice, what = one.what, tell = st.ports.tell](const answer& said) {
    if (!said.accepted && is_settled(said) && !practice.is_host())
      tell(practice_id::host(), what, report);
    else
      report(said);
  });
}

void on_arrived(self_pointer self, const smpp::arrived& what) {
  auto& st = self->state;
  const auto now = now_of(self);
  const smpp::ticket by{what.link, what.sequence, now};
  if (smpp::is_receipt(what.what.esm_class)) return on_receipt(self, by, what.what);
  const auto text = smpp::read_text(what.what);
  if (text) return st.replies->arrived(by, what.what, *text, now, st.ports.now());
  // Its words can't be shown, but that somebody wrote can be.
  say(st, "a text that can't be read goes to a person: " + text.error().detail);
  st.replies->arrived(by, what.what, {"[a text that can't be read: " + text.error().detail + "]", {}}, now,
                      st.ports.now());
}

// -- the link ----------------------------------------------------------------------------------

void open_link(self_pointer self) {
  auto& st = self->state;
  const auto& own = *st.account.smpp;
  const auto tell = [number = st.session->link(), to = caf::weak_actor_ptr(self->ctrl())](smpp_link_event::kind what,
                                                                                          std::string text) {
    if (const auto there = to.lock())
      caf::anon_send(caf::actor_cast<smpp_actor>(there), smpp_link_event{number, what, std::move(text)});
  };
  using kind = smpp_link_event::kind;
  st.link = st.ports.links->open(
      {own.host, static_cast<std::uint16_t>(own.port), own.tls, st.account.ca_file, own.connect_timeout},
      {[tell] { tell(kind::connected, {}); }, [tell](std::string bytes) { tell(kind::received, std::move(bytes)); },
       [tell](std::string why) { tell(kind::lost, std::move(why)); }});
}

void on_link(self_pointer self, const smpp_link_event& what) {
  auto& st = self->state;
  if (what.link != st.session->link()) return; // of a link that was given up
  const auto now = now_of(self);
  switch (what.what) {
  case smpp_link_event::kind::connected:
    return st.session->on_connected(now);
  case smpp_link_event::kind::lost:
    return st.session->on_lost(what.text, now);
  case smpp_link_event::kind::received:
    st.session->on_received(what.text, now);
    if (st.link) st.link->read_on();
  }
}

void perform(self_pointer self, smpp::session_action& action) {
  auto& st = self->state;
  const auto now = now_of(self);
  std::visit(one_of{
                 [&](const smpp::open_link&) { open_link(self); },
                 [&](smpp::send_bytes& what) {
                   if (st.link) st.link->send(std::move(what.bytes));
                 },
                 [&](const smpp::close_link&) {
                   if (st.link) st.link->close();
                   st.link = nullptr;
                 },
                 [&](const smpp::answered& what) {
                   if (!st.courier.on_answered(what, now)) on_query_answer(self, what);
                 },
                 [&](const smpp::not_sent& what) {
                   if (!st.courier.on_not_sent(what, now)) looked_up_at_last(self, what.token, {});
                 },
                 [&](const smpp::no_answer& what) {
                   if (!st.courier.on_no_answer(what, now)) looked_up_at_last(self, what.token, {});
                 },
                 [&](const smpp::arrived& what) { on_arrived(self, what); },
                 [&](const smpp::answer_read& what) { st.replies->answer_read(what.mark); },
                 [&](const smpp::tell_operator& what) { say(st, what.line); },
             },
             action);
}

void perform(self_pointer self, smpp::courier::wish& wish) {
  auto& st = self->state;
  std::visit(one_of{
                 [&](smpp::courier::submit& what) {
                   st.session->request(what.token, smpp::command_id::submit_sm, std::move(what.body), now_of(self));
                 },
                 [&](const smpp::courier::note& what) {
                   st.lines += st.book->taken(what.about, what.part, what.parts, what.id, st.ports.now());
                   try_early_receipts(self);
                 },
                 [&](smpp::courier::finished& what) { finished(self, std::move(what)); },
             },
             wish);
}

void perform(self_pointer self, smpp::replies::wish& wish) {
  std::visit(one_of{
                 [&](const smpp::replies::tell& what) { tell_reply(self, what); },
                 [&](const smpp::replies::answer& what) { acknowledge(self, what.to, what.status, what.mark); },
             },
             wish);
}

void show(self_pointer self) {
  auto& st = self->state;
  view::actor line;
  line.path = "/node/smpp/" + st.account.id.value;
  line.state = st.session->trouble().empty() ? "running" : "restarting";
  line.handled = static_cast<view::count>(st.handled);
  line.last_failure = st.session->trouble();
  if (line.last_failure.empty() && st.unknown_receipts > 0)
    line.last_failure = "receipts of messages that aren't known here: " + std::to_string(st.unknown_receipts);
  line.since = iso8601(st.since);
  constexpr instant again{10'000}; // else only what is new
  const auto now = now_of(self);
  if (auto look = line.state + line.last_failure; look == std::exchange(st.shown, look) && now < st.shown_at + again)
    return;
  st.shown_at = now;
  st.ports.show(actor_report{line.path, {line}});
}

void arm(self_pointer self) {
  auto& st = self->state;
  const auto now = now_of(self);
  auto next = std::min({st.session->next_at(), st.courier.next_at(), st.replies->next_at()});
  for (const auto& [token, one] : st.look_ups) next = std::min(next, one.deadline);
  if (!st.early.empty()) next = std::min(next, st.early.front().by.came + early_receipt_waits);
  if (!st.started) next = std::min(next, now + ready_again);
  if (!st.lines.empty()) next = std::min(next, std::max(now, st.lines_again_at));
  constexpr instant longest{60'000};
  next = std::min(next, now + longest); // also forgets what is old
  if (st.armed && st.armed_at <= next) return;
  st.armed = true;
  st.armed_at = next;
  const auto wait = std::max(instant(1), next - now);
  self->delayed_send(self, std::chrono::duration_cast<caf::timespan>(wait), caf::tick_atom::value, ++st.timer);
}

/// Does what session, courier and replies want, until they want nothing more.
void settle(self_pointer self) {
  auto& st = self->state;
  const auto all = [self](auto wishes) {
    for (auto& one : wishes) perform(self, one);
    return !wishes.empty();
  };
  while (all(st.session->take()) || all(st.courier.take()) || all(st.replies->take())) {
  }
  // Lines that nothing waits for are written all the same.
  if (!st.lines.empty() && now_of(self) >= st.lines_again_at) write_soon(self);
  show(self);
  arm(self);
}

void on_tick(self_pointer self) {
  auto& st = self->state;
  st.armed = false;
  const auto now = now_of(self);
  if (!st.started && st.ports.not_ready().empty()) {
    st.started = true;
    st.session->start(now);
  }
  st.session->on_tick(now);
  st.courier.on_tick(now, [&](std::uint64_t token) { return st.session->withdraw(token); });
  std::vector<std::uint64_t> due;
  for (const auto& [token, one] : st.look_ups)
    if (now >= one.deadline) due.push_back(token);
  for (const auto token : due) {
    st.session->withdraw(token);
    looked_up_at_last(self, token, {});
  }
  st.replies->on_tick(now, st.ports.now());
  give_up_early_receipts(self, now);
  st.book->forget(st.ports.now());
}

void on_told(self_pointer self, const smpp_told& what) {
  auto& st = self->state;
  if (what.is_reply) return st.replies->told(what.number, what.durable, now_of(self));
  const auto by = st.receipts.extract(what.number);
  if (!by.empty()) acknowledge(self, by.mapped(), what.durable ? smpp::status_ok : smpp::status_later);
}

void read_book(smpp_state& st) {
  std::size_t bad = 0;
  const auto read = st.disk->load(st.ports.now(), [&](std::string_view line) {
    if (!line.empty() && !st.book->read(line)) ++bad;
  });
  if (!read) say(st, "receipts of messages sent before may not find them: " + read.error().detail);
  if (bad > 0) say(st, std::to_string(bad) + " lines of its book can't be read");
  st.book->forget(st.ports.now());
}

smpp::session_options options_of(const provider_settings& account) {
  const auto& own = *account.smpp;
  return {.who = {own.system_id, own.password.reveal(), own.system_type},
          .window = static_cast<std::size_t>(account.window),
          .per_second = account.per_second,
          .answer_timeout = account.timeout,
          .enquire_every = own.enquire_every,
          .reconnect_max = own.reconnect_max};
}

} // namespace

smpp_state::~smpp_state() {
  if (!session) return;
  // Whoever waits for an answer hears one: of what is under way, that it is in doubt.
  if (!lines.empty()) (void)disk->append(lines, ports.now());
  for (const auto& [to, what] : answers) caf::anon_send(to, what);
  courier.abandon(instant(0));
  for (auto& one : courier.take())
    if (const auto* what = std::get_if<smpp::courier::finished>(&one))
      if (const auto to = callers.find(what->token); to != callers.end())
        caf::anon_send(to->second, provider_answer{what->practice, what->what, account.id, 0});
  session->stop();
  for (auto& one : session->take())
    if (auto* bytes = std::get_if<smpp::send_bytes>(&one); bytes != nullptr && link)
      link->send(std::move(bytes->bytes));
  if (link) link->close();
}

smpp_actor::behavior_type smpp_provider(self_pointer self, provider_settings account, smpp_ports ports) {
  auto& st = self->state;
  st.account = std::move(account);
  st.ports = std::move(ports);
  st.since = st.ports.now();
  st.disk = st.ports.book_of(st.account.id);
  st.session = std::make_unique<smpp::session>(options_of(st.account));
  st.book = std::make_unique<smpp::book>(smpp::id_writing_of(st.account.smpp->ids));
  st.replies = std::make_unique<smpp::replies>(st.account.id, st.account.smpp->part_wait);
  read_book(st);
  self->send(self, caf::tick_atom::value, ++st.timer);
  return {
      [self](const provider_call& call) {
        send(self, call);
        settle(self);
      },
      [self](const provider_look_up& call) {
        look_up(self, call);
        settle(self);
      },
      [self](caf::tick_atom, std::uint64_t generation) {
        if (generation != self->state.timer) return;
        on_tick(self);
        settle(self);
      },
      [self](const smpp_link_event& what) {
        on_link(self, what);
        settle(self);
      },
      [self](const smpp_told& what) {
        on_told(self, what);
        settle(self);
      },
      [self](caf::flush_atom) { write_book(self); },
  };
}

} // namespace tidings
