#pragma once
// A door with users of every role, and behind it the real board with many practices, of which each user sees one.
#include "board_asked.hpp"
#include "tests/core/endpoint_door.hpp"

namespace tidings::web {

/// What stands in the log and on the board of one practice. Its ids hold its number, its words hold its code.
struct stocked_practice {
  practice_id id;
  int number = 0; ///< of everything in it

  std::string code() const { return id.str(); }
  std::string uuid() const { return to_text(test::numbered<message_id>(number)); }
  std::string conversation() const { return "talk0000000000000" + code().substr(3); }
  std::string user() const { return "staff-" + std::to_string(number); }
};

/// Answers reads as the real board does, and commands as a practice does that knows its own ids only.
class stocked_broker : public test::fake_broker {
public:
  stocked_broker() = default;

  void stock(const stocked_practice& one) {
    practices.insert(one.code());
    story.practice = one.id;
    auto accepted = test::reminder(one.number);
    accepted.text = secret_text("Dear Sam of " + one.code());
    accepted.asked_by = "rule of " + one.code();
    accepted.talk.conversation = one.conversation();
    auto reply = test::reply(one.number, reply_meaning::staff, false, one.number);
    reply.why = "a question for " + one.code();
    reply.conversation = one.conversation();
    command_parked parked{test::numbered<item_id>(one.number), "reply_arrived", 5, "parked at " + one.code(), {}};
    audited entry{{random_id<request_id>(), one.user(), "full", "s", "POST /x", {one.code()}, ""}, "done"};
    fft_answered fft{.answer = "a" + one.code(), .score = 1};
    appointment_booked visit;
    visit.what = {.id = appointment_id("visit" + one.code()),
                  .patient = patient_id("patient" + one.code()),
                  .starts_at = story.now + std::chrono::hours(3),
                  .session = "clinic of " + one.code()};
    patient_updated record;
    record.what.id = visit.what.patient;
    record.what.first_name = secret_text("Sam of " + one.code());
    record.what.mobile = secret_text("07700 900123"); // whose conversation it is
    story.happens(accepted, test::started(one.number), test::sent(one.number), reply,
                  test::hands_over(one.number, one.number), parked, entry, fft, visit, record);
    auto& row = story.state.practice(one.id);
    row.configured = true;
    row.name = "Surgery " + one.code();
    row.connector = view::connector{.practice = one.code(), .practice_name = row.name, .state = "up"};
    notes.add_quietly({"", "info", one.code(), "something at " + one.code(), ""});
  }

  void ask(std::string resource, std::map<std::string, std::string> query,
           std::function<void(http_answer)> done) override {
    ask_within(std::move(resource), std::move(query), nullptr, std::move(done));
  }
  void ask_within(std::string resource, std::map<std::string, std::string> query, practice_scope_ptr within,
                  std::function<void(http_answer)> done) override {
    const auto said =
        settled(answer_query({story.state, ticks, notes, about, std::move(within), story.now}, resource, query));
    done({said.status, said.body});
  }
  void tell(practice_id practice, command what, audit_mark_ptr by, std::function<void(answer)> done) override {
    const bool about_id = std::holds_alternative<cancel_message>(what) || std::holds_alternative<finish_item>(what) ||
                          std::holds_alternative<release_parked>(what);
    const auto wanted = by && !by->objects.empty() ? by->objects.front() : std::string();
    told.push_back({practice, std::move(what), std::move(by)});
    const bool theirs = !about_id || ids.contains({practice, wanted});
    done(theirs ? answer{} : answer{false, false, error_code::not_found, "nothing here has this id", ""});
  }
  void read_users(std::uint64_t after, std::function<void(result<user_news>)> done) override {
    user_news news{{}, users.size()};
    for (auto at = after; at < users.size(); ++at) news.events.emplace_back(at + 1, users[at]);
    done(std::move(news));
  }

  test::board_story story;
  tick_history ticks;
  note_list notes;
  board_about about{.version = "1.2.3", .started_at = test::at_time(8), .caught_up = true};
  std::vector<event> users; ///< of the host's stream, from sequence 1
  std::set<std::pair<practice_id, std::string>> ids;

private:
  /// The log is read at once, and its index is empty.
  board_answer settled(board_result got) {
    if (auto* now = std::get_if<board_answer>(&got)) return *now;
    if (auto* places = std::get_if<board_wants_places>(&got)) {
      std::vector<message_place> found; // as the index would: whoever's it is
      for (const auto& entry : story.entries) {
        const auto what = decode(entry.what);
        const auto* one = what ? std::get_if<message_accepted>(&*what) : nullptr;
        auto digits = one ? to_text(one->message) : std::string();
        std::erase(digits, '-');
        if (one && digits.starts_with(places->id_start))
          found.push_back({one->message, entry.practice, {static_cast<std::uint32_t>(entry.sequence)}});
      }
      return settled(places->finish(std::move(found)));
    }
    auto& wants = std::get<board_wants_log>(got);
    return wants.finish(test::read_for(wants, story));
  }
};

class access_world : public ::testing::Test {
protected:
  static constexpr int foreign_practices = 55;
  static constexpr std::array roles = {user_role::read_only, user_role::support, user_role::read_write, user_role::full,
                                       user_role::practice_administrator};

  access_world() {
    own = stocked(1);
    for (int i = 2; i <= foreign_practices + 1; ++i) others.push_back(stocked(i));
    missing = {*practice_id::parse("A99999"), 0x7fff};
    broker.stock(own);
    for (const auto& one : others) broker.stock(one);
    for (const auto* one : {&own, &others.front()}) broker.ids.emplace(one->id, one->uuid());
    for (const auto role : roles) add_user(std::string("the-") + role_letter_of(role), role, own.id);
    add_user("the-H", user_role::host_operator, {});
    add_user(own.user(), user_role::read_only, own.id);
    for (const auto& one : others) add_user(one.user(), user_role::read_only, one.id);
    limits.per_user_rate = limits.per_user_burst = limits.per_practice_rate = limits.per_practice_burst = 100'000'000;
    way_in = std::make_unique<door>(house{settings,
                                          limits,
                                          {},
                                          keys,
                                          {},
                                          broker,
                                          [this] { return now; },
                                          false,
                                          [](std::function<void()> what) { what(); },
                                          {},
                                          wrong_passwords(limits.wrong_passwords_max, limits.wrong_passwords_window),
                                          {}});
    way_in->inside().password_cost = {4, 1, 1};
  }

  static stocked_practice stocked(int i) {
    const auto code = "A99" + std::string(3 - std::to_string(i).size(), '0') + std::to_string(i);
    return {*practice_id::parse(code), 0x0100 + i};
  }
  static std::string role_letter_of(user_role role) {
    constexpr std::string_view letters = "RSWFAH";
    return std::string(1, letters[static_cast<std::size_t>(role)]);
  }
  void add_user(std::string name, user_role role, const practice_id& practice) {
    user_account user{.name = std::move(name), .revision = 1, .role = role};
    if (role == user_role::support) {
      user.grants.push_back({practice, now + std::chrono::hours(1), "ann", "a question"});
    } else if (!practice.empty()) {
      user.practices.push_back(practice);
    }
    broker.users.emplace_back(user_changed{user, "the-H"});
  }

  session session_of(const std::string& user) const { return {user, "session of " + user, now + millis(3'600'000), 1}; }
  request as(const std::string& user, std::string method, const std::string& target, std::string body = {}) {
    request asked;
    asked.method = std::move(method);
    asked.target = target;
    auto parts = parse_target(target);
    EXPECT_TRUE(parts) << target;
    asked.path = parts->path;
    asked.query = parts->query;
    asked.peer = "192.0.2.7";
    asked.fields.emplace_back("Host", "tidings.icb.example");
    const auto who = session_of(user);
    asked.fields.emplace_back("Cookie", std::string(session_cookie) + "=" + write_session(keys, who));
    asked.fields.emplace_back("X-CSRF-Token", csrf_token(keys, who));
    asked.fields.emplace_back("Idempotency-Key", "key-" + std::to_string(++probes));
    if (!body.empty()) asked.fields.emplace_back("Content-Type", "application/json");
    asked.body = std::move(body);
    return asked;
  }
  response ask(request asked) {
    std::optional<response> said;
    way_in->handle(std::move(asked), [&](response one) { said = std::move(one); });
    EXPECT_TRUE(said) << "each request is answered";
    return said.value_or(response{});
  }

  timestamp now = test::at_time(10);
  session_keys keys{secret_text(std::string(32, 'k'))};
  endpoint_settings settings;
  endpoint_limits limits;
  stocked_broker broker;
  stocked_practice own, missing;
  std::vector<stocked_practice> others;
  std::unique_ptr<door> way_in;
  int probes = 0;
};

} // namespace tidings::web
