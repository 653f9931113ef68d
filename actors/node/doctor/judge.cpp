#include "actors/node/doctor/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace tidings::doctor {

finding judge(const check& what, const seen& saw, timestamp now) {
  if (const auto* told = std::get_if<told_target>(&what.at))
    return {told->how, what.what, what.where, told->found, told->mend};
  if (const auto* peer = std::get_if<peer_seen>(&saw)) return judge_peer(what, *peer, now);
  const auto* folder = std::get_if<folder_target>(&what.at);
  const auto* folder_saw = std::get_if<folder_seen>(&saw);
  if (folder && folder_saw) return judge_folder(what, *folder, *folder_saw);
  const auto* certificate = std::get_if<certificate_target>(&what.at);
  const auto* certificate_saw = std::get_if<certificate_seen>(&saw);
  if (certificate && certificate_saw) return judge_certificate(what, *certificate, *certificate_saw, now);
  if (const auto* key = std::get_if<key_seen>(&saw)) return judge_key(what, *key);
  if (const auto* clinical = std::get_if<clinical_seen>(&saw)) return judge_clinical(what, *clinical);
  if (const auto* listening = std::get_if<listening_seen>(&saw)) return judge_listening(what, *listening);
  return {verdict::fail, what.what, what.where, "it was not looked at", "run `tidings doctor` again"};
}

finding judge_clock(std::vector<millis> ahead) {
  finding out{verdict::ok, "clock", "this host", {}, {}};
  if (ahead.empty()) {
    out.how = verdict::warn;
    out.found = "no HTTPS server that was reached told the time, so it couldn't be compared";
    out.mend = "look at `timedatectl`: the clock must be synchronised";
    return out;
  }
  std::sort(ahead.begin(), ahead.end());
  const auto off = ahead[ahead.size() / 2];
  const auto size = std::chrono::abs(off);
  const auto servers = ahead.size() == 1 ? std::string("1 server") : fmt::format("{} servers", ahead.size());
  const auto seconds = std::chrono::round<std::chrono::seconds>(size).count();
  if (size <= clock_off_warn) {
    out.found = fmt::format("within {} s of {}", clock_off_warn.count() / 1'000, servers);
    return out;
  }
  out.how = verdict::warn;
  out.found = fmt::format("{} s {} {}", seconds, off.count() > 0 ? "behind" : "ahead of", servers);
  out.mend = "have this host's clock synchronised (chrony, systemd-timesyncd), then start the broker";
  return out;
}

} // namespace tidings::doctor
