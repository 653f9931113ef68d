#include "actors/node/doctor/look.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace tidings::doctor {

seen look_at(const target& at) {
  return std::visit(
      [](const auto& one) -> seen {
        if constexpr (std::is_same_v<std::decay_t<decltype(one)>, told_target>)
          return std::monostate{};
        else
          return probe(one);
      },
      at);
}

std::vector<seen> look(std::span<const check> all) {
  curl_global_init(CURL_GLOBAL_DEFAULT); // before there are threads
  std::vector<seen> out(all.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (auto at = next++; at < all.size(); at = next++) out[at] = look_at(all[at].at);
  };
  std::vector<std::thread> workers;
  for (std::size_t i = 0; i < std::min(probes_at_once, all.size()); ++i) workers.emplace_back(work);
  for (auto& one : workers) one.join();
  return out;
}

} // namespace tidings::doctor
