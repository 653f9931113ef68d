#pragma once
// Debian's Postfix and Dovecot with a configuration of their own, for one test.
#include "tests/contract/scripted_server.hpp"
#include "tests/support/temporary_directory.hpp"
#include "web/endpoint/tests/certificate.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <grp.h>
#include <pwd.h>
#include <sstream>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <vector>

namespace tidings::test {
namespace files = std::filesystem;

/// Looks again until it is so, for twenty seconds at most.
inline bool eventually(const std::function<bool()>& is_so) {
  constexpr int looks_max = 1'000, pause_ms = 20;
  for (int i = 0; i < looks_max; ++i) {
    if (is_so()) return true;
    ::poll(nullptr, 0, pause_ms);
  }
  return false;
}

inline bool listens(int port) {
  const int file = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in there{};
  there.sin_family = AF_INET;
  there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  there.sin_port = htons(static_cast<std::uint16_t>(port));
  const bool yes = ::connect(file, reinterpret_cast<sockaddr*>(&there), sizeof there) == 0;
  ::close(file);
  return yes;
}

inline std::string content(const files::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

class server_process {
public:
  explicit server_process(std::vector<std::string> arguments) {
    std::vector<char*> argv;
    for (auto& one : arguments) argv.push_back(one.data());
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGTERM); // a test that crashes leaves nothing behind
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
  }
  ~server_process() {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }
  server_process(const server_process&) = delete;
  server_process& operator=(const server_process&) = delete;

private:
  pid_t pid_ = -1;
};

struct account {
  std::string address, password;
};

/// POP3S for a few mailboxes, LMTP and a password check for Postfix.
class dovecot {
public:
  static bool exists() { return files::exists("/usr/sbin/dovecot"); }

  explicit dovecot(const std::vector<account>& accounts) {
    const bool root = ::geteuid() == 0;
    // Dovecot keeps no mail for root.
    const auto* nobody = root ? ::getpwnam("nobody") : ::getpwuid(::geteuid());
    owner_ = nobody->pw_uid;
    group_ = nobody->pw_gid;
    const std::string name = nobody->pw_name;
    ::chmod(home().c_str(), 0755);
    make(home() / "mail");
    std::ofstream users(home() / "users");
    for (const auto& one : accounts) {
      users << one.address << ":{PLAIN}" << one.password << ':' << owner_ << ':' << group_
            << "::" << (home() / "mail" / one.address).string() << '\n';
      make(home() / "mail" / one.address);
      for (const auto* part : {"", "new", "cur", "tmp"}) make(maildir(one.address) / part);
    }
    users.close();
    pop3_port_ = dead_port();
    std::ofstream(home() / "dovecot.conf") << configuration(root, name, ::getgrgid(::getegid())->gr_name);
    process_ = std::make_unique<server_process>(
        std::vector<std::string>{"/usr/sbin/dovecot", "-F", "-c", (home() / "dovecot.conf").string()});
    EXPECT_TRUE(eventually([this] { return listens(pop3_port_) && files::exists(lmtp()); })) << log();
  }

  const files::path& home() const { return folder_.path; }
  const certificate_files& certificate() const { return certificate_; }
  files::path lmtp() const { return home() / "run/lmtp"; }
  files::path auth() const { return home() / "run/auth-sasl"; }
  int pop3_port() const { return pop3_port_; }
  std::string log() const { return content(home() / "dovecot.log"); }

  /// Puts a mail into a mailbox, as a delivery does. Of two, the one with the lower `number` is the older.
  void put(const std::string& address, int number, const std::string& bytes) const {
    const auto name = std::to_string(1'700'000'000 + number) + ".M1P1.mail";
    const auto draft = maildir(address) / "tmp" / name;
    std::ofstream(draft, std::ios::binary) << bytes;
    (void)!::chown(draft.c_str(), owner_, group_);
    files::rename(draft, maildir(address) / "new" / name);
  }
  /// What lies in a mailbox, in no order.
  std::vector<std::string> mails(const std::string& address) const {
    std::vector<std::string> out;
    for (const auto* part : {"new", "cur"})
      for (const auto& one : files::directory_iterator(maildir(address) / part)) out.push_back(content(one.path()));
    return out;
  }

private:
  files::path maildir(const std::string& address) const { return home() / "mail" / address / "Maildir"; }
  void make(const files::path& folder) const {
    files::create_directories(folder);
    (void)!::chown(folder.c_str(), owner_, group_);
  }
  std::string configuration(bool root, const std::string& user, const std::string& group) const {
    const auto at = home().string();
    std::ostringstream out;
    out << "base_dir = " << at << "/run\nstate_dir = " << at << "/run\nlog_path = " << at << "/dovecot.log\n"
        << "protocols = pop3 lmtp\nlisten = 127.0.0.1\nssl = required\nauth_mechanisms = plain login\n"
        << "ssl_cert = <" << certificate_.certificate << "\nssl_key = <" << certificate_.key << "\n"
        << "mail_location = maildir:~/Maildir\nauth_failure_delay = 0\npop3_lock_session = yes\n";
    if (!root)
      out << "default_login_user = " << user << "\ndefault_internal_user = " << user
          << "\ndefault_internal_group = " << group << "\nservice anvil {\n  chroot =\n}\nfirst_valid_uid = 1\n";
    for (const auto* database : {"passdb", "userdb"})
      out << database << " {\n  driver = passwd-file\n  args = " << at << "/users\n}\n";
    out << "service pop3-login {\n  chroot =\n  inet_listener pop3 {\n    port = 0\n  }\n"
        << "  inet_listener pop3s {\n    port = " << pop3_port_ << "\n    ssl = yes\n  }\n}\n"
        << "service lmtp {\n  unix_listener lmtp {\n    mode = 0666\n  }\n}\n"
        << "service auth {\n  unix_listener auth-sasl {\n    mode = 0666\n  }\n}\n";
    return out.str();
  }

  temporary_directory folder_;
  certificate_files certificate_ = make_certificate(folder_.path.string(), "127.0.0.1");
  uid_t owner_ = 0;
  gid_t group_ = 0;
  int pop3_port_ = 0;
  std::unique_ptr<server_process> process_;
};

/// Submission with STARTTLS and passwords, delivery into Dovecot's mailboxes. Mail to a mailbox that isn't there is
/// taken and comes back; some numbers are refused at once.
class postfix {
public:
  static bool exists() { return files::exists("/usr/lib/postfix/sbin/master") && ::geteuid() == 0; }
  static constexpr const char* refused = "07700900555@sms.example"; ///< 550 5.1.1
  static constexpr const char* not_now = "07700900444@sms.example"; ///< 450 4.2.0
  static constexpr const char* bad_subject = "refuse this one";     ///< 550 5.7.1 once the mail is whole

  explicit postfix(const dovecot& boxes) : boxes_(boxes) {
    const auto* owner = ::getpwnam("postfix");
    const auto* drop = ::getgrnam("postdrop");
    for (const auto* part :
         {"active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace"})
      make(spool() / part, owner->pw_uid, owner->pw_gid, 0700);
    make(spool() / "pid", 0, 0, 0755);
    make(spool() / "maildrop", owner->pw_uid, drop->gr_gid, 0730);
    make(spool() / "public", owner->pw_uid, drop->gr_gid, 0710);
    make(home() / "data", owner->pw_uid, owner->pw_gid, 0700);
    make(home() / "etc", 0, 0, 0755);
    port_ = dead_port();
    std::ofstream(home() / "etc/main.cf") << main_cf();
    std::ofstream(home() / "etc/master.cf") << master_cf();
    std::ofstream(home() / "etc/access") << "/^" << refused << "$/ 550 5.1.1 no such number\n/^" << not_now
                                         << "$/ 450 4.2.0 try later\n";
    std::ofstream(home() / "etc/headers") << "/^Subject: " << bad_subject << "/ REJECT not this\n";
    process_ = std::make_unique<server_process>(
        std::vector<std::string>{"/usr/lib/postfix/sbin/master", "-c", (home() / "etc").string(), "-d"});
    EXPECT_TRUE(eventually([this] { return listens(port_); })) << log();
  }
  int port() const { return port_; }
  std::string log() const { return content(home() / "postfix.log"); }

private:
  const files::path& home() const { return boxes_.home(); }
  files::path spool() const { return home() / "spool"; }
  static void make(const files::path& folder, uid_t owner, gid_t group, mode_t mode) {
    files::create_directories(folder);
    (void)!::chown(folder.c_str(), owner, group);
    ::chmod(folder.c_str(), mode);
  }
  std::string main_cf() const {
    const auto at = home().string();
    std::ostringstream out;
    out << "compatibility_level = 3.6\nqueue_directory = " << spool().string() << "\ndata_directory = " << at
        << "/data\nmaillog_file = " << at << "/postfix.log\nmaillog_file_prefixes = " << at
        << "\ninet_interfaces = 127.0.0.1\ninet_protocols = ipv4\nmyhostname = mx.example\nmydestination =\n"
           "alias_maps =\nalias_database =\nvirtual_mailbox_domains = example.nhs.uk, sms.example\n"
           "virtual_mailbox_maps =\nvirtual_transport = lmtp:unix:"
        << boxes_.lmtp().string() << "\nsmtpd_tls_cert_file = " << boxes_.certificate().certificate
        << "\nsmtpd_tls_key_file = " << boxes_.certificate().key
        << "\nsmtpd_tls_security_level = encrypt\nsmtpd_tls_auth_only = yes\nsmtpd_sasl_auth_enable = yes\n"
           "smtpd_sasl_type = dovecot\nsmtpd_sasl_path = "
        << boxes_.auth().string() << "\nsmtpd_reject_unlisted_recipient = no\nheader_checks = regexp:" << at
        << "/etc/headers\nsmtpd_relay_restrictions = permit_sasl_authenticated, reject\n"
           "smtpd_recipient_restrictions = check_recipient_access regexp:"
        << at << "/etc/access, permit_sasl_authenticated, reject\n";
    return out.str();
  }
  std::string master_cf() const {
    std::ostringstream out;
    out << "127.0.0.1:" << port_ << " inet n - n - - smtpd\n";
    out << "cleanup unix n - n - 0 cleanup\nqmgr unix n - n 300 1 qmgr\ntlsmgr unix - - n 1000? 1 tlsmgr\n"
           "rewrite unix - - n - - trivial-rewrite\nbounce unix - - n - 0 bounce\ndefer unix - - n - 0 bounce\n"
           "trace unix - - n - 0 bounce\nlmtp unix - - n - - lmtp\nerror unix - - n - - error\n"
           "retry unix - - n - - error\nanvil unix - - n - 1 anvil\nproxymap unix - - n - - proxymap\n"
           "postlog unix-dgram n - n - 1 postlogd\n";
    return out.str();
  }

  const dovecot& boxes_;
  int port_ = 0;
  std::unique_ptr<server_process> process_;
};

} // namespace tidings::test
