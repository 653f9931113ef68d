#include "web/edge/mux.hpp"

#include <algorithm>

namespace tidings::edge {
namespace {

constexpr std::uint32_t stream_id_max = 0x7FFFFFFF; ///< at ten a second that is seven years of one link

tl::unexpected<failure> broken(std::string why) { return fail(error_code::refused, std::move(why)); }

} // namespace

void mux::say(const frame& what) {
  waiting_.push_back(encode(what));
  waiting_bytes_ += waiting_.back().size();
}

std::optional<std::string> mux::next() {
  if (waiting_.empty()) return std::nullopt;
  auto out = std::move(waiting_.front());
  waiting_.pop_front();
  waiting_bytes_ -= out.size();
  return out;
}

void mux::greet(std::string program) {
  program.resize(std::min(program.size(), text_bytes_max));
  say({who_ == side::agent ? frame_type::hello : frame_type::welcome, 0, protocol_version, std::move(program)});
}

result<std::uint32_t> mux::open(std::string target) {
  if (target.empty() || target.size() > target_bytes_max) return fail(error_code::invalid_input, "no such target");
  const auto id = last_ours_ == 0 ? (who_ == side::broker ? 1U : 2U) : last_ours_ + 2;
  if (streams_.size() >= limits_.streams_max || id > stream_id_max)
    return fail(error_code::overloaded, "the link has as many streams as it may have");
  last_ours_ = id;
  streams_.emplace(id, stream{});
  say({frame_type::open, id, 0, std::move(target)});
  return id;
}

void mux::accept(std::uint32_t id) {
  const auto found = streams_.find(id);
  if (found == streams_.end() || found->second.open) return;
  found->second.open = true;
  found->second.may_send = found->second.may_come = limits_.window;
  say({frame_type::opened, id, 0, {}});
}

void mux::reset(std::uint32_t id, reset_code code, std::string reason) {
  if (streams_.erase(id) == 0) return;
  reason.resize(std::min(reason.size(), text_bytes_max));
  say({frame_type::reset, id, static_cast<std::uint32_t>(code), std::move(reason)});
}

std::size_t mux::room(std::uint32_t id) const {
  const auto found = streams_.find(id);
  return found == streams_.end() || !found->second.open || found->second.closed_here ? 0 : found->second.may_send;
}

void mux::send(std::uint32_t id, std::string_view bytes) {
  bytes = bytes.substr(0, room(id));
  if (bytes.empty()) return;
  streams_.at(id).may_send -= static_cast<std::uint32_t>(bytes.size());
  while (!bytes.empty()) {
    const auto some = bytes.substr(0, data_bytes_max);
    say({frame_type::data, id, 0, std::string(some)});
    bytes.remove_prefix(some.size());
  }
}

void mux::close(std::uint32_t id) {
  const auto found = streams_.find(id);
  if (found == streams_.end() || !found->second.open || found->second.closed_here) return;
  found->second.closed_here = true;
  say({frame_type::close, id, 0, {}});
  forget_if_over(id);
}

void mux::used(std::uint32_t id, std::size_t bytes) {
  const auto found = streams_.find(id);
  if (found == streams_.end()) return;
  auto& one = found->second;
  one.used += static_cast<std::uint32_t>(bytes);
  if (one.closed_there || one.used < limits_.window / 4) return; // a few frames of credit, not one for each byte
  one.may_come += one.used;
  say({frame_type::window, id, std::exchange(one.used, 0), {}});
}

void mux::forget_if_over(std::uint32_t id) {
  const auto found = streams_.find(id);
  if (found != streams_.end() && found->second.closed_here && found->second.closed_there) streams_.erase(found);
}

result<void> mux::take(std::string_view message, std::vector<mux_event>& into) {
  auto got = decode(message);
  if (!got) return tl::unexpected(got.error());
  const auto greeting = who_ == side::broker ? frame_type::hello : frame_type::welcome;
  if (!greeted_) {
    if (got->type != greeting) return broken("the other side didn't greet first");
    if (got->number != protocol_version) return broken("the other side speaks another version of the protocol");
    greeted_ = true;
    into.emplace_back(peer_greets{got->number, std::move(got->body)});
    return {};
  }
  switch (got->type) {
  case frame_type::hello:
  case frame_type::welcome:
    return broken("a second greeting");
  case frame_type::renew:
    if (who_ != side::broker) return broken("a broker that asks for a certificate");
    into.emplace_back(peer_asks_renewal{std::move(got->body)});
    return {};
  case frame_type::renewed:
    if (who_ != side::agent) return broken("an agent that gives certificates");
    into.emplace_back(peer_renews{std::move(got->body)});
    return {};
  case frame_type::open:
    return take_open(*got, into);
  default:
    return take_of_stream(*got, into);
  }
}

result<void> mux::take_open(frame& what, std::vector<mux_event>& into) {
  const auto id = what.stream;
  if (is_ours(id) || id <= last_theirs_ || id > stream_id_max)
    return broken("a stream that isn't the other side's to open");
  last_theirs_ = id;
  if (streams_.size() >= limits_.streams_max) {
    say({frame_type::reset, id, static_cast<std::uint32_t>(reset_code::overloaded), "too many streams"});
    return {};
  }
  streams_.emplace(id, stream{});
  into.emplace_back(peer_opens{id, std::move(what.body)});
  return {};
}

result<void> mux::take_of_stream(frame& what, std::vector<mux_event>& into) {
  const auto id = what.stream;
  const auto found = streams_.find(id);
  if (found == streams_.end()) { // it ended here while this was on its way
    if (!was_opened(id)) return broken("a frame of a stream that was never opened");
    return {};
  }
  auto& one = found->second;
  if (what.type == frame_type::reset) {
    streams_.erase(found);
    into.emplace_back(stream_broken{id, static_cast<reset_code>(what.number), std::move(what.body)});
    return {};
  }
  if (what.type == frame_type::opened) {
    if (!is_ours(id) || one.open) return broken("an answer to nothing");
    one.open = true;
    one.may_send = one.may_come = limits_.window;
    into.emplace_back(stream_opened{id});
    return {};
  }
  if (!one.open) return broken("a frame of a stream that isn't open yet");
  switch (what.type) {
  case frame_type::data:
    if (one.closed_there) return broken("data behind a close");
    if (what.body.size() > one.may_come) return broken("more data than the window has room for");
    one.may_come -= static_cast<std::uint32_t>(what.body.size());
    into.emplace_back(bytes_came{id, std::move(what.body)});
    return {};
  case frame_type::window:
    if (what.number > limits_.window - one.may_send) return broken("a window larger than was agreed");
    one.may_send += what.number;
    into.emplace_back(room_came{id});
    return {};
  case frame_type::close:
    if (one.closed_there) return broken("a second close");
    one.closed_there = true;
    into.emplace_back(peer_closes{id});
    forget_if_over(id);
    return {};
  default:
    return broken("a frame out of place");
  }
}

} // namespace tidings::edge
