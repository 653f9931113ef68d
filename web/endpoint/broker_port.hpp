#pragma once
// How the endpoint reaches the broker. No CAF and no Beast here: both sides include it.
#include "schemas/commands.hpp"
#include "schemas/settings.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tidings {

/// Status and body of an answer, JSON unless it says otherwise.
struct http_answer {
  int status = 200;
  std::string body;
};

/// What happened to users since somebody last asked.
struct user_news {
  std::vector<std::pair<std::uint64_t, event>> events; ///< user_changed and sign_in_tried, by their sequence
  std::uint64_t upto = 0;                              ///< in the host's stream
};

/// Called from the endpoint's threads; every callback comes exactly once, on any thread, within `answer_limit`.
class broker_port {
public:
  static constexpr std::chrono::seconds answer_limit{10};
  virtual ~broker_port() = default;

  /// A read: `resource` is the path below /api/v1/, e.g. `messages/<id>`; the answer is the board's JSON.
  virtual void ask(std::string resource, std::map<std::string, std::string> parameters,
                   std::function<void(http_answer)> done) = 0;
  /// The same for somebody who may see these practices alone; null: all. What can't be cut to them is refused.
  // NOLINTBEGIN(performance-unnecessary-value-param): those that stand behind the port keep these
  virtual void ask_within(std::string resource, std::map<std::string, std::string> parameters,
                          practice_scope_ptr within, std::function<void(http_answer)> done) {
    if (!within) return ask(std::move(resource), std::move(parameters), std::move(done));
    done({403, R"({"errors":[{"code":"forbidden","reason":"this is for host operators","field":""}]})"});
  }
  /// The users' events after this sequence of the host's stream, to its end.
  virtual void read_users(std::uint64_t after, std::function<void(result<user_news>)> done) {
    done(user_news{{}, after});
  }
  // NOLINTEND(performance-unnecessary-value-param)
  /// A write: `done` is called once everything the command caused is on disk, or with the reason why not
  /// (`overloaded` -> 429 with Retry-After, `log_unavailable`, `disk_full`, `stopping` -> 503 with Retry-After,
  /// `timed_out` -> 504, `not_found` -> 404, `invalid_input` -> 400, `refused` -> 409).
  /// `by`: the person who asks, null when none does. What they asked and what became of it stands in the audit trail
  /// when `done` is called, together with what it changed.
  virtual void tell(practice_id practice, command what, audit_mark_ptr by, std::function<void(answer)> done) = 0;
  /// Is there such a practice now?
  virtual bool knows(const practice_id& practice) = 0;
  /// Whose reply number is this (digits, `44…` or `0…`)? Nothing: nobody's.
  virtual std::optional<practice_id> practice_of_number(std::string_view digits) = 0;
  /// Which practice is this service of the GOV.UK Notify API (a UUID in lower case)? Null: none.
  virtual practice_settings_ptr practice_of_service(const std::string&) { return nullptr; }
  /// Which practice sent this message? For receipts that come without saying so. Nothing: nobody here did. A failure:
  /// it can't be told now, ask again later.
  virtual void practice_of_message(message_id message,
                                   std::function<void(result<std::optional<practice_id>>)> done) = 0;
  /// An operator's question or order to the node itself: method and path below /api/v1, e.g. `POST backups`. Answered
  /// in time; what takes long goes on after the answer. `by`: whom the streams shall
  /// name that it changes; null when nothing changes or it is on record already.
  virtual void operate(std::string what, std::map<std::string, std::string> parameters, audit_mark_ptr by,
                       std::function<void(http_answer)> done) = 0;
  /// Empty: ready to take messages. Else why not, in plain English.
  virtual std::string not_ready() = 0;
};

/// Where the board puts what every open page shall see. Thread-safe; the endpoint implements it.
class live_feed {
public:
  virtual ~live_feed() = default;
  /// @param name `tick` | `practices` | `overview` | `note` | `providers` | `connectors`
  /// @param json one line
  virtual void publish(std::string_view name, std::string json) = 0;
};

} // namespace tidings
