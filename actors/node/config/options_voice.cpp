// The options of a provider of `type: voice`. config/broker.yaml explains them at length.
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/sections.hpp"
#include "schemas/providers/voice_account.hpp"

#include <fmt/format.h>

namespace tidings::config {

const options<voice_account>& voice_options() {
  using s = voice_account;
  static const options<s> table{
      {"account",
       {.what = shape::text, .low = 0, .high = 100, .may_be_empty = true},
       &s::account,
       "The account's name there; `api_key` is its password."},
      {"from",
       {.what = shape::reply_number, .may_be_empty = true},
       &s::from,
       "The UK number that calls are made from; patients see it and may ring it."},
      {"language",
       {.what = shape::one_of, .words = {"en-GB", "cy-GB"}},
       &s::language,
       "The language of the voice that reads."},
      {"ring_seconds",
       {shape::whole, 10, 120},
       &s::ring_seconds,
       "Rung this long: a person has to reach the telephone."},
      {"key_seconds", {shape::whole, 3, 30}, &s::key_seconds, "Waited for a key after each of the two readings."},
  };
  return table;
}

void read_voice(reader& in, const node& what, provider_settings& into) {
  const node* map = in.map(what, "a map of the telephone account's options");
  if (map == nullptr) return;
  auto account = std::make_shared<voice_account>();
  in.fill(*map, voice_options(), *account);
  into.voice = std::move(account);
}

boost::json::object schema_of_voice() { return schema_of(voice_options()); }

void check_voice(reader& in, const node& provider, const provider_settings& account) {
  const node* map = provider.find("voice");
  if (map == nullptr || !account.voice)
    return in.wrong(provider.at, "`voice` is missing", "nothing", "`voice: {account: …, from: …}`");
  if (account.voice->account.empty()) in.wrong(map->at, "`account` is missing", "nothing", "the account's name");
  if (!account.voice->from.starts_with("44"))
    in.wrong(reader::at(*map, "from"), "no number to ring from", "nothing that can be rung back", "a UK phone number");
  for (const std::string_view key : {"url", "api_key", "webhook_user", "webhook_password"})
    if (provider.find(key) == nullptr)
      in.wrong(provider.at, fmt::format("`{}` is missing", key), "nothing",
               key == "url" ? "where the provider's calls are made" : allowed_by({shape::secret}));
  if (provider.find("url") != nullptr) warn_if_unprotected(in, reader::at(provider, "url"), account.url);
}

} // namespace tidings::config
