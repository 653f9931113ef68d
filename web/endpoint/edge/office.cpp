#include "web/endpoint/edge/office.hpp"

#include "schemas/json.hpp"
#include "web/endpoint/crypto.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace tidings::web::edge {
namespace {
namespace json = boost::json;

/// In groups of four: it is read out and typed.
std::string new_code() {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char c : random_bytes(code_bytes)) {
    if (out.size() % 5 == 4) out += '-';
    out += digits[static_cast<unsigned char>(c) >> 4U];
    out += digits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}
/// As somebody types it.
std::string plain(std::string_view code) {
  std::string out;
  for (const char c : code)
    if (c != '-' && c != ' ') out += c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
  return out;
}

std::string state_of(const agent& one, const link_state* link) {
  if (one.revoked_at != timestamp{}) return "revoked";
  if (one.serial.empty()) return "invited";
  return link != nullptr && link->connected ? "connected" : "away";
}

} // namespace

office::office(std::filesystem::path folder, std::unique_ptr<edge::authority> authority, roster all, wall_clock now)
    : folder_(std::move(folder)), authority_(std::move(authority)), now_(std::move(now)), roster_(std::move(all)) {}

result<std::shared_ptr<office>> office::open(const std::filesystem::path& folder, wall_clock now) {
  auto authority = authority::load_or_create(folder, now());
  if (!authority) return tl::unexpected(authority.error());
  roster all;
  if (std::ifstream in(folder / "agents.json", std::ios::binary); in) {
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    auto read = roster::read(text);
    if (!read) return fail(error_code::not_configured, (folder / "agents.json").string() + ": " + read.error().detail);
    all = std::move(*read);
  }
  return std::shared_ptr<office>(new office(folder, std::move(*authority), std::move(all), std::move(now)));
}

result<void> office::keep(roster changed) {
  const auto file = (folder_ / "agents.json").string(), draft = file + ".new";
  const auto text = changed.text();
  const int out = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool whole =
      out >= 0 && ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(out) == 0;
  const int why = errno;
  if (out >= 0) ::close(out);
  if (!whole || ::rename(draft.c_str(), file.c_str()) != 0)
    return fail(error_code::log_unavailable, "the agents' roster can't be written: " + std::string(std::strerror(why)));
  if (const int dir = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); dir >= 0) { // the name, too
    ::fsync(dir);
    ::close(dir);
  }
  roster_ = std::move(changed);
  return {};
}

result<invitation> office::invite(const std::string& name) {
  invitation made;
  std::function<void()> tell;
  {
    const std::lock_guard guard(lock_);
    made = {new_code(), now_() + code_lasts};
    auto changed = roster_;
    if (auto done = changed.invite(name, plain(made.code), now_()); !done) return tl::unexpected(done.error());
    if (roster_.agents.empty()) tell = tell_first_;
    if (auto kept = keep(std::move(changed)); !kept) return tl::unexpected(kept.error());
  }
  if (tell) tell();
  return made;
}

bool office::has_agents() const {
  const std::lock_guard guard(lock_);
  return !roster_.agents.empty();
}

result<void> office::revoke(const std::string& name) {
  {
    const std::lock_guard guard(lock_);
    auto changed = roster_;
    if (auto done = changed.revoke(name, now_()); !done) return done;
    if (auto kept = keep(std::move(changed)); !kept) return kept;
  }
  cut(name);
  return {};
}

result<issued> office::enrol(std::string_view code, const std::string& request, std::string& name) {
  result<issued> made;
  {
    const std::lock_guard guard(lock_);
    const auto whose = roster_.whose(plain(code), now_());
    if (!whose) return tl::unexpected(whose.error());
    name = *whose;
    made = authority_->sign(request, name, now_());
    if (!made) return made;
    auto changed = roster_;
    changed.enrol(name, made->serial, made->valid_until, now_());
    if (auto kept = keep(std::move(changed)); !kept) return tl::unexpected(kept.error());
  }
  cut(name); // whoever had its name before
  return made;
}

result<void> office::admit(const std::string& name, const std::string& serial) {
  const std::lock_guard guard(lock_);
  auto changed = roster_;
  bool is_new = false;
  if (auto done = changed.admit(name, serial, is_new); !done) return done;
  return is_new ? keep(std::move(changed)) : result<void>();
}

result<issued> office::renew(const std::string& name, const std::string& request) {
  const std::lock_guard guard(lock_);
  auto made = authority_->sign(request, name, now_());
  if (!made) return made;
  auto changed = roster_;
  changed.renew(name, made->serial, made->valid_until);
  if (auto kept = keep(std::move(changed)); !kept) return tl::unexpected(kept.error());
  return made;
}

void office::came(const std::string& name, const std::string& address) {
  ways.set_present(name, true, now_());
  note(name, [&](link_state& one) {
    one.connected = true;
    one.since = now_();
    one.address = address;
    one.streams = 0;
  });
}

void office::went(const std::string& name, const std::string& why) {
  ways.set_present(name, false, now_());
  note(name, [&](link_state& one) {
    one.connected = false;
    one.since = now_();
    one.streams = 0;
  });
  trouble(name, why);
}

void office::note(const std::string& name, const std::function<void(link_state&)>& change) {
  const std::lock_guard guard(lock_);
  change(links_[name]);
}

void office::trouble(const std::string& name, const std::string& what) {
  note(name, [&](link_state& one) {
    one.last_error = what;
    one.last_error_at = now_();
  });
}

void office::on_cut(std::function<void(const std::string&)> tell) {
  const std::lock_guard guard(lock_);
  tell_cut_ = std::move(tell);
}

void office::on_first(std::function<void()> tell) {
  const std::lock_guard guard(lock_);
  tell_first_ = std::move(tell);
}

void office::cut(const std::string& name) {
  std::function<void(const std::string&)> tell;
  {
    const std::lock_guard guard(lock_);
    tell = tell_cut_;
  }
  if (tell) tell(name);
}

std::string office::rows() const {
  const auto all_ways = ways.all();
  const std::lock_guard guard(lock_);
  const auto moment = [](timestamp at) { return at == timestamp{} ? json::value() : json::value(iso8601(at)); };
  json::array rows;
  for (const auto& [name, one] : roster_.agents) {
    const auto found = links_.find(name);
    const auto* link = found == links_.end() ? nullptr : &found->second;
    const link_state seen = link != nullptr ? *link : link_state{};
    json::array practices, places;
    for (const auto& way : all_ways) {
      if (way.agent != name) continue;
      practices.emplace_back(way.practice.str());
      places.emplace_back(tidings::edge::text_of(way.to));
    }
    const bool code_open = !one.code_hash.empty() && now_() < one.code_until;
    rows.push_back(json::object{
        {"name", name},
        {"state", state_of(one, link)},
        {"since", moment(link != nullptr ? seen.since : timestamp{})},
        {"version", seen.version},
        {"address", seen.address},
        {"practices", std::move(practices)},
        {"places", std::move(places)},
        {"streams", seen.streams},
        {"streams_opened", seen.streams_opened},
        {"bytes_to_site", seen.bytes_to_site},
        {"bytes_from_site", seen.bytes_from_site},
        {"files", seen.files},
        {"last_error", seen.last_error},
        {"last_error_at", moment(seen.last_error_at)},
        {"certificate_until", moment(one.certificate_until)},
        {"code_until", code_open ? moment(one.code_until) : json::value()},
        {"enrolled_at", moment(one.enrolled_at)},
        {"revoked_at", moment(one.revoked_at)},
    });
  }
  return json::serialize(json::object{{"edges", std::move(rows)}});
}

} // namespace tidings::web::edge
