// Who may come in as an agent: codes, certificates, cutting off; and the ways that lead to practices' sites.
#include "schemas/json.hpp"
#include "tests/support/temporary_directory.hpp"
#include "web/edge/credentials.hpp"
#include "web/endpoint/edge/office.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

namespace tidings::web::edge {
namespace {
using test::temporary_directory;
using tidings::edge::want_certificate;

struct an_office : ::testing::Test {
  temporary_directory folder;
  timestamp now = system_now();
  std::shared_ptr<office> desk = opened();

  std::shared_ptr<office> opened() {
    auto made = office::open(folder.path / "edge", [this] { return now; });
    EXPECT_TRUE(made) << made.error().detail;
    return made ? *made : nullptr;
  }
  std::string invited(const std::string& name = "riverside") {
    const auto made = desk->invite(name);
    EXPECT_TRUE(made);
    return made ? made->code : std::string();
  }
  result<issued> enrolled(const std::string& code) {
    std::string name;
    return desk->enrol(code, want_certificate()->request, name);
  }
  std::string content(const std::string& name) const {
    std::ifstream in(folder.path / "edge" / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

TEST_F(an_office, lets_in_who_has_the_certificate_that_a_code_was_given_for) {
  const auto made = enrolled(invited());
  ASSERT_TRUE(made) << made.error().detail;
  EXPECT_EQ(made->valid_until, now + certificate_lasts);
  EXPECT_TRUE(desk->admit("riverside", made->serial));
  EXPECT_FALSE(desk->admit("riverside", "00"));
  EXPECT_FALSE(desk->admit("riverside", ""));
  EXPECT_FALSE(desk->admit("elsewhere", made->serial));
}

TEST_F(an_office, takes_a_code_once_within_15_minutes_however_it_is_typed) {
  auto code = invited();
  EXPECT_EQ(code.size(), 39U); // 128 bits, in groups of four
  const auto again = invited("again"), late = invited("late");
  for (char& c : code) c = static_cast<char>(std::toupper(c));
  ASSERT_TRUE(enrolled(' ' + code + ' '));
  EXPECT_EQ(enrolled(code).error().code, error_code::refused);
  EXPECT_EQ(enrolled("0000-0000-0000-0000-0000-0000-0000-0000").error().code, error_code::refused);
  now += code_lasts - millis(1);
  EXPECT_TRUE(enrolled(again));
  now += millis(1);
  EXPECT_EQ(enrolled(late).error().code, error_code::refused);
}

TEST_F(an_office, forgets_an_older_code_when_it_gives_a_new_one) {
  const auto first = invited(), second = invited();
  EXPECT_FALSE(enrolled(first));
  EXPECT_TRUE(enrolled(second));
}

TEST_F(an_office, keeps_codes_and_certificates_over_a_restart_and_no_code_in_plain) {
  const auto code = invited();
  EXPECT_EQ(content("agents.json").find(code), std::string::npos);
  EXPECT_EQ(content("agents.json").find(code.substr(0, 4) + code.substr(5, 4)), std::string::npos);
  desk = opened();
  const auto made = enrolled(code);
  ASSERT_TRUE(made);
  desk = opened();
  EXPECT_TRUE(desk->admit("riverside", made->serial));
  EXPECT_FALSE(enrolled(code)) << "used before the restart";
}

TEST_F(an_office, cuts_an_agent_off_at_once_and_for_good) {
  std::vector<std::string> cut;
  desk->on_cut([&](const std::string& name) { cut.push_back(name); });
  const auto made = enrolled(invited());
  cut.clear();
  ASSERT_TRUE(desk->revoke("riverside"));
  EXPECT_EQ(cut, std::vector<std::string>{"riverside"});
  EXPECT_FALSE(desk->admit("riverside", made->serial));
  EXPECT_FALSE(opened()->admit("riverside", made->serial));
  EXPECT_EQ(desk->revoke("nobody").error().code, error_code::not_found);
  const auto anew = enrolled(invited()); // a new computer at the same site
  ASSERT_TRUE(anew);
  EXPECT_TRUE(desk->admit("riverside", anew->serial));
  EXPECT_FALSE(desk->admit("riverside", made->serial));
}

TEST_F(an_office, takes_the_old_certificate_until_the_renewed_one_was_used) {
  const auto old = enrolled(invited());
  now += std::chrono::days(61);
  const auto made = desk->renew("riverside", want_certificate()->request);
  ASSERT_TRUE(made);
  EXPECT_TRUE(desk->admit("riverside", old->serial)) << "the agent may never have got the new one";
  EXPECT_TRUE(desk->admit("riverside", made->serial));
  EXPECT_FALSE(desk->admit("riverside", old->serial));
  EXPECT_FALSE(opened()->admit("riverside", old->serial));
}

TEST_F(an_office, signs_nothing_but_requests_that_their_own_key_signed) {
  const auto code = invited();
  std::string name;
  for (const auto& request :
       {std::string(), std::string("x"), std::string(10'000, 'x'),
        std::string("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n")}) {
    const auto made = desk->enrol(code, request, name);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, error_code::invalid_input);
  }
  EXPECT_TRUE(enrolled(code)) << "a request that can't be read uses no code up";
}

TEST_F(an_office, keeps_its_key_to_itself) {
  struct stat about {};
  ASSERT_EQ(::stat((folder.path / "edge/authority.key").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  ASSERT_EQ(::stat((folder.path / "edge").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0700U);
  invited();
  ASSERT_EQ(::stat((folder.path / "edge/agents.json").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  ::chmod((folder.path / "edge/authority.key").c_str(), 0644);
  EXPECT_FALSE(office::open(folder.path / "edge", [this] { return now; }));
}

TEST_F(an_office, does_not_begin_with_a_roster_that_it_cant_read) {
  std::ofstream(folder.path / "edge/agents.json") << "{";
  EXPECT_FALSE(office::open(folder.path / "edge", [this] { return now; }));
}

TEST_F(an_office, tells_each_agents_state) {
  invited("new");
  ASSERT_TRUE(enrolled(invited()));
  desk->came("riverside", "192.0.2.1");
  EXPECT_NE(desk->rows().find(R"("name":"riverside","state":"connected")"), std::string::npos) << desk->rows();
  EXPECT_NE(desk->rows().find(R"("name":"new","state":"invited")"), std::string::npos);
  desk->went("riverside", "it was switched off");
  EXPECT_NE(desk->rows().find(R"("name":"riverside","state":"away")"), std::string::npos);
  EXPECT_NE(desk->rows().find("it was switched off"), std::string::npos);
  ASSERT_TRUE(desk->revoke("riverside"));
  EXPECT_NE(desk->rows().find(R"("name":"riverside","state":"revoked")"), std::string::npos);
}

TEST_F(an_office, gives_a_way_a_port_only_while_its_agent_is_there) {
  const auto practice = *practice_id::parse("A99001"), other = *practice_id::parse("A99002");
  const auto away = desk->ways.port_to(practice, "riverside", "127.0.0.1", 40'700);
  ASSERT_FALSE(away);
  EXPECT_EQ(away.error().code, error_code::unreachable);
  desk->came("riverside", "192.0.2.1");
  const auto first = desk->ways.port_to(practice, "riverside", "127.0.0.1", 40'700);
  ASSERT_TRUE(first);
  EXPECT_EQ(desk->ways.port_to(practice, "riverside", "127.0.0.1", 40'700), first);
  EXPECT_NE(desk->ways.port_to(practice, "riverside", "127.0.0.1", 5'432), first);
  EXPECT_NE(desk->ways.port_to(other, "riverside", "127.0.0.1", 40'700), first) << "each practice has ports of its own";
  EXPECT_FALSE(desk->ways.port_to(practice, "riverside", "not a host", 1));
  desk->went("riverside", "gone");
  const auto gone = desk->ways.port_to(practice, "riverside", "127.0.0.1", 40'700);
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().detail, "the practice's PC with the agent `riverside` has been offline since " + iso8601(now) +
                                     ": see that it is on and online");
}

TEST_F(an_office, gives_a_practices_new_agent_a_port_of_its_own_and_takes_the_old_one_back) {
  const auto practice = *practice_id::parse("A99001");
  desk->came("riverside", "192.0.2.1");
  desk->came("hillside", "192.0.2.2");
  const auto old = desk->ways.port_to(practice, "riverside", "127.0.0.1", 40'700);
  const auto fresh = desk->ways.port_to(practice, "hillside", "127.0.0.1", 40'700);
  ASSERT_TRUE(old && fresh);
  EXPECT_NE(old, fresh);
  way found;
  EXPECT_FALSE(desk->ways.find(*old, found)) << "what is kept open to the old agent's site leads nowhere";
  ASSERT_TRUE(desk->ways.find(*fresh, found));
  EXPECT_EQ(found.agent, "hillside");
}

TEST_F(an_office, asks_nobody_for_a_certificate_before_somebody_was_invited) {
  int told = 0;
  desk->on_first([&] { ++told; });
  EXPECT_FALSE(desk->has_agents());
  invited();
  invited("again");
  EXPECT_TRUE(desk->has_agents());
  EXPECT_EQ(told, 1);
  EXPECT_TRUE(opened()->has_agents());
}

TEST(an_agents_credentials, are_kept_whole_in_one_file_of_its_owners) {
  const temporary_directory folder;
  auto desk = office::open(folder.path / "broker", system_now);
  ASSERT_TRUE(desk);
  const auto invitation = (*desk)->invite("riverside");
  const auto wanted = want_certificate();
  std::string name;
  const auto made = (*desk)->enrol(invitation->code, wanted->request, name);
  ASSERT_TRUE(made);
  const auto mine = folder.path / "agent";
  EXPECT_EQ(tidings::edge::load_credentials(mine).error().code, error_code::not_found);
  const auto kept = tidings::edge::keep(mine, wanted->key, made->certificate);
  ASSERT_TRUE(kept) << kept.error().detail;
  EXPECT_EQ(kept->name, "riverside");
  EXPECT_FALSE(should_renew(*kept, system_now()));
  EXPECT_TRUE(should_renew(*kept, system_now() + std::chrono::days(61)));
  EXPECT_FALSE(tidings::edge::keep(mine, want_certificate()->key, made->certificate)) << "another key's certificate";
  EXPECT_TRUE(tidings::edge::load_credentials(mine)) << "what doesn't fit leaves the old one in place";
  ::chmod(kept->file.c_str(), 0644);
  EXPECT_FALSE(tidings::edge::load_credentials(mine));
}

} // namespace
} // namespace tidings::web::edge
