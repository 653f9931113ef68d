#pragma once
// An endpoint that runs, for one test: a certificate, a small web app, a fake broker, any free port.
#include "web/endpoint/server.hpp"
#include "web/endpoint/tests/certificate.hpp"
#include "web/endpoint/tests/client.hpp"
#include "web/endpoint/tests/fake_broker.hpp"
#include "web/endpoint/tests/folder.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace tidings::test {

class served : public ::testing::Test {
protected:
  served() {
    const auto files = make_certificate(where.path(), "first");
    settings.port = 0;
    settings.certificate = files.certificate;
    settings.private_key = files.key;
    settings.web_root = where.path() + "/dist";
    where.write("dist/ops/index.html", "<!doctype html><title>ops</title>");
    where.write("dist/assets/app-1a2b.js", "console.log('plain');");
    where.write("dist/assets/app-1a2b.js.br", "BROTLI");
    where.write("dist/assets/app-1a2b.js.gz", "GZIP");
    accounts[provider_id("firetext")] = {secret_text("tidings"), secret_text("open sesame")};
  }

  void start() {
    running =
        std::make_unique<endpoint>(endpoint_parts{settings, accounts, keys, system_now, limits, live, {}}, broker);
    const auto opened = running->start();
    ASSERT_TRUE(opened) << opened.error().detail;
    port = *opened;
  }

  /// The cookie field of somebody who has signed in, by the link and its button.
  std::string sign_in(const std::string& user = "ann") {
    client browser(port);
    const auto token = make_sign_in_token(keys, user, system_now());
    const auto welcome =
        browser.ask("POST", "/sign-in", "Content-Type: application/x-www-form-urlencoded\r\n", "token=" + token);
    const auto cookie = welcome.fields.find("set-cookie");
    EXPECT_EQ(welcome.status, 303);
    if (cookie == welcome.fields.end()) return {};
    return "Cookie: " + cookie->second.substr(0, cookie->second.find(';')) + "\r\n";
  }
  std::string csrf(const std::string& cookie) {
    const auto me = client(port).get("/api/v1/me", cookie).body;
    const auto from = me.find("\"csrf\":\"") + 8;
    return "X-CSRF-Token: " + me.substr(from, me.find('"', from) - from) + "\r\n";
  }

  std::string metric(const std::string& name) {
    const auto text = client(port).get("/metrics").body;
    const auto from = text.find("\n" + name + " ");
    if (from == std::string::npos) return {};
    const auto start = from + name.size() + 2;
    return text.substr(start, text.find('\n', start) - start);
  }
  /// Asks again and again until the figure is that, or for long enough.
  bool reaches(const std::string& name, const std::string& value) {
    for (int tries = 0; tries < 5'000; ++tries)
      if (metric(name) == value) return true;
    return false;
  }

  folder where;
  fake_broker broker;
  endpoint_settings settings;
  endpoint_limits limits;
  live_limits live;
  webhook_accounts accounts;
  session_keys keys{secret_text(std::string(32, 'k'))};
  std::unique_ptr<endpoint> running;
  int port = 0;
};

constexpr std::string_view form_type = "Content-Type: application/x-www-form-urlencoded\r\n";
constexpr std::string_view json_type = "Content-Type: application/json\r\n";
constexpr std::string_view firetext_login = "Authorization: Basic dGlkaW5nczpvcGVuIHNlc2FtZQ==\r\n";

} // namespace tidings::test
