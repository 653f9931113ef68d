// The page behind a link in a text: what the door lets through, draws and keeps to itself.
#include "tests/core/endpoint_door.hpp"

#include "schemas/json.hpp"
#include "schemas/question_page_views.hpp"

namespace tidings::web {
namespace {

class endpoint_question_link : public endpoint_door {
protected:
  const std::string path = "/q/A99001/abcdefghijklmnopqrstuvwx";

  endpoint_question_link() { tells(two_questions()); }
  static view::question_page two_questions() {
    view::question_page page;
    page.practice = "Abbey & Sons <Surgery>";
    page.phone = "01632 960001";
    page.fields = {
        {.step = "smoker", .text = "Do you\nsmoke?", .kind = "smoking", .words = {}, .problem = {}},
        {.step = "pressure", .text = "Your blood pressure?", .kind = "blood_pressure", .words = {}, .problem = {}}};
    return page;
  }
  void tells(const view::question_page& page) {
    broker.next_answer = {};
    broker.next_answer.told = secret_text(boost::json::serialize(to_json(page)));
  }
  request form(std::string body) {
    return with(make("POST", path, std::move(body)), "Content-Type", "application/x-www-form-urlencoded");
  }
  const answer_by_link& told() const { return std::get<answer_by_link>(broker.told.back().what); }
  static std::string text(const response& answer) { return std::string(answer.text()); }
};

TEST_F(endpoint_question_link, shows_the_practice_and_its_questions_and_needs_no_sign_in_and_no_script) {
  const auto answer = ask(make("GET", path));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(answer.field("Cache-Control"), "no-store");
  EXPECT_EQ(answer.field("Set-Cookie"), "");
  const auto html = text(answer);
  EXPECT_THAT(html, HasSubstr("<header>Abbey &amp; Sons &lt;Surgery&gt;</header>"));
  EXPECT_THAT(html, HasSubstr("Do you<br>\nsmoke?"));
  EXPECT_THAT(html, HasSubstr(R"(<input type="radio" id="q-smoker" name="a.smoker" value="I have never smoked">)"));
  EXPECT_THAT(html, HasSubstr(R"(<label for="q-pressure">Your blood pressure?</label>)"));
  EXPECT_THAT(html, HasSubstr(R"(<input type="hidden" name="asked" value="smoker pressure">)"));
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find(" style="), std::string::npos);
  EXPECT_EQ(html.find("abcdefghijkl"), std::string::npos) << "the form goes to its own address";
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_EQ(told().secret.reveal(), "abcdefghijklmnopqrstuvwx");
  EXPECT_FALSE(told().sent) << "previews and scanners fetch links";
  EXPECT_FALSE(broker.told[0].by) << "the audit trail gets no secret";
}

TEST_F(endpoint_question_link, sends_what_was_filled_in_and_what_was_left_empty) {
  ask(form("asked=smoker+pressure&a.pressure=135%2F85+%C3%A9&n.smoker=1"));
  ASSERT_TRUE(told().sent);
  ASSERT_EQ(told().answers.size(), 2U);
  EXPECT_EQ(told().answers[0].step, "smoker");
  EXPECT_EQ(told().answers[0].words.reveal(), "") << "a browser sends nothing of radio buttons that nobody pressed";
  EXPECT_TRUE(told().answers[0].cannot_say);
  EXPECT_EQ(told().answers[1].words.reveal(), "135/85 \xc3\xa9");
  EXPECT_FALSE(told().answers[1].cannot_say);
}

TEST_F(endpoint_question_link, names_what_is_wrong_at_its_field_and_keeps_what_was_typed) {
  auto page = two_questions();
  page.fields[0].words = "I smoke";
  page.fields[1].words = "\"><b>1350/85";
  page.fields[1].problem = "This can't be right.";
  tells(page);
  const auto html = text(ask(form("asked=smoker+pressure&a.smoker=I+smoke&a.pressure=x")));
  EXPECT_THAT(html, HasSubstr("<title>Error: Questions about your health"));
  EXPECT_THAT(html, HasSubstr(R"(<a href="#q-pressure">This can&#39;t be right.</a>)"));
  EXPECT_THAT(html, HasSubstr(R"(value="&quot;&gt;&lt;b&gt;1350/85")"));
  EXPECT_THAT(html, HasSubstr(R"(aria-invalid="true" aria-describedby="q-pressure-hint q-pressure-wrong")"));
  EXPECT_THAT(html, HasSubstr(R"(value="I smoke" checked)"));
}

TEST_F(endpoint_question_link, asks_the_questions_that_follow_and_says_so) {
  EXPECT_THAT(text(ask(form("asked=smoker&a.smoker=I+smoke"))), HasSubstr("There are a few more questions below"));
  EXPECT_EQ(text(ask(make("GET", path))).find("a few more questions"), std::string::npos);
}

TEST_F(endpoint_question_link, thanks_and_names_help_where_it_may_be_needed) {
  view::question_page taken;
  taken.practice = "Abbey Surgery";
  taken.phone = "01632 960001";
  taken.taken = true;
  taken.thanks = "We are grateful.";
  tells(taken);
  auto html = text(ask(form("asked=smoker&a.smoker=I+smoke")));
  EXPECT_THAT(html, HasSubstr("Your answers have arrived"));
  EXPECT_THAT(html, HasSubstr("We are grateful."));
  EXPECT_EQ(html.find("Please read this now"), std::string::npos);
  taken.emergency = "In an emergency call 999 now.";
  tells(taken);
  html = text(ask(form("asked=smoker&a.smoker=I+smoke")));
  EXPECT_THAT(html, HasSubstr("<h2>Please read this now</h2>\n<p>In an emergency call 999 now.</p>"));
}

TEST_F(endpoint_question_link, has_one_page_for_every_link_that_does_not_open) {
  broker.next_answer = {false, false, error_code::not_found, "this link can't be opened, or not any more", ""};
  const auto wrong = ask(make("GET", path));
  EXPECT_EQ(wrong.status, 404);
  EXPECT_THAT(text(wrong), HasSubstr("please ring your practice"));
  for (auto& asked : {make("GET", "/q/A99009/abcdefghijklmnopqrstuvwx"), make("GET", "/q/host/x"),
                      make("GET", "/q/%20/x"), form("asked=smoker&a.smoker=I+smoke")}) {
    const auto same = ask(asked);
    EXPECT_EQ(same.status, 404) << asked.target;
    EXPECT_EQ(same.text(), wrong.text()) << asked.target;
    EXPECT_EQ(same.fields, wrong.fields) << asked.target;
  }
}

TEST_F(endpoint_question_link, is_drawn_in_welsh_with_english_questions_marked_as_such) {
  auto page = two_questions();
  page.language = page_language::cy;
  page.fields[0].text = "Ydych chi'n ysmygu?";
  page.fields[0].language = page_language::cy;
  page.fields[1].problem = "Ysgrifennwch ddau rif.";
  tells(page);
  const auto html = text(ask(form("asked=smoker+pressure&language=cy&a.pressure=x")));
  EXPECT_THAT(html, HasSubstr("<html lang=\"cy\">"));
  EXPECT_THAT(html, HasSubstr("<title>Gwall: Cwestiynau am eich iechyd - Abbey &amp; Sons"));
  EXPECT_THAT(html, HasSubstr("<legend>Ydych chi&#39;n ysmygu?</legend>"));
  EXPECT_THAT(html, HasSubstr("<legend lang=\"en-GB\"><label for=\"q-pressure\">Your blood pressure?</label>"));
  EXPECT_THAT(html, HasSubstr("value=\"I have never smoked\"><label for=\"q-smoker\">Dydw i erioed wedi ysmygu"))
      << "what is sent and filed is the same in both languages";
  EXPECT_THAT(html, HasSubstr("<span class=\"unseen\">Gwall:</span> Ysgrifennwch ddau rif."));
  EXPECT_THAT(html, HasSubstr(R"(name="language" value="cy")"));
  EXPECT_THAT(html, HasSubstr(R"(name="show" value="en" lang="en">English</button>)"));
  EXPECT_EQ(html.find("Send"), std::string::npos);
  EXPECT_EQ(html.find("practice"), std::string::npos);
  EXPECT_EQ(told().language, "cy");
  EXPECT_TRUE(told().sent);
}

TEST_F(endpoint_question_link, is_sent_by_enter_and_shown_in_the_other_language_without_being_sent) {
  const auto html = text(ask(make("GET", path)));
  const auto sends = html.find("<button type=\"submit\" class=\"unseen\""), shows = html.find("name=\"show\"");
  EXPECT_LT(sends, shows) << "Enter presses the first button of a form";
  EXPECT_THAT(html, HasSubstr(R"(value="cy" lang="cy">Cymraeg</button>)"));
  ask(form("asked=smoker+pressure&language=en&show=cy&a.smoker=I+smoke&a.pressure=135%2F85"));
  EXPECT_FALSE(told().sent);
  EXPECT_EQ(told().language, "cy");
  ASSERT_EQ(told().answers.size(), 2U) << "what was written goes with it";
  EXPECT_EQ(told().answers[1].words.reveal(), "135/85");
}

TEST_F(endpoint_question_link, thanks_in_welsh_and_names_help_in_both_languages) {
  view::question_page taken;
  taken.practice = "Meddygfa'r Abaty";
  taken.language = page_language::cy;
  taken.taken = true;
  taken.thanks = "We are grateful.";
  taken.emergency = "In an emergency call 999 now.";
  tells(taken);
  auto html = text(ask(form("asked=smoker&a.smoker=I+smoke")));
  EXPECT_THAT(html, HasSubstr("<h2>Darllenwch hyn nawr</h2>\n<p>Mewn argyfwng ffoniwch 999 nawr."));
  EXPECT_THAT(html, HasSubstr("<p lang=\"en-GB\">In an emergency call 999 now.</p>"));
  EXPECT_THAT(html, HasSubstr("<p lang=\"en-GB\">We are grateful.</p>"));
  taken.thanks_language = page_language::cy;
  tells(taken);
  EXPECT_THAT(text(ask(form("asked=smoker&a.smoker=I+smoke"))), HasSubstr("<p>We are grateful.</p>"));
}

TEST_F(endpoint_question_link, draws_the_friends_and_family_test_with_its_six_answers_and_room_for_why) {
  view::question_page page;
  page.practice = "Abbey Surgery";
  page.fields = {{.step = "score", .text = "How was it?", .kind = "fft", .words = "2", .problem = {}},
                 {.step = "why", .text = "Why?", .kind = "fft_comment", .words = "</textarea>", .problem = {}}};
  tells(page);
  const auto html = text(ask(make("GET", path)));
  EXPECT_THAT(html, HasSubstr("<h1>Your experience of our service</h1>"));
  EXPECT_THAT(html, HasSubstr("Your answer is counted without your name."));
  EXPECT_EQ(html.find("into your record"), std::string::npos);
  for (const char* shown : {"Very good", "Good", "Neither good nor poor", "Poor", "Very poor", "Don’t know"})
    EXPECT_THAT(html, HasSubstr(std::string(">") + shown + "</label>"));
  EXPECT_THAT(html, HasSubstr(R"(name="a.score" value="2" checked>)"));
  EXPECT_THAT(html, HasSubstr(">&lt;/textarea&gt;</textarea>"));
  EXPECT_EQ(html.find("n.score"), std::string::npos) << "Don't know is one of the six";
  page.language = page_language::cy;
  tells(page);
  EXPECT_THAT(text(ask(make("GET", path))), HasSubstr(">Ddim yn dda nac yn wael</label>"));
}

struct wanted {
  const char *query, *accepted;
  std::string_view language;
};
TEST_F(endpoint_question_link, opens_in_the_language_that_was_chosen_or_in_welsh_for_a_browser_that_wants_it_most) {
  const wanted cases[] = {{"", "", ""},
                          {"", "en-GB,en;q=0.9", ""},
                          {"", "cy", "cy"},
                          {"", "cy-GB, en-GB;q=0.8", "cy"},
                          {"", "en-GB, cy;q=0.8", ""},
                          {"", "en;q=0.5, CY;q=0.6", "cy"},
                          {"", "en, cy", ""},
                          {"", "cy, en", "cy"},
                          {"", "cyc, *", ""},
                          {"", "cy;q=0", ""},
                          {"", "cy;q=zero, ;;,", ""},
                          {"?language=cy", "en", "cy"},
                          {"?language=en", "cy", "en"},
                          {"?language=fr", "cy", "cy"}};
  for (const auto& one : cases) {
    ask(with(make("GET", path + one.query), "Accept-Language", one.accepted));
    EXPECT_EQ(told().language, one.language) << one.query << " " << one.accepted;
  }
  ask(with(form("asked=smoker&language=en"), "Accept-Language", "cy"));
  EXPECT_EQ(told().language, "en") << "the page they filled in was English";
}

TEST_F(endpoint_question_link, says_in_welsh_too_that_it_does_not_open) {
  broker.next_answer = {false, false, error_code::not_found, "this link can't be opened, or not any more", ""};
  const auto html = text(ask(make("GET", path + "?language=cy")));
  EXPECT_THAT(html, HasSubstr("<html lang=\"cy\">"));
  EXPECT_THAT(html, HasSubstr("ffoniwch eich meddygfa"));
  EXPECT_THAT(html, HasSubstr(R"(<a href="?language=en" lang="en" hreflang="en">English</a>)"));
  EXPECT_EQ(text(ask(make("GET", "/q/A99009/abcdefghijklmnopqrstuvwx?language=cy"))), html);
  broker.why_not_ready = "starting";
  EXPECT_THAT(text(ask(make("GET", path + "?language=cy"))), HasSubstr("ni anfonwyd dim"));
}

TEST_F(endpoint_question_link, says_that_nothing_was_sent_when_it_could_not_be_written_down) {
  const struct {
    error_code why;
    int status;
  } cases[] = {{error_code::overloaded, 429},
               {error_code::log_unavailable, 503},
               {error_code::timed_out, 503},
               {error_code::refused, 503}};
  for (const auto& one : cases) {
    broker.next_answer = {false, false, one.why, "", ""};
    const auto answer = ask(form("asked=smoker&a.smoker=I+smoke"));
    EXPECT_EQ(answer.status, one.status);
    EXPECT_THAT(text(answer), HasSubstr("nothing was sent"));
    EXPECT_NE(answer.field("Retry-After"), "");
  }
  broker.why_not_ready = "starting";
  EXPECT_EQ(ask(make("GET", path)).status, 503);
}

TEST_F(endpoint_question_link, shows_the_page_anew_for_what_is_not_its_form) {
  for (auto asked : {make("POST", path, "asked=smoker"), form("a.smoker=yes"), form("asked=smoker&asked=pressure")}) {
    EXPECT_EQ(ask(asked).status, 200);
    EXPECT_FALSE(told().sent);
  }
}

TEST_F(endpoint_question_link, hears_no_more_than_so_many_wrong_ones_from_one_address) {
  broker.next_answer = {false, false, error_code::not_found, "", ""};
  steady_time clock{};
  way_in->inside().steady = [&] { return clock += std::chrono::seconds(1); };
  for (int i = 0; i < wrong_links_max; ++i) EXPECT_EQ(ask(make("GET", path)).status, 404);
  const auto told_before = broker.told.size();
  EXPECT_EQ(ask(make("GET", path)).status, 429);
  EXPECT_EQ(broker.told.size(), told_before) << "the practice hears nothing of it";
  EXPECT_EQ(ask(hook("/webhooks/firetext/firetext/receipt", "")).status, 400)
      << "a provider behind the same proxy is heard";
  now += wrong_links_window;
  EXPECT_EQ(ask(make("GET", path)).status, 404);
}

TEST_F(endpoint_question_link, takes_no_more_of_a_practice_than_its_share) {
  steady_time clock{};
  way_in->inside().steady = [&] { return clock; };
  int pages = 0;
  for (int i = 0; i < 1'000; ++i) pages += ask(make("GET", path)).status == 200 ? 1 : 0;
  EXPECT_EQ(pages, 200);
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/conversations/abcdefghij0123456789/trust?practice=A99001"))).status,
            200)
      << "staff have theirs";
  clock += std::chrono::seconds(1);
  EXPECT_EQ(ask(make("GET", path)).status, 200);
}

} // namespace
} // namespace tidings::web
