#include "actors/node/config/oidc.hpp"
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/sections.hpp"

namespace tidings::config {

const options<oidc_settings>& oidc_options() {
  using s = oidc_settings;
  static const options<s> table{
      {"name", {shape::text, 1, 60}, &s::name, "How the button goes on after `Sign in with`."},
      {"issuer",
       {.what = shape::url, .may_be_empty = true},
       &s::issuer,
       "The provider's own name for itself, to the letter; what it says of itself is looked up below it. Empty: there "
       "is no provider."},
      {"client_id",
       {.what = shape::text, .low = 0, .high = 200, .may_be_empty = true},
       &s::client_id,
       "What the provider calls this broker. Needed with an issuer."},
      {"client_secret",
       {.what = shape::secret, .may_be_empty = true},
       &s::client_secret,
       "What this broker proves itself with. Empty: a public client."},
      {"client_auth",
       {.what = shape::one_of, .words = {"basic", "post"}},
       &s::client_auth,
       "Where the secret goes: basic, a header, or post, the body."},
      {"scopes", {shape::text, 6, 200}, &s::scopes, "What is asked for, in one line. `openid` is one of them."},
      {"user_claim",
       {shape::text, 1, 60},
       &s::user_claim,
       "The claim whose value, in lower case, is the user's name here."},
      {"trust_email",
       {shape::boolean},
       &s::trust_email,
       "Take an e-mail address that the provider doesn't say it has verified."},
      {"ca_file",
       {.what = shape::path, .may_be_empty = true},
       &s::ca_file,
       "Certificates that the provider's must be signed by, PEM. Empty: the system's."},
      {"proxy", {.what = shape::url, .may_be_empty = true}, &s::proxy, "The way out. Empty: straight."},
  };
  return table;
}

void read_oidc(reader& in, const node& what, broker_settings& into) {
  const node* map = in.map(what, "a map of the identity provider's options");
  if (map == nullptr) return;
  oidc_settings all;
  in.fill(*map, oidc_options(), all);
  if (all.issuer.empty()) return;
  if (all.client_id.empty())
    in.wrong(map->at, "`client_id` is missing", "nothing", "what the provider calls this broker");
  if (!is_protected(all.issuer))
    in.wrong(reader::at(*map, "issuer"), "anybody on the way could sign in as anybody", "`http://` to another machine",
             "an address that starts with https://");
  const auto scopes = " " + all.scopes + " ";
  if (scopes.find(" openid ") == std::string::npos)
    in.wrong(reader::at(*map, "scopes"), "a sign-in without `openid`", "`" + all.scopes + "`", "`openid` among them");
  into.oidc = std::make_shared<const oidc_settings>(std::move(all));
}

boost::json::object schema_of_oidc() { return schema_of(oidc_options()); }

void complete_oidc(reader& in, const node& root, broker_settings& into) {
  if (!into.oidc) return;
  auto base = into.endpoint.public_url;
  while (base.ends_with('/')) base.pop_back();
  if (base.empty())
    return in.wrong(reader::at(root, "oidc"), "nobody can be sent back", "no `public_url` in `endpoint`",
                    "`endpoint: {public_url: https://…}`, as the provider knows this broker");
  auto all = *into.oidc;
  all.redirect_url = base + "/sign-in/oidc/callback";
  into.oidc = std::make_shared<const oidc_settings>(std::move(all));
}

} // namespace tidings::config
