// E-mail and telephone in the configuration: routes, templates' files, the telephone account.
#include "schemas/attachments.hpp"
#include "schemas/providers/voice_account.hpp"
#include "tests/core/config_workspace.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {
using namespace testing_config;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view more_providers = R"(  mail:
    type: nhsmail
    mail: {address: surgery@example.nhs.uk, password: {file: key}}
  telephone:
    type: voice
    url: https://calls.example
    api_key: {file: key}
    webhook_user: {file: key}
    webhook_password: {file: key}
    voice: {account: us, from: 01632 960001, key_seconds: 5}
)";

struct channels_in_files : ::testing::Test {
  workspace files;
  channels_in_files() {
    files.write("broker.yaml", std::string(good_broker) + std::string(more_providers));
    files.write("attachments/map.pdf", "%PDF-1.4");
  }
  void practice(const std::string& more, const std::string& rule = {}) const {
    files.write("practices/A99001.yaml", std::string(good_practice) + rule + more);
  }
  void templates(const std::string& more) const {
    files.write("templates/reminders.yaml", std::string(good_templates) + more);
  }
};

TEST_F(channels_in_files, are_read) {
  practice("email_route: [mail]\nvoice_route: [telephone]\nsending_hours: {channels: [voice]}\n",
           "    by: [voice, email]\n");
  templates("  subject: For ((first_name))\n  attachments: [map.pdf]\n");
  const auto loaded = files.load();
  ASSERT_TRUE(loaded) << files.errors().front();
  const auto& read = *loaded->practices.begin()->second;
  EXPECT_EQ(read.email_route, std::vector<provider_id>{provider_id("mail")});
  EXPECT_EQ(read.voice_route, std::vector<provider_id>{provider_id("telephone")});
  EXPECT_EQ(read.hours.channels, std::vector<channel>{channel::voice});
  EXPECT_EQ(read.reminders.front().by, (std::vector<channel>{channel::voice, channel::email}));
  const auto& words = read.templates.at(template_id("reminder"));
  EXPECT_EQ(words.subject, "For ((first_name))");
  EXPECT_EQ(words.attachments, std::vector<std::string>{"map.pdf"});
  for (const auto& one : loaded->broker.providers) {
    if (one.type == "nhsmail") {
      EXPECT_EQ(one.mail.attachments_dir, files.path("attachments").string());
    }
    if (one.type != "voice") continue;
    EXPECT_EQ(one.voice->account, "us");
    EXPECT_EQ(one.voice->from, "441632960001");
    EXPECT_EQ(one.voice->key_seconds, 5);
    EXPECT_EQ(one.voice->ring_seconds, 30);
    EXPECT_THAT(one.receipt_url, HasSubstr("/webhooks/voice/telephone/receipt"));
  }
}

TEST_F(channels_in_files, say_which_letters_text_messages_have) {
  practice("sms_alphabet: unicode\n");
  templates("  alphabet: gsm\n");
  const auto loaded = files.load();
  ASSERT_TRUE(loaded) << files.errors().front();
  const auto& read = *loaded->practices.begin()->second;
  EXPECT_EQ(read.alphabet, sms_alphabet::unicode);
  EXPECT_EQ(read.templates.at(template_id("reminder")).alphabet, sms_alphabet::gsm);
  practice("sms_alphabet: by_default\n");
  EXPECT_THAT(files.errors().front(), HasSubstr("not an allowed value"));
}

TEST_F(channels_in_files, are_text_messages_alone_unless_something_is_said) {
  const auto loaded = files.load();
  ASSERT_TRUE(loaded);
  const auto& read = *loaded->practices.begin()->second;
  EXPECT_TRUE(read.email_route.empty());
  EXPECT_TRUE(read.voice_route.empty());
  EXPECT_EQ(read.reminders.front().by, std::vector<channel>{channel::sms});
  EXPECT_EQ(read.hours.channels, (std::vector<channel>{channel::sms, channel::voice, channel::smart}));
}

TEST_F(channels_in_files, that_cannot_work_are_refused) {
  const struct {
    std::string more, rule;
    const char* says;
  } cases[] = {
      {"email_route: [firetext]\n", "", "a provider of another channel"},
      {"email_route: [telephone]\n", "", "a provider of another channel"},
      {"voice_route: [mail]\n", "", "a provider of another channel"},
      {"email_route: [nobody]\n", "", "an unknown provider"},
      {"", "    by: [email]\n", "a channel that this practice hasn't"},
      {"", "    by: [voice]\n", "a channel that this practice hasn't"},
      {"", "    by: []\n", "a reminder by no channel"},
      {"", "    by: [fax]\n", "a reminder by no channel"},
      {"conversations:\n  fft:\n    by: [email]\n", "", "a channel that this practice hasn't"},
      {"conversations:\n  confirmation:\n    by: [voice]\n", "", "a channel that this practice hasn't"},
      {"conversations:\n  missed:\n    by: []\n", "", "a message by no channel"},
  };
  for (const auto& one : cases) {
    practice(one.more, one.rule);
    const auto errors = files.errors();
    ASSERT_FALSE(errors.empty()) << one.more << one.rule;
    EXPECT_THAT(errors.front(), HasSubstr(one.says)) << one.more << one.rule;
  }
}

TEST_F(channels_in_files, a_voice_provider_sends_no_text_messages) {
  auto text = std::string(good_practice);
  text.replace(text.find("[firetext]"), 10, "[telephone]");
  files.write("practices/A99001.yaml", text);
  EXPECT_THAT(files.errors().front(), HasSubstr("a provider of another channel"));
}

TEST_F(channels_in_files, a_call_needs_no_number_that_answers_texts) {
  auto text = std::string(good_practice) + "    by: [voice]\nvoice_route: [telephone]\n";
  text.replace(text.find("sender: 01632 960001"), 20, "sender: Riverside");
  files.write("practices/A99001.yaml", text);
  EXPECT_THAT(files.errors(), ElementsAre());
}

TEST_F(channels_in_files, attachments_are_there_and_small_enough) {
  files.write("attachments/large.pdf", std::string(attachment_bytes_max + 1, 'x'));
  const std::pair<const char*, const char*> cases[] = {
      {"[none.pdf]", "an attachment that isn't there"},
      {"[large.pdf]", "an attachment that is too large"},
      {"[map.txt]", "no name of a PDF file"},
      {"[../map.pdf]", "no name of a PDF file"},
      {"[map.pdf, map.pdf, map.pdf, map.pdf, map.pdf, map.pdf]", "too many attachments"},
  };
  for (const auto& [list, says] : cases) {
    templates("  attachments: " + std::string(list) + "\n");
    const auto errors = files.errors();
    ASSERT_FALSE(errors.empty()) << list;
    EXPECT_THAT(errors.front(), HasSubstr(says));
    templates("");
    practice("templates:\n  own:\n    body: Hello\n    attachments: " + std::string(list) + "\n");
    EXPECT_THAT(files.errors().front(), HasSubstr(says)) << "a practice's own";
    practice("");
  }
}

TEST_F(channels_in_files, a_telephone_account_says_what_it_lacks) {
  const std::pair<std::string_view, const char*> cases[] = {
      {"account: us, ", "`account` is missing"},
      {"from: 01632 960001, ", "no number to ring from"},
      {"    url: https://calls.example\n", "`url` is missing"},
      {"    webhook_user: {file: key}\n", "`webhook_user` is missing"},
      {"    voice: {account: us, from: 01632 960001, key_seconds: 5}\n", "`voice` is missing"},
  };
  for (const auto& [without, says] : cases) {
    auto text = std::string(good_broker) + std::string(more_providers);
    text.erase(text.rfind(without), without.size());
    files.write("broker.yaml", text);
    const auto errors = files.errors();
    ASSERT_FALSE(errors.empty()) << says;
    EXPECT_THAT(errors.front(), HasSubstr(says));
  }
}

} // namespace
} // namespace tidings
