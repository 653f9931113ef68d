// The options of a provider of `type: smpp`. config/broker.yaml explains them at length.
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/sections.hpp"
#include "schemas/providers/smpp_account.hpp"

#include <fmt/format.h>

namespace tidings::config {

namespace {
constexpr double second = 1'000, minute = 60 * second, hour = 60 * minute;
} // namespace

const options<smpp_account>& smpp_options() {
  using s = smpp_account;
  static const options<s> table{
      {"host", {.what = shape::host, .may_be_empty = true}, &s::host, "The message centre."},
      {"port", {shape::whole, 1, 65535}, &s::port, "Its port for SMPP."},
      {"tls", {shape::boolean}, &s::tls, "TLS from the first byte; the certificate must be one to trust."},
      {"system_id",
       {.what = shape::text, .low = 0, .high = 15, .may_be_empty = true},
       &s::system_id,
       "The account's name there."},
      {"password", {.what = shape::secret, .may_be_empty = true}, &s::password, "Its password, at most 8 characters."},
      {"system_type",
       {.what = shape::text, .low = 0, .high = 12, .may_be_empty = true},
       &s::system_type,
       "What the message centre wants to be told about us, if anything."},
      {"source_ton",
       {shape::whole, -1, 7},
       &s::source_ton,
       "Type of number of the sender. -1: 5 for letters, 3 for a short code, 2 or 1 for a national or international "
       "number."},
      {"source_npi", {shape::whole, -1, 18}, &s::source_npi, "Its numbering plan. -1: 1 for a number, else 0."},
      {"destination_ton", {shape::whole, 0, 7}, &s::destination_ton, "Type of number of the patient's, 447700900123."},
      {"destination_npi", {shape::whole, 0, 18}, &s::destination_npi, "Its numbering plan."},
      {"enquire_every",
       {shape::duration, 1 * second, 1 * hour},
       &s::enquire_every,
       "After this long without a word from the message centre it is asked whether it is there (enquire_link)."},
      {"connect_timeout",
       {shape::duration, 100, 1 * minute},
       &s::connect_timeout,
       "A connection has to stand within this time."},
      {"reconnect_max",
       {shape::duration, 1 * second, 1 * hour},
       &s::reconnect_max,
       "Longest pause between two tries to connect; also the pause after a refused password."},
      {"part_wait",
       {shape::duration, 10 * second, 24 * hour},
       &s::part_wait,
       "How long a reply that came in parts waits for the missing ones; then a person gets what there is."},
      {"joining",
       {.what = shape::one_of, .words = {"udh8", "udh16", "sar", "payload"}},
       &s::joining,
       "How a long text is sent: in parts with a header (8 or 16-bit reference), in parts with sar_* parameters, or "
       "whole as message_payload."},
      {"ids",
       {.what = shape::one_of, .words = {"as_given", "hex_answer", "hex_receipt"}},
       &s::ids,
       "Where message ids are hexadecimal in one place and decimal in the other: which one is hexadecimal."},
      {"receipts", {shape::boolean}, &s::receipts, "Delivery receipts are asked for."},
  };
  return table;
}

void read_smpp(reader& in, const node& what, provider_settings& into) {
  const node* map = in.map(what, "a map of the SMPP account's options");
  if (map == nullptr) return;
  auto account = std::make_shared<smpp_account>();
  in.fill(*map, smpp_options(), *account);
  constexpr std::size_t password_max = 8; // SMPP 3.4 §5.2.2
  if (account->password.reveal().size() > password_max)
    in.wrong(reader::at(*map, "password"), "a password that SMPP has no room for", "more than 8 characters",
             "at most 8 characters");
  into.smpp = std::move(account);
}

boost::json::object schema_of_smpp() { return schema_of(smpp_options()); }

void check_smpp(reader& in, const node& provider, const smpp_account* account) {
  const node* given = provider.find("smpp");
  if (given == nullptr || account == nullptr)
    return in.wrong(provider.at, "`smpp` is missing", "nothing",
                    "`smpp: {host: …, system_id: …, password: {env: NAME}}`");
  const auto needed = [&](std::string_view key, bool is_there, const std::string& allowed) {
    if (!is_there) in.wrong(reader::at(*given, key), fmt::format("`{}` is missing", key), "nothing", allowed);
  };
  needed("host", !account->host.empty(), allowed_by({shape::host}));
  needed("system_id", !account->system_id.empty(), "the account's name, 1 to 15 characters");
  needed("password", given->find("password") != nullptr, allowed_by({shape::secret}));
}

} // namespace tidings::config
