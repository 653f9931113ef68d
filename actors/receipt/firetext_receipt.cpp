#include "actors/receipt/firetext_receipt.hpp"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace tidings {
namespace {
struct reading {
  std::string_view code;
  receipt_status status;
};
constexpr std::array<reading, 10> declines = {{
    {"000", receipt_status::temporary_failure}, // no error reported
    {"101", receipt_status::permanent_failure}, // unknown subscriber
    {"102", receipt_status::temporary_failure}, // absent subscriber
    {"103", receipt_status::temporary_failure}, // subscriber busy
    {"104", receipt_status::temporary_failure}, // no subscriber memory
    {"201", receipt_status::permanent_failure}, // invalid number
    {"301", receipt_status::permanent_failure}, // SMS not supported
    {"302", receipt_status::temporary_failure}, // SMS not supported
    {"401", receipt_status::permanent_failure}, // message rejected
    {"900", receipt_status::temporary_failure}, // routing error
}};

const reading* reading_of(std::string_view code) {
  const auto* found =
      std::find_if(declines.begin(), declines.end(), [&](const reading& one) { return one.code == code; });
  return found == declines.end() ? nullptr : found;
}

/// `447700900123`, however FireText wrote it; what is no number stays as it is.
std::string plain_number(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c != ' ') digits += c;
  if (digits.starts_with('+')) digits.erase(0, 1);
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) return std::string(text);
  if (digits.starts_with("00")) return digits.substr(2);
  return digits.starts_with('0') ? "44" + digits.substr(1) : digits;
}

const std::string* find(const form_fields& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? nullptr : &found->second;
}

/// Exactly `size` digits at the front of `text`, which it takes away.
std::optional<int> take_digits(std::string_view& text, std::size_t size) {
  int value = 0;
  if (text.size() < size) return std::nullopt;
  for (const char c : text.substr(0, size)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(size);
  return value;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text[0]) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

/// `Z`, `+01:00`, `+0100` or `+01`, to its end.
std::optional<std::chrono::minutes> read_offset(std::string_view text) {
  if (text == "Z" || text == "z") return std::chrono::minutes(0);
  const bool west = text.starts_with('-');
  if (!take(text, "+-")) return std::nullopt;
  const auto hours = take_digits(text, 2);
  if (!text.empty()) take(text, ":");
  const auto minutes = text.empty() ? std::optional(0) : take_digits(text, 2);
  if (!hours || !minutes || !text.empty() || *hours > 14 || *minutes > 59) return std::nullopt;
  const auto offset = std::chrono::minutes(*hours * 60 + *minutes);
  return west ? -offset : offset;
}

std::optional<timestamp> from_london(date::local_seconds local) {
  try {
    const auto* london = date::locate_zone("Europe/London");
    return std::chrono::time_point_cast<millis>(london->to_sys(local, date::choose::earliest));
  } catch (const std::runtime_error&) { // no time zone database on this machine
    return std::nullopt;
  }
}
} // namespace

receipt_status firetext_status(std::string_view status, std::string_view code) {
  if (status == "0") return receipt_status::delivered;
  if (status == "2") return receipt_status::pending;
  if (status != "1") return receipt_status::technical_failure;
  const auto* found = reading_of(code);
  return found == nullptr ? receipt_status::permanent_failure : found->status;
}

bool firetext_explains(std::string_view code) { return reading_of(code) != nullptr; }

std::optional<timestamp> firetext_time(std::string_view text) {
  const auto year = take_digits(text, 4);
  const bool dash1 = take(text, "-");
  const auto month = take_digits(text, 2);
  const bool dash2 = take(text, "-");
  const auto day = take_digits(text, 2);
  const bool gap = take(text, "T ");
  const auto hour = take_digits(text, 2);
  const bool colon = take(text, ":");
  const auto minute = take_digits(text, 2);
  if (!year || !dash1 || !month || !dash2 || !day || !gap || !hour || !colon || !minute) return std::nullopt;
  std::optional<int> second = 0;
  if (take(text, ":")) second = take_digits(text, 2);
  if (take(text, ".")) // fractions say nothing here
    while (!text.empty() && text[0] >= '0' && text[0] <= '9') text.remove_prefix(1);
  const date::year_month_day ymd{date::year(*year), date::month(static_cast<unsigned>(*month)),
                                 date::day(static_cast<unsigned>(*day))};
  if (!second || !ymd.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const auto local =
      date::local_days(ymd) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second);
  take(text, " ");
  if (text.empty()) return from_london(local);
  const auto offset = read_offset(text);
  if (!offset) return std::nullopt;
  return timestamp(std::chrono::duration_cast<millis>(local.time_since_epoch() - *offset));
}

result<std::optional<receipt_arrived>> read_firetext_receipt(const provider_id& provider, const form_fields& fields,
                                                             timestamp now) {
  const auto* status = find(fields, "status");
  const auto* reference = find(fields, "reference");
  if (!status || status->empty()) return fail(error_code::invalid_input, "status is missing");
  if (!reference || reference->empty()) return fail(error_code::invalid_input, "reference is missing");
  const auto message = parse_id<message_id>(*reference);
  if (!message) return std::nullopt;
  const auto* code = find(fields, "code");
  const auto* time = find(fields, "time");
  receipt_arrived receipt;
  receipt.message = *message;
  receipt.provider = provider;
  receipt.code = code ? code->substr(0, 16) : std::string();
  receipt.status = firetext_status(*status, receipt.code);
  receipt.unexplained = *status == "1" && !firetext_explains(receipt.code);
  receipt.reported_at = (time ? firetext_time(*time) : std::nullopt).value_or(now);
  return receipt;
}

result<reply_arrived> read_firetext_reply(const provider_id& provider, const form_fields& fields, timestamp now) {
  const auto* source = find(fields, "source");
  const auto* message = find(fields, "message");
  if (!source || source->empty()) return fail(error_code::invalid_input, "source is missing");
  if (!message) return fail(error_code::invalid_input, "message is missing");
  const auto* destination = find(fields, "destination");
  const auto* time = find(fields, "time");
  const auto to = destination ? *destination : std::string();
  auto when = time && !time->empty() ? *time : std::to_string(to_ms(now) / 600'000);
  auto reported_at = now;
  if (time != nullptr)
    if (const auto at = firetext_time(*time)) {
      reported_at = *at;
      when = std::to_string(to_ms(*at) / 1'000) + " s";
    }
  // Lengths before texts, so that no two different replies make the same name.
  std::string name;
  for (const auto& part : {provider.value, plain_number(*source), plain_number(to), when, *message})
    name.append(std::to_string(part.size())).append(":").append(part);
  reply_arrived reply;
  reply.reply = id_from_name<reply_id>("firetext reply", name);
  reply.provider = provider;
  reply.from = secret_text(*source);
  reply.to = to;
  reply.text = secret_text(*message);
  reply.reported_at = reported_at;
  return reply;
}

} // namespace tidings
