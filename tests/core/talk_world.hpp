#pragma once
// Conversations of one practice: what a patient writes, and the one word for what came of it.
#include "schemas/conversation_settings.hpp"
#include "tests/support/practice_world.hpp"

namespace tidings::test {

using namespace std::chrono_literals;

inline const std::string amiras = "447700900123";

struct talk_world : practice_world {
  talk_world() { state.marks = marker(std::array<std::uint8_t, 32>{1, 2, 3}); }

  conversation_settings& words() {
    auto own = std::make_shared<conversation_settings>(conversations_of(settings));
    settings.replies.conversations = own;
    return *own;
  }
  std::string mark() const { return state.marks.of_number(amiras); }

  std::vector<event> says(const std::string& text) { return last = reply(amiras, text); }
  std::vector<event> ticks_at(timestamp at) {
    now = at;
    return last = when(clock_ticked{});
  }
  /// Whatever waits to be sent is sent.
  void all_sent() {
    for (const auto& id : std::set<message_id>(state.unsettled)) {
      when(start_attempt{id, provider_id("firetext")});
      when(attempt_outcome{.message = id, .attempt = 1, .result = attempt_result::sent});
    }
  }
  const message_accepted* text(std::string_view by) const {
    for (const auto& e : last)
      if (const auto* one = std::get_if<message_accepted>(&e); one && one->asked_by == by) return one;
    return nullptr;
  }
  const operation_requested* write(operation_kind kind) const {
    for (const auto& e : last)
      if (const auto* one = std::get_if<operation_requested>(&e); one && one->kind == kind) return one;
    return nullptr;
  }
  operation_id open_cancel() const {
    for (const auto& [id, what] : state.operations)
      if (what.kind == operation_kind::cancel_appointment) return id;
    return {};
  }

  /// `cancels a1`, `confirms a1`, `asks back`, `holds back`, `opts out`, `staff`, `staff at once`, `nothing`: what came
  /// of the last command, acts first.
  std::string came_of_it() const {
    for (const auto& e : last) {
      if (const auto* one = std::get_if<operation_requested>(&e)) {
        if (one->kind == operation_kind::cancel_appointment) return "cancels " + one->appointment.value;
        if (one->kind == operation_kind::set_consent) return "opts out";
      }
      if (const auto* one = std::get_if<appointment_confirmed>(&e)) return "confirms " + one->appointment.value;
      if (const auto* one = std::get_if<message_accepted>(&e); one && one->question == question_kind::which_appointment)
        return "asks back";
      if (std::holds_alternative<withdrawal_requested>(e)) return "holds back" + with_staff();
    }
    const auto staff = with_staff();
    return staff.empty() ? "nothing" : staff.substr(2);
  }

  std::vector<event> last;

private:
  std::string with_staff() const {
    for (const auto& e : last)
      if (const auto* one = std::get_if<handed_to_staff>(&e)) return one->urgent ? ", staff at once" : ", staff";
    return {};
  }
};

} // namespace tidings::test
