#pragma once
// message_centre.mjs as a process of its own, ended by its pid.
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace tidings::test {
namespace json = boost::json;

class message_centre {
public:
  static bool exists() { return std::filesystem::exists(TIDINGS_SMPP_MODULES "/node_modules/smpp"); }

  explicit message_centre(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {TIDINGS_NODE, TIDINGS_SOURCE_DIR "/tests/contract/smpp/message_centre.mjs",
                                          TIDINGS_SMPP_MODULES};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::vector<char*> argv;
    for (auto& one : arguments) argv.push_back(one.data());
    argv.push_back(nullptr);
    int to[2] = {-1, -1}, from[2] = {-1, -1};
    if (::pipe(to) != 0 || ::pipe(from) != 0) return;
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL); // a test that crashes leaves nothing behind
      ::dup2(to[0], STDIN_FILENO);
      ::dup2(from[1], STDOUT_FILENO);
      for (const int one : {to[0], to[1], from[0], from[1]}) ::close(one);
      ::execvp(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(to[0]);
    ::close(from[1]);
    in_ = to[1];
    out_ = from[0];
    if (const auto ready = next(); ready.contains("port")) port_ = ready.at("port").to_number<int>();
    EXPECT_NE(port_, 0) << "the message centre did not start";
  }
  ~message_centre() {
    if (pid_ > 0) {
      ::kill(pid_, SIGTERM);
      ::waitpid(pid_, nullptr, 0);
    }
    ::close(in_);
    ::close(out_);
  }
  message_centre(const message_centre&) = delete;
  message_centre& operator=(const message_centre&) = delete;

  int port() const { return port_; }

  void order(const json::object& what) {
    const auto line = json::serialize(what) + '\n';
    EXPECT_EQ(::write(in_, line.data(), line.size()), static_cast<ssize_t>(line.size()));
  }
  /// How the next submissions are answered.
  void next_submissions(std::initializer_list<std::string_view> how) {
    json::array words;
    for (const auto one : how) words.emplace_back(one);
    order({{"do", "next"}, {"what", std::move(words)}});
    wait_for("ordered");
  }

  /// The next thing of this kind that happens there; others are passed over. Empty when it doesn't within 20 seconds.
  json::object wait_for(std::string_view event) {
    while (true) {
      auto one = next();
      if (one.empty()) {
        ADD_FAILURE() << "no " << event << " at the message centre";
        return {};
      }
      if (const auto* name = one.if_contains("event"); name != nullptr && name->as_string() == event) return one;
    }
  }

private:
  json::object next() {
    constexpr int patience_ms = 20'000;
    std::string line;
    for (char c = 0; c != '\n';) {
      pollfd waiting{out_, POLLIN, 0};
      if (::poll(&waiting, 1, patience_ms) != 1 || ::read(out_, &c, 1) != 1) return {};
      line += c;
    }
    boost::system::error_code error;
    auto what = json::parse(line, error);
    return what.is_object() ? what.as_object() : json::object();
  }

  pid_t pid_ = -1;
  int in_ = -1, out_ = -1, port_ = 0;
};

} // namespace tidings::test
