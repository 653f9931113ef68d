#include "firetext/send_form.hpp"

#include <algorithm>
#include <cctype>
#include <spdlog/fmt/fmt.h>

namespace tidings::sim {
namespace {

/// Six GSM fragments of 153, what GOV.UK Notify sends; FireText's documentation still says 612.
constexpr std::size_t characters_max = 918;

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

bool is_sender(std::string_view from) {
  if (is_number(from)) return true;
  return from.size() >= 3 && from.size() <= 11 &&
         std::ranges::all_of(from, [](unsigned char letter) { return std::isalnum(letter) != 0 || letter == ' '; });
}

/// `YYYY-MM-DD HH:MM`.
bool is_send_time(std::string_view text) {
  static constexpr std::string_view shape = "0000-00-00 00:00";
  return text.size() == shape.size() &&
         std::ranges::equal(text, shape, [](char is, char like) { return like == '0' ? is_digit(is) : is == like; });
}

} // namespace

bool is_number(std::string_view from) {
  if (from.starts_with('+')) from.remove_prefix(1);
  return from.size() >= 3 && from.size() <= 15 && std::ranges::all_of(from, is_digit);
}

std::string phone_digits(std::string_view typed) {
  std::string digits;
  for (const char letter : typed) {
    if (is_digit(letter))
      digits += letter;
    else if (letter != ' ' && letter != '+' && letter != '-')
      return {};
  }
  if (digits.starts_with("00"))
    digits.erase(0, 2);
  else if (digits.starts_with("0"))
    digits.replace(0, 1, "44");
  if (digits.starts_with("44")) return digits.size() == 12 && digits[2] == '7' ? digits : std::string{};
  return digits.size() >= 8 && digits.size() <= 15 ? digits : std::string{};
}

send_form read_send_form(const http_request& request) {
  send_form form;
  form.from = request.parameter("from");
  form.text = request.parameter("message");
  form.reference = request.parameter("reference");
  form.receipt_url = request.parameter("receipt");
  const auto schedule = request.parameter("schedule");
  std::string_view rest = request.parameter("to");
  while (!rest.empty()) {
    const auto comma = std::min(rest.find(','), rest.size());
    form.to.push_back(phone_digits(rest.substr(0, comma)));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  if (request.has("group"))
    form.code = send_code::group;
  else if (form.to.empty() || std::ranges::any_of(form.to, [](const auto& one) { return one.empty(); }))
    form.code = send_code::destination;
  else if (!is_sender(form.from))
    form.code = send_code::from;
  else if (form.text.empty() || characters(form.text) > characters_max)
    form.code = send_code::message;
  else if (!schedule.empty() && !is_send_time(schedule))
    form.code = send_code::send_time;
  else if (!form.receipt_url.empty() && !form.receipt_url.starts_with("http://") &&
           !form.receipt_url.starts_with("https://"))
    form.code = send_code::receipt_url;
  else if (request.has("subaccount"))
    form.code = send_code::sub_account;
  return form;
}

std::string_view description_of(send_code code) {
  switch (code) {
  case send_code::queued:
    return "SMS successfully queued";
  case send_code::authentication:
    return "Authentication error";
  case send_code::destination:
    return "Destination number(s) error";
  case send_code::from:
    return "From error";
  case send_code::group:
    return "Group not recognised";
  case send_code::message:
    return "Message error";
  case send_code::send_time:
    return "Send time error (YYYY-MM-DD HH:MM)";
  case send_code::credit:
    return "Not enough credit";
  case send_code::receipt_url:
    return "Invalid delivery receipt URL";
  case send_code::sub_account:
    return "Sub-account error or not recognised";
  case send_code::repeat:
    return "Repeat expiry/interval not recognised";
  case send_code::repeat_expiry:
    return "Repeat expiry not recognised";
  }
  return "Unknown error";
}

http_response api_answer(answer_format format, send_code code, std::int64_t data, std::string_view description) {
  const auto number = static_cast<int>(code);
  const auto words = description.empty() ? description_of(code) : description;
  switch (format) {
  case answer_format::json:
    return {200,
            fmt::format(R"({{"code":{},"description":"{}","responseData":{}}})", number, words, data),
            "application/json",
            {}};
  case answer_format::xml:
    return {
        200,
        fmt::format(
            R"(<?xml version="1.0" encoding="UTF-8"?><response><status><code>{}</code><description>{}</description></status><data responseData="{}"/></response>)",
            number, words, data),
        "application/xml",
        {}};
  case answer_format::plain:
    break;
  }
  return {200, fmt::format("{}:{} {}", number, data, words), "text/plain", {}};
}

} // namespace tidings::sim
