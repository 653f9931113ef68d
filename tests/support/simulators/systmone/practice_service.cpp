#include "systmone/practice_service.hpp"

#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tidings::sim {
namespace {

/// The audit list keeps this many lines per practice.
constexpr std::size_t audit_lines_max = 5000;

} // namespace

practice_service::practice_service(std::string ods, service_rules rules)
    : book{std::move(ods)}, rules_{std::move(rules)}, throttle_{rules_.limits}, throws_{rules_.seed,
                                                                                        {"faults", book.ods}} {}

bool practice_service::strikes(double probability) {
  if (probability <= 0 || !throws_.chance(probability)) return false;
  faults.struck();
  return true;
}

bool practice_service::take_changed() { return std::exchange(changed_, false); }

void practice_service::note(const function_request& request, std::string what, instant now) {
  std::string_view number = request.parameters.child("Identity").child_value("NhsNumber");
  if (number.empty()) number = request.parameters.child("Identity").child_value("NHSNumber");
  audit.push_back({now, request.function, request.uid, std::string{number}, std::move(what)});
  if (audit.size() > audit_lines_max) audit.pop_front();
}

practice_service::admitted practice_service::admit(std::string_view xml, bool well_formed, instant now,
                                                   std::chrono::milliseconds steady) {
  admitted in{std::make_unique<function_request>(), std::nullopt, std::chrono::milliseconds{0}};
  if (!well_formed) {
    in.refusal = function_error{"The request is not well-formed XML"};
  } else if (auto read = read_request(xml, *in.request); !read) {
    in.refusal = read.error();
  }
  ++requests[in.refusal ? "unreadable" : in.request->function];
  in.wait = throttle_.admit(steady, !in.refusal && is_full_record(*in.request, now));
  if (!in.wait) note(*in.request, "ignored: throttled", now);
  return in;
}

function_result practice_service::answer(function_request& request, instant now) {
  if (request.api_key != api_key()) return tl::unexpected(function_error{"The API key is not recognised"});
  if (faults.deactivated)
    return tl::unexpected(function_error{"This application has been deactivated at this organisation"});
  switch (devices.check(request.device_id, rules_.require_approval, rules_.seed, book.ods)) {
  case device_verdict::known:
    break;
  case device_verdict::approved_now:
    changed_ = true;
    break;
  case device_verdict::pending:
    return tl::unexpected(function_error{"Device approval is pending", false});
  case device_verdict::blocked:
    return tl::unexpected(function_error{"The connection request was blocked by the SystmOne user"});
  }
  if (request.function == "UpdatePatientRecord" && strikes(faults.record_in_use))
    return tl::unexpected(function_error{"The patient record is in use", false});
  auto result = carry_out(book, request, rules_.functions, now);
  if (request.function == "UpdatePatientRecord") {
    if (result)
      changed_ = true;
    else
      ++refusals[result.error().message];
  }
  return result;
}

outcome practice_service::carry_out_now(admitted in, instant now) {
  auto& request = *in.request;
  if (strikes(faults.silence)) {
    note(request, "silence", now);
    return {outcome::act::stay_silent, {}, {}, false};
  }
  if (strikes(faults.drop_before)) {
    note(request, "reset before it was carried out", now);
    return {outcome::act::reset, {}, {}, false};
  }
  function_result result = in.refusal ? function_result{tl::unexpected(*in.refusal)} : answer(request, now);
  note(request, result ? "done" : result.error().message, now);

  if (result && faults.padding_kb > 0)
    append_text(*result, "SomethingNew", std::string(static_cast<std::size_t>(faults.padding_kb) * 1024, 'x'));

  outcome out;
  out.after = std::chrono::milliseconds{faults.delay_ms};
  out.log_out = result && request.function == "ExitClient";
  if (strikes(faults.reset_after_commit)) {
    out.then = outcome::act::reset;
    return out;
  }
  dice uid{rules_.seed, {"response", book.ods, std::to_string(++answers_)}};
  out.text = write_response(request, fmt::format("{:016x}{:016x}", uid.next(), uid.next()), result,
                            rules_.pretty || faults.pretty);
  if (strikes(faults.truncate)) {
    out.text.resize(out.text.size() / 2);
    out.then = outcome::act::answer_half_then_close;
  } else if (strikes(faults.duplicate)) {
    out.text += out.text;
  }
  return out;
}

} // namespace tidings::sim
