#pragma once
#include "support/http_server.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tidings::sim {

/// firetext.co.uk/docs, "Response codes".
enum class send_code {
  queued = 0,
  authentication = 1,
  destination = 2,
  from = 3,
  group = 4,
  message = 5,
  send_time = 6,
  credit = 7,
  receipt_url = 8,
  sub_account = 9,
  repeat = 10,
  repeat_expiry = 11,
};

/// What one call asks for; `code` says whether it may have it.
struct send_form {
  send_code code = send_code::queued;
  /// E.164 digits.
  std::vector<std::string> to;
  std::string from, text, reference, receipt_url;
};

/// Checks everything but the key and the credit.
send_form read_send_form(const http_request&);

/// E.164 digits from what people type, or empty: UK mobiles and foreign numbers, no UK landlines.
std::string phone_digits(std::string_view);
/// Whether a patient could answer it: a number rather than a name.
bool is_number(std::string_view from);

enum class answer_format { json, xml, plain };
std::string_view description_of(send_code);
/// `{"code":0,"description":…,"responseData":1}` or its like. An empty description takes the code's own.
http_response api_answer(answer_format, send_code, std::int64_t response_data, std::string_view description = {});

} // namespace tidings::sim
