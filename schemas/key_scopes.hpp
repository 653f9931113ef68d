#pragma once
// What a program's key may do, beside its type: one word for each group of routes of the GOV.UK Notify API.
#include <boost/describe/enum.hpp>

#include <cstdint>
#include <set>

namespace tidings {

enum class key_scope : std::uint8_t {
  send_sms,
  send_email,
  read_own,       ///< messages that this key sent
  read_all,       ///< messages that any key of the practice sent
  templates,      ///< look at templates and fill them in
  received_texts, ///< what patients texted
};
BOOST_DESCRIBE_ENUM(key_scope, send_sms, send_email, read_own, read_all, templates, received_texts)

using key_scopes = std::set<key_scope>;

/// A key for which nobody has said what it may do: all there is, as at GOV.UK Notify.
inline key_scopes every_key_scope() {
  return {key_scope::send_sms, key_scope::send_email, key_scope::read_all, key_scope::templates,
          key_scope::received_texts};
}

} // namespace tidings
