#include "actors/node/doctor/plan.hpp"

#include "actors/provider/form.hpp"
#include "actors/provider/notify/token.hpp"
#include "schemas/callbacks.hpp"
#include "schemas/connectors/emis.hpp"
#include "schemas/connectors/fhir.hpp"
#include "schemas/connectors/microtest.hpp"
#include "schemas/providers/http_contract.hpp"
#include "schemas/providers/notify_account.hpp"

#include <algorithm>
#include <set>

namespace tidings::doctor {
namespace {

constexpr std::string_view signing_in_unseen =
    "whether it knows us was not checked: no harmless request is known for it";
/// Shorter ones stand in ordinary words.
constexpr std::size_t secret_length_min = 4;

std::string without_slashes(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

std::string shown(std::string_view url) {
  const auto place = place_of(url);
  return place ? place->host + ':' + std::to_string(place->port) : std::string("no http address");
}

void plan_host(const broker_settings& broker, std::vector<check>& into) {
  const auto& key = broker.keys.master;
  const auto from = !key.file.empty() ? key.file : !key.env.empty() ? "$" + key.env : std::string("a command");
  into.push_back({"master key", from, key_target{key, broker.data_dir}, "keys.master in broker.yaml", {}});
  into.push_back({"data folder",
                  broker.data_dir,
                  folder_target{broker.data_dir, bytes_free_min, true},
                  "data_dir in broker.yaml",
                  {}});
  if (!broker.backup.folder.empty())
    into.push_back({"backup folder",
                    broker.backup.folder,
                    folder_target{broker.backup.folder, bytes_free_min, false},
                    "backup.folder in broker.yaml",
                    {}});
  const auto& door = broker.endpoint;
  const auto place = place_of(door.public_url);
  into.push_back({"certificate",
                  door.certificate,
                  certificate_target{door.certificate, door.private_key, place ? place->host : std::string()},
                  "endpoint in broker.yaml",
                  {}});
  into.push_back({"endpoint",
                  door.address + ':' + std::to_string(door.port),
                  listening_target{door.address, door.port},
                  "endpoint in broker.yaml",
                  {}});
}

http_target origin_of(const provider_settings& account, const std::string& url) {
  http_target at;
  const auto place = place_of(url);
  at.url = place ? place->origin() + '/' : url;
  at.proxy = account.proxy;
  at.ca_file = account.ca_file;
  return at;
}

/// FireText's `credit`: what the account has left. The key travels in the body.
http_target firetext_of(const provider_settings& account) {
  auto at = origin_of(account, account.url);
  at.url = without_slashes(account.url) + "/credit/json";
  at.method = "POST";
  std::string body;
  form::add(body, "apiKey", account.api_key.reveal());
  at.body = secret_text(std::move(body));
  at.headers = {secret_text("Content-Type: application/x-www-form-urlencoded"),
                secret_text("Accept: application/json")};
  at.asks = http_question::firetext_credit;
  return at;
}

/// The template that every message goes out by.
http_target notify_of(const provider_settings& account, timestamp now) {
  auto at = origin_of(account, account.url);
  const auto key = notify::read_api_key(account.api_key.reveal());
  at.url = without_slashes(account.url) + "/v2/template/" + form::encoded(account.notify->template_id);
  at.method = "GET";
  at.headers = {secret_text("Authorization: Bearer " + notify::token(key.value_or(notify::api_key{}), now)),
                secret_text("Accept: application/json")};
  at.asks = http_question::notify_template;
  return at;
}

void plan_mail(const provider_settings& account, const std::string& setting, std::vector<check>& into) {
  const auto& mail = account.mail;
  const auto& user = mail.user.empty() ? mail.address : mail.user;
  into.push_back({"smtp " + account.id.value,
                  mail.smtp_host + ':' + std::to_string(mail.smtp_port),
                  mail_target{false, mail.smtp_host, mail.smtp_port, user, mail.password, account.ca_file},
                  setting,
                  {}});
  if (mail.pop3_port == 0) return;
  into.push_back({"pop3 " + account.id.value,
                  mail.pop3_host + ':' + std::to_string(mail.pop3_port),
                  mail_target{true, mail.pop3_host, mail.pop3_port, user, mail.password, account.ca_file},
                  setting,
                  {}});
}

void plan_contract(const provider_settings& account, const std::string& setting, std::vector<check>& into) {
  std::set<std::string> origins;
  for (const auto& url : {account.contract->send.url, account.contract->look_up.ask.url}) {
    if (url.empty() || !origins.insert(shown(url)).second) continue;
    into.push_back(
        {"sms " + account.id.value, shown(url), origin_of(account, url), setting, std::string(signing_in_unseen)});
  }
}

void plan_provider(const provider_settings& account, timestamp now, std::vector<check>& into) {
  const auto setting = "providers." + account.id.value + " in broker.yaml";
  const auto sms = "sms " + account.id.value;
  if (account.type == "null") {
    into.push_back({sms, "nowhere", told_target{verdict::ok, "takes everything and sends nothing", {}}, setting, {}});
  } else if (account.type == "nhsmail") {
    plan_mail(account, setting, into);
  } else if (account.type == "smpp" && account.smpp) {
    into.push_back({sms,
                    account.smpp->host + ':' + std::to_string(account.smpp->port),
                    smpp_target{*account.smpp, account.ca_file},
                    setting,
                    {}});
  } else if (account.type == "http" && account.contract) {
    plan_contract(account, setting, into);
  } else if (account.type == "notify" && account.notify) {
    into.push_back({sms, shown(account.url), notify_of(account, now), setting, {}});
  } else if (account.type == "firetext") {
    into.push_back({sms, shown(account.url), firetext_of(account), setting, {}});
  } else { // a type that came after this was written: said, not passed over
    into.push_back({sms,
                    account.type,
                    told_target{verdict::warn, "the doctor can't look at this type of provider", {}},
                    setting,
                    {}});
  }
}

bool is_wanted(const plan_input& of, const provider_id& id) {
  if (!of.only) return true;
  const auto found = of.practices.find(*of.only);
  if (found == of.practices.end()) return false;
  const auto& route = found->second->sms_route;
  return std::find(route.begin(), route.end(), id) != route.end();
}

} // namespace

std::vector<check> plan(const plan_input& of) {
  std::vector<check> all;
  plan_host(of.broker, all);
  std::vector<std::string> proxies;
  for (const auto& account : of.broker.providers) {
    if (!is_wanted(of, account.id)) continue;
    plan_provider(account, of.now, all);
    if (!account.proxy.empty() && std::find(proxies.begin(), proxies.end(), account.proxy) == proxies.end())
      proxies.push_back(account.proxy);
  }
  for (const auto& proxy : proxies) {
    if (const auto place = place_of(proxy))
      all.push_back({"proxy", shown(proxy), tcp_target{place->host, place->port}, "proxy in broker.yaml", {}});
    else
      all.push_back({"proxy",
                     "?",
                     told_target{verdict::warn, "its address is of a kind the doctor can't look at", {}},
                     "proxy in broker.yaml",
                     {}});
  }
  for (const auto& [id, practice] : of.practices) {
    if (of.only && *of.only != id) continue;
    plan_connector(practice, all);
    plan_callbacks(*practice, of.broker, all);
  }
  return all;
}

std::vector<std::string> secrets_of(const plan_input& of) {
  std::vector<std::string> all;
  const auto add = [&](const secret_text& one) {
    if (one.reveal().size() < secret_length_min) return;
    all.push_back(one.reveal());
    all.push_back(form::encoded(one.reveal()));
  };
  for (const auto& account : of.broker.providers) {
    add(account.api_key);
    add(account.webhook_password);
    add(account.mail.password);
    if (account.smpp) add(account.smpp->password);
    if (account.contract) add(account.contract->auth.secret);
  }
  for (const auto& [id, practice] : of.practices) {
    const auto& connector = practice->connector;
    add(connector.systmone.api_key);
    if (connector.emis) add(connector.emis->client_secret);
    if (connector.microtest) add(connector.microtest->connection);
    if (connector.fhir) add(connector.fhir->client_secret);
    for (const auto& key : practice->api_keys) add(key.secret);
    if (!practice->callbacks) continue;
    for (const auto* one : {&practice->callbacks->delivery, &practice->callbacks->received}) add(one->bearer_token);
    add(practice->callbacks->own.secret);
    add(practice->callbacks->own.secret_before);
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return all;
}

} // namespace tidings::doctor
