// What people do to a reply without meaning anything else by it: no such edit of a reply that doesn't ask to cancel
// makes it cancel. Over every line of the tables.
#include <cctype>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "actors/reply/parser.hpp"
#include "tests/core/reply_cases.hpp"

namespace tidings {
namespace {

using namespace reply_cases;

const std::vector<reply_case>& tables() {
  static const std::vector<reply_case> all = all_tables();
  return all;
}

const reply_context& reminder() {
  static const reply_context context = context_named("reminder");
  return context;
}

bool cancels(std::string_view text, const reply_context& context) {
  const reply_verdict verdict = parse_reply(text, context);
  return verdict.automatic && verdict.meaning == reply_meaning::cancel;
}

/// The tables' replies that don't ask to cancel, in their own contexts and, where the parser agrees that they don't, as
/// replies to a reminder: there they could do most harm.
template <class Use> void each_reply_that_does_not_cancel(Use use) {
  for (const reply_case& one : tables()) {
    if (one.meaning != "cancel") use(one, context_named(one.context));
    if (one.context != "reminder" && parse_reply(one.text, reminder()).meaning != reply_meaning::cancel)
      use(one, reminder());
  }
}

/// Letters and digits only, in lower case.
std::string bare(std::string_view text) {
  std::string letters;
  for (const char c : text)
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      letters += c;
    else if (c >= 'A' && c <= 'Z')
      letters += static_cast<char>(c | 0x20);
  return letters;
}

/// What came out may be a plain cancellation in its own right, as the tables have it: "cancelled" with a "please".
bool is_plain_now(const std::string& text) {
  static const std::set<std::string> known = [] {
    std::set<std::string> all;
    for (const reply_case& one : tables())
      if (one.automatic && one.meaning == "cancel") all.insert(bare(one.text));
    return all;
  }();
  return known.contains(bare(text));
}

void expect_no_edit_cancels(std::string_view before, std::string_view after) {
  each_reply_that_does_not_cancel([&](const reply_case& one, const reply_context& context) {
    const std::string text = std::string{before} + one.text + std::string{after};
    EXPECT_FALSE(cancels(text, context) && !is_plain_now(text)) << one.where << ": " << text;
  });
}

struct added {
  const char *before, *after;
};
void PrintTo(const added& one, std::ostream* out) { *out << one.before << "..." << one.after; }

struct around_a_reply : ::testing::TestWithParam<added> {};
TEST_P(around_a_reply, does_not_make_it_cancel) { expect_no_edit_cancels(GetParam().before, GetParam().after); }

INSTANTIATE_TEST_SUITE_P(greetings, around_a_reply,
                         ::testing::Values(added{"hi ", ""}, added{"Hi, ", ""}, added{"Hello. ", ""},
                                           added{"hey doc ", ""}, added{"Good morning, ", ""}, added{"Dear Dr, ", ""},
                                           added{"helo ", ""}, added{"Hi there\n", ""}, added{"shwmae ", ""}));
INSTANTIATE_TEST_SUITE_P(politeness, around_a_reply,
                         ::testing::Values(added{"", " thanks"}, added{"", ", thank you"}, added{"", " ta x"},
                                           added{"", "\nKind regards"}, added{"", " diolch"}, added{"Thanks. ", ""},
                                           added{"thanks ", ""}, added{"sorry ", ""}, added{"Sorry, ", ""},
                                           added{"Hi ", " thanks"}, added{"", " cheers"}, added{"", " many thanks"},
                                           added{"", " sorry"}, added{"", " bye"}, added{"", " xx"},
                                           added{"please ", ""}, added{"", " please"}, added{"", ", pls"}));
INSTANTIATE_TEST_SUITE_P(punctuation, around_a_reply,
                         ::testing::Values(added{"", "."}, added{"", "!"}, added{"", "!!!"}, added{"", ","},
                                           added{"", "..."}, added{"", " -"}, added{"", ";"}, added{"(", ")"},
                                           added{"\"", "\""}, added{"'", "'"}, added{"- ", ""}, added{"* ", ""},
                                           added{"", "\n\n"}, added{"\n", ""}, added{"", "\t"}, added{"\xC2\xA0", ""}));
INSTANTIATE_TEST_SUITE_P(emoji, around_a_reply,
                         ::testing::Values(added{"", " \xF0\x9F\x91\x8D"}, added{"\xF0\x9F\x91\x8D ", ""},
                                           added{"", "\xF0\x9F\x99\x8F"}, added{"", " \xF0\x9F\x98\x80"},
                                           added{"", " \xF0\x9F\x98\x82"}, added{"\xF0\x9F\x99\x82", ""},
                                           added{"", " :)"}, added{"", " \xE2\x9D\xA4\xEF\xB8\x8F"},
                                           added{"", " \xE2\x9D\x8C"}, added{"", " \xF0\x9F\x98\xB7"}));

std::string changed(std::string text, int (*change)(std::size_t, int)) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (static_cast<unsigned char>(text[i]) < 0x80) text[i] = static_cast<char>(change(i, text[i]));
  return text;
}

TEST(a_reply_in_other_letters, does_not_cancel_unless_it_did) {
  each_reply_that_does_not_cancel([](const reply_case& one, const reply_context& context) {
    for (auto* change :
         {+[](std::size_t, int c) { return std::toupper(c); }, +[](std::size_t, int c) { return std::tolower(c); },
          +[](std::size_t i, int c) { return i == 0 ? std::toupper(c) : std::tolower(c); },
          +[](std::size_t i, int c) { return i % 2 == 0 ? std::toupper(c) : std::tolower(c); }}) {
      const std::string text = changed(one.text, change);
      EXPECT_FALSE(cancels(text, context)) << one.where << ": " << text;
    }
  });
}

TEST(a_reply_with_other_blanks, does_not_cancel_unless_it_did) {
  each_reply_that_does_not_cancel([](const reply_case& one, const reply_context& context) {
    for (const std::string_view blank : {"  ", "   ", "\t", "\xC2\xA0", " \xE2\x80\x8A", "\r"}) {
      std::string text;
      for (const char c : one.text)
        if (c == ' ')
          text += blank;
        else
          text += c;
      EXPECT_FALSE(cancels(text, context)) << one.where << ": " << text;
    }
  });
}

/// Every letter left out, doubled, swapped with the next, and struck beside its key or before it.
template <class Use> void each_slip(const std::string& text, std::mt19937& random, Use use) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char letter = static_cast<char>('a' + random() % 26);
    std::string left_out = text, doubled = text, swapped = text, struck = text, before = text;
    left_out.erase(at, 1);
    doubled.insert(at, 1, text[at]);
    if (at + 1 < text.size()) std::swap(swapped[at], swapped[at + 1]);
    struck[at] = letter;
    before.insert(at, 1, letter);
    for (const auto* one : {&left_out, &doubled, &swapped, &struck, &before}) use(*one);
  }
}

TEST(one_slip_of_the_thumb, makes_no_reply_cancel_that_does_not_ask_to) {
  std::mt19937 random{20260328};
  each_reply_that_does_not_cancel([&](const reply_case& one, const reply_context& context) {
    each_slip(one.text, random, [&](const std::string& text) {
      EXPECT_FALSE(cancels(text, context) && !is_plain_now(text)) << one.where << ": " << one.text << " -> " << text;
    });
  });
}

} // namespace
} // namespace tidings
