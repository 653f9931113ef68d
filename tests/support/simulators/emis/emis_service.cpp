#include "emis/emis_service.hpp"

#include "emis/emis_answers.hpp"
#include "support/json_fields.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/json.hpp>
#include <spdlog/fmt/fmt.h>

namespace tidings::sim {
namespace {

namespace json = boost::json;

constexpr std::string_view token_path = "/oauth2/token", api_root = "/partner/api/v1/";
// Who may ask what: the contract's domains.
constexpr std::array<std::string_view, 6> domains = {"appointments",  "patientMatching", "patient",
                                                     "medicalRecord", "organisation",    "user"};

http_response json_page(const json::value& body, unsigned status = 200) {
  return {status, json::serialize(body), "application/json", {}};
}

} // namespace

emis_service::emis_service(boost::asio::io_context& io, emis_account account, emis_book& book, wall_clock now,
                           std::function<void()> changed)
    : io_{io}, account_{std::move(account)}, book_{book}, now_{std::move(now)}, changed_{std::move(changed)} {}

bool emis_service::is_good(std::string_view token) const {
  const auto found = tokens_.find(token);
  return found != tokens_.end() && found->second > now_();
}

bool emis_service::strikes(double probability) {
  if (probability <= 0 || !throws_.chance(probability)) return false;
  faults_.struck();
  return true;
}

void emis_service::after_delay(const http_reply& to, http_response what) {
  if (faults_.delay_ms == 0) return to.send(std::move(what));
  auto timer = std::make_shared<boost::asio::steady_timer>(io_, std::chrono::milliseconds{faults_.delay_ms});
  timer->async_wait([timer, to, what = std::move(what)](const boost::system::error_code&) { to.send(what); });
}

http_response emis_service::give_token(const http_request& asked) {
  if (asked.method != "POST" || asked.parameter("grant_type") != "client_credentials")
    return json_page(json::object{{"error", "unsupported_grant_type"}}, 400);
  if (asked.parameter("client_id") != account_.client_id || asked.parameter("client_secret") != account_.client_secret)
    return json_page(json::object{{"error", "invalid_client"}}, 401);
  auto text = fmt::format("token-{}", ++tokens_given_);
  tokens_[text] = now_() + std::chrono::seconds{account_.token_seconds};
  return json_page(json::object{
      {"access_token", std::move(text)}, {"token_type", "Bearer"}, {"expires_in", account_.token_seconds}});
}

std::optional<http_response> emis_service::refusal(const http_request& asked) {
  if (faults_.expire_after && --*faults_.expire_after < 0) {
    tokens_.clear();
    faults_.expire_after.reset();
  }
  constexpr std::string_view bearer = "Bearer ";
  const std::string_view given = asked.authorization;
  if (faults_.tokens_refused || !given.starts_with(bearer) || !is_good(given.substr(bearer.size())))
    return emis_error(401, "The authentication token is not valid", 4);
  if (asked.header("applicationid") != account_.application_id)
    return emis_error(401, "The application is not known", 2);
  if (faults_.deactivated) return emis_error(403, "The application is not active at this organisation", 2);
  return std::nullopt;
}

bool emis_service::refuse_by_fault(const http_reply& to) {
  if (strikes(faults_.silence)) return true; // `to` is dropped: the caller waits
  if (strikes(faults_.drop_before)) return to.reset(), true;
  if (strikes(faults_.http_500)) return to.send(emis_error(500, "An internal error occurred", -1)), true;
  if (strikes(faults_.locked)) return to.send(emis_error(500, "The record is in use by another user", -1)), true;
  if (strikes(faults_.http_429)) return to.send({429, "", "text/plain", {{"Retry-After", "1"}}}), true;
  if (strikes(faults_.http_302)) return to.send({302, "", "text/plain", {{"Location", "/elsewhere"}}}), true;
  if (strikes(faults_.html_page))
    return to.send({200, "<!DOCTYPE html><title>Maintenance</title><p>Back soon.", "text/html", {}}), true;
  return false;
}

void emis_service::operate(std::string_view name, const http_request& asked, const http_reply& to) {
  if (auto no = refusal(asked)) return to.send(std::move(*no));
  if (refuse_by_fault(to)) return;
  auto answer = emis_operation(book_, name, asked, now_(), faults_.own_guids);
  if (asked.method != "GET" || name == "CancelAppointment") changed_();
  if (strikes(faults_.reset_after_commit)) return to.reset();
  if (strikes(faults_.error_after_commit)) answer = emis_error(500, "An internal error occurred", -1);
  if (strikes(faults_.truncate)) answer.body.resize(answer.body.size() / 2);
  after_delay(to, std::move(answer));
}

void emis_service::answer(const http_request& asked, const http_reply& to) {
  if (asked.path == token_path) {
    ++asked_["token"];
    return to.send(give_token(asked));
  }
  std::string_view rest = asked.path;
  if (rest.starts_with(api_root)) {
    rest.remove_prefix(api_root.size());
    const auto slash = std::min(rest.find('/'), rest.size());
    if (std::ranges::find(domains, rest.substr(0, slash)) != domains.end() && slash < rest.size()) {
      const auto name = rest.substr(slash + 1);
      ++asked_[std::string{name}];
      return operate(name, asked, to);
    }
  }
  ++asked_["elsewhere"];
  to.send({404, "", "text/plain", {}});
}

} // namespace tidings::sim
