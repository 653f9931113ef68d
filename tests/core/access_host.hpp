#pragma once
// A door, and behind it the host's stream as its practice decides and folds it.
#include "actors/practice/decide.hpp"
#include "tests/core/endpoint_door.hpp"
#include "web/endpoint/access/totp.hpp"

namespace tidings::web {

class host_broker : public test::fake_broker {
public:
  void tell(practice_id practice, command what, audit_mark_ptr by, std::function<void(answer)> done) override {
    if (!practice.is_host()) return fake_broker::tell(practice, std::move(what), std::move(by), std::move(done));
    auto made = decide(state, settings, what, now());
    if (by)
      if (auto entry = audit_entry(state, *by, what, made.what)) made.events.push_back(*entry);
    for (const auto& one : made.events) {
      evolve(state, one, now());
      events.push_back(one);
    }
    done(made.what);
  }
  void read_users(std::uint64_t after, std::function<void(result<user_news>)> done) override {
    ++readings;
    if (!readable) return done(fail(error_code::log_unavailable, "the event log is closed"));
    user_news news{{}, events.size()};
    for (auto at = after; at < events.size(); ++at)
      if (std::holds_alternative<user_changed>(events[at]) || std::holds_alternative<sign_in_tried>(events[at]))
        news.events.emplace_back(at + 1, events[at]);
    done(std::move(news));
  }

  template <class Event> std::size_t count() const {
    return static_cast<std::size_t>(std::count_if(events.begin(), events.end(),
                                                  [](const event& one) { return std::holds_alternative<Event>(one); }));
  }

  practice_settings settings = [] {
    practice_settings host;
    host.id = practice_id::host();
    return host;
  }();
  practice_state state;
  std::vector<event> events;
  wall_clock now;
  bool readable = true;
  int readings = 0;
};

class access_host : public ::testing::Test {
protected:
  access_host() {
    broker.now = [this] { return now; };
    settings.session_lasts = millis(8 * 3'600'000);
    open();
  }
  /// The endpoint as it is after a restart: it knows nothing but what the stream says.
  void open() {
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
    auto& inside = way_in->inside();
    inside.password_cost = {4, 1, 1};
    inside.users.set_groups({{"swindon", {*practice_id::parse("A99001"), *practice_id::parse("A99002")}},
                             {"bath", {*practice_id::parse("B99001")}}});
    inside.elsewhere = [this](const std::function<void()>& work) {
      ++hashes;
      work();
      return !busy;
    };
  }

  request make(std::string method, const std::string& target, std::string body = {}) {
    request asked;
    asked.method = std::move(method);
    asked.target = target;
    auto parts = parse_target(target);
    asked.path = parts->path;
    asked.query = parts->query;
    asked.body = std::move(body);
    asked.peer = "192.0.2.7";
    asked.fields.emplace_back("Host", "tidings.icb.example");
    return asked;
  }
  response ask(request asked) {
    std::optional<response> said;
    way_in->handle(std::move(asked), [&](response one) { said = std::move(one); });
    return said.value_or(response{});
  }
  response form(const std::string& path, const std::string& body, const std::string& cookie = {}) {
    auto asked = make("POST", path, body);
    asked.fields.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    if (!cookie.empty()) asked.fields.emplace_back("Cookie", cookie);
    return ask(std::move(asked));
  }
  static std::string cookie_of(const response& said) {
    const auto all = std::string(said.field("Set-Cookie"));
    return all.substr(0, all.find(';'));
  }
  std::string by_link(const std::string& user) {
    const auto said = form("/sign-in", "token=" + make_sign_in_token(keys, user, now));
    return said.status == 303 ? cookie_of(said) : std::string();
  }
  response by_password(const std::string& user, const std::string& given, const std::string& code = {}) {
    return form("/sign-in", "name=" + user + "&password=" + given + "&code=" + code);
  }
  std::string csrf(const std::string& cookie) {
    const auto who = read_session(keys, cookie, now);
    return who ? csrf_token(keys, *who) : std::string();
  }
  response api(const std::string& cookie, std::string method, const std::string& path, const std::string& body = {}) {
    auto asked = make(std::move(method), path, body);
    asked.fields.emplace_back("Cookie", cookie);
    asked.fields.emplace_back("X-CSRF-Token", csrf(cookie));
    if (!body.empty()) asked.fields.emplace_back("Content-Type", "application/json");
    return ask(std::move(asked));
  }
  response account(const std::string& cookie, const std::string& path, const std::string& fields) {
    return form(path, "csrf=" + csrf(cookie) + (fields.empty() ? "" : "&" + fields), cookie);
  }
  /// A user of A99001 who has chosen a password. Their first session's cookie.
  std::string hire(const std::string& name, const std::string& role = "full") {
    const auto made = api(by_link("root"), "POST", "/api/v1/users",
                          R"({"name":")" + name + R"(","role":")" + role + R"(","practices":["A99001"]})");
    EXPECT_EQ(made.status, 201) << made.text();
    const auto cookie = by_link(name);
    const auto chosen = account(cookie, "/account/password", "new=" + password + "&again=" + password);
    EXPECT_EQ(chosen.status, 200) << chosen.text();
    return cookie_of(chosen);
  }

  const std::string password = "violet-harbour-spoon";
  timestamp now = from_ms(1'774'864'923'000);
  session_keys keys{secret_text(std::string(32, 'k'))};
  endpoint_settings settings;
  endpoint_limits limits;
  host_broker broker;
  std::unique_ptr<door> way_in;
  int hashes = 0;
  bool busy = false;
};

} // namespace tidings::web
