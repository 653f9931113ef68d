// The options of `system: emis`. config/practices/A99999.yaml explains them at length.
#include "actors/connector/codes.hpp"
#include "actors/node/config/codes_file.hpp"
#include "actors/node/config/connector_sections.hpp"
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/sections.hpp"

#include <fmt/format.h>

namespace tidings::config {
namespace {

constexpr double second = 1'000, minute = 60 * second;

struct code_use {
  std::string_view option;
  std::string code;
};

/// What this practice files and its scheme has no code for.
void warn_of_gaps(reader& in, const node& root, const practice_settings& practice, const emis_settings& emis) {
  const auto into = emis.scheme == "read2" ? codes::scheme::read2 : codes::scheme::snomed;
  const node* given = root.find("codes");
  if (given == nullptr) return;
  for (const auto& [option, code] :
       {code_use{"reminder_sent", practice.codes.reminder_sent}, code_use{"confirmed", practice.codes.confirmed},
        code_use{"cancelled", practice.codes.cancelled}}) {
    if (code.empty()) continue;
    if (const auto known = codes::translated(*emis.codes, code, into); !known)
      in.doubtful(reader::at(*given, option), "a code that can't be filed", code, known.error().detail);
  }
}

/// Gaps of the file itself, for whoever keeps it.
void warn_of_gaps(const std::filesystem::path& file, const emis_settings& emis, findings& into) {
  std::string missing;
  const auto wanted = codes::name_of(emis.scheme == "read2" ? codes::scheme::read2 : codes::scheme::snomed);
  for (const auto& gap : codes::gaps(*emis.codes))
    if (gap.ends_with(fmt::format("no {} code", wanted)))
      missing.append(missing.empty() ? "" : ", ").append(gap.substr(0, gap.find(':')));
  if (missing.empty()) return;
  report(file, into)
      .doubtful({}, fmt::format("meanings without a {} code: nothing is filed for them", wanted), missing,
                "codes that were published, or what stands there");
}

} // namespace

const options<emis_settings>& emis_options() {
  using s = emis_settings;
  static const rule optional_text{.what = shape::text, .low = 0, .high = 200, .may_be_empty = true};
  static const options<s> table{
      {"url", {shape::url}, &s::url, "Where EMIS's Partner API starts."},
      {"token_url", {.what = shape::url, .may_be_empty = true}, &s::token_url, "Where access tokens are asked for."},
      {"client_id", optional_text, &s::client_id, "The account's client id. Each practice has its own account."},
      {"client_secret", {.what = shape::secret, .may_be_empty = true}, &s::client_secret, "Its client secret."},
      {"scope", optional_text, &s::scope, "What the tokens are asked for."},
      {"application_id", optional_text, &s::application_id, "EMIS's id of the application, also called party key."},
      {"file_as", optional_text, &s::file_as,
       "Mnemonic of the EMIS user in whose name coded entries are filed. Empty: none are filed."},
      {"scheme",
       {.what = shape::one_of, .words = {"snomed", "read2"}},
       &s::scheme,
       "The coding scheme of what is filed."},
      {"code_file", {shape::path}, &s::code_file, "The map of codes."},
      {"proxy", {.what = shape::url, .may_be_empty = true}, &s::proxy, "An HTTP proxy on the way out."},
      {"ca_file", {.what = shape::path, .may_be_empty = true}, &s::ca_file, "Certificates to trust, PEM."},
      {"answer_timeout",
       {shape::duration, 1 * second, 2 * minute},
       &s::answer_timeout,
       "Silence longer than this counts as no answer."},
  };
  return table;
}

void read_emis(reader& in, const node& what, connector_settings& into) {
  const node* map = in.map(what, "a map of EMIS's options");
  if (map == nullptr) return;
  auto settings = std::make_shared<emis_settings>();
  in.fill(*map, emis_options(), *settings);
  settings->codes = std::make_shared<const code_map>();
  into.emis = std::move(settings);
}

boost::json::object schema_of_emis() { return schema_of(emis_options()); }

void check_emis(reader& in, const node& root, practice_settings& practice, const practice_map& others, findings& into) {
  const node& connector = *root.find("connector");
  const node* given = connector.find("emis");
  if (given == nullptr || !practice.connector.emis)
    return in.wrong(connector.at, "`emis` is missing", "nothing", "`emis: {token_url: …, client_id: …, …}`");
  auto settings = std::make_shared<emis_settings>(*practice.connector.emis);
  const auto needed = [&](std::string_view key, bool is_there, std::string_view allowed) {
    if (!is_there)
      in.wrong(reader::at(*given, key), fmt::format("`{}` is missing", key), "nothing", std::string(allowed));
  };
  needed("token_url", !settings->token_url.empty(), "an address such as https://login.example/oauth2/token");
  needed("client_id", !settings->client_id.empty(), "the practice's own account with EMIS");
  needed("client_secret", given->find("client_secret") != nullptr, allowed_by({shape::secret}));
  needed("application_id", !settings->application_id.empty(), "what EMIS's assurance lead has given");
  warn_if_unprotected(in, reader::at(*given, "url"), settings->url);
  warn_if_unprotected(in, reader::at(*given, "token_url"), settings->token_url);
  constexpr int days_max = 28; // of the 30 that EMIS shows, today and the clocks' difference go off
  if (practice.connector.days_ahead > days_max)
    in.wrong(reader::at(connector, "days_ahead"), "further ahead than EMIS shows",
             std::to_string(practice.connector.days_ahead), fmt::format("at most {}", days_max));
  for (const auto& [id, other] : others)
    if (id != practice.id && other->connector.emis && !settings->client_id.empty() &&
        other->connector.emis->client_id == settings->client_id &&
        other->connector.emis->application_id == settings->application_id)
      in.wrong(reader::at(*given, "client_id"), "the EMIS account of another practice", settings->client_id,
               fmt::format("one that isn't {}'s", id.text()));
  settings->codes = std::make_shared<const code_map>(read_codes_file(settings->code_file, into));
  warn_of_gaps(in, root, practice, *settings);
  warn_of_gaps(settings->code_file, *settings, into);
  practice.connector.emis = std::move(settings);
}

} // namespace tidings::config
