#pragma once
// What somebody means by a reply. Known before it is written: it is what the words were chosen for.
#include "schemas/events.hpp"

#include <optional>

namespace tidings::week {

enum class wish {
  nothing,      ///< to be done by anybody but a person
  cancel,       ///< `about`
  confirm,      ///< `about`
  regret,       ///< of a cancellation: `about` shall stand
  choose,       ///< the number of `about`, when asked back; `chosen` is what for
  stop,         ///< no more texts
  urgent,       ///< help
  wrong_person, ///< the number isn't the patient's
  keyword,      ///< `value`: its name; empty: none that is in force
  answer,       ///< to the question of message `to`; `value` as the tables write it
};

struct booking {
  appointment_id id;
  timestamp starts_at{}; ///< as its patient knows it
  auto operator<=>(const booking&) const = default;
};

struct meant {
  reply_id reply;
  std::string number;
  timestamp written{}, arrived{};
  wish what = wish::nothing;
  std::optional<booking> about; ///< none: about nothing that can be acted on
  wish chosen = wish::nothing;
  std::string value;
  message_id to;       ///< the text that is answered
  std::string meaning; ///< the tables' word for it
  bool plain = false;  ///< a receptionist would act on it and ask nobody
  bool urgent = false; ///< a person must see it at once
  bool alone = false;  ///< it answers the only question there is: nothing else was asked, and only one patient is there
  std::string text;
};

} // namespace tidings::week
