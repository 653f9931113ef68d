#pragma once
// A broker that remembers what it was asked and answers as the test says, at once or when told.
#include "web/endpoint/broker_port.hpp"

#include <condition_variable>
#include <mutex>
#include <set>
#include <vector>

namespace tidings::test {

class fake_broker : public broker_port {
public:
  struct told_command {
    practice_id practice;
    command what;
    audit_mark_ptr by; ///< null: no person
  };

  // -- what the test arranges
  std::map<std::string, http_answer> resources = {{"overview", {200, R"({"overview":{},"history":[]})"}},
                                                  {"metrics", {200, "tidings_test 1\n"}}};
  std::map<std::string, http_answer> orders; ///< what the node answers; `operate_answer` to all others
  answer next_answer{};
  http_answer operate_answer{202, R"({"request":1})"};
  bool hold_answers = false; ///< until `release()`
  bool never_answer = false;
  std::set<std::string> practices = {"A99001", "A99002"};
  std::map<std::string, std::string> numbers = {{"447860039047", "A99001"}};
  std::map<std::string, std::string> message_practices;
  std::map<std::string, practice_settings_ptr> services;
  std::string why_not_ready;
  std::set<std::string> used_nonces;
  std::vector<user_account> staff; ///< users, in the order of the host's stream

  // -- what happened
  std::vector<std::pair<std::string, std::map<std::string, std::string>>> asked;
  std::vector<told_command> told;
  struct operated_order {
    std::string what;
    std::map<std::string, std::string> parameters;
    audit_mark_ptr by;
  };
  std::vector<operated_order> operated;

  void ask(std::string resource, std::map<std::string, std::string> parameters,
           std::function<void(http_answer)> done) override {
    http_answer found{404, R"({"errors":[{"code":"not_found","reason":"","field":""}]})"};
    {
      const std::lock_guard lock(mutex_);
      if (const auto one = resources.find(resource); one != resources.end()) found = one->second;
      asked.emplace_back(std::move(resource), std::move(parameters));
    }
    finish([done = std::move(done), found] { done(found); });
  }
  void operate(std::string what, std::map<std::string, std::string> parameters, audit_mark_ptr by,
               std::function<void(http_answer)> done) override {
    auto said = operate_answer;
    {
      const std::lock_guard lock(mutex_);
      if (const auto one = orders.find(what); one != orders.end()) said = one->second;
      operated.push_back({std::move(what), std::move(parameters), std::move(by)});
    }
    finish([done = std::move(done), said] { done(said); });
  }
  void tell(practice_id practice, command what, audit_mark_ptr by, std::function<void(answer)> done) override {
    auto said = next_answer;
    {
      const std::lock_guard lock(mutex_);
      if (const auto* link = std::get_if<use_sign_in>(&what); link && said.accepted)
        if (!used_nonces.insert(link->nonce).second)
          said = answer{false, false, error_code::refused, "this link was used before", ""};
      told.push_back({practice, std::move(what), std::move(by)});
    }
    finish([done = std::move(done), said] { done(said); });
  }
  void read_users(std::uint64_t after, std::function<void(result<user_news>)> done) override {
    user_news news{{}, staff.size()};
    for (auto at = after; at < staff.size(); ++at) news.events.emplace_back(at + 1, user_changed{staff[at], "root"});
    done(std::move(news));
  }
  bool knows(const practice_id& practice) override { return practices.contains(practice.str()); }
  std::optional<practice_id> practice_of_number(std::string_view digits) override {
    const auto found = numbers.find(std::string(digits));
    return found == numbers.end() ? std::nullopt : practice_id::parse(found->second);
  }
  practice_settings_ptr practice_of_service(const std::string& service) override {
    const auto found = services.find(service);
    return found == services.end() ? nullptr : found->second;
  }
  void practice_of_message(message_id message, std::function<void(result<std::optional<practice_id>>)> done) override {
    const auto found = message_practices.find(to_text(message));
    if (!why_not_ready.empty()) return done(fail(error_code::stopping, why_not_ready));
    done(found == message_practices.end() ? std::optional<practice_id>() : practice_id::parse(found->second));
  }
  std::string not_ready() override { return why_not_ready; }

  /// Waits until somebody waits for an answer.
  void wait_held() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(10), [&] { return !held_.empty(); });
  }
  bool is_held() {
    const std::lock_guard lock(mutex_);
    return !held_.empty();
  }
  void release() {
    std::vector<std::function<void()>> now;
    {
      const std::lock_guard lock(mutex_);
      now.swap(held_);
    }
    for (auto& one : now) one();
  }

private:
  void finish(std::function<void()> run) {
    if (!hold_answers && !never_answer) return run();
    const std::lock_guard lock(mutex_);
    held_.push_back(std::move(run));
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::function<void()>> held_;
};

} // namespace tidings::test
