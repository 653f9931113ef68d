#include "support/webhook_client.hpp"

#include <atomic>
#include <curl/curl.h>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace tidings::sim {
namespace {

constexpr std::size_t posts_at_once = 16;
constexpr long timeout_ms = 10000;
constexpr int poll_ms_max = 1000;

struct easy_deleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using easy_handle = std::unique_ptr<CURL, easy_deleter>;

struct list_deleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using header_list = std::unique_ptr<curl_slist, list_deleter>;

struct job {
  webhook_post what;
  webhook_client::done done;
  easy_handle handle;
  header_list headers;
};

std::size_t discard(char*, std::size_t size, std::size_t count, void*) { return size * count; }

header_list headers_of(const webhook_post& what) {
  curl_slist* list = nullptr;
  if (!what.content_type.empty()) list = curl_slist_append(list, ("Content-Type: " + what.content_type).c_str());
  if (!what.authorization.empty()) list = curl_slist_append(list, ("Authorization: " + what.authorization).c_str());
  return header_list{list};
}

void prepare(CURL* handle, const webhook_post& what, curl_slist* headers) {
  curl_easy_reset(handle);
  curl_easy_setopt(handle, CURLOPT_URL, what.url.c_str());
  if (headers != nullptr) curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
  if (what.method == "GET") {
    curl_easy_setopt(handle, CURLOPT_HTTPGET, 1L);
  } else {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(what.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, what.body.c_str());
  }
  curl_easy_setopt(handle, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PROXY, ""); // loopback: never through a proxy of the environment
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, timeout_ms);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &discard);
  if (!what.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, what.ca_file.c_str());
}

} // namespace

struct webhook_client::impl {
  impl() {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    multi = curl_multi_init();
    thread = std::thread{[this] { run(); }};
  }

  ~impl() {
    stopping = true;
    curl_multi_wakeup(multi);
    thread.join();
    for (auto& [handle, one] : running) curl_multi_remove_handle(multi, handle);
    running.clear();
    idle.clear();
    curl_multi_cleanup(multi);
    curl_global_cleanup();
  }

  void run() {
    while (!stopping) {
      start_waiting();
      int still = 0;
      curl_multi_perform(multi, &still);
      if (collect()) continue; // a place came free
      curl_multi_poll(multi, nullptr, 0, poll_ms_max, nullptr);
    }
  }

  void start_waiting() {
    for (;;) {
      job next;
      {
        const std::lock_guard lock{mutex};
        if (waiting.empty() || running.size() >= posts_at_once) return;
        next = std::move(waiting.front());
        waiting.pop_front();
      }
      if (!idle.empty()) {
        next.handle = std::move(idle.back());
        idle.pop_back();
      } else {
        next.handle.reset(curl_easy_init());
      }
      CURL* handle = next.handle.get();
      auto& stored = running[handle] = std::move(next);
      stored.headers = headers_of(stored.what);
      prepare(handle, stored.what, stored.headers.get());
      curl_multi_add_handle(multi, handle);
    }
  }

  bool collect() {
    bool any = false;
    int left = 0;
    while (const auto* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* handle = message->easy_handle;
      long status = 0;
      if (message->data.result == CURLE_OK) curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
      curl_multi_remove_handle(multi, handle);
      auto node = running.extract(handle);
      idle.push_back(std::move(node.mapped().handle));
      node.mapped().done(status);
      any = true;
    }
    return any;
  }

  std::mutex mutex;
  std::deque<job> waiting;
  std::map<CURL*, job> running;
  std::vector<easy_handle> idle;
  CURLM* multi = nullptr;
  std::atomic<bool> stopping = false;
  std::thread thread;
};

webhook_client::webhook_client() : impl_{std::make_unique<impl>()} {}
webhook_client::~webhook_client() = default;

void webhook_client::post(webhook_post what, done on_done) {
  {
    const std::lock_guard lock{impl_->mutex};
    impl_->waiting.push_back({std::move(what), std::move(on_done), nullptr, nullptr});
  }
  curl_multi_wakeup(impl_->multi);
}

} // namespace tidings::sim
