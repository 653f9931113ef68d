#pragma once
// A simulator as a process of its own: started by a test on free ports, ended by its pid.
#include <boost/json.hpp>
#include <curl/curl.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <memory>
#include <poll.h>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace tidings::test {

class simulator_process {
public:
  static std::string path() { return TIDINGS_BINARY_DIR "/tidings-sim"; }
  static bool exists() { return std::filesystem::exists(path()); }

  /// Starts it and waits for its ready line, a JSON object.
  explicit simulator_process(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), path());
    std::vector<char*> argv;
    for (auto& one : arguments) argv.push_back(one.data());
    argv.push_back(nullptr);
    int ends[2] = {-1, -1};
    if (::pipe(ends) != 0) return;
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL); // a test that crashes leaves nothing behind
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    out_ = ends[0];
    boost::system::error_code error;
    const auto line = read_line();
    ready_ = boost::json::parse(line, error);
    EXPECT_TRUE(!error && ready_.is_object()) << "the simulator's first line: " << line;
  }
  ~simulator_process() {
    if (pid_ > 0) {
      ::kill(pid_, SIGTERM);
      ::waitpid(pid_, nullptr, 0);
    }
    if (out_ >= 0) ::close(out_);
  }
  simulator_process(const simulator_process&) = delete;
  simulator_process& operator=(const simulator_process&) = delete;

  const boost::json::object& ready() const { return ready_.get_object(); }
  /// One call to the control pages.
  boost::json::value get(const std::string& page) const { return control(page, nullptr); }
  boost::json::value post(const std::string& page, const boost::json::value& body) const {
    const auto text = boost::json::serialize(body);
    return control(page, &text);
  }

private:
  std::string read_line() const {
    constexpr int patience_ms = 10'000;
    std::string line;
    for (char c = 0; c != '\n';) {
      pollfd waiting{out_, POLLIN, 0};
      if (::poll(&waiting, 1, patience_ms) != 1 || ::read(out_, &c, 1) != 1) break;
      line += c;
    }
    return line;
  }
  boost::json::value control(const std::string& page, const std::string* body) const {
    const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), &curl_easy_cleanup);
    const auto url = "http://127.0.0.1:" + std::to_string(ready().at("control").to_number<int>()) + page;
    std::string answer;
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, 10'000L);
    if (body != nullptr) curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body->c_str());
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer);
    curl_easy_setopt(
        curl.get(), CURLOPT_WRITEFUNCTION, +[](char* bytes, std::size_t, std::size_t size, void* to) {
          static_cast<std::string*>(to)->append(bytes, size);
          return size;
        });
    EXPECT_EQ(curl_easy_perform(curl.get()), CURLE_OK) << url;
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    EXPECT_EQ(status / 100, 2) << page << ": " << answer;
    boost::system::error_code error;
    return boost::json::parse(answer, error);
  }

  pid_t pid_ = -1;
  int out_ = -1;
  boost::json::value ready_{boost::json::object{}};
};

} // namespace tidings::test
