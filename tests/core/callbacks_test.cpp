// What comes to the webhooks and isn't the provider's own word changes nothing: forged, unsigned, replayed, of another
// practice or another provider. The door and the practices' own decisions together.
#include "tests/core/endpoint_door.hpp"
#include "tests/support/practice_world.hpp"

#include <random>

namespace tidings::web {
namespace {

/// A broker whose practices decide as the real ones do.
class deciding_broker : public test::fake_broker {
public:
  std::map<practice_id, test::practice_world> worlds;
  std::size_t changes = 0; ///< events of practices
  std::size_t kept_by_host = 0;

  void tell(practice_id practice, command what, audit_mark_ptr, std::function<void(answer)> done) override {
    auto& world = worlds.at(practice);
    const auto events = world.when(what).size();
    (practice.is_host() ? kept_by_host : changes) += events;
    done(world.last_answer);
  }
};

class callbacks : public endpoint_door {
protected:
  callbacks() {
    const auto host = practice_id::host();
    for (const auto& id : {a, b}) {
      auto& world = real.worlds[id];
      world.settings.id = id;
      sent[id] = world.reminded("app-1", "p1", "07700 900123", world.now + std::chrono::hours(36));
      EXPECT_EQ(world.state_of(sent[id]), message_state::sent);
    }
    real.worlds[host].settings.id = host;
    real.practices = {"A99001", "A99002"};
    real.numbers = {{"447700900999", "A99001"}, {"447700900998", "A99002"}};
    for (const auto& [id, message] : sent) real.message_practices[to_text(message)] = id.str();
    webhook_accounts accounts;
    accounts[provider_id("firetext")] = {secret_text("tidings"), secret_text("open sesame")};
    accounts[provider_id("other")] = {secret_text("other"), secret_text("another word")};
    accounts[provider_id("open")] = {}; // an account without a password is nobody's
    way_in = std::make_unique<door>(house{settings,
                                          limits,
                                          accounts,
                                          keys,
                                          {},
                                          real,
                                          [this] { return now; },
                                          false,
                                          [](std::function<void()> what) { what(); },
                                          {},
                                          wrong_passwords(limits.wrong_passwords_max, limits.wrong_passwords_window),
                                          {}});
  }
  static std::string receipt(const std::string& reference, const std::string& status = "0") {
    return "status=" + status + "&code=000&reference=" + reference + "&time=2026-03-02+11:02:03&mobile=447700900123";
  }
  static std::string reply(const std::string& words, const std::string& to = "447700900999") {
    return "source=447700900123&destination=" + to + "&message=" + words + "&time=2026-03-02+11:02:03";
  }
  request from(request asked, std::size_t n) {
    asked.peer = "198.51.100." + std::to_string(n % 250);
    return asked;
  }

  static constexpr std::string_view other_login = "Basic b3RoZXI6YW5vdGhlciB3b3Jk";
  const practice_id a = *practice_id::parse("A99001");
  const practice_id b = *practice_id::parse("A99002");
  std::map<practice_id, message_id> sent;
  deciding_broker real;
};

TEST_F(callbacks, that_are_right_are_taken_once) {
  EXPECT_EQ(ask(hook("/webhooks/firetext/firetext/receipt/A99001", receipt(to_text(sent[a])))).status, 200);
  EXPECT_GT(real.changes, 0U);
  EXPECT_EQ(real.worlds[a].state_of(sent[a]), message_state::delivered);
  const auto after = std::exchange(real.changes, 0);
  EXPECT_GT(after, 0U);
  EXPECT_EQ(ask(hook("/webhooks/firetext/firetext/reply", reply("CANCEL"))).status, 200);
  EXPECT_GT(real.changes, 0U);
}

TEST_F(callbacks, that_are_forged_unsigned_replayed_or_anothers_change_nothing_in_a_thousand_tries) {
  const std::string all = "/webhooks/firetext/firetext/";
  ask(hook(all + "receipt/A99001", receipt(to_text(sent[a]))));
  ask(hook(all + "reply", reply("Hello+there")));
  real.changes = 0;
  std::mt19937 dice(3);
  const auto message = [&](const practice_id& of) { return to_text(sent[of]); };
  for (std::size_t i = 0; i < 1'000; ++i) {
    const bool is_reply = dice() % 2;
    const std::string forged_reply = reply("CANCEL+" + std::to_string(i), dice() % 2 ? "447700900999" : "447700900998");
    const std::string forged_receipt = receipt(message(dice() % 2 ? a : b), dice() % 2 ? "0" : "1");
    const auto path = all + (is_reply ? "reply" : dice() % 2 ? "receipt/A99001" : "receipt");
    const auto& form = is_reply ? forged_reply : forged_receipt;
    request probe;
    switch (i % 10) {
    case 0: // nobody's
      probe = hook(path, form, "");
      break;
    case 1: // a wrong password
      probe = hook(path, form, wrong_login);
      break;
    case 2: // a user's session is no provider
      probe = signed_in(hook(path, form, ""));
      break;
    case 3: // garbage instead of a password
      probe = hook(path, form, "Basic " + std::string(dice() % 40, 'A'));
      break;
    case 4: // an account without a password, and one that isn't there
      probe =
          hook("/webhooks/firetext/" + std::string(dice() % 2 ? "open/" : "none/") + (is_reply ? "reply" : "receipt"),
               form, dice() % 2 ? "Basic Og==" : right_login);
      break;
    case 5: // one provider's password at another's door
      probe = hook(path, form, other_login);
      break;
    case 6: // a provider that didn't carry the message
      probe = hook("/webhooks/firetext/other/receipt/A99001", forged_receipt, other_login);
      break;
    case 7: // said again
      probe = is_reply ? hook(all + "reply", reply("Hello+there")) : hook(all + "receipt/A99001", receipt(message(a)));
      break;
    case 8: // one practice's message at another practice's address
      probe = hook(all + "receipt/A99001", receipt(message(b)));
      break;
    default: // a message nobody sent
      probe = hook(all + "receipt/A99002", receipt(to_text(id_from_name<message_id>("none", std::to_string(i)))));
    }
    const auto answer = ask(from(probe, i));
    EXPECT_LT(answer.status, 500) << i;
    ASSERT_EQ(real.changes, 0U) << i << " " << probe.path << " " << probe.body;
  }
  EXPECT_EQ(real.kept_by_host, 0U);
  EXPECT_EQ(real.worlds[b].state_of(sent[b]), message_state::sent);
}

} // namespace
} // namespace tidings::web
