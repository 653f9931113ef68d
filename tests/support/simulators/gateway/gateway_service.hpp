#pragma once
#include "firetext/faults.hpp"
#include "gateway/dialect.hpp"
#include "support/dice.hpp"
#include "support/webhook_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json/fwd.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>

namespace tidings::sim {

struct gateway_rules {
  std::uint64_t seed = 1;
  /// From the submission to the receipt.
  std::chrono::milliseconds receipt_delay{100};
  /// Share of texts that never arrive. 0 to 1.
  double fail_rate = 0;
  /// Pause between two tries of a webhook, and how many there are.
  std::chrono::milliseconds retry_pause{250};
  std::uint64_t tries_max = 60;
};

/// One gateway in one dialect, with its control pages. In memory only. Lives on one io_context's thread.
class gateway_service {
public:
  gateway_service(boost::asio::io_context&, const gateway_dialect&, gateway_hooks, gateway_rules, wall_clock);

  void answer(const http_request&, const http_reply&);

private:
  struct delivery {
    webhook_post what;
    std::uint64_t tries = 0;
    std::function<void()> when_tried;
  };
  void send(const http_request&, const http_reply&);
  bool refuse_by_fault(const http_reply&);
  gateway_text& take(gateway_text);
  void give_receipts(gateway_text&, bool lost, std::function<void()> when_tried);
  /// The status it has by then is told, and told again until the webhook says 200.
  void tell_later(const std::string& id, std::string status, bool silently, std::chrono::milliseconds,
                  std::function<void()>);
  void bring(std::shared_ptr<delivery>);
  http_response control(const http_request&);
  boost::json::object ledger() const;
  void after(std::chrono::milliseconds, std::function<void()>);
  bool strikes(double probability);

  boost::asio::io_context& io_;
  const gateway_dialect& dialect_;
  gateway_hooks hooks_;
  gateway_rules rules_;
  wall_clock now_;
  firetext_faults faults_;
  dice throws_;
  std::deque<gateway_text> texts_;
  std::map<std::string, gateway_text*, std::less<>> by_id_;
  std::uint64_t next_id_ = 0, pending_ = 0, replies_ = 0;
  /// Last, so that it stops calling back before anything else goes.
  webhook_client client_;
};

} // namespace tidings::sim
