// The pure parts of the GOV.UK Notify API: bodies, numbers, templates, lists, rates.
#include "tests/core/notify_program.hpp"
#include "web/endpoint/notify/notification_json.hpp"
#include "web/endpoint/notify/pages.hpp"
#include "web/endpoint/notify/phone.hpp"
#include "web/endpoint/notify/query.hpp"
#include "web/endpoint/notify/rate.hpp"
#include "web/endpoint/notify/templates.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <gmock/gmock.h>

namespace tidings::web::notify {
namespace {
using namespace tidings::test;
using ::testing::HasSubstr;

std::string said(const rejection& why) {
  std::string out;
  for (const auto& one : why.faults) out += (out.empty() ? "" : " | ") + one.error + ": " + one.message;
  return out;
}
template <class T> std::string told(const checked<T>& got) { return got ? "well" : said(got.error()); }

TEST(a_recipient, is_a_uk_mobile_or_told_what_is_wrong_as_notify_tells_it) {
  const struct {
    std::string text, says;
  } cases[] = {
      {"07700900123", "447700900123"},
      {"+44 (0)7700 900 123", "447700900123"},
      {"0044 7700 900123", "447700900123"},
      {"7700900123", "447700900123"},
      {"0770090012", "ValidationError: phone_number Not enough digits"},
      {"", "ValidationError: phone_number Not enough digits"},
      {"077009001234", "ValidationError: phone_number Too many digits"},
      {"07700 9o0123", "ValidationError: phone_number Must not contain letters or symbols"},
      {"07700900123;", "ValidationError: phone_number Must not contain letters or symbols"},
      {"01632 960001", "InvalidPhoneError: Not a UK mobile number"},
      {"+1 202 555 0100", "BadRequestError: Cannot send to international mobile numbers"},
      {"+999 1234567890", "ValidationError: phone_number Not a valid country prefix"},
      {"+1 202", "ValidationError: phone_number Not enough digits"},
      {"+12025550100202555010", "ValidationError: phone_number Too many digits"},
  };
  for (const auto& one : cases) {
    const auto got = recipient(one.text);
    EXPECT_EQ(got ? *got : said(got.error()), one.says) << one.text;
  }
}

std::string body(const std::string& more = "") {
  return R"({"phone_number":"07700900123","template_id":"26785a09-ab16-4eb0-8407-a37497a57506")" + more + "}";
}

TEST(the_body_of_a_text_message, is_read_with_values_as_python_writes_them) {
  const auto got = read_sms(body(
      R"(,"reference":"r-1","personalisation":{"a":"x","n":7,"f":1.5,"t":true,"l":["a","b","c"],"two":[1,2],"none":null})"));
  ASSERT_TRUE(got) << told(got);
  EXPECT_EQ(got->number, "447700900123");
  EXPECT_EQ(got->reference, "r-1");
  EXPECT_EQ(
      got->values,
      (personalisation{{"a", "x"}, {"n", "7"}, {"f", "1.5"}, {"t", "True"}, {"l", "a, b and c"}, {"two", "1 and 2"}}));
  EXPECT_FALSE(read_sms(body(R"(,"reference":null)"))->reference);
}

TEST(the_body_of_a_text_message, is_told_every_mistake_and_repeats_no_number) {
  const struct {
    std::string given, says;
  } cases[] = {
      {"", "BadRequestError: Invalid JSON supplied in POST data"},
      {"{\"phone_number\":\"\xff\"}", "BadRequestError: Invalid JSON supplied in POST data"},
      {"[]", "ValidationError: The body is not of type object"},
      {"{}",
       "ValidationError: phone_number is a required property | ValidationError: template_id is a required property"},
      {R"({"phone_number":null,"template_id":"x"})",
       "ValidationError: phone_number None is not of type string | ValidationError: template_id is not a valid UUID"},
      {R"({"phone_number":7700900123,"template_id":7})",
       "ValidationError: phone_number is not of type string | ValidationError: template_id is not of type string"},
      {body(R"(,"personalisation":"Amira")"), "ValidationError: personalisation is not of type object"},
      {body(R"(,"personalisation":{"file":{"file":"JVBERi0x"}})"),
       "ValidationError: personalisation has a file: files can only be sent by email"},
      {body(R"(,"sms_sender_id":"me")"), "ValidationError: sms_sender_id is not a valid UUID"},
      {body(R"(,"urgent":true)"), "ValidationError: Additional properties are not allowed (urgent was unexpected)"},
      {body(R"(,"reference":")" + std::string(1'001, 'r') + "\""), "ValidationError: reference is too long"},
      {body(R"(,"scheduled_for":"2026-12-01T10:00:00Z")"),
       "ValidationError: scheduled_for is not supported here: send when it is time"},
      {R"({"phone_number":"0770","template_id":"26785a09-ab16-4eb0-8407-a37497a57506"})",
       "ValidationError: phone_number Not enough digits"},
  };
  for (const auto& one : cases) EXPECT_EQ(told(read_sms(one.given)), one.says) << one.given;
}

TEST(a_template, is_filled_in_by_notifys_rules) {
  const auto practice = settings_of_service();
  const auto& hello = practice.templates.at(template_id("hello"));
  const auto text = [&](personalisation values) {
    const auto got = filled_in(practice, hello, std::move(values));
    return got ? *got : said(got.error());
  };
  EXPECT_EQ(text({{"Name", "Foo"}, {"urgent", "no"}}), "Hello Foo, this is Demo Surgery.");
  EXPECT_EQ(text({{"name", "Foo"}, {"urgent", "Yes"}, {"other", "x"}}), "Hello Foo, this is Demo Surgery. Ring us.");
  EXPECT_EQ(text({{"name", "Foo"}, {"urgent", "no"}, {"practice name", "us"}}), "Hello Foo, this is us.");
  EXPECT_EQ(text({}), "BadRequestError: Missing personalisation: name, urgent");
  EXPECT_EQ(
      text({{"name", std::string(900, 'x')}, {"urgent", "no"}}),
      "BadRequestError: Your message is too long. Text messages cannot be longer than 918 characters. Your message "
      "is 929 characters long.");
  const template_settings nothing{template_id("n"), "((name))"};
  EXPECT_EQ(said(filled_in(practice, nothing, {{"name", " "}}).error()), "BadRequestError: Your message is empty.");
}

TEST(a_template, has_an_id_that_stays_and_every_version_it_had) {
  const auto practice = settings_of_service();
  auto other = practice;
  other.id = *practice_id::parse("A99002");
  const auto id = template_uuid(practice, template_id("hello"));
  EXPECT_EQ(uuid::print(id), uuid::print(template_uuid(settings_of_service(), template_id("hello"))));
  EXPECT_NE(id, template_uuid(other, template_id("hello"))) << "another practice's is not this one's";
  const auto* hello = template_with(practice, id);
  ASSERT_TRUE(hello);
  EXPECT_EQ(template_with(other, id), nullptr);
  EXPECT_EQ(version_of(*hello), 2U);
  EXPECT_FALSE(version_with(*hello, 0));
  EXPECT_FALSE(version_with(*hello, 3));
  const auto shown = [&](std::uint32_t number) {
    return boost::json::parse(template_json(practice, *hello, *version_with(*hello, number)));
  };
  const auto first = shown(1);
  EXPECT_EQ(first.at("body"), "Hi ((first name))");
  EXPECT_EQ(first.at("version"), 1);
  EXPECT_EQ(first.at("name"), "Hello there");
  auto renamed = *hello;
  renamed.earlier_titles = {"Hi"};
  const auto named = [&](std::uint32_t number) {
    return boost::json::parse(template_json(practice, renamed, *version_with(renamed, number))).at("name").as_string();
  };
  EXPECT_EQ(named(1), "Hi") << "as that version was called";
  EXPECT_EQ(named(2), "Hello there");
  renamed.earlier.push_back("Hello ((first name))");
  EXPECT_EQ(named(2), "Hello there") << "a version without a title of its own is called as it is now";
  EXPECT_EQ(boost::json::serialize(first.at("personalisation")), R"({"first name":{"required":true}})");
  const auto now = shown(2);
  EXPECT_EQ(boost::json::serialize(now.at("personalisation")),
            R"({"name":{"required":true},"urgent":{"required":true}})")
      << "what the practice itself knows, nobody has to bring";
  EXPECT_EQ(boost::json::parse(templates_json(practice, "")).at("templates").as_array().size(), 2U);
}

TEST(a_template, that_was_made_in_the_browser_has_every_version_with_its_own_words_and_moment) {
  const auto practice = settings_of_service();
  template_settings flu{template_id("flu"), "Come on Monday", "Flu"};
  flu.history = std::make_shared<const template_history>(template_history{false,
                                                                          {{.number = 1,
                                                                            .title = "Influenza",
                                                                            .subject = {},
                                                                            .body = "Come",
                                                                            .by = "ann",
                                                                            .approved_by = "bob",
                                                                            .at = from_ms(1'774'864'923'000)},
                                                                           {.number = 2,
                                                                            .title = "Flu",
                                                                            .subject = {},
                                                                            .body = "Come on Monday",
                                                                            .by = "ann",
                                                                            .approved_by = "cat@icb.example",
                                                                            .at = from_ms(1'774'864'924'000)}}});
  const auto shown = [&](std::uint32_t number) {
    return boost::json::parse(template_json(practice, flu, *version_with(flu, number)));
  };
  EXPECT_EQ(version_of(flu), 2U);
  EXPECT_FALSE(version_with(flu, 3));
  EXPECT_EQ(shown(1).at("name"), "Influenza");
  EXPECT_EQ(shown(1).at("body"), "Come");
  EXPECT_TRUE(shown(1).at("updated_at").is_null());
  EXPECT_EQ(shown(1).at("created_by"), "bob@tidings.invalid");
  EXPECT_EQ(shown(2).at("created_at"), "2026-03-30T10:02:03.000000Z");
  EXPECT_EQ(shown(2).at("updated_at"), "2026-03-30T10:02:04.000000Z");
  EXPECT_EQ(shown(2).at("created_by"), "cat.icb.example@tidings.invalid");
}

TEST(an_email_template, is_one_with_a_subject_and_fills_in_both) {
  auto practice = settings_of_service();
  template_settings letter{template_id("letter"), "Dear ((name)), \xF0\x9F\x99\x82"};
  letter.subject = "((practice_name)): ((what))";
  practice.templates[letter.id] = letter;
  const auto shown = boost::json::parse(template_json(practice, letter, *version_with(letter, 1)));
  EXPECT_EQ(shown.at("type"), "email");
  EXPECT_EQ(shown.at("subject"), "((practice_name)): ((what))");
  EXPECT_EQ(boost::json::serialize(shown.at("personalisation")),
            R"({"what":{"required":true},"name":{"required":true}})");
  EXPECT_EQ(boost::json::parse(templates_json(practice, "email")).at("templates").as_array().size(), 1U);
  EXPECT_EQ(boost::json::parse(templates_json(practice, "sms")).at("templates").as_array().size(), 2U);
  EXPECT_EQ(boost::json::parse(templates_json(practice, "letter")).at("templates").as_array().size(), 0U);
  const auto filled = filled_in_email(practice, letter, {{"name", "Foo"}, {"what", "results"}});
  ASSERT_TRUE(filled);
  EXPECT_EQ(filled->subject, "Demo Surgery: results");
  EXPECT_EQ(filled->body, "Dear Foo, \xF0\x9F\x99\x82") << "every character stays";
  EXPECT_EQ(said(filled_in_email(practice, letter, {}).error()),
            "BadRequestError: Missing personalisation: what, name");
}

TEST(an_email, says_what_is_wrong_with_it) {
  const std::string start = R"({"template_id":"26785a09-ab16-4eb0-8407-a37497a57506","email_address":)";
  const struct {
    std::string given;
    const char* says;
  } cases[] = {
      {"{}",
       "ValidationError: email_address is a required property | ValidationError: template_id is a required property"},
      {start + "null}", "ValidationError: email_address None is not of type string"},
      {start + R"("ann"})", "ValidationError: email_address Not a valid email address"},
      {start + R"("ann@example.org, bob@example.org"})", "ValidationError: email_address Not a valid email address"},
      {start + R"("a@example.org","phone_number":"0"})",
       "ValidationError: Additional properties are not allowed (phone_number was unexpected)"},
      {start + R"("a@example.org","one_click_unsubscribe_url":"http://example.org"})",
       "ValidationError: one_click_unsubscribe_url is not a valid https url"},
      {start + R"("a@example.org","one_click_unsubscribe_url":"https://example.org/\r\nBcc: b@example.org"})",
       "ValidationError: one_click_unsubscribe_url is not a valid https url"},
      {start + R"("a@example.org","one_click_unsubscribe_url":7})",
       "ValidationError: one_click_unsubscribe_url is not a valid https url"},
      {start + R"("a@example.org","one_click_unsubscribe_url":"https://example.org/)" + std::string(900, 'x') + "\"}",
       "ValidationError: one_click_unsubscribe_url is too long"},
      {start + R"("a@example.org","sanitise_content_for":"name"})",
       "ValidationError: sanitise_content_for is not of type array, null"},
      {start + R"("a@example.org","sanitise_content_for":["name",7,null]})",
       "ValidationError: sanitise_content_for has something that is not of type string"},
      {start + R"("a@example.org","personalisation":{"f":{"file":"%"}}})",
       "BadRequestError: The file is not in base64"},
  };
  for (const auto& one : cases) EXPECT_EQ(told(read_email(one.given)), one.says) << one.given;
  const auto good = read_email(start + R"(" Ann@example.org ","sanitise_content_for":null,"reference":"r"})");
  ASSERT_TRUE(good);
  EXPECT_EQ(good->address, "Ann@example.org");
  EXPECT_EQ(good->reference, "r");
  EXPECT_EQ(good->unsubscribe_url, "");
}

std::string email_body(const std::string& more) {
  return R"({"template_id":"26785a09-ab16-4eb0-8407-a37497a57506","email_address":"ann@example.org",)" + more + "}";
}

TEST(an_email, has_an_address_to_unsubscribe_where_its_program_gives_one) {
  const auto url = [](const std::string& more) { return read_email(email_body(more)).value().unsubscribe_url; };
  EXPECT_EQ(url(R"("one_click_unsubscribe_url":"https://example.org/u?t=1")"), "https://example.org/u?t=1");
  EXPECT_EQ(url(R"("one_click_unsubscribe_url":null)"), "");
}

TEST(an_email, has_those_fields_sanitised_that_its_program_names_and_no_others) {
  const auto read = [](const std::string& names) {
    return read_email(
               email_body(R"#("personalisation":{"First Name":"[A](https://evil.link/x)","b":"[B](evil.link/x)",)#"
                          R"#("c":"C","n":1.5},"sanitise_content_for":)#" +
                          names))
        .value();
  };
  const auto named = read(R"(["first_name","c","n"])");
  EXPECT_EQ(named.values,
            (personalisation{{"First Name", "[A]("}, {"b", "[B](evil.link/x)"}, {"c", "C"}, {"n", "1.5"}}))
      << "the mail has no backslashes: nothing here reads Markdown";
  ASSERT_EQ(named.sanitised.size(), 2U) << "a field that it changes nothing in is left out";
  EXPECT_EQ(named.sanitised.at("First Name").unsanitised, "[A](https://evil.link/x)");
  EXPECT_EQ(named.sanitised.at("First Name").sanitised, R"(\[A\]\()");
  EXPECT_EQ(named.sanitised.at("n").sanitised, R"(1\.5)");
  EXPECT_TRUE(read(R"(["nobody's"])").sanitised.empty()) << "a name that no field has is no mistake";
  EXPECT_TRUE(read("[]").sanitised.empty());
  EXPECT_TRUE(read("null").sanitised.empty());
}

TEST(a_list, is_asked_for_with_what_notify_knows_and_nothing_else) {
  const auto id = service_id;
  const auto all = read_list_query({{"status", "created,failed"},
                                    {"reference", "a,b"},
                                    {"older_than", id},
                                    {"template_type", "email,sms"},
                                    {"include_jobs", "true"}});
  ASSERT_TRUE(all) << told(all);
  EXPECT_FALSE(all->none);
  EXPECT_EQ(all->board, (parameters{{"statuses", "created,technical-failure,temporary-failure,permanent-failure"},
                                    {"channels", "email,sms"},
                                    {"reference", "a,b"},
                                    {"older_than", id}}));
  EXPECT_TRUE(read_list_query({{"template_type", "letter"}})->none);
  EXPECT_EQ(
      told(read_list_query({{"status", "lost"}, {"older_than", "x"}, {"page", "2"}, {"template_type", "fax"}})),
      "ValidationError: Additional properties are not allowed (page was unexpected) | ValidationError: template_type "
      "fax is not one of [sms, email, letter] | ValidationError: status lost is not one of [cancelled, created, "
      "sending, sent, delivered, pending, failed, technical-failure, temporary-failure, permanent-failure, "
      "pending-virus-check, validation-failed, virus-scan-failed, returned-letter, accepted, received] | "
      "ValidationError: older_than is not a valid UUID");
  EXPECT_EQ(told(read_received_query({{"status", "sent"}})),
            "ValidationError: Additional properties are not allowed (status was unexpected)");
  EXPECT_EQ(*read_template_query({{"type", "email"}}), "email");
}

TEST(links, lead_on_from_every_page_with_rows_and_name_the_last_row_first) {
  request asked;
  asked.path = "/v2/notifications";
  asked.query = {{"status", "created,sending"}, {"reference", "a b"}, {"older_than", "old"}};
  asked.fields.emplace_back("Host", "tidings.icb.example");
  const auto root = root_url("", asked);
  EXPECT_EQ(root, "https://tidings.icb.example/");
  EXPECT_EQ(root_url("https://public.example/tidings/", asked), "https://public.example/");
  EXPECT_EQ(
      links_json(root, asked, "new"),
      R"({"current":"https://tidings.icb.example/v2/notifications?older_than=old&reference=a%20b&status=created&status=sending",)"
      R"("next":"https://tidings.icb.example/v2/notifications?older_than=new&reference=a%20b&status=created&status=sending"})");
  EXPECT_EQ(links_json(root, asked, "").find("next"), std::string::npos) << "clients ask until a page is empty";
}

TEST(a_keys_rate, is_counted_over_sixty_seconds_that_slide) {
  rate_windows rates;
  const auto start = from_ms(1'774'864'923'500);
  const auto at = [&](int seconds) { return rates.enter("k", 3, start + millis(seconds * 1'000)); };
  EXPECT_TRUE(at(0) && at(10) && at(20));
  EXPECT_FALSE(at(59));
  EXPECT_TRUE(rates.enter("other", 3, start)) << "each key has its own";
  EXPECT_TRUE(at(60)) << "the first is a minute ago";
  EXPECT_FALSE(at(61)) << "and what was refused didn't count";
  EXPECT_TRUE(at(70));
  EXPECT_TRUE(at(100'000) && at(100'000) && at(100'000));
  EXPECT_FALSE(at(50)) << "a clock that was set back opens nothing";
}

TEST(moments, have_six_decimals) {
  EXPECT_EQ(six_decimals("2026-03-02T09:00:00.123Z"), "2026-03-02T09:00:00.123000Z");
  EXPECT_EQ(six_decimals(""), "");
}

} // namespace
} // namespace tidings::web::notify
