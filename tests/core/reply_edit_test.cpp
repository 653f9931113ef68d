// What people do to a reply without meaning anything else by it: no such edit of a reply that doesn't ask to cancel
// makes it cancel. Over every line of the tables.
#include <cctype>
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
    if (one.where.starts_with("quoted.tsv") || one.text.find('\n') != std::string::npos || one.text.front() == '>')
      continue; // what stands before a quotation decides whether it is one
    if (one.meaning != "cancel") use(one, context_named(one.context));
    if (one.context != "reminder" && parse_reply(one.text, reminder()).meaning != reply_meaning::cancel)
      use(one, reminder());
  }
}

/// Nothing but these: there is only a request in it, or a word of cancelling that doesn't say what of it.
bool only_asks(std::string_view text) {
  static const std::set<std::string, std::less<>> words = {
      "hi", "x",   "ta",   "can", "could", "would",       "will", "you", "u",      "cancel", "cancelled", "cancelling",
      "my", "the", "this", "it",  "yes",   "appointment", "for",  "me",  "thanks", "thank",  "sorry",     "please"};
  std::string word;
  for (const char c : std::string{text} + ' ') {
    if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!word.empty()) {
      if (!words.contains(word)) return false;
      word.clear();
    }
  }
  return true;
}

/// "Can you cancel my appointment": asked so, it may be a question.
bool is_request(std::string_view text) { return only_asks(text) && text.find("ou cancel") != std::string_view::npos; }

enum class turns { nothing, a_request, a_word };

/// What `before` and `after` may make a wish of.
bool may_turn(turns what, std::string_view text) {
  return (what == turns::a_request && is_request(text)) || (what == turns::a_word && only_asks(text));
}

void expect_no_edit_cancels(std::string_view before, std::string_view after, turns what) {
  each_reply_that_does_not_cancel([&](const reply_case& one, const reply_context& context) {
    const std::string text = std::string{before} + one.text + std::string{after};
    EXPECT_FALSE(cancels(text, context) && !may_turn(what, one.text)) << one.where << ": " << text;
  });
}

struct added {
  const char *before, *after;
  turns what = turns::nothing;
};
void PrintTo(const added& one, std::ostream* out) { *out << one.before << "..." << one.after; }

struct around_a_reply : ::testing::TestWithParam<added> {};
TEST_P(around_a_reply, does_not_make_it_cancel) {
  expect_no_edit_cancels(GetParam().before, GetParam().after, GetParam().what);
}

INSTANTIATE_TEST_SUITE_P(greetings, around_a_reply,
                         ::testing::Values(added{"hi ", ""}, added{"Hi, ", ""}, added{"Hello. ", ""},
                                           added{"hey doc ", ""}, added{"Good morning, ", ""}, added{"Dear Dr, ", ""},
                                           added{"helo ", ""}, added{"Hi there\n", ""}, added{"shwmae ", ""}));
INSTANTIATE_TEST_SUITE_P(manners, around_a_reply,
                         ::testing::Values(added{"", "\nKind regards"}, added{"Thanks. ", ""}, added{"thanks ", ""},
                                           added{"sorry ", ""}, added{"Sorry, ", ""}, added{"", " bye"},
                                           added{"", " xx"}));
// Behind "can you cancel my appointment" thanks are for what will be done: then, and only then, it is no question.
INSTANTIATE_TEST_SUITE_P(
    thanks, around_a_reply,
    ::testing::Values(added{"", " thanks", turns::a_request}, added{"", ", thank you", turns::a_request},
                      added{"", " ta x", turns::a_request}, added{"", " diolch", turns::a_request},
                      added{"Hi ", " thanks", turns::a_request}, added{"", " cheers", turns::a_request},
                      added{"", " many thanks", turns::a_request}, added{"", " sorry", turns::a_request},
                      added{"", "\xF0\x9F\x99\x8F", turns::a_request}));
// A "please" makes a wish of "cancelled", too, and of "yes, cancel"; of nothing that says a word more.
INSTANTIATE_TEST_SUITE_P(please, around_a_reply,
                         ::testing::Values(added{"please ", "", turns::a_word}, added{"", " please", turns::a_word},
                                           added{"", ", pls", turns::a_word}));
INSTANTIATE_TEST_SUITE_P(punctuation, around_a_reply,
                         ::testing::Values(added{"", "."}, added{"", "!"}, added{"", "!!!"}, added{"", ","},
                                           added{"", "..."}, added{"", " -"}, added{"", ";"}, added{"(", ")"},
                                           added{"\"", "\""}, added{"'", "'"}, added{"- ", ""}, added{"* ", ""},
                                           added{"", "\n\n"}, added{"\n", ""}, added{"", "\t"}, added{"\xC2\xA0", ""}));
// An ill face is a reason, and not among them.
INSTANTIATE_TEST_SUITE_P(emoji, around_a_reply,
                         ::testing::Values(added{"", " \xF0\x9F\x91\x8D"}, added{"\xF0\x9F\x91\x8D ", ""},
                                           added{"", " \xF0\x9F\x98\x80"}, added{"", " \xF0\x9F\x98\x82"},
                                           added{"\xF0\x9F\x99\x82", ""}, added{"", " :)"},
                                           added{"", " \xE2\x9D\xA4\xEF\xB8\x8F"}, added{"", " \xE2\x9D\x8C"}));

// The other way round: manners make nothing else of a cancellation, and hardly ever anything for a person ("cancelled,
// thanks" may be news, and letters with blanks between them are no word any more).
TEST(a_plain_cancellation, is_one_with_manners_and_without) {
  std::size_t all = 0, still = 0;
  for (const reply_case& one : tables()) {
    if (one.context != "reminder" || !one.automatic || one.meaning != "cancel") continue;
    if (one.text.find('\n') != std::string::npos) continue;
    for (const std::string_view after : {" thanks", ". Thank you", "\nKind regards", " x"}) {
      const std::string text = one.text + std::string{after};
      const reply_verdict verdict = parse_reply(text, reminder());
      EXPECT_FALSE(verdict.automatic && verdict.meaning != reply_meaning::cancel) << one.where << ": " << text;
      ++all;
      if (verdict.automatic) ++still;
    }
  }
  EXPECT_GT(still * 10, all * 9) << still << " of " << all;
}

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

} // namespace
} // namespace tidings
