#pragma once
// Where things stand in a provider's answers, as its contract says. Pure.
#include "actors/provider/contract/bounded_regex.hpp"
#include "actors/provider/http_port.hpp"
#include "actors/receipt/fields.hpp"
#include "schemas/providers/http_contract.hpp"

#include <optional>

namespace tidings::contract {

/// An answer and, when it is JSON, its values.
struct read_answer {
  explicit read_answer(const http_response& from) : response(&from), json(read_json_fields(from.body)) {}
  const http_response* response;
  result<form_fields> json;
};

/// Why an expression can't be used, in English; empty: it can.
std::string trouble_with(const std::string& expression);

class place {
public:
  explicit place(const http_contract_place& where);
  bool is_given() const { return !where_.empty(); }
  /// An empty text counts as absent. So does what an expression would find only after very long (Boost.Regex counts its
  /// steps), or in more than 4 KiB.
  std::optional<std::string> in(const read_answer& answer) const;

private:
  http_contract_place where_;
  boost::regex expression_;
};

class test {
public:
  explicit test(const http_contract_test& what);
  bool has_status(int status) const;
  bool has_place() const { return at_.is_given(); }
  bool holds(const read_answer& answer, std::string_view reference) const;

private:
  std::vector<int> statuses_;
  place at_;
  std::string equals_;
};

} // namespace tidings::contract
