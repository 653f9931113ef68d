#include "tests/simulation/week/phone.hpp"

#include "tests/simulation/week/calendar.hpp"
#include "tests/simulation/week/receptionist.hpp"

#include <algorithm>

namespace tidings::week {
namespace {

bool is_plain_text(const std::string& text) { return text.find_first_of("\n\r>") == std::string::npos; }

std::string with_letters(std::string text, int (*change)(int)) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x80) c = static_cast<char>(change(c));
  return text;
}

/// Fewer may be an answer to whatever else is open.
constexpr std::size_t words_that_tell = 5;

std::size_t words_in(const std::string& text) {
  return 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), ' '));
}

} // namespace

std::string phone::dressed(std::string text) {
  switch (below(random_, 8)) {
  case 0:
    return is_plain_text(text) ? with_letters(std::move(text), &std::toupper) : text;
  case 1:
    return is_plain_text(text) ? with_letters(std::move(text), &std::tolower) : text;
  case 2:
    return "  " + text + " ";
  case 3:
    return text + "\n";
  default:
    return text;
  }
}

void phone::says(meant what, const std::string& text) {
  if (to_.now() >= week_ends) return;
  const bool late = chance(random_, 0.08);
  const bool twice = chance(random_, 0.05), again = chance(random_, 0.03);
  what.number = number_;
  what.text = dressed(text);
  what.written = to_.now();
  what.arrived = to_.now() + (late ? between(random_, 10min, 8h) : between(random_, 1s, 20s));
  if (!late) last_arrived_ = what.arrived = std::max(what.arrived, last_arrived_ + 1ms);
  to_.send(what, again);
  if (!twice) return;
  to_.at(to_.now() + between(random_, 30s, 5min), [this, what]() mutable {
    what.written = to_.now();
    last_arrived_ = what.arrived = std::max(to_.now() + 5s, last_arrived_ + 1ms);
    what.urgent = what.urgent && what.what != wish::answer; // its question has been answered: it is somebody's already
    to_.send(what, false);
  });
}

void phone::reads(const text_in& text) {
  if (machine_) {
    meant what;
    what.to = text.id;
    what.meaning = "staff";
    return says(std::move(what), "I'm driving right now, I'll get back to you later");
  }
  switch (text.question) {
  case question_kind::none:
    if (chance(random_, 0.04)) to_.at(to_.now() + between(random_, 20s, 2h), [this, id = text.id] { anything(id); });
    return;
  case question_kind::confirm_cancel:
  case question_kind::confirm_only:
  case question_kind::cancel_only:
    told_.push_back(text.about);
    told_last_ = to_.now();
    return about_appointment(text);
  case question_kind::which_appointment:
    return which(text);
  default:
    return answer(text);
  }
}

void phone::about_appointment(const text_in& text) {
  const double p = static_cast<double>(below(random_, 1000)) / 1000;
  auto when = to_.now() + between(random_, 1min, 40min);
  if (p > 0.6) when = to_.now() + between(random_, 1h, 10h);
  if (p > 0.9) when = to_.now() + between(random_, 20h, 40h);
  if (p > 0.94) when = std::max(to_.now() + 1min, text.about.starts_at + between(random_, 5min, 20h));
  to_.at(when, [this, text, read_at = to_.now()] {
    const bool is_there = text.about.starts_at <= to_.now() && to_.now() < text.about.starts_at + 25min;
    if (is_there || to_.is_over(text.about)) return; // nobody says more about it
    if (is_no_more(text.about) && told_last_ > read_at) return;
    const auto roll = below(random_, 1000);
    const auto what = chance(random_, 0.6) ? wish::cancel : wish::confirm;
    if (roll < 330) return plainly(text, wish::confirm);
    if (roll < 560) return plainly(text, wish::cancel);
    if (roll < 680) return by_name(text, what);
    if (roll < 720) return tomorrow(text, what);
    if (roll < 850) return anything(text.id);
    if (roll < 890) return in_need(text.id);
    if (roll < 905) return stop(text.id);
    if (roll < 915) return not_me(text.id);
    if (roll < 945) return keyword(text.id);
  });
}

void phone::plainly(const text_in& text, wish what) {
  const auto& from = one_of(random_, what == wish::cancel ? words_.cancel : words_.confirm);
  meant one;
  one.to = text.id;
  one.meaning = from.meaning;
  if (text.about.starts_at > to_.now()) {
    one.what = what;
    one.about = text.about;
    one.plain = true;
  } else if (what == wish::confirm) {
    one.meaning = "thanks"; // that they would have come helps nobody now
  }
  says(one, from.text);
  think_again(one, {});
}

void phone::think_again(const meant& first, const std::string& day) {
  if (!first.about) return;
  static const std::vector<std::string> regrets = {"Sorry, I can make it",
                                                   "actually no wait",
                                                   "can I still come after all?",
                                                   "ignore that",
                                                   "Sorry changed my mind I will come",
                                                   "please keep my appointment"};
  const auto also = [this](meant next, const std::string& text, millis wait) {
    next.reply = {};
    to_.at(to_.now() + wait, [this, next, text] {
      const bool is_news = next.what == wish::regret || !to_.is_over(*next.about);
      if (next.about->starts_at <= to_.now() || !is_news) return;
      if (next.what == wish::regret) regretted_.insert(*next.about);
      says(next, text);
    });
  };
  auto next = first;
  if (first.what == wish::cancel && chance(random_, 0.15)) {
    next.what = wish::regret;
    next.meaning = "regret";
    auto text = chance(random_, 0.5) ? one_of(random_, regrets) : one_of(random_, words_.confirm).text;
    if (!day.empty()) text = "Sorry, I can come on " + day + " after all";
    also(next, text, between(random_, 10s, 40min));
  }
  if (first.what == wish::confirm && chance(random_, 0.08)) {
    const auto& from = one_of(random_, words_.cancel);
    next.what = wish::cancel;
    next.meaning = from.meaning;
    also(next, day.empty() ? from.text : "Cancel " + day, between(random_, 1min, 20h));
  }
}

/// It was to be by now, but was moved or taken away: a bare "yes" to it, after a reminder of another one, is that one's
/// for whoever reads it.
bool phone::is_no_more(const booking& about) const {
  const auto diary = to_.diary(number_);
  return about.starts_at <= to_.now() && std::find(diary.begin(), diary.end(), about) == diary.end();
}

/// Whether no other of their appointments, lately or to come, is on this day of the week.
bool phone::is_alone_on(int weekday, const booking& about) const {
  const auto is_another = [&](const booking& one) {
    return one != about && london(one.starts_at).weekday == weekday && one.starts_at > to_.now() - 24h;
  };
  const auto diary = to_.diary(number_);
  return std::none_of(diary.begin(), diary.end(), is_another) && std::none_of(told_.begin(), told_.end(), is_another);
}

void phone::by_name(const text_in& text, wish what) {
  static const std::vector<std::string> cancels = {"Cancel ", "please cancel ", "Cancel my appointment on ",
                                                   "I need to cancel my appointment on ", "Can you cancel "};
  static const std::vector<std::string> confirms = {"Yes ", "I'll be there on ", "see you on ", "I can make "};
  const auto diary = to_.diary(number_);
  meant one;
  one.to = text.id;
  one.meaning = "staff";
  int weekday = static_cast<int>(below(random_, 7));
  // Mostly the one that was asked about; at times another of theirs; at times a day on which they have none.
  if (!diary.empty() && !chance(random_, 0.15)) {
    const auto same = std::find_if(diary.begin(), diary.end(), [&](const auto& b) { return b == text.about; });
    const auto& about = same != diary.end() && chance(random_, 0.8) ? *same : one_of(random_, diary);
    weekday = london(about.starts_at).weekday;
    if (about.starts_at > to_.now() && about.starts_at < to_.now() + 6 * 24h) {
      one.what = what;
      one.about = about;
      one.plain = true;
    }
  }
  if (!is_alone_on(weekday, one.about ? *one.about : booking{})) return plainly(text, what);
  const auto& lead = one_of(random_, what == wish::cancel ? cancels : confirms);
  says(one, lead + weekday_name(weekday) + (chance(random_, 0.3) ? " please" : ""));
  think_again(one, one.about ? weekday_name(weekday) : "");
}

void phone::tomorrow(const text_in& text, wish what) {
  const auto& from = one_of(random_, what == wish::cancel ? words_.cancel_tomorrow : words_.confirm_tomorrow);
  const auto today = london(to_.now()).days;
  std::vector<booking> meant_by_it;
  for (const auto& one : to_.diary(number_))
    if (london(one.starts_at).days == today + 1) meant_by_it.push_back(one);
  const bool told = std::any_of(told_.begin(), told_.end(), [&](const booking& one) {
    return london(one.starts_at).days == today + 1 && (meant_by_it.empty() || one != meant_by_it.front());
  });
  if (meant_by_it.size() > 1 || told) return plainly(text, what);
  meant one;
  one.to = text.id;
  one.meaning = from.meaning;
  if (!meant_by_it.empty()) {
    one.what = what;
    one.about = meant_by_it.front();
    one.plain = true;
  }
  says(one, from.text);
}

void phone::which(const text_in& text) {
  const auto* asked = to_.sent(text.reply);
  if (!asked || chance(random_, 0.1)) return;
  meant one;
  one.to = text.id;
  one.meaning = "staff";
  std::string number;
  std::size_t alike = 0;
  for (std::size_t n = 1; asked->about && n <= 9; ++n)
    if (text.words.find(std::to_string(n) + " for " + day_and_time(asked->about->starts_at)) != std::string::npos) {
      number = std::to_string(n);
      ++alike;
    }
  if (alike > 1) number.clear(); // two of a family at the same time: here nobody knows whose is with whom
  static const std::vector<std::string> unclear = {"both", "1 and 2", "not 1", "the first one please", "neither",
                                                   "?",    "7",       "1?",    "all of them"};
  std::string said = one_of(random_, unclear);
  if (!number.empty() && chance(random_, 0.9)) {
    one.what = wish::choose;
    one.chosen = asked->what == wish::choose ? asked->chosen : asked->what;
    one.about = asked->about;
    one.plain = true;
    static const std::vector<std::string> after = {"", "", "", " please", " thanks", ".", " thank you"};
    said = (chance(random_, 0.1) ? "Number " : "") + number + one_of(random_, after);
  } else if (number.empty() && chance(random_, 0.5)) {
    return; // theirs isn't there
  }
  const auto wait = chance(random_, 0.85) ? between(random_, 30s, 90min) : between(random_, 2h, 6h);
  to_.at(to_.now() + wait, [this, one, said] {
    if (!one.about || !regretted_.contains(*one.about)) says(one, said);
  });
}

void phone::answer(const text_in& text) {
  const auto pool = words_.answers.find(text.question);
  asked_until_ = to_.now() + 7 * 24h;
  if (pool == words_.answers.end() || chance(random_, 0.15)) return;
  const auto& from = one_of(random_, pool->second);
  meant one;
  one.to = text.id;
  one.meaning = from.meaning;
  one.what = from.meaning == "urgent"         ? wish::urgent
             : from.meaning == "wrong_person" ? wish::wrong_person
                                              : wish::answer;
  one.urgent = from.meaning == "urgent" || from.besides.starts_with("urgent");
  one.plain = from.plain;
  const bool is_word = from.meaning == "yes" || from.meaning == "no";
  one.value = is_word ? from.meaning : value_of(from.besides);
  std::string said = from.text;
  const bool is_digit = from.text.size() == 1 && from.text[0] >= '1' && from.text[0] <= '6';
  if (text.question == question_kind::fft_comment && is_digit) {
    one.value = from.text;
    one.plain = true;
  }
  if (text.question == question_kind::fft_comment && chance(random_, 0.1)) {
    one.value = said = std::to_string(1 + below(random_, 6)); // it was another score that they meant
    one.what = wish::answer;
    one.plain = true;
    one.urgent = false;
  }
  const auto wait = chance(random_, 0.7) ? between(random_, 30s, 1h) : between(random_, 1h, 30h);
  const bool in_words = text.question == question_kind::fft_comment && one.value != said;
  to_.at(to_.now() + wait, [this, one, said, in_words, asked_at = to_.now()] {
    // "Yes all good" after a later reminder reads as a yes to that: nobody could tell.
    if (in_words && told_last_ > asked_at && words_in(said) < words_that_tell) return;
    says(one, said);
  });
}

void phone::anything(const message_id& to) {
  for (int tries = 0; tries < 50; ++tries) {
    const auto& from = one_of(random_, words_.other);
    // A word or two may well answer what else is asked: nobody could tell.
    if (to_.now() < asked_until_ && words_in(from.text) < words_that_tell) continue;
    meant one;
    one.to = to;
    one.meaning = from.meaning;
    return says(std::move(one), from.text);
  }
}

void phone::in_need(const message_id& to) {
  const auto& from = one_of(random_, words_.urgent);
  meant one;
  one.to = to;
  one.what = wish::urgent;
  one.meaning = from.meaning;
  one.urgent = true;
  says(std::move(one), from.text);
}

void phone::keyword(const message_id& to) {
  struct known {
    const char *text, *id;
  };
  // The third isn't in force any more, the fourth is tried out with one number.
  static const std::vector<known> all = {{"smoke", "stop-smoking"},
                                         {"Smoking please", "stop-smoking"},
                                         {"flu", "flu-jab"},
                                         {"FLU thanks", "flu-jab"},
                                         {"walks", ""},
                                         {"gymnasium", ""}};
  const auto& from = one_of(random_, all);
  meant one;
  one.to = to;
  one.what = wish::keyword;
  one.meaning = "keyword";
  one.value = from.id;
  if (number_ == "447700900999" && one.value.empty() && from.text[0] == 'g') one.value = "gym";
  says(std::move(one), from.text);
}

void phone::stop(const message_id& to) {
  const auto& from = one_of(random_, words_.stop);
  meant one;
  one.to = to;
  one.what = wish::stop;
  one.meaning = from.meaning;
  stopped_ = true;
  says(std::move(one), from.text);
}

void phone::not_me(const message_id& to) {
  const auto& from = one_of(random_, words_.wrong_person);
  meant one;
  one.to = to;
  one.what = wish::wrong_person;
  one.meaning = from.meaning;
  says(std::move(one), from.text);
}

void phone::writes() {
  if (machine_ || (stopped_ && chance(random_, 0.8))) return;
  const auto roll = below(random_, 100);
  if (roll < 50) return anything({});
  if (roll < 70) return keyword({});
  if (roll < 90) return in_need({});
  if (roll < 94) return not_me({});
  if (roll < 96) stop({});
}

} // namespace tidings::week
