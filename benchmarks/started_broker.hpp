#pragma once
// The real broker as a process, what it needs to run, and a provider that takes everything and knows when the first
// message came.
#include <curl/curl.h>
#include <fmt/format.h>

#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <netinet/in.h>
#include <poll.h>
#include <sstream>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace tidings::bench {

using moment = std::chrono::steady_clock::time_point;
inline double seconds_since(moment then, moment now = std::chrono::steady_clock::now()) {
  return std::chrono::duration<double>(now - then).count();
}
[[noreturn]] inline void give_up(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::_Exit(1);
}

/// A folder with all that a broker needs, gone afterwards.
class workplace {
public:
  workplace(const std::filesystem::path& under, std::filesystem::path program, int practices)
      : program_(std::move(program)), practices_(practices) {
    auto name = (under / "tidings-recovery-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) give_up("no folder can be made in " + under.string());
    folder_ = name;
    for (const auto* one : {"data", "practices", "templates"}) std::filesystem::create_directory(folder_ / one);
    const auto command =
        fmt::format("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "
                    "/CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout '{0}/key.pem' -out "
                    "'{0}/certificate.pem' 2>/dev/null",
                    folder_.string());
    if (std::system(command.c_str()) != 0) give_up("openssl can't make a certificate");
    const auto new_key =
        fmt::format("'{}' keys new-master '{}/master.key' >/dev/null", program_.string(), folder_.string());
    if (std::system(new_key.c_str()) != 0) give_up("there is no master key");
  }
  workplace(const workplace&) = delete;
  ~workplace() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::filesystem::path log_folder() const { return folder_ / "data" / "log"; }
  std::filesystem::path file(const char* name) const { return folder_ / name; }
  const std::filesystem::path& program() const { return program_; }
  double log_mb() const {
    double sum = 0;
    for (const auto& one : std::filesystem::recursive_directory_iterator(log_folder()))
      if (one.is_regular_file()) sum += static_cast<double>(one.file_size());
    return sum / 1e6;
  }
  /// Clinical systems that nobody answers for: what they would say isn't measured.
  /// @param more lines of broker.yaml of the benchmark's own
  void write_config(int provider_port, std::string_view more = {}) const {
    std::filesystem::remove(file("port"));
    std::ofstream(file("broker.yaml"))
        << more
        << fmt::format(
               "keys: {{master: {{file: master.key}}}}\nendpoint:\n  port: 0\n  port_file: port\n  certificate: "
               "certificate.pem\n  private_key: key.pem\n"
               "providers:\n  bench:\n    url: http://127.0.0.1:{}/api\n    api_key: bench-key\n    per_second: 1000\n"
               "    window: 20\n    webhook_user: bench\n    webhook_password: a long bench password\n",
               provider_port);
    for (int i = 0; i < practices_; ++i)
      std::ofstream(folder_ / "practices" / fmt::format("A{:05}.yaml", i))
          << fmt::format("code: A{0:05}\nname: Surgery {0}\nsender: Example\nreply_numbers: [\"077009{0:05}\"]\n"
                         "sms_route: [bench]\nconnector:\n  systmone:\n    host: 127.1.{1}.{2}\n    port: 9\n"
                         "    api_key: bench\n",
                         i, i / 250, i % 250 + 1); // each its own: two practices with one clinical system are refused
  }

private:
  std::filesystem::path program_, folder_;
  int practices_;
};

/// Answers every request as FireText does when it has queued a message.
class counting_provider {
public:
  counting_provider() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      give_up("no port for the provider");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  counting_provider(const counting_provider&) = delete;
  ~counting_provider() {
    stop_ = true;
    thread_.join();
  }
  int port() const { return port_; }
  std::uint64_t taken() const { return taken_; }
  double wait_for_first(moment began) const {
    while (taken_ == 0)
      if (seconds_since(began) > 600)
        give_up("no message came within ten minutes");
      else
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return seconds_since(began, first_);
  }

private:
  struct connection {
    int socket = -1;
    std::string read;
  };
  void serve() {
    std::vector<connection> open;
    while (!stop_) {
      std::vector<pollfd> wanted{{listener_, POLLIN, 0}};
      for (const auto& one : open) wanted.push_back({one.socket, POLLIN, 0});
      ::poll(wanted.data(), wanted.size(), 50);
      for (std::size_t i = 0; i < open.size(); ++i)
        if (wanted[i + 1].revents != 0 && !take(open[i])) {
          ::close(open[i].socket);
          open[i].socket = -1;
        }
      std::erase_if(open, [](const auto& one) { return one.socket < 0; });
      if (const auto fresh = ::accept(listener_, nullptr, nullptr); fresh >= 0) open.push_back({fresh, {}});
    }
    for (const auto& one : open) ::close(one.socket);
    ::close(listener_);
  }
  bool take(connection& one) {
    char bytes[16'384];
    const auto got = ::read(one.socket, bytes, sizeof bytes);
    if (got <= 0) return false;
    one.read.append(bytes, static_cast<std::size_t>(got));
    for (;;) {
      const auto head = one.read.find("\r\n\r\n");
      if (head == std::string::npos) return true;
      auto at = one.read.find("ontent-");
      std::size_t length = 0;
      for (; at != std::string::npos && at < head; at = one.read.find("ontent-", at + 1))
        if (one.read[at + 7] == 'L' || one.read[at + 7] == 'l')
          length = static_cast<std::size_t>(std::atol(one.read.c_str() + at + 14));
      if (one.read.size() < head + 4 + length) return true;
      one.read.erase(0, head + 4 + length);
      if (taken_ == 0) first_ = std::chrono::steady_clock::now();
      ++taken_;
      constexpr std::string_view body = R"({"code":0,"description":"1 SMS successfully queued","responseData":1})";
      const auto answer = fmt::format(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}", body.size(), body);
      if (::write(one.socket, answer.data(), answer.size()) < 0) return false;
    }
  }

  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
  std::atomic<bool> stop_ = false;
  std::atomic<std::uint64_t> taken_ = 0;
  moment first_;
};

class started_broker {
public:
  explicit started_broker(const workplace& place) : place_(place), began_(std::chrono::steady_clock::now()) {
    pid_ = ::fork();
    if (pid_ == 0) {
      const auto out = ::open(place.file("broker.log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
      ::dup2(out, STDOUT_FILENO);
      ::dup2(out, STDERR_FILENO);
      ::execl(place.program().c_str(), "tidings", "serve", place.file("broker.yaml").c_str(), nullptr);
      std::_Exit(127);
    }
  }
  started_broker(const started_broker&) = delete;
  ~started_broker() { stop(true); }

  moment began() const { return began_; }
  double wait_until_ready() {
    return wait_for([this] { return get("/readyz").first == 200; });
  }
  double wait_until_caught_up() {
    return wait_for(
        [this] { return get("/metrics").second.find("\ntidings_board_events_to_go 0\n") != std::string::npos; });
  }
  double resident_mb() const {
    std::ifstream statm(fmt::format("/proc/{}/statm", pid_));
    double size = 0, resident = 0;
    statm >> size >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
  }
  double cpu_percent(int seconds) const {
    const auto before = cpu_seconds();
    std::this_thread::sleep_for(std::chrono::seconds(seconds));
    return (cpu_seconds() - before) / seconds * 100;
  }
  /// @return seconds until it had ended
  double stop(bool kill) {
    if (pid_ <= 0) return 0;
    const auto asked = std::chrono::steady_clock::now();
    ::kill(pid_, kill ? SIGKILL : SIGTERM);
    ::waitpid(std::exchange(pid_, 0), nullptr, 0);
    return seconds_since(asked);
  }

private:
  template <class Done> double wait_for(const Done& done) {
    while (!done()) {
      if (::waitpid(pid_, nullptr, WNOHANG) != 0) {
        pid_ = 0;
        std::ifstream said(place_.file("broker.log"));
        give_up("the broker ended: " + std::string(std::istreambuf_iterator<char>(said), {}));
      }
      if (seconds_since(began_) > 600) give_up("the broker wasn't there within ten minutes");
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return seconds_since(began_);
  }
  double cpu_seconds() const {
    std::ifstream stat(fmt::format("/proc/{}/stat", pid_));
    std::string text((std::istreambuf_iterator<char>(stat)), {});
    std::istringstream fields(text.substr(text.rfind(')') + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i) fields >> skipped;
    double user = 0, system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
  }
  std::pair<long, std::string> get(const char* path) {
    int port = 0;
    std::ifstream(place_.file("port")) >> port;
    if (port == 0) return {0, {}};
    std::string body;
    auto* curl = curl_easy_init();
    const auto url = fmt::format("https://127.0.0.1:{}{}", port, path);
    const auto trusted = place_.file("certificate.pem").string();
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_CAINFO, trusted.c_str());
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, 5'000L);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(
        curl, CURLOPT_WRITEFUNCTION, +[](char* bytes, std::size_t, std::size_t size, void* to) {
          static_cast<std::string*>(to)->append(bytes, size);
          return size;
        });
    long status = 0;
    if (curl_easy_perform(curl) == CURLE_OK) curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(curl);
    return {status, std::move(body)};
  }

  const workplace& place_;
  moment began_;
  pid_t pid_ = 0;
};

} // namespace tidings::bench
