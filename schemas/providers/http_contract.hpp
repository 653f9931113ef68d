#pragma once
// How a provider's HTTP interface looks, as data: `contract` of a provider of `type: http`, after every check. What
// each part means: config/broker.yaml; a whole one: config/providers/bt_ee.yaml.
#include "schemas/secret.hpp"
#include "schemas/words.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tidings {

/// Names and values in the file's order. Values may hold `((placeholders))`.
using http_pairs = std::vector<std::pair<std::string, std::string>>;

/// One request. Placeholders: to (447700900123), to_plus (+447700900123), to_national (07700900123), text, sender,
/// reference (our message id), receipt_url.
struct http_contract_request {
  std::string method = "POST"; ///< or GET
  std::string url;
  http_pairs headers;
  http_pairs query; ///< added to the URL
  http_pairs form;  ///< the body, or
  std::string json; ///< the body: JSON whose texts may hold placeholders
};

struct http_contract_auth {
  std::string type = "none"; ///< none, basic, bearer, query or header
  secret_text user;          ///< of basic
  secret_text secret;        ///< password, token or key
  std::string name;          ///< of the query parameter or header
};

/// Where something stands in an answer. One of them is given, or none.
struct http_contract_place {
  std::string pointer; ///< in its JSON, RFC 6901
  std::string match;   ///< regular expression over its body: the first group, or all that matches
  std::string header;  ///< a field of its head

  bool empty() const { return pointer.empty() && match.empty() && header.empty(); }
};

/// Holds when the status is one of these, and what stands at the place is that.
struct http_contract_test : http_contract_place {
  std::vector<int> statuses; ///< empty: any 2xx
  std::string equals;        ///< empty: anything, as long as it is there. May be `((reference))`
};

struct http_contract_look_up {
  http_contract_request ask;     ///< no URL: the provider can't be asked
  http_contract_test seen;       ///< it has the message
  http_contract_test never_seen; ///< it certainly never had it
  http_contract_place status;    ///< the delivery's state, a word of `receipt.statuses`
};

/// The names of a receipt's fields: of a form or of the query, or of the JSON's top level, or JSON pointers.
struct http_contract_receipt {
  std::string reference, status, code, time;
  std::string text; ///< a field with an SMPP receipt in it, `id:… stat:DELIVRD err:000 …`
  std::map<std::string, receipt_status> statuses; ///< by the provider's word; others are `pending`
};

struct http_contract_reply {
  std::string from, to, text, time, id;
};

struct http_contract_webhooks {
  std::string auth = "basic"; ///< basic, bearer, or query: webhook_password in a parameter
  std::string name;           ///< of that parameter
};

struct http_contract {
  http_contract_auth auth;
  http_contract_request send;
  http_contract_test accepted; ///< the provider has taken the message
  http_contract_place id;      ///< its own id; when given, nothing is sent without one
  http_contract_place code;
  std::map<std::string, attempt_result> codes; ///< before all else; `sent` only together with `accepted`
  std::map<int, attempt_result> statuses;      ///< of answers that aren't accepted
  http_contract_look_up look_up;
  http_contract_webhooks webhooks;
  http_contract_receipt receipt;
  http_contract_reply reply;
};

} // namespace tidings
