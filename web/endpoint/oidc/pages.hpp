#pragma once
// Signing in by another's word, as the browser goes: to the provider, and back with a code. What is asked of the
// provider the node does (`GET oidc`, `POST oidc/begin`, `POST oidc/finish`): no call waits on an endpoint's thread.
#include "web/endpoint/handlers.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tidings::web {

/// As password_page, with another way to sign in below it; `other_html` is empty where there is none.
response password_page(int status, std::string_view why, std::string_view other_html);

namespace oidc {

/// Lax, since the provider's page sends the browser back: a strict one would stay away. It holds no secret.
constexpr std::string_view flow_cookie = "__Host-sign-in";
constexpr std::chrono::minutes flow_lasts{10}; ///< from the button to coming back: a smart card wants to be found

/// What a sign-in that was begun in this browser is recognised by.
struct flow {
  std::string state;
  timestamp expires{};
};
std::string write_flow(const session_keys& keys, const flow& begun);
/// From a whole `Cookie:` field. Nothing: none, not ours, or too old.
std::optional<flow> read_flow(const session_keys& keys, std::string_view cookie_field, timestamp now);

/// GET /sign-in without a session: the page, with a button where there is a provider.
void show_sign_in(house& home, const call_ptr& one);
void get_begin(house& home, const call_ptr& one);
void get_callback(house& home, const call_ptr& one);

} // namespace oidc
} // namespace tidings::web
