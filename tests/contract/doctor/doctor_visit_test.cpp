// The whole visit of a configuration's folder: every line ok, then every line with something wrong.
#include "actors/key_ring/key_ring.hpp"
#include "actors/node/doctor/doctor.hpp"
#include "actors/node/doctor/report.hpp"
#include "tests/contract/doctor/servers.hpp"
#include "tests/contract/simulator_process.hpp"
#include "tests/core/config_workspace.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace tidings::doctor {
namespace {
using namespace tidings::test;

constexpr long day_s = 24 * 3'600;
constexpr const char* password = "sesame-sesame";

struct wishes {
  std::string firetext_url, ca_file;
  int https_port = 0, centre_port = 0, gateway_port = 0, proxy_port = 0;
};

struct a_visit : ::testing::Test {
  testing_config::workspace files;
  certificate_files good = test::make_certificate(
      files.path("").string(),
      certificate_wish{.file = "good", .subject_name = "IP:127.0.0.1,DNS:tidings.example", .valid_to_s = 90 * day_s});

  a_visit() {
    ::chmod(good.key.c_str(), 0600);
    ::chmod(good.certificate.c_str(), 0644);
    for (const auto* folder : {"data", "backups"}) {
      std::filesystem::create_directory(files.path(folder));
      ::chmod(files.path(folder).c_str(), 0700);
    }
  }
  void configure(const wishes& with) const {
    const auto n = [](int port) { return std::to_string(port); };
    files.write("key", std::string(password) + '\n');
    files.write(
        "broker.yaml",
        "data_dir: data\nkeys:\n  master: {file: master.key}\nbackup:\n  folder: backups\nendpoint:\n  port: 0\n"
        "  certificate: good.pem\n  private_key: good.key\n  public_url: https://tidings.example\nproviders:\n"
        "  firetext:\n    url: " +
            with.firetext_url +
            "\n    api_key: {file: key}\n    webhook_user: {file: key}\n    webhook_password: {file: key}\n"
            "  centre:\n    type: smpp\n    smpp:\n      host: 127.0.0.1\n      port: " +
            n(with.centre_port) +
            "\n      system_id: surgery\n      password: {file: pass}\n"
            "  gateway:\n    type: http\n    ca_file: " +
            with.ca_file +
            "\n    webhook_user: {file: key}\n    webhook_password: {file: key}\n"
            "    contract:\n      send:\n        url: https://127.0.0.1:" +
            n(with.https_port) +
            "/send\n        form: {to: ((to)), text: ((text)), ref: ((reference))}\n"
            "      accepted: {statuses: [200], pointer: /id}\n"
            "  proxied:\n    url: " +
            with.firetext_url +
            "\n    api_key: {file: key}\n    webhook_user: {file: key}\n    webhook_password: {file: key}\n"
            "    proxy: http://127.0.0.1:" +
            n(with.proxy_port) + "\n");
    files.write("pass", "sesame\n");
    ::chmod(files.path("pass").c_str(), 0600);
    files.write("practices/A99001.yaml", testing_config::replaced(testing_config::good_practice, "port: 41001",
                                                                  "port: " + n(with.gateway_port)));
  }
  std::vector<finding> visit(const std::string& only = {}) const { return examine(files.path("broker.yaml"), only); }
};

/// `verdict what`, a line each.
std::vector<std::string> verdicts(const std::vector<finding>& all) {
  std::vector<std::string> out;
  for (const auto& one : all)
    out.push_back((one.how == verdict::ok ? "ok " : one.how == verdict::warn ? "warn " : "fail ") + one.what);
  return out;
}

std::string found_of(std::string_view what, const std::vector<finding>& all) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.what == what; });
  return at == all.end() ? "no such line" : at->found;
}

/// A FireText that answers `credit`, also as the proxy of somebody who asks for it by way of us.
std::function<void(peer&, int)> credit() {
  return [](peer& one, int) {
    const auto asked = one.read_http();
    const std::string body = asked.find(password) != asked.npos ? R"({"code":0,"description":"25 credits"})"
                                                                : R"({"code":1,"description":"Authentication error"})";
    one.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
              std::to_string(body.size()) + "\r\n\r\n" + body);
  };
}

TEST_F(a_visit, of_a_host_where_all_is_well_has_no_line_but_ok) {
  const scripted_server firetext(credit()), proxy(credit());
  const https_server gateway(good);
  const message_centre centre("sesame");
  const silent_server systmone;
  configure({"http://127.0.0.1:" + std::to_string(firetext.port()), good.certificate, gateway.port(), centre.port(),
             systmone.port(), proxy.port()});
  const auto all = visit();
  EXPECT_EQ(verdicts(all), (std::vector<std::string>{"ok configuration", "ok master key", "ok data folder",
                                                     "ok backup folder", "ok certificate", "ok endpoint",
                                                     "ok sms firetext", "ok sms centre", "ok sms gateway",
                                                     "ok sms proxied", "ok proxy", "ok systmone A99001", "ok clock"}))
      << lines(all);
  EXPECT_EQ(exit_code(all), 0);
}

TEST_F(a_visit, of_a_host_where_all_is_ill_says_so_line_by_line_and_tells_no_secret) {
  const auto expired = test::make_certificate(
      files.path("").string(), certificate_wish{.file = "expired", .valid_from_s = -2 * day_s, .valid_to_s = -day_s});
  const https_server gateway(expired);
  const message_centre centre("another");
  configure({"http://127.0.0.1:" + std::to_string(dead_port()), expired.certificate, gateway.port(), centre.port(),
             dead_port(), dead_port()});
  std::filesystem::remove(files.path("backups"));
  ::chmod(files.path("data").c_str(), 0777);
  const auto another = test::make_certificate(files.path("").string(), certificate_wish{.file = "another"});
  std::filesystem::copy_file(another.key, files.path("good.key"), std::filesystem::copy_options::overwrite_existing);
  std::filesystem::remove(files.path("master.key"));
  const auto all = visit();
  auto told = verdicts(all);
  EXPECT_EQ(std::vector<std::string>(told.end() - 12, told.end()),
            (std::vector<std::string>{"fail master key", "fail data folder", "fail backup folder", "fail certificate",
                                      "ok endpoint", "fail sms firetext", "fail sms centre", "fail sms gateway",
                                      "fail sms proxied", "fail proxy", "fail systmone A99001", "warn clock"}))
      << lines(all);
  for (const auto& one : all) EXPECT_EQ(one.mend.empty(), one.how == verdict::ok) << one.what;
  EXPECT_EQ(exit_code(all), 1);
  EXPECT_EQ(lines(all).find("sesame"), std::string::npos) << lines(all);
  EXPECT_EQ(json(all).find("sesame"), std::string::npos);
}

TEST_F(a_visit, hears_from_firetext_itself_that_a_key_is_wrong) {
  if (!simulator_process::exists()) GTEST_SKIP() << "no tidings-sim";
  const simulator_process firetext({"firetext", "--port", "0", "--api-key", "another"});
  const auto port = firetext.ready().at("port").to_number<int>();
  configure({"http://127.0.0.1:" + std::to_string(port) + "/api", good.certificate, dead_port(), dead_port(),
             dead_port(), dead_port()});
  EXPECT_EQ(found_of("sms firetext", visit()), "doesn't know the API key");
}

TEST_F(a_visit, goes_on_when_one_practices_file_is_wrong_and_names_the_line) {
  configure({"http://127.0.0.1:" + std::to_string(dead_port()), good.certificate, dead_port(), dead_port(), dead_port(),
             dead_port()});
  files.write("practices/A99002.yaml", "code: A99002\nnonsense: 1\n");
  const auto all = visit();
  const auto wrong = std::find_if(all.begin(), all.end(), [](const auto& one) {
    return one.what == "configuration" && one.where.find("A99002.yaml:2:1") != std::string::npos;
  });
  ASSERT_NE(wrong, all.end()) << lines(all);
  EXPECT_EQ(wrong->how, verdict::fail);
  EXPECT_EQ(all[all.size() - 2].what, "systmone A99001");
}

TEST_F(a_visit, of_a_practice_that_is_not_there_fails) {
  configure({"http://127.0.0.1:" + std::to_string(dead_port()), good.certificate, dead_port(), dead_port(), dead_port(),
             dead_port()});
  EXPECT_EQ(verdicts(visit("A99009")).front(), "fail configuration");
  EXPECT_EQ(verdicts(visit("nonsense")).front(), "fail configuration");
}

TEST_F(a_visit, finds_a_master_key_that_doesnt_open_the_data) {
  configure({"http://127.0.0.1:" + std::to_string(dead_port()), good.certificate, dead_port(), dead_port(), dead_port(),
             dead_port()});
  {
    auto store = open_key_folder(files.path("data") / "keys");
    ASSERT_TRUE(store);
    key_ring ring(master_key::generate().derived("key ring"), std::move(*store), key_ring_options{.now = system_now});
    ASSERT_TRUE(ring.marker_of(practice_id::host()));
  }
  const auto found = found_of("master key", visit());
  EXPECT_NE(found.find("doesn't open"), std::string::npos) << found;
}

} // namespace
} // namespace tidings::doctor
