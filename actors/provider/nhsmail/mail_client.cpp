#include "actors/provider/nhsmail/mail_client.hpp"

#include "actors/provider/nhsmail/curl_mail.hpp"
#include "actors/provider/nhsmail/pop3_visit.hpp"
#include "actors/provider/nhsmail/smtp_transfer.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <map>
#include <mutex>

namespace tidings::nhsmail {
namespace {

smtp_report not_sent(std::string why) {
  smtp_report out;
  out.detail = std::move(why);
  return out;
}

/// Handles with the connection they kept, by account. A thread takes one for a mail and gives it back.
class idle_handles {
public:
  curl_handle take(const std::string& account) {
    const std::lock_guard guard(lock_);
    auto& mine = idle_[account];
    if (mine.empty()) return curl_handle(curl_easy_init());
    auto handle = std::move(mine.back());
    mine.pop_back();
    return handle;
  }
  void give_back(const std::string& account, curl_handle handle) {
    constexpr std::size_t kept_max = 8; // for each account
    const std::lock_guard guard(lock_);
    auto& mine = idle_[account];
    if (mine.size() < kept_max) mine.push_back(std::move(handle));
  }
  void clear() {
    const std::lock_guard guard(lock_);
    idle_.clear();
  }

private:
  std::mutex lock_;
  std::map<std::string, std::vector<curl_handle>> idle_;
};

} // namespace

struct mail_client::impl {
  explicit impl(mail_client_limits with)
      : limits(with), submitters(with.submissions_at_once), visitors(with.visits_at_once) {}

  mail_client_limits limits;
  std::mutex door;                   ///< nothing is posted once `stopping` is set
  std::atomic<bool> stopping{false}; ///< looked at by transfers under way, too
  std::atomic<std::size_t> waiting{0};
  idle_handles handles;
  boost::asio::thread_pool submitters, visitors;

  smtp_report submit(const submission& what, std::chrono::steady_clock::time_point since) {
    if (stopping) return not_sent("the broker is stopping");
    if (std::chrono::steady_clock::now() - since > what.timeout) return not_sent("too many mails were before it");
    const auto account = what.server.host + ':' + std::to_string(what.server.port) + ' ' + what.server.user;
    auto handle = handles.take(account);
    if (!handle) return not_sent("no handle to be had");
    auto report = submit_on(handle.get(), what, stopping);
    handles.give_back(account, std::move(handle));
    return report;
  }
};

mail_client::mail_client(mail_client_limits limits) {
  curl_global_init(CURL_GLOBAL_DEFAULT); // counted and thread-safe since 7.84
  impl_ = std::make_unique<impl>(limits);
}

mail_client::~mail_client() {
  stop();
  impl_.reset();
  curl_global_cleanup();
}

void mail_client::submit(submission what, std::function<void(smtp_report)> done) {
  auto& my = *impl_;
  const char* refusal = nullptr;
  {
    const std::lock_guard guard(my.door);
    if (my.stopping)
      refusal = "the broker is stopping";
    else if (my.waiting >= my.limits.waiting_max)
      refusal = "too many mails are waiting";
    else {
      ++my.waiting;
      boost::asio::post(my.submitters, [&my, what = std::move(what), done, since = std::chrono::steady_clock::now()] {
        --my.waiting;
        done(my.submit(what, since));
      });
    }
  }
  if (refusal != nullptr) done(not_sent(refusal));
}

void mail_client::visit(mail_visit what, std::function<void(visit_report)> done) {
  auto& my = *impl_;
  visit_report none;
  none.trouble = "the broker is stopping";
  {
    const std::lock_guard guard(my.door);
    if (!my.stopping) {
      boost::asio::post(my.visitors, [&my, what = std::move(what), done, none] {
        done(my.stopping ? none : visit_now(what, my.stopping));
      });
      return;
    }
  }
  done(std::move(none));
}

void mail_client::stop() {
  auto& my = *impl_;
  {
    const std::lock_guard guard(my.door);
    my.stopping = true;
  }
  my.submitters.join(); // what waits is answered: not sent
  my.visitors.join();
  my.handles.clear();
}

} // namespace tidings::nhsmail
