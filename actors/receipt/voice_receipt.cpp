#include "actors/receipt/voice_receipt.hpp"

#include "actors/receipt/firetext_receipt.hpp"

#include <array>

namespace tidings {
namespace {

struct reading {
  std::string_view word;
  receipt_status status;
};
constexpr std::array<reading, 8> readings{{
    {"queued", receipt_status::pending},
    {"ringing", receipt_status::pending},
    {"in-progress", receipt_status::pending},
    {"completed", receipt_status::delivered},
    {"busy", receipt_status::temporary_failure},
    {"no-answer", receipt_status::temporary_failure},
    {"failed", receipt_status::permanent_failure},
    {"canceled", receipt_status::technical_failure},
}};

constexpr std::size_t code_bytes_max = 16;
constexpr std::size_t keys_max = 16; ///< more than anybody is asked for

/// The same key in the same call is the same answer, however often it is posted.
reply_id name_of(const provider_id& provider, const std::string& call, const std::string& keys) {
  std::string name;
  for (const auto* part : {&provider.value, &call, &keys})
    name.append(std::to_string(part->size())).append(":").append(*part);
  return id_from_name<reply_id>("voice key", name);
}

} // namespace

std::optional<receipt_status> voice_status(std::string_view word) {
  for (const auto& one : readings)
    if (one.word == word) return one.status;
  return std::nullopt;
}

std::optional<timestamp> voice_time(std::string_view text) {
  return text.ends_with('Z') ? firetext_time(text) : std::nullopt;
}

result<voice_word> read_voice_post(const provider_id& provider, const form_fields& fields, timestamp now) {
  const auto reference = field_of(fields, "Reference");
  const auto call = field_of(fields, "CallId");
  if (!reference) return fail(error_code::invalid_input, "Reference is missing");
  if (!call) return fail(error_code::invalid_input, "CallId is missing");
  const auto time = field_of(fields, "Timestamp");
  const auto at = (time ? voice_time(*time) : std::nullopt).value_or(now);
  const auto message = parse_id<message_id>(*reference);
  if (const auto keys = field_of(fields, "Digits")) {
    if (keys->size() > keys_max) return fail(error_code::invalid_input, "Digits are too many");
    if (!message) return voice_word();
    reply_arrived out;
    out.reply = name_of(provider, *call, *keys);
    out.provider = provider;
    out.from = secret_text(field_of(fields, "To").value_or(""));
    out.text = secret_text(*keys);
    out.reported_at = at;
    out.by = channel::voice;
    out.answers = *message;
    return voice_word(std::move(out));
  }
  const auto word = field_of(fields, "CallStatus");
  if (!word) return fail(error_code::invalid_input, "CallStatus is missing");
  const auto status = voice_status(*word);
  if (!status) return fail(error_code::invalid_input, "no status of a call");
  if (!message) return voice_word();
  return voice_word(receipt_arrived{*message, provider, *status, word->substr(0, code_bytes_max), at});
}

} // namespace tidings
