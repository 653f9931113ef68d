#include "actors/provider/http_client.hpp"

#include "actors/provider/http_transfer.hpp"

#include <mutex>
#include <thread>
#include <unordered_map>

namespace tidings {
namespace {

struct waiting_call {
  http_request what;
  std::function<void(http_outcome)> done;
};

struct free_multi {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

void not_sent(const std::function<void(http_outcome)>& done, std::string why) {
  done(tl::unexpected(http_failure{true, std::move(why), {}}));
}

} // namespace

struct http_client::impl {
  explicit impl(http_client_limits with) : limits(with) {}

  http_client_limits limits;
  std::unique_ptr<CURLM, free_multi> multi{curl_multi_init()};
  std::mutex door; ///< guards the next three
  std::vector<waiting_call> arrived;
  std::size_t open_calls = 0;
  bool open = true;
  std::unordered_map<CURL*, std::unique_ptr<http_transfer>> transfers;
  std::thread thread;

  void run();
  bool take_arrived();
  void start(waiting_call one);
  void end(CURL* handle, CURLcode code);
  void closed(std::size_t calls);
};

http_client::http_client(http_client_limits limits) {
  curl_global_init(CURL_GLOBAL_DEFAULT); // counted and thread-safe since 7.84
  impl_ = std::make_unique<impl>(limits);
  curl_multi_setopt(impl_->multi.get(), CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
  impl_->thread = std::thread([my = impl_.get()] { my->run(); });
}

http_client::~http_client() {
  stop();
  impl_.reset();
  curl_global_cleanup();
}

void http_client::call(http_request what, std::function<void(http_outcome)> done) {
  const char* refusal = nullptr;
  {
    const std::lock_guard lock(impl_->door);
    if (!impl_->open)
      refusal = "the broker is stopping";
    else if (impl_->open_calls >= impl_->limits.calls_max)
      refusal = "too many calls are open";
    else {
      ++impl_->open_calls;
      impl_->arrived.push_back({std::move(what), std::move(done)});
      curl_multi_wakeup(impl_->multi.get()); // behind the door, so that it isn't gone
    }
  }
  if (refusal != nullptr) not_sent(done, refusal);
}

void http_client::stop() {
  {
    const std::lock_guard lock(impl_->door);
    if (!std::exchange(impl_->open, false)) return;
    curl_multi_wakeup(impl_->multi.get());
  }
  impl_->thread.join();
  impl_->multi.reset(); // closes the connections kept for later
}

void http_client::impl::run() {
  constexpr int poll_ms_max = 60'000; // woken by sockets, timeouts and new calls; this is only a limit
  while (take_arrived()) {
    int running = 0;
    curl_multi_perform(multi.get(), &running);
    int left = 0;
    while (const auto* message = curl_multi_info_read(multi.get(), &left))
      if (message->msg == CURLMSG_DONE) end(message->easy_handle, message->data.result);
    curl_multi_poll(multi.get(), nullptr, 0, poll_ms_max, nullptr);
  }
  for (auto& [handle, transfer] : transfers) {
    curl_multi_remove_handle(multi.get(), handle);
    transfer->fail(!transfer->may_be_sent(), "the broker stopped before the answer came");
  }
  transfers.clear();
}

// False when it is time to stop.
bool http_client::impl::take_arrived() {
  std::vector<waiting_call> fresh;
  bool go_on = true;
  {
    const std::lock_guard lock(door);
    fresh.swap(arrived);
    go_on = open;
  }
  for (auto& one : fresh) {
    if (go_on)
      start(std::move(one));
    else
      not_sent(one.done, "the broker is stopping");
  }
  return go_on;
}

void http_client::impl::start(waiting_call one) {
  auto transfer = std::make_unique<http_transfer>(limits, std::move(one.what), std::move(one.done));
  auto* handle = transfer->handle();
  if (handle == nullptr || curl_multi_add_handle(multi.get(), handle) != CURLM_OK) {
    closed(1);
    return transfer->fail(true, "no HTTP handle to be had");
  }
  transfers.emplace(handle, std::move(transfer));
}

void http_client::impl::end(CURL* handle, CURLcode code) {
  const auto found = transfers.find(handle);
  if (found == transfers.end()) return;
  const auto transfer = std::move(found->second);
  transfers.erase(found);
  curl_multi_remove_handle(multi.get(), handle);
  closed(1);
  transfer->finish(code);
}

void http_client::impl::closed(std::size_t calls) {
  const std::lock_guard lock(door);
  open_calls -= calls;
}

} // namespace tidings
