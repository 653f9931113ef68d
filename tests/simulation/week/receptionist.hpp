#pragma once
// The judge: a careful receptionist who knows what each reply meant and sees everything that was done. Shares nothing
// with the broker but the words of its events.
#include "tests/simulation/week/meant.hpp"

#include <map>
#include <set>
#include <span>

namespace tidings::week {

struct rule {
  std::string_view name, promise;
};

struct figures {
  std::size_t replies = 0;
  std::size_t plain = 0, acted = 0; ///< wishes about one appointment that need no person, and how many had none
  std::size_t plain_alone = 0, acted_alone = 0; ///< the same of those that answer the only question there is
  std::size_t cancelled = 0, confirmed = 0, opted_out = 0, asked_back = 0, taken_down = 0, keywords = 0, held_back = 0,
              handed = 0, urgent = 0;
  void add(const figures& other);
};

class receptionist {
public:
  static std::span<const rule> rules();

  /// A reply is about to arrive. Told again when it arrives again.
  void hears(const meant& what);
  /// Every event of one practice in order; `cause`: the reply that was being handled, nil otherwise.
  void sees(timestamp at, const reply_id& cause, const event& what);
  /// The reply has been dealt with as far as it is without a person.
  void is_done_with(const reply_id& reply);
  void week_is_over(timestamp now);

  const std::vector<std::string>& wrong() const { return wrong_; }
  const figures& counted() const { return counted_; }
  /// Or is about to be.
  bool is_cancelled(const booking& about) const;
  const meant* known(const reply_id& reply) const;
  /// Why the broker took it for what it did.
  std::string_view understood(const reply_id& reply) const;

private:
  using number_and_booking = std::pair<std::string, booking>; ///< a slot may be given to somebody else
  struct fate {
    meant what;
    bool received = false, acted = false, handed = false, handed_urgently = false, asked = false, comment = false,
         asked_again = false;
    std::string why; ///< as it was understood
  };
  struct cancellation {
    booking about;
    reply_id reply;
    bool open = true, done = false;
    std::set<reply_id> told_of; ///< replies that a person has at once because of it
  };
  struct last_word {
    timestamp written{}, arrived{};
    wish what = wish::nothing;
    reply_id reply;
  };

  void on(const operation_requested& e);
  void on(const operation_finished& e);
  void on(const appointment_confirmed& e);
  void on(const opted_out& e);
  void on(const opted_in& e);
  void on(const reply_received& e);
  void on(const handed_to_staff& e);
  void on(const message_accepted& e);
  void on(const fft_answered& e);
  void on(const answer_recorded& e);
  void on(const keyword_taken& e);
  void on(const number_disputed& e);
  void on(const withdrawal_requested& e);
  template <class Other> void on(const Other&) {}

  fate* of(const reply_id& reply);
  void complain(std::string_view rule, const fate* about, const std::string& what);
  void cancel_was_asked(const operation_requested& e);
  void consent_was_withdrawn(const fate* by, const std::string& how);
  void entry_was_filed(const operation_requested& e);
  void was_acted_on(fate& by);
  void against_last_word(const fate& by, const booking& about, wish done);
  bool means(const fate& by, wish what, const booking& about) const;
  void no_wish_was_lost(const fate& one);
  void change_of_mind_was_heard(const cancellation& one);

  timestamp now_{};
  reply_id cause_;
  std::map<reply_id, fate> heard_;
  std::map<operation_id, cancellation> cancels_;
  std::map<number_and_booking, last_word> last_words_;
  std::map<number_and_booking, reply_id> confirmed_;
  std::map<std::string, std::string> stopped_; ///< numbers
  std::map<std::string, timestamp> asked_back_;
  std::map<std::string, std::size_t> machines_; ///< number and day
  std::map<std::string, reply_id> scores_;
  std::map<std::pair<message_id, std::string>, std::string> scored_words_; ///< said to what, and counted as what
  std::set<std::pair<reply_id, std::string>> filed_;                       ///< by which reply, under what code
  std::set<message_id> recorded_;
  std::map<message_id, reply_id> asked_about_; ///< asked back, and about which reply
  std::vector<std::string> wrong_;
  figures counted_;
};

/// `score 5` of `score 5; comment …`; `135/85` of `urgent; 135/85 mmHg`. The first that is neither.
std::string value_of(const std::string& besides);

} // namespace tidings::week
