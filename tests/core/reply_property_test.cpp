#include <algorithm>
#include <array>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "actors/reply/parser.hpp"
#include "tests/core/reply_cases.hpp"

namespace tidings {
namespace {

using namespace reply_cases;

bool cancels(std::string_view text) {
  static const reply_context reminder = context_named("reminder");
  const reply_verdict verdict = parse_reply(text, reminder);
  return verdict.automatic && verdict.meaning == reply_meaning::cancel;
}

bool acts(std::string_view text) {
  static const reply_context reminder = context_named("reminder");
  return parse_reply(text, reminder).automatic;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words{""};
  for (char c : text)
    if (c == ' ')
      words.emplace_back();
    else
      words.back() += c;
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// All texts with `inserted` put before, between and behind the words.
template <class Use> void each_insertion(const std::string& text, std::string_view inserted, Use use) {
  const std::vector<std::string> words = words_of(text);
  for (std::size_t at = 0; at <= words.size(); ++at) {
    std::vector<std::string> more = words;
    more.insert(more.begin() + static_cast<std::ptrdiff_t>(at), std::string{inserted});
    use(joined(more));
  }
}

constexpr std::array turning_words = {
    "not",    "don't",   "do not",   "never",   "if",       "unless", "until", "maybe",    "should I", "did you",
    "why",    "how",     "when",     "might",   "wouldn't", "didn't", "no",    "without",  "neither",  "or",
    "rebook", "instead", "actually", "Tuesday", "my son",   "ddim",   "paid",  "peidiwch", "os",       "neu"};

/// "I can make it please cancel" and "well cancel it" with a "not" are plain cancellations: only there may a negation
/// help.
bool not_helps(const reply_case& one) {
  return one.where.starts_with("two_meanings.tsv") || one.text.find("well") != std::string::npos;
}

TEST(reply_property, no_turning_word_put_anywhere_makes_a_reply_cancel_that_did_not) {
  for (const reply_case& one : all_tables()) {
    if (one.text.find('\n') != std::string::npos || cancels(one.text)) continue;
    for (const std::string_view word : turning_words)
      if (word != "not" || !not_helps(one))
        each_insertion(one.text, word,
                       [&](const std::string& text) { EXPECT_FALSE(cancels(text)) << one.where << ": " << text; });
  }
}

TEST(reply_property, a_turning_word_put_before_a_cancellation_stops_it) {
  for (const reply_case& one : all_tables()) {
    if (one.text.find('\n') != std::string::npos || !cancels(one.text)) continue;
    for (const char* word : {"don't", "do not", "not", "never", "if I can't come", "unless I call", "should I",
                             "how do I", "my son:", "paid", "peidiwch"})
      EXPECT_FALSE(acts(std::string{word} + " " + one.text)) << one.where << ": " << word << " " << one.text;
  }
}

TEST(reply_property, a_question_mark_alone_never_makes_a_reply_act) {
  for (const reply_case& one : all_tables())
    if (!acts(one.text)) {
      EXPECT_FALSE(acts(one.text + "?")) << one.where << ": " << one.text;
    }
}

TEST(reply_property, a_doubled_question_mark_stops_every_appointment_act) {
  for (const reply_case& one : all_tables())
    if (one.text.find('\n') == std::string::npos) {
      EXPECT_FALSE(acts(one.text + "??")) << one.where << ": " << one.text;
    }
}

TEST(reply_property, an_emergency_beside_any_reply_is_raised_and_stops_it) {
  for (const reply_case& one : all_tables()) {
    if (one.text.find('\n') != std::string::npos) continue;
    const reply_verdict verdict = parse_reply(one.text + ". I have chest pain", context_named("reminder"));
    EXPECT_FALSE(verdict.automatic) << one.where << ": " << one.text;
    if (one.text.front() != '>') {
      EXPECT_EQ(verdict.meaning, reply_meaning::urgent) << one.where << ": " << one.text;
    }
  }
}

/// One letter changed, dropped, doubled or swapped with its neighbour.
std::string edited(std::string text, std::mt19937& random) {
  const std::size_t at = random() % text.size();
  const char letter = static_cast<char>('a' + random() % 26);
  switch (random() % 4) {
  case 0:
    text[at] = letter;
    break;
  case 1:
    text.erase(at, 1);
    break;
  case 2:
    text.insert(at, 1, letter);
    break;
  default:
    if (at + 1 < text.size()) std::swap(text[at], text[at + 1]);
  }
  return text;
}

/// What a slip may rightly turn into a cancellation: the keyword alone, and other words that leave nothing to doubt.
bool plain_after_the_slip(std::string_view text) {
  std::string letters;
  for (char c : text)
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) letters += static_cast<char>(c | 0x20);
  constexpr std::array plain = {"cancel", "cancelx", "cancelit", "heycantcomepleasecancel", "iecancel"};
  return std::ranges::find(plain, letters) != plain.end();
}

/// Replies that speak of cancelling but must not cancel: here one slip of the thumb is most dangerous.
TEST(reply_property, one_slip_in_a_negation_condition_or_other_trap_does_not_make_it_cancel) {
  std::mt19937 random{20240314};
  for (const char* table : {"negation.tsv", "conditionals.tsv", "other_people.tsv", "jokes.tsv", "ordinary.tsv",
                            "urgent.tsv", "wrong_person.tsv"})
    for (const reply_case& one : read_table(std::filesystem::path{TIDINGS_SOURCE_DIR} / "tests/golden/replies" / table))
      for (int turn = 0; turn < 200; ++turn) {
        const std::string text = edited(one.text, random);
        if (!plain_after_the_slip(text)) {
          EXPECT_FALSE(cancels(text)) << one.where << ": " << one.text << " -> " << text;
        }
      }
}

constexpr const char* everyday_words[] = {
    "the",      "and",         "to",      "a",        "of",      "in",      "is",      "it",      "you",     "that",
    "he",       "was",         "for",     "on",       "are",     "with",    "as",      "I",       "his",     "they",
    "be",       "at",          "one",     "have",     "this",    "from",    "or",      "had",     "by",      "hot",
    "word",     "but",         "what",    "some",     "we",      "can",     "out",     "other",   "were",    "all",
    "there",    "when",        "up",      "use",      "your",    "how",     "said",    "an",      "each",    "she",
    "which",    "do",          "their",   "time",     "if",      "will",    "way",     "about",   "many",    "then",
    "them",     "write",       "would",   "like",     "so",      "these",   "her",     "long",    "make",    "thing",
    "see",      "him",         "two",     "has",      "look",    "more",    "day",     "could",   "go",      "come",
    "did",      "number",      "sound",   "no",       "most",    "people",  "my",      "over",    "know",    "water",
    "than",     "call",        "first",   "who",      "may",     "down",    "side",    "been",    "now",     "find",
    "any",      "new",         "work",    "part",     "take",    "get",     "place",   "made",    "live",    "where",
    "after",    "back",        "little",  "only",     "round",   "man",     "year",    "came",    "show",    "every",
    "good",     "me",          "give",    "our",      "under",   "name",    "very",    "through", "just",    "form",
    "sentence", "great",       "think",   "say",      "help",    "low",     "line",    "differ",  "turn",    "cause",
    "much",     "mean",        "before",  "move",     "right",   "boy",     "old",     "too",     "same",    "tell",
    "does",     "set",         "three",   "want",     "air",     "well",    "also",    "play",    "small",   "end",
    "put",      "home",        "read",    "hand",     "port",    "large",   "spell",   "add",     "even",    "land",
    "here",     "must",        "big",     "high",     "such",    "follow",  "act",     "why",     "ask",     "men",
    "change",   "went",        "light",   "kind",     "off",     "need",    "house",   "picture", "try",     "us",
    "again",    "animal",      "point",   "mother",   "world",   "near",    "build",   "self",    "earth",   "father",
    "head",     "stand",       "own",     "page",     "should",  "country", "found",   "answer",  "school",  "grow",
    "study",    "still",       "learn",   "plant",    "cover",   "food",    "sun",     "four",    "between", "state",
    "keep",     "eye",         "never",   "last",     "let",     "thought", "city",    "tree",    "cross",   "farm",
    "hard",     "start",       "might",   "story",    "saw",     "far",     "sea",     "draw",    "left",    "late",
    "run",      "don't",       "while",   "press",    "close",   "night",   "real",    "life",    "few",     "north",
    "cancer",   "council",     "concern", "camel",    "channel", "canal",   "better",  "please",  "thanks",  "sorry",
    "doctor",   "appointment", "morning", "tomorrow", "ill",     "unwell",  "meeting", "holiday", "train",   "need",
    "want",     "hi",          "hello",   "love",     "lunch",   "pub",     "mum",     "dad",     "home",    "later"};

TEST(reply_property, ten_thousand_salads_of_everyday_words_never_act) {
  std::mt19937 random{7};
  for (int turn = 0; turn < 10'000; ++turn) {
    std::string text;
    for (std::size_t words = 1 + random() % 12; words > 0; --words)
      text += std::string{everyday_words[random() % std::size(everyday_words)]} + (random() % 8 == 0 ? ". " : " ");
    const bool alone = words_of(text).size() == 2;
    if (alone && (text.starts_with("end") || text.starts_with("start"))) continue; // the keywords of opting out and in
    EXPECT_FALSE(acts(text)) << text;
  }
}

TEST(reply_property, any_bytes_give_a_verdict_and_none_of_them_cancels) {
  std::mt19937 random{99};
  for (int turn = 0; turn < 20'000; ++turn) {
    std::string bytes(1 + random() % 40, ' ');
    for (char& c : bytes) c = static_cast<char>(random() % 256);
    EXPECT_FALSE(cancels(bytes)) << turn;
  }
}

TEST(reply_property, long_texts_never_act_but_an_emergency_at_their_end_is_still_seen) {
  std::string text = "CANCEL ";
  while (text.size() < 20'000) text += "please ";
  EXPECT_FALSE(acts(text));
  EXPECT_EQ(parse_reply(text + " chest pain", context_named("reminder")).meaning, reply_meaning::urgent);
  EXPECT_EQ(parse_reply(std::string(100'000, 'x'), context_named("reminder")).meaning, reply_meaning::staff);
  EXPECT_EQ(parse_reply(std::string(100'000, ' '), context_named("reminder")).automatic, false);
}

TEST(reply_property, the_same_words_in_any_case_and_any_spacing_mean_the_same) {
  for (const reply_case& one : all_tables()) {
    if (one.text.find('\n') != std::string::npos) continue;
    std::string spaced;
    for (char c : one.text) spaced += c == ' ' ? std::string{"   "} : std::string{c};
    const reply_context context = context_named(one.context);
    EXPECT_EQ(parse_reply("  " + spaced + "  ", context).meaning, parse_reply(one.text, context).meaning) << one.where;
    std::string upper = one.text;
    for (char& c : upper)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    EXPECT_EQ(parse_reply(upper, context).automatic, parse_reply(one.text, context).automatic)
        << one.where << ": " << upper;
  }
}

TEST(reply_property, ten_thousand_families_on_one_number_never_cancel_for_the_wrong_one) {
  std::mt19937 random{4242};
  constexpr std::array days = {"monday", "tuesday", "wednesday", "thursday", "friday"};
  for (int turn = 0; turn < 10'000; ++turn) {
    reply_context context;
    context.question = question_kind::confirm_cancel;
    context.patients = 1 + random() % 3;
    const std::size_t open = 1 + random() % 4;
    for (std::size_t i = 0; i < open; ++i) {
      const int weekday = static_cast<int>(random() % 5);
      context.appointments.push_back(
          {"", 0, weekday, 11 + weekday, 3, 9 + static_cast<int>(random() % 8), 0, 1 + weekday});
    }
    const std::size_t named = random() % days.size();
    const bool names_day = random() % 2 == 0;
    const reply_verdict verdict =
        parse_reply(names_day ? "cancel " + std::string{days[named]} : "cancel please", context);
    std::size_t fitting = 0;
    for (const open_appointment& a : context.appointments)
      if (!names_day || a.weekday == static_cast<int>(named)) ++fitting;
    EXPECT_EQ(verdict.automatic, context.patients == 1 && fitting == 1) << turn;
    if (verdict.automatic && names_day) {
      EXPECT_EQ(context.appointments[verdict.appointment.value()].weekday, static_cast<int>(named)) << turn;
    }
  }
}

constexpr std::array answer_contexts = {"fft",    "fft_comment", "yes_no",        "blood_pressure", "weight",
                                        "height", "peak_flow",   "blood_glucose", "smoking"};

TEST(reply_property, no_reply_acts_on_an_appointment_where_we_asked_something_else) {
  for (const reply_case& one : all_tables())
    for (const char* name : answer_contexts) {
      reply_context context = context_named(name);
      context.appointments.push_back(tomorrow_at_a_time_unknown());
      const reply_verdict verdict = parse_reply(one.text, context);
      EXPECT_FALSE(verdict.appointment) << name << " " << one.where << ": " << one.text;
      EXPECT_FALSE(verdict.automatic &&
                   (verdict.meaning == reply_meaning::cancel || verdict.meaning == reply_meaning::confirm))
          << name << " " << one.where << ": " << one.text;
    }
}

TEST(reply_property, no_answer_to_another_question_acts_on_an_appointment_or_is_taken_down_where_nothing_was_asked) {
  for (const reply_case& one : all_tables())
    if (context_named(one.context).question >= question_kind::fft) {
      const reply_verdict verdict = parse_reply(one.text, context_named("none"));
      EXPECT_FALSE(verdict.automatic && !is_of_messages(verdict.meaning)) << one.where << ": " << one.text;
    }
}

TEST(reply_property, an_emergency_beside_any_answer_is_raised_and_stops_it) {
  for (const reply_case& one : all_tables()) {
    if (context_named(one.context).question < question_kind::fft || one.text.find('\n') != std::string::npos) continue;
    const reply_verdict verdict = parse_reply(one.text + ". I have chest pain", context_named(one.context));
    EXPECT_FALSE(verdict.automatic) << one.where << ": " << one.text;
    if (one.text.front() != '>') {
      EXPECT_EQ(verdict.meaning, reply_meaning::urgent) << one.where << ": " << one.text;
    }
  }
}

TEST(reply_property, a_turning_word_put_anywhere_into_a_measurement_leaves_it_to_a_person) {
  for (const reply_case& one : all_tables()) {
    if (one.context != "blood_pressure" && one.context != "weight" && one.context != "peak_flow") continue;
    if (one.text.find('\n') != std::string::npos) continue;
    for (const char* word : {"not", "maybe", "if", "about", "or", "my son", "yesterday", "usually", "never"})
      each_insertion(one.text, word, [&](const std::string& text) {
        EXPECT_FALSE(parse_reply(text, context_named(one.context)).automatic) << one.where << ": " << text;
      });
  }
}

TEST(reply_property, every_pair_of_numbers_is_taken_down_only_between_the_limits_and_raised_beyond) {
  const reply_context context = context_named("blood_pressure");
  for (int systolic = 0; systolic <= 320; systolic += 3)
    for (int diastolic = 0; diastolic <= 200; diastolic += 3) {
      const std::string text = std::to_string(systolic) + "/" + std::to_string(diastolic);
      const reply_verdict verdict = parse_reply(text, context);
      const int apart = systolic - diastolic;
      const bool possible =
          systolic >= 60 && systolic <= 280 && diastolic >= 30 && diastolic <= 180 && apart >= 15 && apart <= 120;
      const bool severe = systolic >= 180 || diastolic >= 120;
      EXPECT_EQ(verdict.automatic, possible && !severe && systolic > 90) << text << ": " << verdict.why;
      if (possible && (severe || systolic <= 90)) {
        EXPECT_TRUE(verdict.urgent) << text;
      }
    }
}

TEST(reply_property, any_bytes_give_an_answer_a_verdict_and_its_comment_lies_inside_the_text) {
  std::mt19937 random{2026};
  constexpr std::string_view likely = "1234567890/. ,stlbkgmver goodnyx\n>";
  for (int turn = 0; turn < 20'000; ++turn) {
    std::string bytes(1 + random() % 40, ' ');
    for (char& c : bytes) c = turn % 2 == 0 ? static_cast<char>(random() % 256) : likely[random() % likely.size()];
    for (const char* name : answer_contexts) {
      const reply_verdict verdict = parse_reply(bytes, context_named(name));
      if (verdict.comment) {
        EXPECT_LE(verdict.comment->at + verdict.comment->bytes, bytes.size()) << turn;
      }
      EXPECT_LE(verdict.score, 6);
    }
  }
}

} // namespace
} // namespace tidings
