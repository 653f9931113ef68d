// Agents' codes at the door: who gets one, what is kept of it, and what whoever guesses gets.
#include "schemas/json.hpp"
#include "tests/core/endpoint_door.hpp"
#include "web/edge/credentials.hpp"
#include "web/endpoint/edge/office.hpp"
#include "web/endpoint/handlers.hpp"

namespace tidings::web {
namespace {

class endpoint_edges : public endpoint_door {
protected:
  endpoint_edges() {
    auto opened = edge::office::open(where.path() + "/edge", [this] { return now; });
    EXPECT_TRUE(opened);
    if (opened) desk = *opened;
    way_in->inside().edges = desk;
  }
  request code_for(const std::string& name) { return make("POST", "/api/v1/edges/" + name + "/code"); }
  request enrolling(const std::string& code) {
    return with(make("POST", "/edge/enrol",
                     boost::json::serialize(
                         boost::json::object{{"code", code}, {"request", tidings::edge::want_certificate()->request}})),
                "Content-Type", "application/json");
  }
  static std::string text_of(const response& said, const char* key) {
    return std::string(boost::json::parse(said.text()).at(key).as_string());
  }

  test::folder where;
  std::shared_ptr<edge::office> desk;
};

TEST_F(endpoint_edges, give_a_code_to_who_is_signed_in_and_means_it_once_that_is_on_record) {
  EXPECT_EQ(ask(code_for("riverside")).status, 401);
  auto by_link = code_for("riverside");
  by_link.fields.emplace_back("Cookie", std::string(session_cookie) + "=" + write_session(keys, ann));
  EXPECT_EQ(ask(by_link).status, 403) << "no token: it may be another site's doing";
  EXPECT_FALSE(desk->has_agents());
  broker.hold_answers = true;
  std::optional<response> said;
  way_in->handle(signed_in(code_for("riverside")), [&](response one) { said = std::move(one); });
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_FALSE(desk->has_agents()) << "the audit trail hasn't written it yet";
  EXPECT_TRUE(broker.told[0].practice.is_host());
  EXPECT_EQ(broker.told[0].by->action, "POST /api/v1/edges/{}/code");
  EXPECT_EQ(broker.told[0].by->objects, std::vector<std::string>{"riverside"});
  broker.release();
  ASSERT_TRUE(said);
  EXPECT_EQ(said->status, 201);
  EXPECT_EQ(text_of(*said, "name"), "riverside");
  EXPECT_EQ(text_of(*said, "until"), iso8601(now + edge::code_lasts));
  EXPECT_EQ(text_of(*said, "code").size(), 39U);
}

TEST_F(endpoint_edges, make_no_code_when_it_cant_be_put_on_record) {
  broker.next_answer = {.accepted = false, .refusal = error_code::log_unavailable, .reason = "the disk"};
  EXPECT_EQ(ask(signed_in(code_for("riverside"))).status, 503);
  EXPECT_FALSE(desk->has_agents());
}

TEST_F(endpoint_edges, refuse_what_is_no_name) {
  for (const auto* name : {"Riverside", "a_b", "-a", "a.b"})
    EXPECT_EQ(ask(signed_in(code_for(name))).status, 400) << name;
  EXPECT_TRUE(broker.told.empty());
}

TEST_F(endpoint_edges, give_a_certificate_for_a_code_once) {
  const auto code = text_of(ask(signed_in(code_for("riverside"))), "code");
  const auto first = ask(enrolling(code));
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(text_of(first, "name"), "riverside");
  const auto again = ask(enrolling(code));
  EXPECT_EQ(again.status, 403);
  EXPECT_THAT(std::string(again.text()), HasSubstr("was used"));
}

TEST_F(endpoint_edges, let_nobody_go_on_guessing) {
  for (int i = 0; i < limits.wrong_passwords_max; ++i)
    EXPECT_EQ(ask(enrolling("0000-0000-0000-0000-0000-0000-0000-0000")).status, 403);
  const auto code = text_of(ask(signed_in(code_for("riverside"))), "code");
  EXPECT_EQ(ask(enrolling(code)).status, 429) << "even with the right one, from that address";
}

TEST_F(endpoint_edges, are_listed_without_anything_secret_and_cut_off) {
  const auto code = text_of(ask(signed_in(code_for("riverside"))), "code");
  ASSERT_EQ(ask(enrolling(code)).status, 201);
  EXPECT_EQ(ask(make("GET", "/api/v1/edges")).status, 401);
  const auto rows = std::string(ask(signed_in(make("GET", "/api/v1/edges"))).text());
  EXPECT_THAT(rows, HasSubstr(R"("name":"riverside","state":"away")"));
  EXPECT_EQ(rows.find("hash"), std::string::npos);
  EXPECT_EQ(rows.find("serial"), std::string::npos);
  EXPECT_EQ(ask(signed_in(make("DELETE", "/api/v1/edges/riverside"))).status, 200);
  EXPECT_EQ(ask(signed_in(make("DELETE", "/api/v1/edges/nobody"))).status, 404);
  EXPECT_THAT(std::string(ask(signed_in(make("GET", "/api/v1/edges"))).text()), HasSubstr(R"("state":"revoked")"));
}

TEST_F(endpoint_edges, are_nowhere_at_a_broker_that_takes_none) {
  way_in->inside().edges = nullptr;
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/edges"))).status, 404);
  EXPECT_EQ(ask(signed_in(code_for("riverside"))).status, 404);
  EXPECT_EQ(ask(enrolling("0000")).status, 404);
}

} // namespace
} // namespace tidings::web
