#include "actors/receipt/notify_receipt.hpp"

#include "actors/receipt/firetext_receipt.hpp"

#include <array>

namespace tidings {
namespace {
struct reading {
  std::string_view word;
  receipt_status status;
};
// `failed` stands for any failure in older services: which one isn't told. `sent` is an international text's last word:
// its receipt never comes.
constexpr std::array<reading, 9> readings{{
    {"created", receipt_status::pending},
    {"sending", receipt_status::pending},
    {"pending", receipt_status::pending},
    {"sent", receipt_status::pending},
    {"delivered", receipt_status::delivered},
    {"temporary-failure", receipt_status::temporary_failure},
    {"technical-failure", receipt_status::technical_failure},
    {"failed", receipt_status::technical_failure},
    {"permanent-failure", receipt_status::permanent_failure},
}};
} // namespace

std::optional<receipt_status> notify_status(std::string_view word) {
  for (const auto& one : readings)
    if (one.word == word) return one.status;
  return std::nullopt;
}

std::optional<timestamp> notify_time(std::string_view text) {
  return text.ends_with('Z') ? firetext_time(text) : std::nullopt;
}

result<std::optional<receipt_arrived>> read_notify_receipt(const provider_id& provider, const form_fields& fields,
                                                           timestamp now) {
  const auto reference = field_of(fields, "reference");
  const auto word = field_of(fields, "status");
  // Texts that others of the same service sent have none, or one of theirs.
  if (!reference && field_of(fields, "id")) return std::nullopt;
  if (!reference) return fail(error_code::invalid_input, "reference is missing");
  if (!word) return fail(error_code::invalid_input, "status is missing");
  const auto status = notify_status(*word);
  if (!status) return fail(error_code::invalid_input, "no status of a text message");
  const auto message = parse_id<message_id>(*reference);
  if (!message) return std::nullopt;
  receipt_arrived out;
  out.message = *message;
  out.provider = provider;
  out.status = *status;
  out.code = word->substr(0, 16);
  const auto time = field_of(fields, "completed_at");
  out.reported_at = (time ? notify_time(*time) : std::nullopt).value_or(now);
  return out;
}

result<reply_arrived> read_notify_reply(const provider_id& provider, const form_fields& fields, timestamp now) {
  const auto id = field_of(fields, "id");
  const auto from = field_of(fields, "source_number");
  const auto text = fields.find("message");
  if (!id) return fail(error_code::invalid_input, "id is missing");
  if (!from) return fail(error_code::invalid_input, "source_number is missing");
  if (text == fields.end()) return fail(error_code::invalid_input, "message is missing");
  const auto time = field_of(fields, "date_received");
  reply_arrived reply;
  reply.reply =
      id_from_name<reply_id>("notify reply", std::to_string(provider.value.size()) + ":" + provider.value + *id);
  reply.provider = provider;
  reply.from = secret_text(*from);
  reply.to = field_of(fields, "destination_number").value_or("");
  reply.text = secret_text(text->second);
  reply.reported_at = (time ? notify_time(*time) : std::nullopt).value_or(now);
  return reply;
}

} // namespace tidings
