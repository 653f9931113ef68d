#pragma once
#include "firetext/account.hpp"
#include "support/webhook_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <map>

namespace tidings::sim {

struct postman_rules {
  /// Pause after the first failed try; doubles up to the longest.
  std::chrono::milliseconds retry_first{250}, retry_longest{2000};
  /// Then the receipt or reply is given up (the look-up calls still tell it).
  std::uint64_t tries_max = 60;
};

/// Brings receipts and replies to the broker's webhooks when they fall due, again and again until it says 200.
/// Lives on one io_context's thread.
class postman {
public:
  postman(boost::asio::io_context&, sms_account&, wall_clock, postman_rules, std::function<void()> on_change);

  /// `when_tried` runs after the first try, whatever came of it.
  void schedule(delivery, std::function<void()> when_tried = {});
  /// Takes up what a loaded account still had to deliver.
  void resume();

private:
  void plan(std::uint64_t number, instant due);
  void arm();
  void work();
  void attempt(std::uint64_t number);
  void finish(std::uint64_t number, long status);
  void drop(std::uint64_t number);
  std::optional<webhook_post> prepare(const delivery&);
  void tried(std::uint64_t number);

  boost::asio::io_context& io_;
  sms_account& account_;
  wall_clock now_;
  postman_rules rules_;
  std::function<void()> on_change_;
  boost::asio::steady_timer timer_;
  std::multimap<instant, std::uint64_t> due_;
  std::map<std::uint64_t, std::function<void()>> when_tried_;
  /// Last, so that it stops calling back before anything else goes.
  webhook_client client_;
};

/// `2026-03-30 11:02:03`, London time, as FireText writes it.
std::string firetext_time(instant);

} // namespace tidings::sim
