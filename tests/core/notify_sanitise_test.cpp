// What `sanitise_content_for` makes of words that strangers wrote into a form.
#include "web/endpoint/notify/sanitise_content.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace tidings::web::notify {
namespace {

std::string sanitised(std::string_view value) { return markdown_escaped(without_links(value)); }

/// As whoever reads Markdown sees it.
std::string seen(std::string_view escaped) {
  std::string out;
  for (std::size_t i = 0; i < escaped.size(); ++i) {
    if (escaped[i] == '\\' && i + 1 < escaped.size()) ++i;
    out += escaped[i];
  }
  return out;
}

TEST(a_value_that_is_sanitised, reads) {
  const struct {
    std::string_view about, value, reads;
  } cases[] = {
      {"a name stays a name", "Amira Okafor", "Amira Okafor"},
      {"nothing stays nothing", "", ""},
      {"a link in Markdown loses its address and is a link no more", "User, [click here](https://evil.link)",
       R"(User, \[click here\]\(\))"},
      {"an address goes with its path, up to a blank", "see https://evil.link/a?b=(c)#d now", "see  now"},
      {"an address without a scheme goes with its path", "see evil.link/a now", "see  now"},
      {"an address with a query goes", "evil.link?who=you", ""},
      {"an address with a fragment goes", "evil.link#top", ""},
      {"a tag's end stays", "https://evil.link/a<b>", R"(\<b\>)"},
      {"case is no way around", "HTTPS://EVIL.LINK/A", ""},
      {"a bare host may be a full stop without its space", "Come on Monday.bring a friend",
       R"(Come on Monday\. bring a friend)"},
      {"a bare host with more labels, too", "www.evil.link", R"(www\. evil\. link)"},
      {"a bare host with letters of other scripts goes whole", "\xC3\xA9vil.link is", " is"},
      {"a host with an underscore goes whole", "my_evil.link", ""},
      {"quotation marks around it are no part of it",
       "\xE2\x80\x9C"
       "evil.link/a",
       "\xE2\x80\x9C"},
      {"an e-mail address is no link", "ann@example.org", R"(ann@example\.org)"},
      {"nor is what stands in front of an @", "ann.bee@example", R"(ann\.bee@example)"},
      {"a number with a point stays", "7.5 mmol", R"(7\.5 mmol)"},
      {"a date with full stops stays", "23.11.2026", R"(23\.11\.2026)"},
      {"two dots end a host", "wait..what", R"(wait\.\.what)"},
      {"a single letter is no top level", "p.m. or a.m", R"(p\.m\. or a\.m)"},
      {"an IP address with a scheme goes", "http://192.0.2.1/a b", " b"},
      {"a name in front of the host hides nothing", "https://nhs.uk@evil.link/a b", " b"},
      {"nor does a name with a password", "https://you:me@evil.link b", " b"},
      {"a sentence's end in front of one hides nothing", "Monday.https://192.0.2.1/a b", R"(Monday\.  b)"},
      {"a port stays, and leads nowhere", "https://evil.link:8443/a", ":8443/a"},
      {"a scheme alone stays", "https:// and more", "https:// and more"},
      {"each character of Markdown is escaped", R"(`*_()\{}[]<>#+-.!|)", R"(\`\*\_\(\)\\\{\}\[\]\<\>\#\+\-\.\!\|)"},
      {"lines stay lines", "- one\n# two\r\n", "\\- one\n\\# two\r\n"},
      {"what is no character of Markdown stays",
       "\xC2\xA3"
       "5 & \"it's\" ~ 50%, @/:;=?^$",
       "\xC2\xA3"
       "5 & \"it's\" ~ 50%, @/:;=?^$"},
      {"letters of any script stay", "\xC5\xB4yl \xF0\x9F\x99\x82 \xE4\xB8\xAD",
       "\xC5\xB4yl \xF0\x9F\x99\x82 \xE4\xB8\xAD"},
      {"a blank of any script ends an address",
       "evil.link/a\xC2\xA0"
       "b\xE3\x80\x80"
       "c",
       "\xC2\xA0"
       "b\xE3\x80\x80"
       "c"},
  };
  for (const auto& one : cases) EXPECT_EQ(sanitised(one.value), one.reads) << one.about << ": " << one.value;
}

/// A value of pieces that links and Markdown are made of, some of them torn.
std::string anything(std::mt19937& random) {
  constexpr std::array<std::string_view, 26> pieces = {
      "https://", "http://", "HTTPS:", "//", "evil", ".", "link",     "com", "co", "@", "-",        "_",    "/",
      "?",        "#",       "<",      " ",  "\n",   ":", "\xC3\xA9", "[",   "](", ")", "\xC2\xA0", "\xC3", "1"};
  std::string out;
  for (auto left = std::uniform_int_distribution<int>(0, 24)(random); left > 0; --left)
    out += pieces[std::uniform_int_distribution<std::size_t>(0, pieces.size() - 1)(random)];
  return out;
}

TEST(a_value_that_is_sanitised, has_no_address_left_and_nothing_more_to_lose_whatever_it_was) {
  std::mt19937 random(20'261'129);
  for (int i = 0; i < 50'000; ++i) {
    const auto value = anything(random);
    const auto plain = without_links(value);
    const auto escaped = markdown_escaped(plain);
    ASSERT_EQ(without_links(plain), plain) << value << "\nbecame\n" << plain;
    ASSERT_EQ(seen(escaped), plain) << "who reads Markdown sees what the mail says";
    ASSERT_EQ(sanitised(seen(escaped)), escaped) << "what was sanitised, and is read, is sanitised";
    ASSERT_LE(escaped.size(), 3 * value.size() + 2) << value;
  }
}

TEST(a_value_that_is_sanitised, takes_no_longer_than_its_length_lets_expect) {
  // Squares of these would not end within the test's time.
  for (const std::string_view piece : {"a-", "1.", "a.b-", "@a.", "https://", "-.", "\xC3\xA9."}) {
    std::string value;
    while (value.size() < 500'000) value += piece;
    EXPECT_LE(sanitised(value).size(), 3 * value.size()) << piece;
  }
}

} // namespace
} // namespace tidings::web::notify
