#pragma once
// Which agents there are: who was invited, whose certificate is in force, who was cut off. Pure; `office` keeps it on
// disk.
#include "schemas/errors.hpp"
#include "schemas/time.hpp"

#include <boost/describe/class.hpp>

#include <map>
#include <string>
#include <string_view>

namespace tidings::web::edge {

constexpr std::chrono::minutes code_lasts{15}; ///< as a sign-in link
constexpr std::size_t code_bytes = 16;         ///< 128 bits: nobody guesses it in that time
constexpr std::size_t agents_max = 1'000;

/// One agent. Its code isn't kept, only what it is recognised by.
struct agent {
  std::string code_hash; ///< SHA-256, hex; empty: no code is open
  timestamp code_until{};
  std::string serial;      ///< of the certificate in force; empty: none
  std::string next_serial; ///< renewed, and not yet used
  timestamp certificate_until{};
  timestamp enrolled_at{}, revoked_at{}; ///< zero: never
};
BOOST_DESCRIBE_STRUCT(agent, (),
                      (code_hash, code_until, serial, next_serial, certificate_until, enrolled_at, revoked_at))

class roster {
public:
  std::map<std::string, agent, std::less<>> agents;

  /// A code for a new agent, or for one that gets a new computer. An older code of its is of no use from now on.
  result<void> invite(const std::string& name, std::string_view code, timestamp now);
  /// Whose code this is. Wrong, old and used ones are all `refused`, with the same words.
  result<std::string> whose(std::string_view code, timestamp now) const;
  /// The code is used up; certificates from before are of no use from now on.
  void enrol(const std::string& name, const std::string& serial, timestamp until, timestamp now);
  /// May who has this certificate come in? Its first use ends the one it renews. True in `changed`: keep the roster.
  result<void> admit(std::string_view name, std::string_view serial, bool& changed);
  void renew(const std::string& name, const std::string& serial, timestamp until);
  /// `not_found`: there is no such agent.
  result<void> revoke(std::string_view name, timestamp now);

  std::string text() const; ///< JSON
  static result<roster> read(std::string_view text);
};

std::string hash_of(std::string_view code);

} // namespace tidings::web::edge
