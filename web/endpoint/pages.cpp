#include "web/endpoint/pages.hpp"

#include "web/endpoint/text.hpp"

namespace tidings::web {
namespace {
// Colours of the NHS service manual; contrast of each pair is above 4.5:1.
constexpr std::string_view css = R"(html { font-family: Arial, sans-serif; font-size: 1.1875rem; line-height: 1.5; }
body { margin: 0; background: #f0f4f5; color: #212b32; }
header { background: #005eb8; color: #fff; padding: 1rem; font-weight: 700; }
main { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1rem; }
h1 { font-size: 2rem; line-height: 1.2; }
code { display: block; padding: 0.75rem; background: #fff; border: 1px solid #768692; overflow-wrap: anywhere; }
button { font: inherit; font-weight: 700; color: #fff; background: #007f3b; border: 0; border-radius: 4px;
  box-shadow: 0 4px 0 #00401e; padding: 0.75rem 1.5rem; cursor: pointer; }
button:hover { background: #00662f; }
a.button { display: inline-block; font-weight: 700; color: #005eb8; background: #fff; border: 2px solid #005eb8;
  border-radius: 4px; padding: 0.75rem 1.5rem; text-decoration: none; overflow-wrap: anywhere; }
a.button:hover { background: #d9e5f2; }
button:focus-visible, a:focus-visible { outline: 4px solid #212b32; outline-offset: 0; background: #ffeb3b; color: #212b32; }
a { color: #005eb8; }
label { display: block; font-weight: 700; margin-top: 1rem; }
.hint { color: #4c6272; margin: 0; }
input, textarea { font: inherit; width: 100%; max-width: 24rem; box-sizing: border-box; padding: 0.5rem; border: 2px solid #4c6272; }
input:focus, textarea:focus { border-color: #212b32; outline: 4px solid #ffeb3b; box-shadow: inset 0 0 0 2px #212b32; }
form { margin-bottom: 2rem; }
form button { margin-top: 1.5rem; }
.wrong { border-left: 4px solid #d5281b; padding-left: 1rem; font-weight: 700; color: #b3180d; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  padding: 0; margin: 0; box-shadow: none; }
.languages { margin: 0; text-align: right; }
.languages a { display: inline-block; padding: 0.5rem 0; }
button.as-link { margin: 0; padding: 0.5rem 0; color: #005eb8; background: none; box-shadow: none; font-weight: 400;
  text-decoration: underline; }
button.as-link:focus-visible { color: #212b32; background: #ffeb3b; }
.summary { border: 4px solid #d5281b; padding: 1rem; margin-bottom: 1.5rem; background: #fff; overflow-wrap: anywhere; }
.summary h2 { margin-top: 0; font-size: 1.5rem; }
.summary a { color: #b3180d; font-weight: 700; }
.told { border-left: 4px solid #007f3b; padding-left: 1rem; font-weight: 700; }
.field { margin: 1.5rem 0 2rem; }
.field--wrong { border-left: 4px solid #d5281b; padding-left: 1rem; }
.field--wrong .wrong { border: 0; padding: 0; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
legend { padding: 0; font-weight: 700; overflow-wrap: anywhere; }
legend label { margin-top: 0; }
.choice { display: flex; align-items: center; gap: 0.75rem; margin-top: 0.75rem; }
.choice label { font-weight: 400; margin: 0; padding: 0.5rem 0; }
.choice input { width: 2.5rem; height: 2.5rem; flex: none; margin: 0; }
.choice--less input { width: 1.5rem; height: 1.5rem; }
)";

response drawn(int status, std::string_view title, std::string_view body_html, const page_frame& frame) {
  std::string html = "<!doctype html>\n<html lang=\"";
  html.append(frame.language).append("\">\n<head>\n<meta charset=\"utf-8\">\n");
  html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  html.append("<meta name=\"description\" content=\"").append(html_escaped(frame.about)).append("\">\n<title>");
  if (!frame.wrong.empty()) html.append(frame.wrong).append(" ");
  html.append(html_escaped(title)).append(" - ").append(html_escaped(frame.from));
  html.append("</title>\n<link rel=\"stylesheet\" href=\"").append(stylesheet_path);
  html.append("\">\n<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">\n</head>\n<body>\n<header>");
  html.append(html_escaped(frame.from)).append("</header>\n<main>\n<h1>").append(html_escaped(title)).append("</h1>\n");
  html.append(body_html).append("\n</main>\n</body>\n</html>\n");
  auto answer = response::with(status, "text/html; charset=utf-8", std::move(html));
  answer.set("Cache-Control", "no-store");
  return answer;
}
} // namespace

response stylesheet() {
  auto answer = response::with(200, "text/css; charset=utf-8", std::string(css));
  answer.set("Cache-Control", "no-cache");
  return answer;
}

response page(int status, std::string_view title, std::string_view body_html) {
  return drawn(status, title, body_html, {.from = "Tidings"});
}

response patient_page(int status, std::string_view title, std::string_view body_html, const page_frame& frame) {
  return drawn(status, title, body_html, frame);
}

response sign_in_page(std::string_view token) {
  return page(200, "Sign in",
              "<p>This link signs you in once, on this device.</p>\n<form method=\"post\" action=\"/sign-in\">\n"
              "<input type=\"hidden\" name=\"token\" value=\"" +
                  html_escaped(token) + "\">\n<button type=\"submit\">Sign in</button>\n</form>");
}

response ask_for_link_page(int status, std::string_view title, std::string_view why) {
  return page(status, title,
              "<p>" + html_escaped(why) +
                  "</p>\n<p>Links are made on the server where Tidings runs:</p>\n<code>tidings sign-in</code>\n"
                  "<p>Each link works once, for 15 minutes.</p>");
}

response no_web_app_page() {
  return page(404, "The web app is not built",
              "<p>The broker is running, but its <code>web_root</code> has no pages.</p>\n<p>Build them with</p>\n"
              "<code>npm --prefix web ci &amp;&amp; npm --prefix web run build</code>");
}

response not_found_page() {
  return page(404, "Page not found", "<p>There is nothing at this address.</p>\n<p><a href=\"/ops/\">Overview</a></p>");
}

} // namespace tidings::web
