// Files that e-mails have links to: kept, fetched by whoever has the link, destroyed at their time.
#include "actors/practice/files/kept_files.hpp"
#include "tests/support/memory_keys.hpp"
#include "tests/support/practice_world.hpp"

#include "schemas/event_codec.hpp"

#include <boost/json/parse.hpp>

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

constexpr auto week = 7 * 24h;

struct a_kept_file : ::testing::Test, practice_world {
  const std::string secret = "hZ3oWmC0b1pYkq7uVx9sLdEfGhI", address = "Foo.Bar@Example.org";
  std::shared_ptr<key_ring> keys = memory_keys([this] { return now; });

  void SetUp() override {
    state.marks = *keys->marker_of(settings.id);
    settings.email_route = {provider_id("mail")};
  }
  static file_to_keep letter(std::string of, timestamp until) {
    return {.secret = secret_text(std::move(of)),
            .name = secret_text("letter.pdf"),
            .media_type = "application/pdf",
            .bytes = secret_text("%PDF-1.4 of Amira"),
            .until = until};
  }
  accept_message mail() {
    accept_message c{.message = random_id<message_id>(), .to = secret_text(address)};
    c.by = channel::email;
    c.subject = secret_text("A letter");
    c.text = secret_text("Fetch it: https://tidings.example/f/A99001/" + secret);
    c.files = {letter(secret, now + week)};
    return c;
  }
  std::vector<event> open(const std::string& said = {}, bool fetched = true) {
    return when(open_file{secret_text(secret), fetched, secret_text(said)});
  }
  boost::json::object page() const { return boost::json::parse(last_answer.told.reveal()).as_object(); }
  /// Of all effects that destroy keys.
  std::vector<seal_subject> destroyed() const {
    std::vector<seal_subject> all;
    for (const auto& one : last_effects)
      if (const auto* keys_of = std::get_if<keys_to_erase>(&one))
        all.insert(all.end(), keys_of->subjects.begin(), keys_of->subjects.end());
    return all;
  }
};

TEST_F(a_kept_file, is_written_down_behind_its_message_under_a_key_of_its_own) {
  const auto events = when(mail());
  ASSERT_EQ(events.size(), 2U);
  ASSERT_TRUE(std::holds_alternative<message_accepted>(events[0]));
  const auto& kept = std::get<file_kept>(events[1]);
  EXPECT_EQ(kept.message, std::get<message_accepted>(events[0]).message);
  EXPECT_EQ(kept.bytes.reveal(), "%PDF-1.4 of Amira");
  EXPECT_EQ(kept.size, 17U);
  EXPECT_EQ(subject_of(events[1], state.marks), files::key_of(kept.file));
  EXPECT_EQ(kept.file.find(secret), std::string::npos);
  EXPECT_EQ(encode(state).find("%PDF"), std::string::npos) << "what is remembered has no bytes of it";
}

TEST_F(a_kept_file, is_shown_to_who_has_the_link_and_looking_changes_nothing) {
  when(mail());
  EXPECT_TRUE(open({}, false).empty());
  EXPECT_TRUE(last_answer.accepted);
  EXPECT_EQ(page().at("name"), "letter.pdf");
  EXPECT_EQ(page().at("practice"), "Demo Surgery");
  EXPECT_EQ(page().at("until"), "Monday 9 March 2026");
  EXPECT_EQ(page().at("confirm_address"), true);
  EXPECT_EQ(page().at("fetched"), false);
  EXPECT_EQ(page().at("file"), "") << "where it is, is told when it may be handed out";
}

TEST_F(a_kept_file, is_fetched_by_who_says_where_the_email_went) {
  const auto c = mail();
  when(c);
  EXPECT_TRUE(open("somebody@example.org").empty());
  EXPECT_EQ(last_answer.refusal, error_code::refused);
  EXPECT_EQ(page().at("wrong_address"), true);
  EXPECT_TRUE(open("").empty());
  const auto events = open("  foo.bar@example.ORG ");
  ASSERT_EQ(count<file_opened>(events), 1U);
  EXPECT_EQ(first<file_opened>(events)->message, c.message);
  EXPECT_TRUE(last_answer.accepted);
  EXPECT_EQ(page().at("fetched"), true);
  EXPECT_EQ(page().at("message"), to_text(c.message).c_str());
  EXPECT_EQ(page().at("file"), first<file_opened>(events)->file.c_str());
  EXPECT_EQ(last_answer.shown, std::vector{to_text(c.message)}) << "for the audit trail";
}

TEST_F(a_kept_file, needs_no_address_where_the_program_wants_none) {
  auto c = mail();
  c.files[0].confirm_address = false;
  when(c);
  EXPECT_EQ(count<file_opened>(open()), 1U);
}

TEST_F(a_kept_file, is_not_found_by_another_secret_nor_after_too_many_openings) {
  when(mail());
  when(open_file{secret_text(secret + "x"), true, secret_text(address)});
  EXPECT_EQ(last_answer.refusal, error_code::not_found);
  for (std::uint32_t i = 0; i < kept_file_openings_max; ++i) ASSERT_EQ(open(address).size(), 1U) << i;
  EXPECT_TRUE(open(address).empty());
  EXPECT_EQ(last_answer.refusal, error_code::not_found);
}

TEST_F(a_kept_file, is_destroyed_with_all_others_whose_time_is_over) {
  auto two = mail();
  two.files.push_back(letter("another", now + week));
  two.files.push_back(letter("later", now + 2 * week));
  when(two);
  EXPECT_EQ(files::next(state), now + week);
  EXPECT_LE(wake_at(state, settings, now), now + week);
  now += week;
  EXPECT_TRUE(open(address).empty()) << "at its end it can't be fetched, whether it was destroyed yet or not";
  EXPECT_EQ(last_answer.refusal, error_code::not_found);
  const auto ended = when(clock_ticked{});
  EXPECT_EQ(count<file_ended>(ended), 2U);
  EXPECT_EQ(count<keys_to_erase>(last_effects), 1U) << "their keys go together";
  EXPECT_EQ(destroyed().size(), 2U);
  EXPECT_EQ(destroyed()[0].what, seal_subject::kind::file);
  EXPECT_TRUE(when(clock_ticked{}).empty());
  last_effects = outstanding(state, settings, now);
  EXPECT_EQ(destroyed().size(), 2U) << "again after a crash";
  prune(state, now);
  EXPECT_EQ(state.files.size(), 1U);
}

TEST_F(a_kept_file, is_forgotten_with_the_patient_to_whose_address_it_went) {
  auto amira = patient("p1", "07700 900123");
  amira.email = secret_text(address);
  given(patient_updated{amira});
  when(mail());
  const auto events = when(erase_patient{patient_id("p1"), {}, "administrator"});
  EXPECT_EQ(count<file_ended>(events), 1U);
  const auto all = destroyed();
  EXPECT_NE(std::find(all.begin(), all.end(), files::key_of(first<file_ended>(events)->file)), all.end());
  EXPECT_TRUE(open(address).empty());
  EXPECT_EQ(encode(state).find("letter.pdf"), std::string::npos);
  EXPECT_EQ(encode(state).find("Example.org"), std::string::npos);
}

TEST_F(a_kept_file, goes_with_emails_alone_and_only_so_many_and_so_large) {
  auto text = mail();
  text.by = channel::sms;
  text.to = secret_text("07700 900123");
  EXPECT_TRUE(when(text).empty());
  EXPECT_EQ(last_answer.reason, "files: only an e-mail can have them");
  auto many = mail();
  many.files.resize(kept_files_max + 1, many.files[0]);
  EXPECT_TRUE(when(many).empty());
  auto large = mail();
  large.files[0].bytes = secret_text(std::string(kept_file_bytes_max + 1, 'x'));
  EXPECT_TRUE(when(large).empty());
  auto empty = mail();
  empty.files[0].bytes = secret_text();
  EXPECT_TRUE(when(empty).empty());
  EXPECT_EQ(last_answer.refusal, error_code::invalid_input);
}

TEST_F(a_kept_file, is_not_kept_for_a_test_key_whose_messages_go_nowhere) {
  auto c = mail();
  c.api = {"trial", api_key_type::test, {}, "letter", 1};
  EXPECT_EQ(count<file_kept>(when(c)), 0U);
}

TEST_F(a_kept_file, has_an_audit_entry_for_each_fetch_and_none_for_guesses) {
  when(mail());
  const audit_mark reader{random_id<request_id>(), "by link", "reader", {}, "POST /f/{}/{}", {}, {}};
  const command right = open_file{secret_text(secret), true, secret_text(address)};
  const auto made = decide(state, settings, right, now);
  const auto entry = audit_entry(state, reader, right, made.what);
  ASSERT_TRUE(entry);
  EXPECT_EQ(std::get<audited>(*entry).what.objects, made.what.shown);
  const command wrong = open_file{secret_text(secret), true, secret_text("x@example.org")};
  EXPECT_FALSE(audit_entry(state, reader, wrong, decide(state, settings, wrong, now).what));
}

} // namespace
