#pragma once
// What providers post to us. The 200 goes out only once what they said is on disk; until then they try again.
#include "schemas/ids.hpp"
#include "schemas/secret.hpp"
#include "schemas/time.hpp"
#include "web/endpoint/http_types.hpp"

#include <map>
#include <memory>
#include <string>

namespace tidings {

struct http_contract; // schemas/providers/http_contract.hpp

/// Who may post as this provider, and how to read it.
struct webhook_account {
  secret_text user;
  secret_text password;
  std::string type = "firetext";
  std::shared_ptr<const http_contract> contract; ///< of `type: http`
};
using webhook_accounts = std::map<provider_id, webhook_account>;

namespace web {

enum class basic_verdict { absent, wrong, right };

/// The provider's account, when it is one of this type.
const webhook_account* find_account(const webhook_accounts& accounts, const provider_id& provider,
                                    std::string_view type);
/// As its type and contract want it: HTTP Basic, a bearer token (RFC 6750) or a parameter of the query, the latter two
/// with the account's password. `account` null: as `check_basic` for an unknown provider.
basic_verdict check_webhook(const webhook_account* account, const request& asked);

/// HTTP Basic (RFC 7617), compared in constant time. An unknown provider and an account without user and password are
/// `wrong` for everybody.
basic_verdict check_basic(const webhook_accounts& accounts, const provider_id& provider,
                          std::string_view authorization);

/// Wrong passwords of one address in a window. Bounded: at most `addresses_max` are remembered.
class wrong_passwords {
public:
  static constexpr std::size_t addresses_max = 4'096;
  wrong_passwords(int max, millis window) : max_(max), window_(window) {}

  bool too_many(const std::string& address, timestamp now);
  void add(const std::string& address, timestamp now);

private:
  struct tally {
    int count = 0;
    timestamp since{};
  };
  const int max_;
  const millis window_;
  std::map<std::string, tally> by_address_;
};

} // namespace web
} // namespace tidings
