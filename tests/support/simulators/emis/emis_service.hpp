#pragma once
#include "emis/emis_book.hpp"
#include "emis/faults.hpp"
#include "support/dice.hpp"
#include "support/http_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json/fwd.hpp>
#include <functional>
#include <map>
#include <set>

namespace tidings::sim {

struct emis_account {
  std::string client_id = "tidings-A99001", client_secret = "demo-secret", application_id = "demo-application";
  std::int64_t token_seconds = 3600;
};

/// EMIS Web's Partner API with its token endpoint, and the control pages. Lives on one io_context's thread. `changed`
/// is told after whatever may have changed the book.
class emis_service {
public:
  emis_service(boost::asio::io_context&, emis_account, emis_book&, wall_clock, std::function<void()> changed);

  void answer(const http_request&, const http_reply&);
  void control(const http_request&, const http_reply&);
  /// Is this one of the tokens given out, and still good?
  bool is_good(std::string_view token) const;

private:
  http_response give_token(const http_request&);
  /// What stands before every operation: who is asking. Nothing: they may.
  std::optional<http_response> refusal(const http_request&);
  /// A fault that strikes before anything is done.
  bool refuse_by_fault(const http_reply&);
  void operate(std::string_view name, const http_request&, const http_reply&);
  bool strikes(double probability);
  void after_delay(const http_reply&, http_response);

  http_response page(const http_request&);
  http_response change_slot(std::int32_t id, const boost::json::object&);
  http_response change_patient(std::int32_t number, const boost::json::object&);
  http_response new_appointment(const boost::json::object&);
  /// On the whole minute.
  instant now_in(std::int64_t minutes) const;

  boost::asio::io_context& io_;
  emis_account account_;
  emis_book& book_;
  wall_clock now_;
  std::function<void()> changed_;
  emis_faults faults_;
  dice throws_{1, {"emis faults"}};
  std::map<std::string, instant, std::less<>> tokens_;
  std::uint64_t tokens_given_ = 0;
  std::map<std::string, std::uint64_t, std::less<>> asked_;
};

} // namespace tidings::sim
