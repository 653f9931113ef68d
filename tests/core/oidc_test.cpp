// Signing in by an OpenID provider: which ID tokens are taken, what is asked of the provider, and how the browser goes.
// A real provider is asked in tests/system/oidc.
#include "actors/node/oidc_orders.hpp"
#include "tests/core/access_host.hpp"
#include "tests/core/oidc_keys.hpp"
#include "web/endpoint/crypto.hpp"
#include "web/endpoint/oidc/pages.hpp"
#include "web/endpoint/oidc/signature.hpp"

namespace tidings::web {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using namespace oidc_keys;
using oidc::key_kind;
using oidc::public_key;

std::vector<public_key> shown(std::initializer_list<const signing_key*> of) {
  auto keys = oidc::read_keys(key_set(of));
  EXPECT_TRUE(keys) << keys.error().detail;
  return keys.value_or(std::vector<public_key>{});
}

struct an_id_token : ::testing::Test {
  oidc::expectation wanted{"https://login.icb.example", "tidings", "n-1", nine + 2s};
  std::vector<public_key> keys = shown({&rsa_one(), &ec_one()});

  std::string why(const std::string& token) {
    const auto read = oidc::check_id_token(token, keys, wanted);
    return read ? "" : read.error().detail;
  }
  std::string why_with(std::string_view name, json::value value) {
    auto claims = good_claims();
    claims[name] = std::move(value);
    return why(rsa_one().token(claims));
  }
  std::string why_without(std::string_view name) {
    auto claims = good_claims();
    claims.erase(name);
    return why(ec_one().token(claims));
  }
};

TEST_F(an_id_token, is_taken_with_either_algorithm) {
  EXPECT_EQ(why(rsa_one().token(good_claims())), "");
  EXPECT_EQ(why(ec_one().token(good_claims())), "");
  EXPECT_EQ(why(rsa_one().token({{"alg", "RS256"}}, good_claims())), "") << "there is but one of its kind";
  EXPECT_EQ(why_with("aud", json::array{"tidings"}), "");
}

TEST_F(an_id_token, is_refused_for_whatever_is_wrong_with_it) {
  const struct {
    std::string_view claim;
    json::value value;
    std::string_view why;
  } cases[] = {
      {"iss", "https://login.icb.example/", "another issuer"},
      {"iss", nullptr, "another issuer"},
      {"aud", "somebody-else", "for somebody else"},
      {"aud", json::array{"tidings", "another"}, "for somebody else"},
      {"aud", json::array{}, "for somebody else"},
      {"azp", "another", "for somebody else"},
      {"exp", seconds_at(nine - 2min), "expired"},
      {"exp", "tomorrow", "how long"},
      {"exp", -1, "how long"},
      {"iat", seconds_at(nine + 5min), "time to come"},
      {"iat", seconds_at(nine - 20min), "too long ago"},
      {"nbf", seconds_at(nine + 5min), "time to come"},
      {"nbf", "soon", "how long"},
      {"nonce", "n-2", "another sign-in"},
      {"nonce", "", "another sign-in"},
      {"sub", "", "names nobody"},
      {"sub", 4'711, "names nobody"},
      {"sub", json::string(256, 'x'), "names nobody"},
  };
  for (const auto& one : cases)
    EXPECT_THAT(why_with(one.claim, one.value), HasSubstr(std::string(one.why))) << one.claim;
  for (const auto* name : {"iss", "aud", "sub", "exp", "iat", "nonce"}) EXPECT_NE(why_without(name), "") << name;
  wanted.nonce = "";
  EXPECT_NE(why_with("nonce", ""), "") << "a nonce of nothing is nobody's";
}

TEST_F(an_id_token, is_never_taken_under_another_algorithm) {
  const auto claims = good_claims();
  const auto& key = rsa_one();
  for (const auto* algorithm : {"none", "None", "HS256", "RS384", "PS256", "ES384", "EdDSA", ""})
    EXPECT_THAT(why(key.token({{"alg", algorithm}, {"kid", "r1"}}, claims)), HasSubstr("algorithm")) << algorithm;
  EXPECT_THAT(why(key.token({{"kid", "r1"}}, claims)), HasSubstr("algorithm"));
  const auto unsigned_one = base64url(std::string_view(R"({"alg":"none"})")) + "." +
                            base64url(std::string_view(json::serialize(claims))) + ".";
  EXPECT_NE(why(unsigned_one), "");
  // The public key as the secret of an HMAC: a classic.
  const auto text = base64url(std::string_view(R"({"alg":"HS256","kid":"r1"})")) + "." +
                    base64url(std::string_view(json::serialize(claims)));
  const auto mac = hmac_sha256(keys.front().first, text);
  EXPECT_NE(why(text + "." + base64url(std::span<const std::uint8_t>(mac))), "");
  EXPECT_NE(why(key.token({{"alg", "ES256"}, {"kid", "r1"}}, claims)), "") << "an RSA key signs no ES256";
  EXPECT_NE(why(key.token({{"alg", "RS256"}, {"kid", "r1"}, {"crit", json::array{"exp"}}}, claims)), "");
}

TEST_F(an_id_token, is_refused_when_a_bit_of_it_was_changed) {
  for (const auto* key : {&rsa_one(), &ec_one()}) {
    const auto good = key->token(good_claims());
    const auto parts = split(good, '.');
    auto claims = good_claims();
    claims["email"] = "root@icb.example";
    const auto other = std::string(parts[0]) + "." + base64url(std::string_view(json::serialize(claims))) + ".";
    EXPECT_THAT(why(other + std::string(parts[2])), HasSubstr("signature"));
    auto bytes = *from_base64url(parts[2]);
    bytes[7] = static_cast<char>(bytes[7] ^ 1);
    const auto head = std::string(parts[0]) + "." + std::string(parts[1]) + ".";
    EXPECT_THAT(why(head + base64url(std::string_view(bytes))), HasSubstr("signature"));
    EXPECT_NE(why(head), "");
    EXPECT_NE(why(head + base64url(std::string_view(std::string(64, '\0')))), "") << "r and s of nothing";
    EXPECT_NE(why(good + "x"), "");
    EXPECT_NE(why(good + ".x"), "");
  }
  EXPECT_NE(why(""), "");
  EXPECT_NE(why(std::string(oidc::token_bytes_max + 1, 'a')), "");
}

TEST_F(an_id_token, is_refused_when_the_key_is_not_the_provider_s) {
  const auto stranger = signing_key::p256("e1"), unknown = signing_key::p256("e9");
  EXPECT_THAT(why(stranger.token(good_claims())), HasSubstr("signature"));
  EXPECT_THAT(why(unknown.token(good_claims())), HasSubstr("doesn't show"));
  EXPECT_EQ(oidc::check_id_token(unknown.token(good_claims()), keys, wanted).error().code, error_code::not_found);
  const auto second = signing_key::p256("e2");
  keys = shown({&ec_one(), &second});
  EXPECT_NE(why(ec_one().token({{"alg", "ES256"}}, good_claims())), "") << "which of the two?";
}

TEST(a_key_set, passes_over_what_can_not_sign_here) {
  const auto weak = signing_key::rsa("weak", 1'024);
  auto encrypting = rsa_one().shown(), other = rsa_one().shown();
  encrypting["use"] = "enc";
  other["alg"] = "PS256";
  const json::object set{
      {"keys", json::array{encrypting, other, json::object{{"kty", "oct"}, {"k", "AAAA"}}, "x",
                           json::object{{"kty", "EC"}, {"crv", "P-384"}, {"x", "AA"}, {"y", "AA"}}}}};
  EXPECT_FALSE(oidc::read_keys(json::serialize(set)));
  EXPECT_FALSE(oidc::read_keys("{}"));
  EXPECT_FALSE(oidc::read_keys("[]"));
  const auto keys = shown({&weak});
  EXPECT_FALSE(oidc::is_signed_by(keys.at(0), "text", weak.signature("text"))) << "1024 bits are too few";
  public_key off_curve{"e", key_kind::p256, std::string(32, '\1'), std::string(32, '\1')};
  EXPECT_FALSE(oidc::is_signed_by(off_curve, "text", ec_one().signature("text")));
}

// -- what the provider is asked

oidc_settings as_tidings() {
  oidc_settings all;
  all.name = "NHSmail";
  all.issuer = "https://login.icb.example";
  all.client_id = "tidings";
  all.client_secret = secret_text("open sesame");
  all.redirect_url = "https://tidings.icb.example/sign-in/oidc/callback";
  return all;
}

std::string discovery(std::string_view change = {}, std::string_view to = {}) {
  std::string text =
      R"({"issuer":"https://login.icb.example","authorization_endpoint":"https://login.icb.example/go",)"
      R"("token_endpoint":"https://login.icb.example/token","jwks_uri":"https://login.icb.example/keys"})";
  if (const auto at = text.find(change); !change.empty() && at != text.npos) text.replace(at, change.size(), to);
  return text;
}

TEST(a_provider, is_taken_at_its_word_only_about_itself_and_over_tls) {
  const auto read = [](const std::string& body) {
    return oidc::read_discovery(body, "https://login.icb.example").has_value();
  };
  EXPECT_TRUE(read(discovery()));
  EXPECT_FALSE(read(discovery("https://login.icb.example\"", "https://evil.example\"")));
  EXPECT_FALSE(read(discovery("https://login.icb.example/token", "http://login.icb.example/token")));
  EXPECT_FALSE(read(discovery("https://login.icb.example/keys", "file:///etc/passwd")));
  EXPECT_FALSE(read(discovery("https://login.icb.example/go", "https://a\\r\\nb")));
  EXPECT_TRUE(read(discovery("https://login.icb.example/token", "http://127.0.0.1:4000/token"))) << "on this machine";
  EXPECT_FALSE(read(discovery("https://login.icb.example/token", "http://127.0.0.1.evil.example/token")));
  EXPECT_FALSE(read("{}"));
}

TEST(a_provider, is_asked_for_a_code_with_everything_that_binds_it) {
  const auto at = oidc::read_discovery(discovery(), "https://login.icb.example");
  ASSERT_TRUE(at);
  // RFC 7636, appendix B
  const auto url = oidc::authorize_url(*at, as_tidings(), {"s t", "n", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"});
  EXPECT_EQ(url, "https://login.icb.example/go?response_type=code&client_id=tidings"
                 "&redirect_uri=https%3A%2F%2Ftidings.icb.example%2Fsign-in%2Foidc%2Fcallback"
                 "&scope=openid%20email&state=s%20t&nonce=n"
                 "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256");
  auto as = as_tidings();
  const auto basic = oidc::token_request(as, "c&d", "v");
  EXPECT_THAT(basic.headers, ::testing::Contains("Authorization: Basic dGlkaW5nczpvcGVuJTIwc2VzYW1l"));
  EXPECT_THAT(basic.body, StartsWith("grant_type=authorization_code&code=c%26d&redirect_uri="));
  EXPECT_THAT(basic.body, ::testing::Not(HasSubstr("sesame")));
  as.client_auth = "post";
  EXPECT_THAT(oidc::token_request(as, "c", "v").body, HasSubstr("&client_secret=open%20sesame"));
  as.client_secret = {};
  const auto open = oidc::token_request(as, "c", "v");
  EXPECT_THAT(open.body, HasSubstr("&client_id=tidings"));
  EXPECT_EQ(open.headers.size(), 2U);
}

TEST(a_user, is_whom_the_configured_claim_names) {
  auto as = as_tidings();
  auto claims = good_claims();
  const auto user = [&] { return oidc::user_in(claims, as).value_or(""); };
  EXPECT_EQ(user(), "ann@icb.example");
  claims["email_verified"] = false;
  EXPECT_EQ(user(), "") << "anybody may have entered that address";
  claims.erase("email_verified");
  EXPECT_EQ(user(), "");
  as.trust_email = true;
  EXPECT_EQ(user(), "ann@icb.example");
  claims["email"] = "ann icb";
  EXPECT_EQ(user(), "");
  as.user_claim = "sub";
  EXPECT_EQ(user(), "4711");
  as.user_claim = "uid";
  EXPECT_EQ(user(), "");
}

// -- the whole way, with a provider that answers as the test says

class scripted_http final : public http_port {
public:
  std::map<std::string, http_outcome> answers; ///< by URL
  std::vector<http_request> asked;
  bool hold = false;
  std::vector<std::function<void()>> held;

  void on(const std::string& url, std::string body, int status = 200) {
    http_response said;
    said.status = status;
    said.body = std::move(body);
    answers.insert_or_assign(url, http_outcome(std::move(said)));
  }
  void call(http_request what, std::function<void(http_outcome)> done) override {
    asked.push_back(what);
    const auto found = answers.find(what.url);
    auto said = found == answers.end() ? http_outcome(tl::unexpected(http_failure{true, "connection refused", {}}))
                                       : found->second;
    if (hold)
      held.push_back([said = std::move(said), done = std::move(done)] { done(said); });
    else
      done(said);
  }
  std::size_t count(const std::string& url) const {
    return static_cast<std::size_t>(
        std::count_if(asked.begin(), asked.end(), [&](const auto& one) { return one.url == url; }));
  }
};

struct no_orders final : node_orders {
  void run(const std::string&, const std::map<std::string, std::string>&, audit_mark_ptr, broker_port&,
           std::function<void(http_answer)> done) override {
    done({418, "{}"});
  }
};

class sign_in_broker : public host_broker {
public:
  std::shared_ptr<node_orders> orders;
  void operate(std::string what, std::map<std::string, std::string> given, audit_mark_ptr by,
               std::function<void(http_answer)> done) override {
    orders->run(what, given, std::move(by), *this, std::move(done));
  }
};

const std::string issuer = "https://login.icb.example";

class oidc_sign_in : public ::testing::Test {
protected:
  oidc_sign_in() {
    broker.now = [this] { return now; };
    settings.public_url = "https://tidings.icb.example/";
    settings.session_lasts = millis(8 * 3'600'000);
    http->on(issuer + "/.well-known/openid-configuration", discovery());
    http->on(issuer + "/keys", key_set({&rsa_one()}));
    configure(as_tidings());
    add("ann@icb.example");
  }
  ~oidc_sign_in() override { http->held.clear(); } // what waits there keeps whoever asked
  void configure(std::optional<oidc_settings> as) {
    broker.orders = std::make_shared<oidc_orders>(
        std::make_shared<no_orders>(), as ? std::make_shared<const oidc_settings>(*as) : nullptr, http,
        [this] { return now; }, [this](std::string line) { said.push_back(std::move(line)); });
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
  }
  void add(const std::string& name, bool disabled = false) {
    const auto found = broker.state.users.find(name);
    const auto last = found == broker.state.users.end() ? 0 : found->second.what.revision;
    user_account user{.name = name, .revision = last + 1, .role = user_role::full};
    user.practices.push_back(*practice_id::parse("A99001"));
    user.disabled = disabled;
    answer made;
    broker.tell(practice_id::host(), change_user{user, "boss"}, nullptr, [&](const answer& done) { made = done; });
    EXPECT_TRUE(made.accepted) << made.reason;
  }
  response get(const std::string& target, const std::string& cookies = {}) {
    request asked;
    asked.method = "GET";
    asked.target = target;
    auto parts = parse_target(target);
    asked.path = parts->path;
    asked.query = parts->query;
    asked.peer = "192.0.2.7";
    asked.fields.emplace_back("Host", "tidings.icb.example");
    asked.fields.emplace_back("Sec-Fetch-Site", "cross-site");
    if (!cookies.empty()) asked.fields.emplace_back("Cookie", cookies);
    std::optional<response> answered;
    way_in->handle(std::move(asked), [&](response one) { answered = std::move(one); });
    return answered.value_or(response{});
  }
  static std::string cookie_in(const response& from, std::string_view name) {
    for (const auto& [field, value] : from.fields)
      if (field == "Set-Cookie" && value.starts_with(std::string(name) + "=") && value.find("Max-Age=0") == value.npos)
        return value.substr(0, value.find(';'));
    return {};
  }
  static std::string parameter_in(std::string_view url, const std::string& name) {
    const auto at = url.find("&" + name + "=");
    const auto from = at + name.size() + 2;
    return at == url.npos ? "" : std::string(url.substr(from, url.find('&', from) - from));
  }
  /// To the provider and back with a code, for which it then gives this token.
  response there_and_back(const std::function<std::string(const std::string& nonce)>& token,
                          const std::string& more = {}) {
    const auto away = get("/sign-in/oidc");
    EXPECT_EQ(away.status, 303) << away.text();
    const std::string url(away.field("Location"));
    flow = cookie_in(away, oidc::flow_cookie);
    http->on(issuer + "/token", json::serialize(json::object{{"id_token", token(parameter_in(url, "nonce"))}}));
    back = "/sign-in/oidc/callback?code=c1&state=" + parameter_in(url, "state") + more;
    return get(back, flow);
  }
  response signed_by(const signing_key& key) {
    return there_and_back([&](const std::string& nonce) { return key.token(good_claims(now, nonce)); });
  }
  std::vector<audit_mark> marks() const {
    std::vector<audit_mark> all;
    for (const auto& one : broker.events)
      if (const auto* entry = std::get_if<audited>(&one)) all.push_back(entry->what);
    return all;
  }

  timestamp now = nine;
  session_keys keys{secret_text(std::string(32, 'k'))};
  endpoint_settings settings;
  endpoint_limits limits;
  std::shared_ptr<scripted_http> http = std::make_shared<scripted_http>();
  sign_in_broker broker;
  std::vector<std::string> said;
  std::unique_ptr<door> way_in;
  std::string flow, back;
};

TEST_F(oidc_sign_in, has_a_button_where_there_is_a_provider) {
  EXPECT_THAT(std::string(get("/sign-in").text()), HasSubstr("href=\"/sign-in/oidc\">Sign in with NHSmail</a>"));
  configure(std::nullopt);
  const auto without = get("/sign-in");
  EXPECT_EQ(without.status, 200);
  EXPECT_THAT(std::string(without.text()), ::testing::Not(HasSubstr("/sign-in/oidc")));
  EXPECT_EQ(get("/sign-in/oidc").status, 404);
}

TEST_F(oidc_sign_in, begins_a_session_as_a_password_does_and_is_on_record) {
  const auto in = signed_by(rsa_one());
  ASSERT_EQ(in.status, 200) << in.text() << (said.empty() ? "" : said.back());
  EXPECT_EQ(in.field("Refresh"), "0; url=/ops/");
  const auto who = read_session(keys, cookie_in(in, session_cookie), now);
  ASSERT_TRUE(who);
  EXPECT_EQ(who->user, "ann@icb.example");
  EXPECT_EQ(who->revision, 1U);
  EXPECT_EQ(who->expires, now + settings.session_lasts);
  EXPECT_THAT(std::string(get("/api/v1/me", cookie_in(in, session_cookie)).text()), HasSubstr(R"("role":"full")"));
  ASSERT_EQ(marks().size(), 1U);
  EXPECT_EQ(marks()[0].user, "ann@icb.example");
  EXPECT_EQ(marks()[0].action, "POST /sign-in/oidc");
  EXPECT_EQ(marks()[0].role, "full");
  const auto& asked = http->asked.at(1);
  EXPECT_EQ(asked.url, issuer + "/token");
  EXPECT_THAT(asked.body, HasSubstr("code=c1"));
  EXPECT_THAT(asked.body, HasSubstr("code_verifier="));
}

TEST_F(oidc_sign_in, proves_with_its_verifier_that_it_is_who_began) {
  const auto away = get("/sign-in/oidc");
  const std::string url(away.field("Location"));
  http->on(issuer + "/token", R"({"error":"invalid_grant"})", 400);
  get("/sign-in/oidc/callback?code=c1&state=" + parameter_in(url, "state"), cookie_in(away, oidc::flow_cookie));
  const auto verifier = parameter_in(http->asked.back().body, "code_verifier");
  EXPECT_GE(verifier.size(), 43U);
  const auto hash = sha256(verifier);
  EXPECT_EQ(parameter_in(url, "code_challenge"), base64url(std::span<const std::uint8_t>(hash)));
  EXPECT_NE(parameter_in(std::string(get("/sign-in/oidc").field("Location")), "state"), parameter_in(url, "state"));
}

TEST_F(oidc_sign_in, lets_nobody_in_with_a_wrong_token) {
  const auto stranger = signing_key::rsa("r1");
  EXPECT_EQ(signed_by(stranger).status, 403);
  EXPECT_THAT(said.back(), HasSubstr("signature"));
  const auto other_nonce = [&](const std::string&) { return rsa_one().token(good_claims(now, "n-1")); };
  EXPECT_EQ(there_and_back(other_nonce).status, 403);
  EXPECT_THAT(said.back(), HasSubstr("another sign-in"));
  EXPECT_EQ(there_and_back([](const std::string&) { return "not a token"; }).status, 403);
  EXPECT_TRUE(marks().empty());
  for (const auto& line : said) EXPECT_THAT(line, ::testing::Not(HasSubstr("ann"))) << "the log names nobody";
}

TEST_F(oidc_sign_in, goes_on_only_in_the_browser_that_began_it_and_only_for_ten_minutes) {
  ASSERT_EQ(signed_by(rsa_one()).status, 200);
  EXPECT_EQ(get(back).status, 403) << "without the cookie";
  EXPECT_EQ(get(back + "x", flow).status, 403) << "another state";
  const auto other = cookie_in(get("/sign-in/oidc"), oidc::flow_cookie);
  EXPECT_EQ(get(back, other).status, 403) << "another sign-in's cookie";
  EXPECT_EQ(get(back, flow + "x").status, 403);
  const auto calls = http->asked.size();
  now += 11min;
  EXPECT_EQ(get(back, flow).status, 403);
  EXPECT_EQ(http->asked.size(), calls) << "the provider isn't asked";
}

TEST_F(oidc_sign_in, believes_no_answer_of_another_issuer) {
  const auto good = [&](const std::string& nonce) { return rsa_one().token(good_claims(now, nonce)); };
  EXPECT_EQ(there_and_back(good, "&iss=https%3A%2F%2Fevil.example").status, 403);
  EXPECT_EQ(http->count(issuer + "/token"), 0U) << "the code goes nowhere";
  EXPECT_EQ(there_and_back(good, "&iss=https%3A%2F%2Flogin.icb.example").status, 200);
}

TEST_F(oidc_sign_in, turns_away_who_is_no_user_or_disabled_and_keeps_that) {
  const auto as = [&](const std::string& mail) {
    return there_and_back([&, mail](const std::string& nonce) {
      auto claims = good_claims(now, nonce);
      claims["email"] = mail;
      return rsa_one().token(claims);
    });
  };
  for (const auto* mail : {"bob@icb.example", "host", "command-line"}) {
    const auto turned = as(mail);
    EXPECT_EQ(turned.status, 403);
    EXPECT_EQ(cookie_in(turned, session_cookie), "");
    ASSERT_FALSE(marks().empty());
    EXPECT_EQ(marks().back().user, mail);
    EXPECT_EQ(marks().back().action, "POST /sign-in/oidc refused");
  }
  EXPECT_EQ(as("ANN@icb.example").status, 200);
  add("ann@icb.example", true);
  EXPECT_EQ(as("ann@icb.example").status, 403) << "disabled meanwhile, without a restart";
}

TEST_F(oidc_sign_in, takes_new_keys_when_the_provider_changed_them_but_asks_no_more_often_than_it_may) {
  EXPECT_EQ(signed_by(rsa_one()).status, 200);
  const auto fresh = signing_key::p256("e5");
  EXPECT_EQ(signed_by(fresh).status, 403) << "asked a moment ago";
  now += 11s;
  http->on(issuer + "/keys", key_set({&fresh}));
  EXPECT_EQ(signed_by(fresh).status, 200);
  const auto asked = http->count(issuer + "/keys");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(signed_by(rsa_one()).status, 403);
  EXPECT_EQ(http->count(issuer + "/keys"), asked) << "strange keys don't make us ask for ever";
  EXPECT_EQ(http->count(issuer + "/.well-known/openid-configuration"), 1U) << "kept for an hour";
  now += 61min;
  EXPECT_EQ(signed_by(fresh).status, 200);
  EXPECT_EQ(http->count(issuer + "/.well-known/openid-configuration"), 2U);
}

TEST_F(oidc_sign_in, says_to_come_back_when_the_provider_is_away) {
  http->answers.clear();
  const auto away = get("/sign-in/oidc");
  EXPECT_EQ(away.status, 503);
  EXPECT_EQ(away.field("Retry-After"), std::to_string(retry_after_s));
  EXPECT_EQ(get("/sign-in").status, 200) << "passwords work";
  http->on(issuer + "/.well-known/openid-configuration", discovery());
  EXPECT_EQ(get("/sign-in/oidc").status, 503) << "not asked again at once";
  now += 10s;
  EXPECT_EQ(get("/sign-in/oidc").status, 303);
}

TEST_F(oidc_sign_in, asks_the_provider_once_for_all_who_wait) {
  http->hold = true;
  std::size_t answered = 0;
  for (std::size_t i = 0; i < oidc_waiting_max + 3; ++i)
    broker.operate("POST oidc/begin", {}, nullptr, [&](const http_answer&) { ++answered; });
  EXPECT_EQ(http->asked.size(), 1U);
  EXPECT_EQ(answered, 3U) << "more than may wait hear so at once";
  http->held.at(0)();
  EXPECT_EQ(answered, oidc_waiting_max + 3);
}

TEST_F(oidc_sign_in, hands_other_orders_on) {
  int status = 0;
  broker.operate("GET backups", {}, nullptr, [&](const http_answer& got) { status = got.status; });
  EXPECT_EQ(status, 418);
}

} // namespace
} // namespace tidings::web
