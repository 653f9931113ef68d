// The page behind the link of a file that went with an e-mail: what the door draws, hands out and keeps to itself.
#include "tests/core/endpoint_door.hpp"

#include "schemas/json.hpp"
#include "schemas/kept_file_views.hpp"

namespace tidings::web {
namespace {

class endpoint_file_link : public endpoint_door {
protected:
  const std::string path = "/f/A99001/abcdefghijklmnopqrstuvwxyz0";

  endpoint_file_link() { tells(letter()); }
  static view::kept_file_page letter() {
    return {.practice = "Abbey & Sons <Surgery>",
            .phone = "01632 960001",
            .name = "your letter é.pdf",
            .media_type = "application/pdf",
            .size = 12'400,
            .until = "Monday 9 March",
            .confirm_address = true,
            .wrong_address = false,
            .fetched = false,
            .message = {},
            .file = {}};
  }
  void tells(const view::kept_file_page& page) {
    broker.next_answer = {};
    broker.next_answer.told = secret_text(boost::json::serialize(to_json(page)));
  }
  request form(std::string body) {
    return with(make("POST", path, std::move(body)), "Content-Type", "application/x-www-form-urlencoded");
  }
  const open_file& told() const { return std::get<open_file>(broker.told.back().what); }
};

TEST_F(endpoint_file_link, says_what_it_is_and_hands_nothing_out_to_who_only_looks) {
  const auto answer = ask(make("GET", path));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("Cache-Control"), "no-store");
  const std::string html(answer.text());
  EXPECT_THAT(html, HasSubstr("<header>Abbey &amp; Sons &lt;Surgery&gt;</header>"));
  EXPECT_THAT(html, HasSubstr("<strong>your letter é.pdf</strong> (12 KB)"));
  EXPECT_THAT(html, HasSubstr("until Monday 9 March"));
  EXPECT_THAT(html, HasSubstr(R"(<label for="address">Your e-mail address</label>)"));
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("abcdefghijkl"), std::string::npos) << "the form goes to its own address";
  EXPECT_EQ(told().secret.reveal(), "abcdefghijklmnopqrstuvwxyz0");
  EXPECT_FALSE(told().fetched) << "previews and scanners fetch links";
  EXPECT_FALSE(broker.told[0].by);
  EXPECT_TRUE(broker.asked.empty());
}

TEST_F(endpoint_file_link, hands_the_file_out_once_that_is_on_record) {
  auto page = letter();
  page.fetched = true;
  page.message = an_id;
  page.file = "mark-of-it";
  tells(page);
  broker.resources["kept-files/" + an_id] = {200, "%PDF-1.4"};
  const auto answer = ask(form("address=foo%40example.org"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.text(), "%PDF-1.4");
  EXPECT_EQ(answer.field("Content-Type"), "application/pdf");
  EXPECT_EQ(answer.field("Content-Disposition"), "attachment; filename=\"your letter __.pdf\"; "
                                                 "filename*=UTF-8''your%20letter%20%C3%A9.pdf");
  EXPECT_EQ(answer.field("Cache-Control"), "no-store");
  EXPECT_TRUE(told().fetched);
  EXPECT_EQ(told().address.reveal(), "foo@example.org");
  ASSERT_TRUE(broker.told.back().by);
  EXPECT_EQ(broker.told.back().by->action, "POST /f/{}/{}");
  EXPECT_TRUE(broker.told.back().by->objects.empty()) << "the secret is in no entry";
  ASSERT_EQ(broker.asked.size(), 1U);
  EXPECT_EQ(broker.asked[0].second.at("file"), "mark-of-it");
}

TEST_F(endpoint_file_link, names_a_wrong_address_at_its_field) {
  auto page = letter();
  page.wrong_address = true;
  tells(page);
  broker.next_answer.accepted = false;
  broker.next_answer.refusal = error_code::refused;
  const auto answer = ask(form("address=x%22%40example.org"));
  EXPECT_EQ(answer.status, 403);
  EXPECT_THAT(std::string(answer.text()), HasSubstr("<title>Error: You have a file to download"));
  EXPECT_THAT(std::string(answer.text()),
              HasSubstr(R"(aria-describedby="address-hint address-wrong" aria-invalid="true")"));
  EXPECT_THAT(std::string(answer.text()), HasSubstr(R"(value="x&quot;@example.org")"))
      << "what was typed is still there";
  EXPECT_TRUE(broker.asked.empty());
}

TEST_F(endpoint_file_link, has_one_page_for_every_link_that_does_not_open) {
  broker.next_answer = {false, false, error_code::not_found, "this link can't be opened, or not any more", ""};
  const auto wrong = ask(make("GET", path));
  EXPECT_EQ(wrong.status, 404);
  for (auto& asked :
       {make("GET", "/f/A99009/abcdefghijklmnopqrstuvwxyz0"), make("GET", "/f/host/x"), form("address=a"), form("")}) {
    const auto same = ask(asked);
    EXPECT_EQ(same.status, 404) << asked.target;
    EXPECT_EQ(same.text(), wrong.text()) << asked.target;
  }
  broker.next_answer = {false, false, error_code::log_unavailable, "the log can't be written", ""};
  EXPECT_EQ(ask(make("GET", path)).status, 503);
  EXPECT_NE(ask(make("GET", path)).field("Retry-After"), "");
}

TEST_F(endpoint_file_link, says_so_when_the_bytes_are_gone_or_can_not_be_read_now) {
  auto page = letter();
  page.fetched = true;
  page.message = an_id;
  tells(page);
  EXPECT_EQ(ask(form("address=a")).status, 404);
  broker.resources["kept-files/" + an_id] = {503, "{}"};
  EXPECT_EQ(ask(form("address=a")).status, 503);
}

} // namespace
} // namespace tidings::web
