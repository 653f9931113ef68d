#pragma once
// What the endpoint asks of the identity provider: GET oidc, POST oidc/begin, POST oidc/finish. Everything else is
// others'. The calls go by the broker's HTTP client; no thread waits for them.
#include "actors/node/broker_bridge.hpp"
#include "actors/provider/http_port.hpp"
#include "schemas/oidc.hpp"
#include "web/endpoint/oidc/id_token.hpp"
#include "web/endpoint/oidc/provider.hpp"

#include <mutex>

namespace tidings {

constexpr millis oidc_call_limit{3'000};         ///< three calls, and the door has answered before anybody gives up
constexpr millis oidc_kept{60LL * 60'000};       ///< what a provider says of itself and of its keys
constexpr millis oidc_asked_again{10'000};       ///< after a failure, or for a key that isn't shown: no sooner
constexpr std::size_t oidc_waiting_max = 64;     ///< sign-ins that wait for the same answer
constexpr std::size_t oidc_answer_max = 1 << 20; ///< bytes; a key set with certificates has some ten thousand

/// What a provider was asked last: kept for a while, and asked once however many wait for it.
template <class T> class kept_answer {
public:
  using heard = std::function<void(const result<T>&)>;

  /// @param anew what is kept isn't enough
  /// @param ask is called with what hears the answer, unless it isn't needed
  void want(timestamp now, bool anew, const std::function<void(heard)>& ask, heard then) {
    std::optional<result<T>> known;
    {
      const std::lock_guard guard(lock_);
      const auto age = now - at_;
      const bool good = last_ && last_->has_value();
      if (last_ && age >= millis(0) && age < (anew || !good ? oidc_asked_again : oidc_kept)) {
        known = last_;
      } else if (waiting_.size() >= oidc_waiting_max) {
        known = fail(error_code::overloaded, "too many sign-ins wait for the identity provider");
      } else {
        waiting_.push_back(std::move(then));
        if (waiting_.size() > 1) return;
      }
    }
    if (known) return then(*known);
    ask([this, now](const result<T>& said) { settle(now, said); });
  }

private:
  void settle(timestamp now, const result<T>& said) {
    std::vector<heard> all;
    {
      const std::lock_guard guard(lock_);
      // While a provider can't be reached its last good answer is better than none.
      if (said || !last_ || !last_->has_value()) last_ = said;
      at_ = now;
      all.swap(waiting_);
    }
    for (const auto& one : all) one(said);
  }

  std::mutex lock_;
  std::optional<result<T>> last_;
  timestamp at_{};
  std::vector<heard> waiting_;
};

class oidc_orders final : public node_orders, public std::enable_shared_from_this<oidc_orders> {
public:
  /// @param settings null: nobody signs in so
  oidc_orders(std::shared_ptr<node_orders> others, std::shared_ptr<const oidc_settings> settings,
              std::shared_ptr<http_port> http, wall_clock now, std::function<void(std::string)> say)
      : others_(std::move(others)), settings_(std::move(settings)), http_(std::move(http)), now_(std::move(now)),
        say_(std::move(say)) {}

  void run(const std::string& what, const std::map<std::string, std::string>& parameters, audit_mark_ptr by,
           broker_port& through, std::function<void(http_answer)> done) override;

private:
  using parameters = std::map<std::string, std::string>;
  using answered = std::function<void(http_answer)>;
  struct coming_back; ///< one sign-in, from the code to the user's name

  void begin(const parameters& given, answered done);
  void finish(const parameters& given, answered done);
  void with_provider(kept_answer<web::oidc::provider>::heard then);
  void with_keys(const std::string& url, bool anew, kept_answer<std::vector<web::oidc::public_key>>::heard then);
  void check(const std::shared_ptr<coming_back>& one, bool anew);
  void refuse(const failure& why, const answered& done) const;
  http_request request_to(std::string method, std::string url) const;

  std::shared_ptr<node_orders> others_;
  std::shared_ptr<const oidc_settings> settings_;
  std::shared_ptr<http_port> http_;
  wall_clock now_;
  std::function<void(std::string)> say_;
  kept_answer<web::oidc::provider> provider_;
  kept_answer<std::vector<web::oidc::public_key>> keys_;
};

} // namespace tidings
