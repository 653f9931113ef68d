// Each probe against a server or a folder that is well, and against one that has one thing wrong.
#include "actors/node/doctor/look.hpp"
#include "schemas/connectors/emis.hpp"
#include "schemas/connectors/microtest.hpp"
#include "tests/contract/doctor/servers.hpp"
#include "tests/contract/mail/mail_host.hpp"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>

#include <chrono>
#include <fstream>

namespace tidings::doctor {
namespace {
using namespace tidings::test;

constexpr long day_s = 24 * 3'600;

struct a_tls_server : ::testing::Test {
  temporary_directory folder;
  certificate_files certificate(const certificate_wish& wish) const {
    return test::make_certificate(folder.path.string(), wish);
  }
  static http_target at(int port, const std::string& trusted) {
    http_target out;
    out.url = "https://127.0.0.1:" + std::to_string(port) + "/";
    out.ca_file = trusted;
    return out;
  }
};

TEST_F(a_tls_server, that_is_well_tells_its_certificates_last_day_and_its_time) {
  const auto files = certificate({.file = "good", .valid_to_s = 90 * day_s});
  const https_server server(files);
  const auto saw = probe(at(server.port(), files.certificate));
  EXPECT_EQ(saw.reached, stage::done) << saw.trouble;
  EXPECT_EQ(saw.status, 200);
  ASSERT_TRUE(saw.certificate_until);
  const auto left = std::chrono::floor<std::chrono::days>(*saw.certificate_until - system_now()).count();
  EXPECT_GE(left, 89);
  EXPECT_LE(left, 90);
  ASSERT_TRUE(saw.clock_ahead);
  EXPECT_LT(std::chrono::abs(*saw.clock_ahead), clock_off_warn);
}

TEST_F(a_tls_server, whose_clock_is_an_hour_ahead_is_seen_so) {
  const auto files = certificate({.file = "good", .valid_to_s = 90 * day_s});
  const https_server server(files, 3'600);
  const auto saw = probe(at(server.port(), files.certificate));
  ASSERT_TRUE(saw.clock_ahead) << saw.trouble;
  EXPECT_GT(*saw.clock_ahead, std::chrono::minutes(59));
}

TEST_F(a_tls_server, with_an_expired_certificate_fails_at_tls_and_says_why) {
  const auto files = certificate({.file = "old", .valid_from_s = -2 * day_s, .valid_to_s = -day_s});
  const https_server server(files);
  const auto saw = probe(at(server.port(), files.certificate));
  EXPECT_EQ(saw.reached, stage::tls);
  EXPECT_NE(saw.trouble.find("expired"), std::string::npos) << saw.trouble;
}

TEST_F(a_tls_server, with_another_hosts_certificate_fails_at_tls) {
  const auto files = certificate({.file = "other", .subject_name = "DNS:other.example", .valid_to_s = 90 * day_s});
  const https_server server(files);
  EXPECT_EQ(probe(at(server.port(), files.certificate)).reached, stage::tls);
}

TEST_F(a_tls_server, that_nobody_vouches_for_fails_at_tls) {
  const auto files = certificate({.file = "good", .valid_to_s = 90 * day_s});
  const auto another = certificate({.file = "another", .valid_to_s = 90 * day_s});
  const https_server server(files);
  EXPECT_EQ(probe(at(server.port(), another.certificate)).reached, stage::tls);
}

TEST(a_port, where_nobody_listens_is_no_connection) {
  EXPECT_EQ(probe(tcp_target{"127.0.0.1", dead_port()}).reached, stage::connect);
}

TEST(a_port, where_somebody_listens_is_seen) {
  const silent_server server;
  EXPECT_EQ(probe(tcp_target{"127.0.0.1", server.port()}).reached, stage::done);
}

TEST(a_name, that_nobody_knows_is_told_as_such) { // RFC 6761: never in any DNS
  EXPECT_EQ(probe(tcp_target{"gateway.invalid", 40'700}).reached, stage::name);
}

TEST(probes, of_many_silent_servers_end_together_within_the_limit_of_one) {
  const silent_server server;
  const std::vector<check> all(
      12, {"smtp", "x", mail_target{false, "127.0.0.1", server.port(), "u", secret_text("p"), {}}, {}, {}});
  const auto began = std::chrono::steady_clock::now();
  const auto saw = look(all);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 2 * probe_limit);
  ASSERT_EQ(saw.size(), all.size());
  for (const auto& one : saw) EXPECT_EQ(std::get<peer_seen>(one).reached, stage::answer);
}

struct an_smpp_account : ::testing::Test {
  static smpp_target at(int port, std::string password) {
    smpp_target out;
    out.account.host = "127.0.0.1";
    out.account.port = port;
    out.account.system_id = "surgery";
    out.account.password = secret_text(std::move(password));
    return out;
  }
};

TEST_F(an_smpp_account, is_bound_as_transmitter_and_unbound_so_that_no_reply_comes_this_way) {
  const message_centre centre("sesame");
  const auto saw = probe(at(centre.port(), "sesame"));
  EXPECT_EQ(saw.reached, stage::done) << saw.trouble;
  EXPECT_EQ(centre.commands(), (std::vector<std::uint32_t>{2, 6}));
}

TEST_F(an_smpp_account, with_a_wrong_password_is_not_let_in) {
  const message_centre centre("sesame");
  const auto saw = probe(at(centre.port(), "wrong"));
  EXPECT_EQ(saw.reached, stage::sign_in);
  EXPECT_FALSE(saw.busy);
  EXPECT_NE(saw.trouble.find("ESME_RINVPASWD"), std::string::npos) << saw.trouble;
}

TEST_F(an_smpp_account, that_the_running_broker_has_bound_is_busy_and_not_wrong) {
  const message_centre centre("sesame", true);
  EXPECT_TRUE(probe(at(centre.port(), "sesame")).busy);
}

TEST_F(an_smpp_account, at_something_that_speaks_no_smpp_has_no_answer) {
  const scripted_server web([](peer& one, int) { one.write("HTTP/1.1 400 Bad Request\r\n\r\n"); });
  EXPECT_EQ(probe(at(web.port(), "sesame")).reached, stage::answer);
}

struct a_mail_account : ::testing::Test {
  void SetUp() override {
    if (!dovecot::exists() || !files::exists("/usr/lib/postfix/sbin/master") || ::geteuid() != 0)
      GTEST_SKIP() << "Postfix and Dovecot aren't installed, or this isn't root";
  }
  static mail_target at(bool mailbox, int port, std::string password, const std::string& trusted) {
    return {mailbox, "127.0.0.1", port, "surgery@example.nhs.uk", secret_text(std::move(password)), trusted};
  }
};

TEST_F(a_mail_account, signs_in_at_both_servers_and_leaves_every_mail_where_it_is) {
  const dovecot boxes(std::vector<account>{{"surgery@example.nhs.uk", "sesame"}});
  const postfix out(boxes);
  boxes.put("surgery@example.nhs.uk", 1, "From: a@b.example\n\nhello\n");
  const auto& trusted = boxes.certificate().certificate;
  const auto smtp = probe(at(false, out.port(), "sesame", trusted));
  EXPECT_EQ(smtp.reached, stage::done) << smtp.trouble << out.log();
  EXPECT_TRUE(smtp.certificate_until);
  const auto pop3 = probe(at(true, boxes.pop3_port(), "sesame", trusted));
  EXPECT_EQ(pop3.reached, stage::done) << pop3.trouble << boxes.log();
  EXPECT_TRUE(pop3.certificate_until);
  EXPECT_EQ(boxes.mails("surgery@example.nhs.uk").size(), 1U);
}

TEST_F(a_mail_account, with_a_wrong_password_is_let_in_by_neither) {
  const dovecot boxes(std::vector<account>{{"surgery@example.nhs.uk", "sesame"}});
  const postfix out(boxes);
  const auto& trusted = boxes.certificate().certificate;
  const auto smtp = probe(at(false, out.port(), "wrong", trusted));
  EXPECT_EQ(smtp.reached, stage::sign_in);
  EXPECT_TRUE(smtp.trouble.starts_with("535")) << smtp.trouble;
  const auto pop3 = probe(at(true, boxes.pop3_port(), "wrong", trusted));
  EXPECT_EQ(pop3.reached, stage::sign_in);
  EXPECT_TRUE(pop3.trouble.starts_with("-ERR")) << pop3.trouble;
}

TEST(a_mail_server, without_starttls_is_told_neither_user_nor_password) {
  std::string heard;
  {
    scripted_server server([&](peer& one, int) {
      one.write("220 mx\r\n");
      heard += one.read_until("\n");
      one.write("250 mx\r\n");
      heard += one.read_until("\n");
    });
    const auto saw = probe(mail_target{false, "127.0.0.1", server.port(), "surgery", secret_text("sesame"), {}});
    EXPECT_EQ(saw.reached, stage::tls) << saw.trouble;
    server.stop();
  }
  EXPECT_EQ(heard.find("AUTH"), std::string::npos) << heard;
}

TEST(a_mailbox, that_another_session_has_open_is_busy_and_not_wrong) {
  const temporary_directory folder;
  const auto files =
      test::make_certificate(folder.path.string(), certificate_wish{.file = "good", .valid_to_s = 90 * day_s});
  const scripted_server server([&](peer& plain, int) {
    tls_peer talk(plain, files);
    talk.write("+OK ready\r\n");
    talk.read_until("\n"); // CAPA
    talk.write("+OK\r\nUSER\r\n.\r\n");
    talk.read_until("\n");
    talk.write("+OK\r\n");
    talk.read_until("\n");
    talk.write("-ERR [IN-USE] the mailbox is locked\r\n");
    talk.read_until("\n");
  });
  const auto saw =
      probe(mail_target{true, "127.0.0.1", server.port(), "surgery", secret_text("sesame"), files.certificate});
  EXPECT_TRUE(saw.busy) << saw.trouble;
}

// -- clinical systems: their own contract suite has what each of them says

TEST(a_clinical_system, whose_database_driver_is_not_here_says_so) {
  auto of = std::make_shared<practice_settings>();
  of->id = *practice_id::parse("A99001");
  of->connector.system = "microtest";
  microtest_settings options;
  options.connection = secret_text("Driver={nobody made this driver};Server=127.0.0.1;PWD=a-password");
  of->connector.microtest = std::make_shared<const microtest_settings>(std::move(options));
  const auto saw = probe(clinical_target{of});
  EXPECT_NE(saw.trouble, error_code::none);
  EXPECT_NE(saw.detail, "");
  EXPECT_EQ(saw.detail.find("a-password"), std::string::npos) << saw.detail;
}

TEST(a_clinical_system, where_nobody_listens_is_unreachable) {
  auto emis = std::make_shared<practice_settings>();
  emis->id = *practice_id::parse("A99001");
  emis->connector.system = "emis";
  emis_settings options;
  options.url = options.token_url = "http://127.0.0.1:1/";
  options.codes = std::make_shared<const code_map>();
  emis->connector.emis = std::make_shared<const emis_settings>(std::move(options));
  EXPECT_EQ(probe(clinical_target{emis}).trouble, error_code::unreachable);
}

// -- this host

TEST(a_folder, that_is_well_can_be_written_and_is_left_as_it_was) {
  const temporary_directory folder;
  const auto saw = probe(folder_target{folder.path.string(), 1, false});
  EXPECT_TRUE(saw.exists);
  EXPECT_EQ(saw.trouble, "");
  EXPECT_GT(saw.bytes_free, 0U);
  EXPECT_FALSE(saw.others_read);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path));
}

TEST(a_folder, that_everybody_may_enter_is_seen_so) {
  const temporary_directory folder;
  ::chmod(folder.path.c_str(), 0777);
  const auto saw = probe(folder_target{folder.path.string(), 1, false});
  EXPECT_TRUE(saw.others_read);
  EXPECT_TRUE(saw.others_write);
}

TEST(a_folder, that_is_not_there_is_looked_for_in_the_nearest_one_above) {
  const temporary_directory folder;
  const auto saw = probe(folder_target{(folder.path / "a/b").string(), 1, true});
  EXPECT_FALSE(saw.exists);
  EXPECT_EQ(saw.looked_at, folder.path.string());
  EXPECT_EQ(saw.trouble, "");
}

TEST(a_folder, that_is_a_file_is_none) {
  const temporary_directory folder;
  std::ofstream(folder.path / "file") << 'x';
  EXPECT_NE(probe(folder_target{(folder.path / "file").string(), 1, false}).trouble, "");
}

/// In a child with a disk of its own at `folder`: what it returns, or 77 where that isn't permitted.
template <class F> int with_disk(const std::filesystem::path& folder, unsigned long flags, F&& look_at_it) {
  const pid_t child = ::fork();
  if (child == 0) {
    const bool mounted = ::unshare(CLONE_NEWNS) == 0 &&
                         ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                         ::mount("tmpfs", folder.c_str(), "tmpfs", flags, "size=64k") == 0;
    ::_exit(mounted ? look_at_it() : 77);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(a_folder, on_a_disk_mounted_for_reading_can_not_be_written) {
  const temporary_directory folder;
  const int told = with_disk(folder.path, MS_RDONLY, [&] {
    return probe(folder_target{folder.path.string(), 1, false}).trouble == "Read-only file system" ? 0 : 1;
  });
  if (told == 77) GTEST_SKIP() << "no mount namespace is permitted here";
  EXPECT_EQ(told, 0);
}

TEST(a_folder, on_a_full_disk_can_not_be_written) {
  const temporary_directory folder;
  const int told = with_disk(folder.path, 0, [&] {
    {
      std::ofstream fill(folder.path / "fill");
      fill << std::string(256 * 1024, 'x');
    }
    const auto saw = probe(folder_target{folder.path.string(), 1, false});
    return saw.trouble == "No space left on device" && saw.bytes_free == 0 ? 0 : 1;
  });
  if (told == 77) GTEST_SKIP() << "no mount namespace is permitted here";
  EXPECT_EQ(told, 0);
}

TEST_F(a_tls_server, of_our_own_has_its_certificate_key_and_name_looked_at) {
  const auto files = certificate({.file = "good", .subject_name = "DNS:tidings.example", .valid_to_s = 90 * day_s});
  const auto other = certificate({.file = "other", .valid_to_s = 90 * day_s});
  ::chmod(files.key.c_str(), 0600);
  const auto good = probe(certificate_target{files.certificate, files.key, "tidings.example"});
  EXPECT_EQ(good.trouble, "");
  EXPECT_TRUE(good.fits_key);
  EXPECT_TRUE(good.key_is_private);
  EXPECT_TRUE(good.is_for_host);
  EXPECT_GT(good.valid_until, system_now() + std::chrono::days(89));
  EXPECT_FALSE(probe(certificate_target{files.certificate, other.key, {}}).fits_key);
  EXPECT_FALSE(probe(certificate_target{files.certificate, files.key, "elsewhere.example"}).is_for_host);
  ::chmod(files.key.c_str(), 0644);
  EXPECT_FALSE(probe(certificate_target{files.certificate, files.key, {}}).key_is_private);
  EXPECT_NE(probe(certificate_target{files.certificate, "/nowhere/key.pem", {}}).trouble, "");
  EXPECT_NE(probe(certificate_target{files.key, files.key, {}}).trouble, "");
}

TEST(the_endpoints_port, is_free_or_taken_or_nobodys_to_have) {
  const silent_server server;
  EXPECT_TRUE(probe(listening_target{"127.0.0.1", server.port()}).taken);
  EXPECT_TRUE(probe(listening_target{"127.0.0.1", 0}).free);
  const auto elsewhere = probe(listening_target{"192.0.2.1", 0}); // RFC 5737: nobody's
  EXPECT_FALSE(elsewhere.free || elsewhere.taken);
  EXPECT_NE(elsewhere.trouble, "");
}

} // namespace
} // namespace tidings::doctor
