#include "actors/provider/smpp/session.hpp"

#include "actors/provider/smpp/status.hpp"

#include <algorithm>
#include <limits>

namespace tidings::smpp {
namespace {

/// A session that ends sooner was none: the next try waits longer.
constexpr instant lives_at_least{10'000};
/// For answers under way after the message centre said that it ends the session.
constexpr instant leaves_within{1'000};
constexpr instant far{std::numeric_limits<std::int64_t>::max()};

} // namespace

void session::start(instant now) {
  if (state_ != state::idle) return;
  state_ = state::waiting;
  retry_at_ = now;
  on_tick(now);
}

void session::request(std::uint64_t token, command_id what, std::string body, instant now) {
  if (state_ == state::stopped) return act(not_sent{token, attempt_result::retry, "the broker is stopping"});
  if (failures_ > 0) return act(not_sent{token, refusal_, trouble_});
  if (waiting_.size() >= session_waiting_max)
    return act(not_sent{token, attempt_result::retry, "too many messages wait for the message centre"});
  waiting_.push_back({token, what, std::move(body)});
  pump(now);
}

bool session::withdraw(std::uint64_t token) {
  return std::erase_if(waiting_, [&](const auto& one) { return one.token == token; }) > 0;
}

void session::answer(std::uint64_t link, std::uint32_t sequence, std::uint32_t status, std::uint64_t mark,
                     instant now) {
  if (link != link_ || (state_ != state::bound && state_ != state::leaving)) return;
  respond(response_to(command_id::deliver_sm), sequence, status, std::string(1, '\0')); // an empty message_id
  if (mark == 0 || state_ != state::bound) return;
  marks_.push_back(mark);
  if (!enquiry_) enquire(now);
}

void session::stop() {
  refuse_waiting();
  if (state_ == state::bound) send(command_id::unbind, {});
  if (has_link()) act(close_link{});
  state_ = state::stopped;
}

void session::on_connected(instant now) {
  if (state_ != state::connecting) return;
  state_ = state::binding;
  bind_sequence_ = send(command_id::bind_transceiver, encode_body(options_.who));
  deadline_ = now + options_.answer_timeout;
}

void session::on_received(std::string_view bytes, instant now) {
  if (!has_link()) return;
  heard_at_ = now;
  stream_.push(bytes);
  const auto link = link_;
  while (link == link_ && has_link()) {
    auto one = stream_.next();
    if (!one) return break_link("the message centre sent " + one.error().detail, now);
    if (!*one) break;
    on_pdu(**one, now);
  }
  pump(now);
}

void session::on_lost(const std::string& why, instant now) {
  if (has_link()) link_over(why, now);
}

void session::on_tick(instant now) {
  if (state_ == state::waiting && now >= retry_at_) {
    ++link_;
    stream_ = {};
    refusal_ = attempt_result::retry;
    state_ = state::connecting;
    act(open_link{});
  } else if (state_ == state::binding && now >= deadline_) {
    break_link("the message centre didn't answer the bind", now);
  } else if (state_ == state::leaving && now >= deadline_) {
    break_link("the message centre ended the session", now);
  } else if (state_ == state::bound) {
    if (enquiry_ && now >= enquiry_->deadline) return break_link("the message centre doesn't answer any more", now);
    if (!enquiry_ && now >= heard_at_ + options_.enquire_every) enquire(now);
    expire(now);
    pump(now);
  }
}

instant session::next_at() const {
  switch (state_) {
  case state::idle:
  case state::stopped:
  case state::connecting: // the link has its own time limit
    return far;
  case state::waiting:
    return retry_at_;
  case state::binding:
  case state::leaving:
    return deadline_;
  case state::bound:
    break;
  }
  auto next = enquiry_ ? enquiry_->deadline : heard_at_ + options_.enquire_every;
  for (const auto& [sequence, one] : sent_)
    if (!one.late) next = std::min(next, one.deadline);
  if (!waiting_.empty() && open_ < options_.window) next = std::min(next, pace_.ready_at());
  return next;
}

bool session::has_link() const { return state_ != state::idle && state_ != state::waiting && state_ != state::stopped; }

std::uint32_t session::send(command_id what, std::string body) {
  do {
    sequence_ = sequence_ >= sequence_max ? 1 : sequence_ + 1;
  } while (sent_.contains(sequence_));
  act(send_bytes{encode({what, status_ok, sequence_, std::move(body)})});
  return sequence_;
}

void session::respond(command_id what, std::uint32_t sequence, std::uint32_t status, std::string body) {
  act(send_bytes{encode({what, status, sequence, std::move(body)})});
}

void session::on_pdu(const pdu& what, instant now) {
  if ((static_cast<std::uint32_t>(what.command) & response_bit) != 0) return on_response(what, now);
  switch (what.command) {
  case command_id::enquire_link:
    return respond(response_to(what.command), what.sequence, status_ok);
  case command_id::deliver_sm:
    if (state_ != state::bound && state_ != state::leaving)
      return respond(response_to(what.command), what.sequence, status_invalid_bind_state, std::string(1, '\0'));
    return on_message(what);
  case command_id::unbind:
    respond(response_to(what.command), what.sequence, status_ok);
    if (open_ == 0) return break_link("the message centre ended the session", now);
    state_ = state::leaving;
    deadline_ = now + leaves_within;
    return;
  case command_id::alert_notification:
    return; // has no answer
  default:
    return respond(command_id::generic_nack, what.sequence, status_invalid_command);
  }
}

void session::on_response(const pdu& what, instant now) {
  const bool nack = what.command == command_id::generic_nack;
  if (state_ == state::binding) {
    if (what.sequence == bind_sequence_ && (nack || what.command == response_to(command_id::bind_transceiver)))
      on_bind_answer(what, now);
    return;
  }
  if (enquiry_ && what.sequence == enquiry_->sequence) {
    for (const auto mark : enquiry_->marks) act(answer_read{mark});
    enquiry_.reset();
    if (!marks_.empty() && state_ == state::bound) enquire(now);
    return;
  }
  const auto found = sent_.find(what.sequence);
  if (found == sent_.end() || (!nack && what.command != response_to(found->second.what))) return;
  const auto request = found->second;
  sent_.erase(found);
  if (!request.late) --open_;
  if (request.what == command_id::submit_sm) {
    if (is_throttling(what.status)) pace_.throttled(now);
    if (what.status == status_ok) pace_.taken(now);
  }
  // A refusal by generic_nack without a status would read as taken.
  const auto status = nack && what.status == status_ok ? status_invalid_command : what.status;
  act(answered{request.token, status, what.body});
  if (state_ == state::leaving && open_ == 0) break_link("the message centre ended the session", now);
}

void session::on_bind_answer(const pdu& what, instant now) {
  if (what.status == status_ok && what.command != command_id::generic_nack) {
    if (!trouble_.empty()) act(tell_operator{"bound to the message centre again"});
    state_ = state::bound;
    bound_at_ = now;
    failures_ = 0;
    trouble_.clear();
    return;
  }
  const bool ours = meaning_of(what.status) == attempt_result::configuration;
  if (ours) refusal_ = attempt_result::configuration;
  break_link("the message centre refused the bind: " + name_of_status(what.status), now);
  if (ours) retry_at_ = now + options_.reconnect_max; // wrong passwords tried quickly lock accounts
}

void session::on_message(const pdu& what) {
  auto read = read_short_message(what.body);
  if (read) return act(arrived{link_, what.sequence, std::move(*read)});
  act(tell_operator{"a deliver_sm that can't be read was refused: " + read.error().detail});
  respond(response_to(what.command), what.sequence, status_refused, std::string(1, '\0'));
}

void session::enquire(instant now) {
  enquiry_ = enquiry{send(command_id::enquire_link, {}), now + options_.answer_timeout, std::exchange(marks_, {})};
}

void session::pump(instant now) {
  while (state_ == state::bound && !waiting_.empty() && open_ < options_.window && now >= pace_.ready_at()) {
    auto one = std::move(waiting_.front());
    waiting_.pop_front();
    const auto sequence = send(one.what, std::move(one.body));
    sent_[sequence] = {one.token, one.what, now + options_.answer_timeout};
    ++open_;
    pace_.sent(now);
  }
}

void session::expire(instant now) {
  for (auto& [sequence, one] : sent_) {
    if (one.late || now < one.deadline) continue;
    one.late = true;
    --open_;
    act(no_answer{one.token, "the message centre didn't answer in time"});
  }
  for (auto at = sent_.begin(); at != sent_.end() && sent_.size() > session_late_max + options_.window;)
    at = at->second.late ? sent_.erase(at) : std::next(at);
}

void session::break_link(const std::string& why, instant now) {
  act(close_link{});
  link_over(why, now);
}

void session::link_over(const std::string& why, instant now) {
  const bool was_bound = state_ == state::bound || state_ == state::leaving;
  state_ = state::waiting;
  for (const auto& [sequence, one] : sent_)
    if (!one.late) act(no_answer{one.token, why});
  sent_.clear();
  open_ = 0;
  enquiry_.reset();
  marks_.clear(); // their messages come again, or not: nobody knows
  if (trouble_ != why) act(tell_operator{why});
  trouble_ = why;
  if (was_bound) {
    // What waits is kept: the first new try may well succeed.
    short_lives_ = now - bound_at_ < lives_at_least ? short_lives_ + 1 : 0;
  } else {
    ++failures_;
    refuse_waiting();
  }
  constexpr int doublings_max = 10;
  const auto doublings = std::min(doublings_max, was_bound ? short_lives_ : failures_ - 1 + short_lives_);
  retry_at_ = now + std::min(options_.reconnect_min * (1 << doublings), options_.reconnect_max);
}

void session::refuse_waiting() {
  for (auto& one : waiting_) act(not_sent{one.token, refusal_, trouble_.empty() ? "the broker is stopping" : trouble_});
  waiting_.clear();
}

} // namespace tidings::smpp
