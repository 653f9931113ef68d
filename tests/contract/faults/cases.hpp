#pragma once
// Each provider as the fault table needs it: an account, what it answers and what it posts.
#include "actors/provider/http_provider.hpp"
#include "schemas/settings.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tidings::test {

enum class phase { submit, look_up };

struct canned_answer {
  int status = 200;
  std::string body;
};

/// Of one provider, about one message.
class provider_case {
public:
  virtual ~provider_case() = default;
  virtual std::string name() const = 0;
  virtual provider_settings account() const = 0;
  /// The base of every URL becomes this.
  virtual void point_to(provider_settings& account, const std::string& base) const = 0;

  /// Taken; or, when looked up, there and on its way.
  virtual canned_answer good(phase at, const message_id& message) const = 0;
  /// A 200 whose body says no.
  virtual canned_answer refusal(phase at) const = 0;
  /// Well-formed, but the documentation has no such thing, or it is about something else.
  virtual canned_answer unlisted(phase at) const = 0;
  /// Of a look-up: the message twice.
  virtual canned_answer two_rows(const message_id& message) const = 0;

  virtual std::string content_type() const = 0;
  virtual std::string login() const = 0; ///< a whole header line, as are all below
  virtual std::string wrong_login() const = 0;
  /// What it posts: `delivered`, `pending` or `unlisted`.
  virtual std::string receipt(const std::string& reference, const std::string& word) const = 0;
  virtual std::string broken_receipt() const = 0;
};

std::vector<std::unique_ptr<provider_case>> provider_cases();

} // namespace tidings::test
