#pragma once
// What stands around the actor of a provider's account: whoever asks it to send, its lines on disk, and practices that
// write down what they are told.
#include "actors/provider/smpp/book_port.hpp"
#include "schemas/actors.hpp"
#include "schemas/settings.hpp"
#include "tests/support/det_world.hpp"

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace tidings::test {

struct provider_answers {
  std::vector<provider_answer> sent;
  std::vector<look_up_answer> found;
};
using provider_asker = caf::typed_actor<caf::reacts_to<provider_answer>, caf::reacts_to<look_up_answer>>;
inline provider_asker::behavior_type fake_provider_asker(provider_asker::pointer, provider_answers* to) {
  return {[to](const provider_answer& x) { to->sent.push_back(x); },
          [to](const look_up_answer& x) { to->found.push_back(x); }};
}

/// An account and who asks it. What a test spawns it ends itself, before this goes.
struct provider_account : det_world {
  provider_answers to;
  dispatcher_actor asker =
      caf::actor_cast<dispatcher_actor>(sys.spawn(fake_provider_asker, &to)); // of whom it is told no more
  provider_settings account;
  const practice_id practice = *practice_id::parse("A99001");

  provider_account() { account.id = provider_id("main"); }
  ~provider_account() override { end(asker); }

  provider_call call_for(message_id message, std::uint32_t attempt = 1, const std::string& text = "Hello") {
    return {{practice, message, attempt, account.id, secret_text("447700900123"), secret_text(text), "Riverside"},
            asker};
  }
  provider_look_up look_up_for(message_id message, std::uint32_t attempt = 1) {
    return {{practice, message, attempt, account.id, {}}, asker};
  }
};

/// Lines that an account keeps over its restarts.
struct fake_lines final : smpp::book_port {
  std::string lines;
  int appends = 0;
  bool broken = false, throws = false;
  result<void> load(timestamp, const std::function<void(std::string_view)>& each) override {
    for (std::size_t at = 0, end = 0; at < lines.size(); at = end + 1) {
      end = lines.find('\n', at);
      each(std::string_view(lines).substr(at, end - at));
    }
    return {};
  }
  result<void> append(std::string_view more, timestamp) override {
    ++appends;
    if (throws) throw std::runtime_error("the disk is gone");
    if (broken) return fail(error_code::disk_full, "no space");
    lines += more;
    return {};
  }
};

struct told_command {
  practice_id who;
  command what;
  std::function<void(answer)> done;
};

/// An account that tells practices of receipts and replies by itself; with the ports for it.
struct telling_account : provider_account {
  std::shared_ptr<fake_lines> disk = std::make_shared<fake_lines>();
  std::vector<told_command> told;
  std::vector<std::string> said;
  std::vector<view::actor> shown;
  std::string not_ready;

  auto keeps_lines() {
    return [this](const provider_id&) { return disk; };
  }
  auto tells() {
    return [this](practice_id who, command what, std::function<void(answer)> done) {
      told.push_back({who, std::move(what), std::move(done)});
    };
  }
  auto tells_whether_ready() {
    return [this] { return not_ready; };
  }
  auto says() {
    return [this](std::string line) { said.push_back(std::move(line)); };
  }
  auto shows() {
    return [this](actor_report what) { shown.push_back(what.lines.front()); };
  }

  /// A practice answers: by default, that it is on disk.
  void answered(std::size_t which, answer what = {}) {
    ASSERT_LT(which, told.size());
    told[which].done(std::move(what));
    drain();
  }
};

} // namespace tidings::test
