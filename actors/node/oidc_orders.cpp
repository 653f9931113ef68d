#include "actors/node/oidc_orders.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tidings {
namespace {

namespace json = boost::json;
namespace oidc = web::oidc;

std::string given_in(const std::map<std::string, std::string>& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

http_answer said(int status, const json::object& body) { return {status, json::serialize(body)}; }

/// The provider's body, or why there is none.
result<std::string> body_of(const http_outcome& got, std::string_view of) {
  if (!got) return fail(error_code::unreachable, std::string(of) + " can't be had: " + got.error().detail);
  if (got->status != 200)
    return fail(error_code::unreachable, std::string(of) + " can't be had: HTTP " + std::to_string(got->status));
  return got->body;
}

} // namespace

struct oidc_orders::coming_back {
  oidc::provider at;
  oidc::expectation wanted;
  std::string token;
  answered done;
};

void oidc_orders::run(const std::string& what, const parameters& given, audit_mark_ptr by, broker_port& through,
                      answered done) {
  const bool ours = what == "GET oidc" || what == "POST oidc/begin" || what == "POST oidc/finish";
  if (!ours) return others_->run(what, given, std::move(by), through, std::move(done));
  if (!settings_) return done(said(404, {}));
  if (what == "GET oidc") return done(said(200, {{"name", settings_->name}}));
  if (what == "POST oidc/begin") return begin(given, std::move(done));
  finish(given, std::move(done));
}

http_request oidc_orders::request_to(std::string method, std::string url) const {
  http_request what;
  what.method = std::move(method);
  what.url = std::move(url);
  what.ca_file = settings_->ca_file;
  what.proxy = settings_->proxy;
  what.timeout = oidc_call_limit;
  what.answer_bytes_max = oidc_answer_max;
  return what;
}

/// Who can't be let in hears no more than that; the operator's log has the reason, which names nobody.
void oidc_orders::refuse(const failure& why, const answered& done) const {
  if (say_) say_("sign-in with " + settings_->name + ": " + why.detail);
  const bool no = why.code == error_code::refused || why.code == error_code::not_found;
  done(said(no ? 403 : 503, {}));
}

void oidc_orders::with_provider(kept_answer<oidc::provider>::heard then) {
  provider_.want(
      now_(), false,
      [this](kept_answer<oidc::provider>::heard heard) {
        http_->call(request_to("GET", oidc::discovery_url(settings_->issuer)),
                    [self = shared_from_this(), heard = std::move(heard)](const http_outcome& got) {
                      const auto body = body_of(got, "what the identity provider says of itself");
                      if (!body) return heard(tl::unexpected(body.error()));
                      heard(oidc::read_discovery(*body, self->settings_->issuer));
                    });
      },
      std::move(then));
}

void oidc_orders::with_keys(const std::string& url, bool anew, kept_answer<std::vector<oidc::public_key>>::heard then) {
  keys_.want(
      now_(), anew,
      [this, url](kept_answer<std::vector<oidc::public_key>>::heard heard) {
        http_->call(request_to("GET", url),
                    [self = shared_from_this(), heard = std::move(heard)](const http_outcome& got) {
                      const auto body = body_of(got, "the identity provider's keys");
                      if (!body) return heard(tl::unexpected(body.error()));
                      heard(oidc::read_keys(*body));
                    });
      },
      std::move(then));
}

void oidc_orders::begin(const parameters& given, answered done) {
  const oidc::marks by{given_in(given, "state"), given_in(given, "nonce"), given_in(given, "verifier")};
  with_provider([self = shared_from_this(), by, done = std::move(done)](const result<oidc::provider>& at) {
    if (!at) { // whatever it is, nobody can be sent there: the door says to come back
      self->refuse(failure{error_code::unreachable, at.error().detail}, done);
      return;
    }
    done(said(200, {{"url", oidc::authorize_url(*at, *self->settings_, by)}}));
  });
}

void oidc_orders::finish(const parameters& given, answered done) {
  auto one = std::make_shared<coming_back>();
  one->wanted = {settings_->issuer, settings_->client_id, given_in(given, "nonce"), {}};
  one->done = std::move(done);
  const auto code = given_in(given, "code"), verifier = given_in(given, "verifier"), issuer = given_in(given, "issuer");
  with_provider([self = shared_from_this(), one, code, verifier, issuer](const result<oidc::provider>& at) {
    if (!at) return self->refuse(failure{error_code::unreachable, at.error().detail}, one->done);
    // RFC 9207: an answer of another provider, whose code must not be handed to this one.
    if ((at->tells_issuer || !issuer.empty()) && issuer != self->settings_->issuer)
      return self->refuse(failure{error_code::refused, "the answer came from another issuer"}, one->done);
    one->at = *at;
    auto ask = self->request_to("POST", at->token);
    auto form = oidc::token_request(*self->settings_, code, verifier);
    ask.headers = std::move(form.headers);
    ask.body = std::move(form.body);
    self->http_->call(std::move(ask), [self, one](const http_outcome& got) {
      if (!got)
        return self->refuse(failure{error_code::unreachable, "no token can be had: " + got.error().detail}, one->done);
      auto token = oidc::id_token_in(got->status, got->body);
      if (!token) {
        const auto kind = got->status >= 500 ? error_code::unreachable : error_code::refused;
        return self->refuse(failure{kind, token.error().detail}, one->done);
      }
      one->token = std::move(*token);
      self->check(one, false);
    });
  });
}

/// Once more with new keys, when the token is signed under one that wasn't there the last time.
void oidc_orders::check(const std::shared_ptr<coming_back>& one, bool anew) {
  with_keys(one->at.keys, anew,
            [self = shared_from_this(), one, anew](const result<std::vector<oidc::public_key>>& keys) {
              if (!keys) return self->refuse(failure{error_code::unreachable, keys.error().detail}, one->done);
              one->wanted.now = self->now_();
              const auto claims = oidc::check_id_token(one->token, *keys, one->wanted);
              if (!claims && claims.error().code == error_code::not_found && !anew) return self->check(one, true);
              if (!claims) return self->refuse(claims.error(), one->done);
              const auto user = oidc::user_in(*claims, *self->settings_);
              if (!user) return self->refuse(user.error(), one->done);
              one->done(said(200, {{"user", *user}}));
            });
}

} // namespace tidings
