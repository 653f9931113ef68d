// Where an e-mail's reader may ask for no more of them.
#include "schemas/unsubscribe_url.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tidings {
namespace {

TEST(an_address_to_unsubscribe, is_https_and_can_stand_in_a_header) {
  const std::string start = "https://example.org/";
  const struct {
    std::string text;
    bool is_one;
  } cases[] = {
      {"https://www.example.com", true},
      {"https://example.org/unsubscribe?token=aB3-_~%2F&list=1#x", true},
      {"https://example.org:8443/u", true},
      {"https://192.0.2.1/u", true},
      {"https://[2001:db8::1]:8443/u", true},
      {"https://[2001:db8::1]", true},
      {start + std::string(unsubscribe_url_max - start.size(), 'x'), true},
      {start + std::string(unsubscribe_url_max - start.size() + 1, 'x'), false},
      {"", false},
      {"http://example.org/u", false},
      {"www.example.org/u", false},
      {"HTTPS://example.org", false},
      {"https:example.org", false},
      {"https://", false},
      {"https:///u", false},
      {"https://-example.org", false},
      {"https://example..org", false},
      {"https://ann@example.org/u", false},
      {"https://ann:secret@example.org/u", false},
      {"https://example.org:/u", false},
      {"https://example.org:123456/u", false},
      {"https://example.org:1a/u", false},
      {"https://[example]/u", false},
      {"https://exa mple.org/u", false},
      {"https://example.org/a b", false},
      {"https://example.org/u>,<mailto:all@example.org", false},
      {"https://example.org/u\r\nBcc: everybody@example.org", false},
      {"https://example.org/u\n", false},
      {std::string("https://example.org/\0u", 22), false},
      {"https://example.org/\xC3\xA9", false},
      {"https://\xC3\xA9xample.org/", false},
      {"https://example.org/%4", false},
      {"https://example.org/%zz", false},
      {"https://example.org/\"quoted\"", false},
      {"https://example.org/a\\b", false},
  };
  for (const auto& one : cases) EXPECT_EQ(is_unsubscribe_url(one.text), one.is_one) << one.text;
}

} // namespace
} // namespace tidings
