#pragma once
// A program at the door: which practice's it is, and what it may have under way. Only the handlers here include this.
#include "web/endpoint/handlers.hpp"
#include "web/endpoint/notify/errors.hpp"

#include <initializer_list>

namespace tidings::web::notify {

struct program {
  practice_settings_ptr practice;
  const api_key_settings* key = nullptr; ///< of `practice`

  /// As the audit trail and a message's page name it.
  std::string name() const { return "api-key." + practice->id.str() + "." + key->name; }
  bool may(key_scope what) const { return key->scopes.contains(what); }
};

/// Is this the beginning of an e-mail by a program that may send them? Such a one may have files, and so be large.
bool may_send_files(house& home, const request& head);

/// The token, then the rate, then what the key is for: any of these, or whatever it is when none are named. Answers by
/// itself when one is wrong.
std::optional<program> admitted(house& home, const call& one, std::initializer_list<key_scope> any_of = {});

/// As `tidings::web::tell`, bounded by the practice alone: a program's requests may well come at once.
void tell(house& home, const program& who, command what, audit_mark_ptr by, std::function<void(answer)> done);
audit_mark_ptr mark_of(const call& one, const program& who, std::vector<std::string> objects);

} // namespace tidings::web::notify
