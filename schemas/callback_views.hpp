#pragma once
// Receivers of callbacks and what could not be told them, as the API shows them. Times as in views.hpp.
#include "schemas/views.hpp"

namespace tidings::view {

struct callback_receiver {
  text practice;
  text receiver; ///< `delivery`, `received` or `signed`
  text host;     ///< of its address: paths may hold secrets
  text state;    ///< `idle`, `telling`, `retrying`, `waiting`, `full`, `broken`
  text why;      ///< of waiting and broken, in plain English
  count owed = 0;
  count retrying = 0; ///< of those, told in vain so far
  count dead = 0;
  count told = 0;
  maybe oldest_at; ///< of what is owed
  maybe last_at;   ///< of the last answer, or of none in time
  text last_said;  ///< `200`, `answered 503`, …
};
BOOST_DESCRIBE_STRUCT(callback_receiver, (),
                      (practice, receiver, host, state, why, owed, retrying, dead, told, oldest_at, last_at, last_said))

/// A callback that was given up.
struct dead_callback {
  text practice, receiver;
  count sequence = 0; ///< of the event it tells of
  text id;            ///< the callback's own, as its receiver sees it
  text about;         ///< the message's or the reply's id
  text status;        ///< `delivered`, …; `received` of a reply
  count tries = 0;
  text why;
  text at;            ///< when it was given up
  bool again = false; ///< it is being tried once more
};
BOOST_DESCRIBE_STRUCT(dead_callback, (), (practice, receiver, sequence, id, about, status, tries, why, at, again))

struct callbacks {
  std::vector<callback_receiver> receivers;
  std::vector<dead_callback> dead; ///< the first 200 of those asked for
  bool more = false;               ///< there are more
};
BOOST_DESCRIBE_STRUCT(callbacks, (), (receivers, dead, more))

struct callback_release {
  count released = 0;
};
BOOST_DESCRIBE_STRUCT(callback_release, (), (released))

} // namespace tidings::view
