#pragma once
// A mobile and who has it: one patient, or a family that shares it. Reads what is texted and answers in the written
// replies' words, each chosen for what is meant.
#include "tests/simulation/week/corpus.hpp"
#include "tests/simulation/week/meant.hpp"

#include <functional>
#include <random>
#include <set>

namespace tidings::week {

using dice = std::mt19937_64;

inline std::size_t below(dice& random, std::size_t n) { return random() % n; }
inline bool chance(dice& random, double p) { return static_cast<double>(random() >> 11) < p * 9007199254740992.0; }
inline millis between(dice& random, millis least, millis most) {
  return least + millis(below(random, static_cast<std::size_t>((most - least).count()) + 1));
}
template <class T> const T& one_of(dice& random, const std::vector<T>& all) { return all[below(random, all.size())]; }

/// A text as it is read.
struct text_in {
  message_id id;
  std::string words;
  question_kind question = question_kind::none;
  booking about;
  reply_id reply; ///< that it answers
};

/// What a phone has to do with the practice.
class line {
public:
  virtual ~line() = default;
  virtual timestamp now() const = 0;
  virtual void at(timestamp when, std::function<void()> what) = 0;
  /// @param again  the provider delivers it a second time
  virtual void send(meant what, bool again) = 0;
  virtual const meant* sent(const reply_id& reply) const = 0;
  /// What its patients know to be booked for them, from a day ago on.
  virtual std::vector<booking> diary(const std::string& number) const = 0;
  /// They were there, or it was cancelled as they had asked.
  virtual bool is_over(const booking& one) const = 0;
};

class phone {
public:
  phone(line& to, const corpus& words, dice& random, std::string number, bool answers_by_itself)
      : to_(to), words_(words), random_(random), number_(std::move(number)), machine_(answers_by_itself) {}

  void reads(const text_in& text);
  /// Something comes to mind.
  void writes();

private:
  void about_appointment(const text_in& text);
  void plainly(const text_in& text, wish what);
  void by_name(const text_in& text, wish what);
  void tomorrow(const text_in& text, wish what);
  /// @param day  that it was named by; empty: none
  void think_again(const meant& first, const std::string& day);
  void which(const text_in& text);
  void answer(const text_in& text);
  void anything(const message_id& to);
  void in_need(const message_id& to);
  void keyword(const message_id& to);
  void stop(const message_id& to);
  void not_me(const message_id& to);
  /// Texts it, perhaps twice, and perhaps it is long on its way.
  void says(meant what, const std::string& text);
  bool is_no_more(const booking& about) const;
  bool is_alone_on(int weekday, const booking& about) const;
  std::string dressed(std::string text);

  line& to_;
  const corpus& words_;
  dice& random_;
  std::string number_;
  bool machine_ = false, stopped_ = false;
  std::vector<booking> told_;   ///< what texts spoke of
  std::set<booking> regretted_; ///< cancellations
  timestamp told_last_{};       ///< when the last of those came
  timestamp last_arrived_{};    ///< texts that aren't held up arrive in the order in which they were written
  timestamp asked_until_{};     ///< something else than an appointment is asked
};

} // namespace tidings::week
