#pragma once
// One thing that a program is to be told. It holds ids and moments alone: the patient's words and number are read from
// the log when it is told.
#include "schemas/ids.hpp"
#include "schemas/time.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <string>

namespace tidings::callback {

/// Of a practice. `delivery` and `received` are GOV.UK Notify's, `own` is ours, signed.
enum class receiver : std::uint8_t { delivery, received, own };
BOOST_DESCRIBE_ENUM(receiver, delivery, received, own)
/// As configuration and API call it; `own` is `signed` there, which C++ has taken.
std::string_view name_of(receiver which);

using callback_id = uuid_of<struct callback_tag>;

struct owed {
  std::uint64_t sequence = 0; ///< of the event that calls for it: one event, one callback at most
  std::uint64_t source = 0;   ///< of the event with the words: the message's acceptance, or the reply itself
  callback_id id;             ///< the same however often it is told, also after a restore
  std::string about;          ///< the message's or the reply's id
  std::string order;          ///< of those with the same, a later one waits for the earlier
  std::string status;         ///< of a message, in our words: `sent`, `delivered`, …; of a reply: `received`
  std::uint32_t number = 0;   ///< of this message, what is told counts up from 1
  timestamp at{}, created_at{}, sent_at{};
};
BOOST_DESCRIBE_STRUCT(owed, (), (sequence, source, id, about, order, status, number, at, created_at, sent_at))

} // namespace tidings::callback
