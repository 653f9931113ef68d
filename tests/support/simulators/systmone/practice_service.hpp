#pragma once
#include "support/dice.hpp"
#include "systmone/devices.hpp"
#include "systmone/faults.hpp"
#include "systmone/functions.hpp"
#include "systmone/practice_book.hpp"
#include "systmone/throttle.hpp"
#include "systmone/wire.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>

namespace tidings::sim {

struct service_rules {
  throttle_rules limits;
  function_rules functions;
  bool require_approval = false;
  bool pretty = false;
  std::uint64_t seed = 1;
};

struct audit_line {
  instant at;
  std::string function, request_uid, nhs_number, outcome;
};

/// What the socket does with a request once its time has come.
struct outcome {
  enum class act { answer, answer_half_then_close, stay_silent, reset } then = act::answer;
  /// Wait this long first (fault `delay_ms`).
  std::chrono::milliseconds after{0};
  std::string text;
  /// ExitClient: close the practice when the answer is out.
  bool log_out = false;
};

/// One practice's SystmOne client without its sockets: key, device, throttle, faults, functions, audit.
class practice_service {
public:
  practice_service(std::string ods, service_rules);

  struct admitted {
    std::unique_ptr<function_request> request;
    std::optional<function_error> refusal;
    /// Throttled: how long to wait before carrying it out. Nothing: never (dropped).
    std::optional<std::chrono::milliseconds> wait;
  };
  /// `steady` is a monotonic time of the caller's.
  admitted admit(std::string_view xml, bool well_formed, instant now, std::chrono::milliseconds steady);
  outcome carry_out_now(admitted, instant now);

  practice_book book;
  device_register devices;
  systmone_faults faults;
  /// Requests seen, by function; those never answered are counted too.
  std::map<std::string, std::uint64_t> requests;
  /// Updates refused, by message.
  std::map<std::string, std::uint64_t> refusals;
  /// The latest requests; SystmOne audits every one.
  std::deque<audit_line> audit;
  const throttle& limits() const { return throttle_; }
  std::string api_key() const { return "demo-key-" + book.ods; }
  /// Something worth keeping changed since the last call.
  bool take_changed();

private:
  bool strikes(double probability);
  function_result answer(function_request&, instant now);
  void note(const function_request&, std::string outcome, instant now);

  service_rules rules_;
  throttle throttle_;
  dice throws_;
  std::uint64_t answers_ = 0;
  bool changed_ = false;
};

} // namespace tidings::sim
