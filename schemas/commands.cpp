#include "schemas/commands.hpp"

#include "schemas/codec.hpp"

#include <array>

namespace tidings {
namespace {
constexpr std::array<std::string_view, std::variant_size_v<command_alternatives>> names = {
    "accept_message",    "appointments_read", "patient_read",      "start_attempt",       "attempt_outcome",
    "attempts_lost",     "looked_up",         "receipt_arrived",   "reply_arrived",       "operation_outcome",
    "clock_ticked",      "cancel_message",    "finish_item",       "park_command",        "release_parked",
    "use_sign_in",       "keep_audit_entry",  "release_epoch",     "erase_patient",       "erase_practice",
    "rotate_keys",       "move_conversation", "note_conversation", "answer_conversation", "trust_number",
    "ask_questions",     "record_fft",        "file_code_by_hand", "confirm_details",     "change_waiting",
    "stop_slot",         "change_user",       "try_sign_in",       "group_read",          "change_pause",
    "change_rollout",    "look_at_patients",  "preview_message",   "change_wishes",       "answer_by_link",
    "file_conversation", "begin_operation",   "open_file"};

template <std::size_t I = 0> result<command> decode_at(std::size_t index, std::string_view bytes) {
  if constexpr (I == std::variant_size_v<command_alternatives>)
    return fail(error_code::log_damaged, "command number " + std::to_string(index) + " is not known to this version");
  else if (index != I)
    return decode_at<I + 1>(index, bytes);
  else
    return codec::decode<std::variant_alternative_t<I, command_alternatives>>(bytes).map(
        [](auto&& c) { return command(std::forward<decltype(c)>(c)); });
}
} // namespace

command::command() = default;
command::command(const command&) = default;
command::command(command&&) noexcept = default;
command& command::operator=(const command&) = default;
command& command::operator=(command&&) noexcept = default;
command::~command() = default;

std::string_view name_of(const command& what) { return names[what.index()]; }

std::string encode(const command& what) {
  std::string out(1, static_cast<char>(what.index()));
  std::visit([&](const auto& one) { codec::writer(out).fields(one); }, what);
  return out;
}

result<command> decode_command(std::string_view bytes) {
  if (bytes.empty()) return fail(error_code::log_damaged, "an empty command");
  return decode_at(static_cast<unsigned char>(bytes[0]), bytes.substr(1));
}

} // namespace tidings
