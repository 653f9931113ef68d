#pragma once
#include "firetext/account.hpp"
#include "firetext/faults.hpp"
#include "firetext/postman.hpp"
#include "firetext/send_form.hpp"
#include "support/dice.hpp"
#include "support/http_server.hpp"

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace tidings::sim {

struct delay_range {
  std::chrono::milliseconds least{0}, most{0};
};

struct firetext_rules {
  std::vector<std::string> api_keys{"demo-key"};
  std::uint64_t seed = 1;
  /// From the submission to the receipt, and from the receipt to the patient's reply.
  delay_range receipt_delay{std::chrono::milliseconds{100}, std::chrono::milliseconds{1000}};
  delay_range reply_delay{std::chrono::milliseconds{500}, std::chrono::milliseconds{5000}};
  /// Of those asked, how many answer at all; of all texts, how many the network declines. 0 to 1.
  double reply_rate = 0.8;
  double fail_rate = 0;
  /// Rows on one page of a list, whatever `pp` asks for; 0: as `pp` says.
  std::uint64_t page_rows_max = 0;
  /// Real phones cannot answer a name; this lets them.
  bool allow_name_replies = false;
};

/// FireText's HTTP API and the control pages, over one account. Lives on one io_context's thread.
class firetext_service {
public:
  firetext_service(boost::asio::io_context&, sms_account&, postman&, firetext_rules, wall_clock,
                   std::function<void()> on_change);

  void answer(const http_request&, const http_reply&);

private:
  struct troubles;
  void api(std::string_view name, answer_format, const http_request&, const http_reply&);
  void send_sms(answer_format, const http_request&, const http_reply&);
  bool refuse_by_fault(answer_format, const http_reply&);
  void give_receipts(const sms&, const troubles&, std::function<void()> when_tried);
  void maybe_reply(const sms&, std::chrono::milliseconds after);
  http_response delivery_report(answer_format, const http_request&);
  http_response received_messages(answer_format, const http_request&);
  http_response control(const http_request&);
  http_response reply_now(const http_request&);
  void send_later(const http_reply&, http_response, std::chrono::milliseconds);
  bool knows_key(const http_request&) const;
  bool strikes(double probability);
  std::chrono::milliseconds pick(delay_range, dice&) const;

  boost::asio::io_context& io_;
  sms_account& account_;
  postman& postman_;
  firetext_rules rules_;
  wall_clock now_;
  std::function<void()> on_change_;
  firetext_faults faults_;
  dice throws_;
};

} // namespace tidings::sim
