#include "actors/reply/act.hpp"

#include <algorithm>
#include <initializer_list>

namespace tidings::reply_words {
namespace {

using k = phrase_kind;

bool in(k kind, std::initializer_list<k> kinds) noexcept { return std::ranges::find(kinds, kind) != kinds.end(); }

bool any(const phrase_list& list, std::initializer_list<k> kinds) noexcept {
  return std::ranges::any_of(list.all(), [&](const phrase& p) { return in(p.kind, kinds); });
}

/// They add nothing to what was said before them. A "please" does: it makes a wish of a word.
bool are_manners(std::span<const phrase> phrases) noexcept {
  return std::ranges::all_of(phrases, [](const phrase& p) {
    return in(p.kind, {k::greeting, k::thanks, k::sorry, k::sign_off, k::smile, k::thumbs, k::pleasant, k::noted});
  });
}

/// "Cancel..." is left open, and "cancel... thanks" no less.
bool trails_off(const cut_text& text, const phrase_list& list) noexcept {
  if (text.unfinished) return true;
  if (text.words_before_dots == 0) return false;
  const auto rest =
      std::ranges::find_if(list.all(), [&](const phrase& p) { return p.begin >= text.words_before_dots; });
  return are_manners({rest, list.all().end()});
}

std::size_t how_many(const phrase_list& list, k kind) noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(list.all(), [&](const phrase& p) { return p.kind == kind; }));
}

act doubtful(act_kind kind, std::string_view why) noexcept {
  act result;
  result.kind = kind;
  result.doubt = why;
  return result;
}

/// Walks the phrases of a cancellation and stops at the first one that doesn't belong where it stands.
class cancellation {
public:
  cancellation(const cut_text& text, const phrase_list& list) noexcept : text_{text}, list_{list} {}

  /// Empty if it can mean nothing else.
  std::string_view doubt() noexcept {
    if (any(list_, {k::confirm, k::attend, k::agree})) return "says both to cancel and to keep it";
    if (any(list_, {k::cancel_done}) && !done_alone())
      return "\"cancelled\" may tell us something rather than ask for it";
    for (at_ = 0; at_ < list_.count; ++at_)
      if (const std::string_view why = step(list_.items[at_]); !why.empty()) return why;
    if (in(last(), {k::lead, k::request, k::because, k::but, k::so}) || !close_reason())
      return "the sentence is not finished";
    if (requested_ && !reasoned_ && !thanked_for_it_ && !any(list_, {k::please}))
      return "may be a question about cancelling";
    return {};
  }

private:
  static constexpr std::string_view odd = "the words don't make one plain wish";
  static constexpr std::string_view two_ways = "may be read two ways without punctuation";

  k last() const noexcept { return at_ == 0 ? k::unknown : list_.items[at_ - 1].kind; }

  std::string_view step(const phrase& p) noexcept {
    if (!may_follow(last(), p)) return odd;
    const bool of_the_reason = in(p.kind, {k::reason_matter, k::reason_glue, k::when, k::object});
    if (reason_open_ && (!of_the_reason || p.before == gap::sentence) &&
        !in(p.kind, {k::reason_start, k::state, k::cannot_come, k::neg_need, k::neg_need_i, k::ill}) && !close_reason())
      return odd;
    switch (p.kind) {
    case k::yes:
    case k::okay:
      return keyword_beside(p);
    case k::request:
      requested_ = true;
      return {};
    case k::thanks:
    case k::sorry: // before it they are only manners: "sorry, can you cancel" may well be a question
      thanked_for_it_ = thanked_for_it_ || requested_;
      return {};
    case k::cancel:
    case k::cancel_done:
      return verb(p);
    case k::ill: // "cancel I am in" is no more of a reason for an ill face behind it
      if (reason_open_ && !matter_ && last() == k::reason_glue) return odd;
      reasoned_ = matter_ = true;
      return {};
    case k::cannot_come:
    case k::state:
    case k::neg_need_i:
      reasoned_ = matter_ = true;
      return {};
    case k::neg_need: // "cancel not needed": the appointment, or the cancellation?
      reasoned_ = matter_ = true;
      return acted_ && !set_off(p) ? "may say that no cancellation is needed" : std::string_view{};
    case k::because:
    case k::reason_start:
      reason_open_ = true;
      matter_ = false;
      return {};
    case k::reason_matter:
      reasoned_ = matter_ = true;
      return reason_open_ || (acted_ && p.before == gap::comma) ? std::string_view{} : odd; // "cancel - covid"
    case k::reason_glue:
      return reason_open_ ? std::string_view{} : odd;
    default:
      return {};
    }
  }

  /// What may stand after what, whatever else the reply says.
  bool may_follow(k last, const phrase& p) const noexcept {
    if (in(last, {k::lead, k::request})) return in(p.kind, {k::cancel, k::please}) && p.before < gap::sentence;
    if (last == k::but) return in(p.kind, {k::please, k::lead, k::request, k::cannot_come, k::neg_need_i, k::state});
    if (last == k::because)
      return in(p.kind, {k::cannot_come, k::state, k::reason_start, k::reason_matter, k::reason_glue, k::neg_need,
                         k::neg_need_i, k::ill});
    if (last == k::reason_start) return in(p.kind, {k::reason_matter, k::reason_glue, k::state, k::when});
    switch (p.kind) {
    case k::greeting:
      return in(last, {k::unknown, k::greeting});
    case k::but:
      return in(last, {k::thanks, k::sorry, k::neutral});
    case k::object:
      return in(last, {k::unknown, k::cancel, k::cancel_done, k::cannot_come, k::neg_need, k::neg_need_i, k::please,
                       k::when, k::greeting, k::sorry, k::thanks, k::so});
    case k::pronoun:
      return in(last, {k::cancel, k::cancel_done}) && p.before == gap::none;
    case k::for_me:
      return in(last, {k::cancel, k::object, k::pronoun, k::when, k::please});
    case k::when: // "I'm cancelling tomorrow" may be a plan
      if (last == k::cancel && text_.ids[p.begin - 1U] == id_of(own_word::cancelling)) return false;
      return in(last, {k::cancel, k::object, k::pronoun, k::cannot_come, k::state, k::reason_start, k::reason_matter,
                       k::reason_glue, k::when, k::for_me, k::please});
    case k::so:
      return in(last, {k::cannot_come, k::state, k::neg_need, k::neg_need_i, k::reason_matter, k::reason_glue,
                       k::object, k::pronoun, k::when, k::cancel});
    default:
      return !in(p.kind, {k::opt_out, k::pleasant, k::noted, k::no_problem, k::undecided, k::unknown});
    }
  }

  /// Reasons that may swallow a bare "cancel" right behind them. "Can't attend cancel" is two thoughts, "can't make it
  /// cancel" may be one.
  bool swallows(const phrase& p) const noexcept {
    if (p.kind == k::cannot_come) return !closes_thought(text_.ids[p.end - 1U]);
    return in(p.kind, {k::neg_need, k::neg_need_i, k::reason_matter, k::reason_glue, k::reason_start, k::because});
  }

  /// The verb itself. "I can't make it cancel", "don't need it cancel": one thought or two?
  std::string_view verb(const phrase& p) noexcept {
    const bool reason_went_on =
        at_ >= 2 && in(last(), {k::object, k::when, k::pronoun}) && swallows(list_.items[at_ - 2]);
    const bool after_now = at_ > 0 && text_.ids[p.begin - 1U] == id_of(own_word::now); // one slip from "not"
    if (!set_off(p) && (after_now || reason_went_on || swallows(list_.items[at_ - 1]))) return two_ways;
    acted_ = true;
    return {};
  }

  /// "yes cancel", "yes, cancel it" and "yes, cancel please" ask to cancel; "yes, cancel" gives both keywords, with
  /// thanks or without; "cancel yes" may too, and "y cancel" may ask why.
  std::string_view keyword_beside(const phrase& p) const noexcept {
    if (acted_ || reasoned_ || at_ + 1 >= list_.count) return "says yes as well as cancel";
    const phrase& next = list_.items[at_ + 1];
    if (text_.words[p.begin].folded() == "y") return "\"y\" may be \"why\"";
    const bool bare = next.kind == k::cancel && next.end == next.begin + 1 && are_manners(list_.all().subspan(at_ + 2));
    const gap allowed = bare ? gap::none : gap::comma;
    return next.kind == k::cancel && next.before > allowed ? "gives both keywords" : std::string_view{};
  }

  /// Punctuation, or a word that opens a new thought, stands before phrase `at_`.
  bool set_off(const phrase& p) const noexcept {
    return at_ == 0 || p.before != gap::none ||
           in(last(), {k::please, k::sorry, k::so, k::because, k::greeting, k::for_me});
  }

  /// "Cancelled", or "cancelled it please": anything more may be news ("you cancelled", "it's cancelled, thanks").
  bool done_alone() const noexcept {
    if (list_.count == 1) return list_.items[0].end == 1;
    const bool only = std::ranges::all_of(list_.all(), [](const phrase& p) {
      return in(p.kind, {k::cancel_done, k::please, k::thanks, k::sign_off, k::object, k::for_me});
    });
    return only && any(list_, {k::please});
  }

  /// False if the reason that ends here was only little words: "cancel, I am in".
  bool close_reason() noexcept {
    const bool said_something = !reason_open_ || matter_;
    reason_open_ = false;
    return said_something;
  }

  const cut_text& text_;
  const phrase_list& list_;
  std::size_t at_ = 0;
  bool acted_ = false;
  bool requested_ = false;
  bool thanked_for_it_ = false; ///< behind the request, as for what will be done
  bool reasoned_ = false;       ///< says why, or that they can't come
  bool reason_open_ = false;    ///< inside "as …", "I have …"
  bool matter_ = false;         ///< and it has said something
};

/// A question mark only fits a polite request: "Can you cancel my appointment please?"
std::string_view doubt_of_marks(const cut_text& text, const phrase_list& list, bool may_request) noexcept {
  if (trails_off(text, list)) return "trails off";
  if (text.question_marks == 0) return {};
  constexpr std::string_view asks = "has a question mark";
  if (!may_request || text.question_marks > 1 || text.doubled_question || how_many(list, k::request) != 1) return asks;
  const auto request = std::ranges::find_if(list.all(), [](const phrase& p) { return p.kind == k::request; });
  for (auto p = request; p != list.all().end() && p->begin < text.words_before_question; ++p)
    if (p != request && p->before == gap::sentence) return asks; // the mark ends another sentence
  if (request->begin >= text.words_before_question) return asks;
  return any(list, {k::please, k::cannot_come}) ? std::string_view{} : asks;
}

std::string_view doubt_of_confirmation(const phrase_list& list) noexcept {
  constexpr std::string_view odd = "the words don't make one plain confirmation";
  k last = k::unknown;
  for (const phrase& p : list.all()) {
    const bool allowed =
        in(p.kind, {k::greeting, k::please,     k::thanks, k::sign_off, k::neutral, k::pleasant, k::noted,
                    k::smile,    k::no_problem, k::yes,    k::okay,     k::agree,   k::thumbs,   k::confirm,
                    k::attend,   k::when,       k::object, k::lead,     k::so,      k::pronoun,  k::for_me});
    if (p.kind == k::request) return "asks us to confirm";
    if (!allowed) return odd;
    if (last == k::lead && (p.kind != k::confirm || p.before != gap::none)) return odd;
    if (p.kind == k::pronoun && !in(last, {k::confirm, k::attend})) return odd;
    if (p.kind == k::so && !in(last, {k::yes, k::okay, k::agree, k::confirm, k::attend, k::thanks, k::object, k::when}))
      return odd;
    last = p.kind;
  }
  return in(last, {k::lead, k::so}) ? odd : std::string_view{};
}

act take_times(act result, const phrase_list& list) noexcept {
  for (const phrase& p : list.all())
    if (p.names_time) {
      result.names_time = true;
      result.fits &= p.fits;
    }
  return result;
}

act settled(act_kind kind, std::string_view doubt, const phrase_list& list) noexcept {
  act result = doubtful(kind, doubt);
  result.plain = result.recognised = doubt.empty();
  return take_times(result, list);
}

} // namespace

act read_act(const cut_text& text, const phrase_list& list) noexcept {
  if (list.count == 0 || !list.complete) return {};
  if (any(list, {k::cancel, k::cancel_done})) {
    std::string_view doubt = doubt_of_marks(text, list, true);
    if (doubt.empty()) doubt = cancellation{text, list}.doubt();
    return settled(act_kind::cancel, doubt, list);
  }
  if (any(list, {k::opt_out})) {
    const bool only = std::ranges::all_of(list.all(), [](const phrase& p) {
      return in(p.kind, {k::opt_out, k::please, k::thanks, k::greeting, k::sorry});
    });
    std::string_view doubt = doubt_of_marks(text, list, false);
    if (!only) doubt = "says more than to stop";
    return settled(act_kind::opt_out, doubt, list);
  }
  if (any(list, {k::cannot_come, k::neg_need, k::neg_need_i})) {
    act result = doubtful(act_kind::cancel, "says they can't come or don't need it, but not to cancel");
    result.recognised = !any(list, {k::yes, k::okay, k::agree, k::thumbs, k::confirm, k::attend});
    return result;
  }
  if (any(list, {k::yes, k::okay, k::agree, k::thumbs, k::confirm, k::attend})) {
    std::string_view doubt = doubt_of_marks(text, list, false);
    if (doubt.empty()) doubt = doubt_of_confirmation(list);
    act result = settled(act_kind::confirm, doubt, list);
    result.explicit_word = any(list, {k::confirm, k::attend});
    return result;
  }
  const bool courtesies = std::ranges::all_of(list.all(), [](const phrase& p) {
    return in(p.kind, {k::thanks, k::pleasant, k::noted, k::smile, k::greeting, k::sign_off, k::no_problem, k::please});
  });
  if (courtesies && any(list, {k::thanks, k::pleasant, k::noted, k::smile, k::no_problem}) && text.question_marks == 0)
    return doubtful(act_kind::thanks, "only a thank you");
  return {};
}

} // namespace tidings::reply_words
