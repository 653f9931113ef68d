// The audit trail as people look through it: by kind, by day, as CSV.
#include "actors/board/audit_kinds.hpp"
#include "board_asked.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace tidings::test {
namespace {

namespace json = boost::json;

struct the_trail : ::testing::Test, asked_board {
  int number = 0;

  void did(const char* action, const char* user = "ann", const char* reason = "") {
    happens(audited{{numbered<request_id>(++number), user, "full", "session", action, {"m1", "m2"}, reason}, "done"});
  }
  board_answer ask(const query_parameters& parameters, const board_state& of) {
    return answer_to("audit", parameters, of);
  }
  std::string actions(query_parameters parameters, const board_state& of) {
    const auto said = ask(std::move(parameters), of);
    EXPECT_EQ(said.status, 200) << said.body;
    const auto page = json::parse(said.body);
    std::string all;
    for (const auto& one : page.as_object().at("audit").as_array()) {
      if (!all.empty()) all += ' ';
      all += std::string(one.at("action").as_string());
    }
    return all;
  }
  std::string actions(query_parameters parameters) { return actions(std::move(parameters), state); }
};

TEST_F(the_trail, is_looked_through_by_kind_also_after_a_restart) {
  did("GET /api/v1/patients/{}");
  did("POST /api/v1/now-messages");
  did("POST /api/v1/users");
  EXPECT_EQ(actions({{"kind", "shown"}}), "GET /api/v1/patients/{}");
  EXPECT_EQ(actions({{"kind", "access"}}), "POST /api/v1/users");
  EXPECT_EQ(actions({{"kind", "settings"}}), "");
  EXPECT_EQ(ask({{"kind", "elsewhere"}}, state).status, 400);
  const auto again = restored();
  EXPECT_EQ(actions({{"kind", "access"}}, again), "POST /api/v1/users");
}

TEST_F(the_trail, is_looked_through_by_days_in_london) {
  const auto at = [&](int month, int day, int hour, const char* action) {
    now = timestamp(std::chrono::sys_days(std::chrono::year(2026) / month / day)) + std::chrono::hours(hour);
    did(action);
  };
  at(7, 1, 22, "POST /late-on-the-first");
  at(7, 1, 23, "POST /on-the-second-in-London");
  at(7, 2, 22, "POST /late-on-the-second");
  at(7, 2, 23, "POST /on-the-third");
  EXPECT_EQ(actions({{"since", "2026-07-02"}, {"until", "2026-07-02"}}),
            "POST /late-on-the-second POST /on-the-second-in-London");
  EXPECT_EQ(actions({{"since", "2026-07-03"}}), "POST /on-the-third");
  EXPECT_EQ(actions({{"until", "2026-07-01"}}), "POST /late-on-the-first");
  for (const auto* wrong : {"2026-02-30", "2026-7-1", "yesterday", "2026-07-1x"})
    EXPECT_EQ(ask({{"since", wrong}}, state).status, 400) << wrong;
}

TEST_F(the_trail, comes_as_csv_in_which_nothing_is_a_formula) {
  did("POST /api/v1/users", "ann", "=HYPERLINK(\"x\")");
  const auto said = ask({{"format", "csv"}, {"practice", "A99001"}}, state);
  EXPECT_EQ(said.body, "When,Practice,User,Role,What,About,Outcome,Reason,Session,Request\r\n"
                       "2026-11-23T09:00:00.000Z,A99001,\"ann\",full,\"POST /api/v1/users\",\"m1; m2\",\"done\","
                       "\"'=HYPERLINK(\"\"x\"\")\",session," +
                           to_text(numbered<request_id>(1)) + "\r\n");
  EXPECT_EQ(ask({{"format", "csv"}, {"practice", "A99001"}, {"user", "bob"}}, state).body,
            "When,Practice,User,Role,What,About,Outcome,Reason,Session,Request\r\n");
}

TEST(a_kind_of_entry, is_told_by_what_was_done) {
  const struct {
    const char* action;
    audit_kind kind;
  } cases[] = {{"GET /api/v1/messages/{}", audit_kind::shown},
               {"POST /api/v1/patient-searches", audit_kind::shown},
               {"POST /api/v1/now-messages/preview", audit_kind::shown},
               {"POST /api/v1/now-messages/test", audit_kind::messages},
               {"POST /api/v1/conversations/{}/answers", audit_kind::messages},
               {"POST /api/v1/conversations/{}/code", audit_kind::records},
               {"POST /api/v1/patients/{}/wishes", audit_kind::records},
               {"POST /api/v1/templates/{}/approve", audit_kind::settings},
               {"POST /api/v1/template-previews", audit_kind::settings},
               {"FILE practice_groups", audit_kind::settings},
               {"POST /api/v1/practices/{}/support", audit_kind::access},
               {"POST /sign-in/oidc refused", audit_kind::access},
               {"POST /api/v1/practices/{}/pause", audit_kind::running},
               {"ALERT raised", audit_kind::running}};
  for (const auto& one : cases) EXPECT_EQ(kind_of_action(one.action), one.kind) << one.action;
}

} // namespace
} // namespace tidings::test
