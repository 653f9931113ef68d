#pragma once
// The attempts under way and what each comes to. A message of several parts goes one part after the other: the next is
// sent only when the one before was taken. Pure.
//
// What an attempt comes to:
//   every part taken                                            sent
//   the first part refused, or never sent                       what the refusal means: certainly nothing was taken
//   no answer to a part                                         unknown
//   some parts taken, a later one refused or never sent         unknown: the phone may show a torn text, so it is
//   neither
//                                                               sent nor may it be sent again without a person
// A later part that is refused for being too fast is sent again within the attempt's time: it was certainly not taken,
// so that repeats nothing.
#include "actors/provider/smpp/book.hpp"
#include "actors/provider/smpp/session.hpp"

namespace tidings::smpp {

class courier {
public:
  struct note {
    attempt_key about;
    std::uint32_t part = 1, parts = 1;
    std::string id;
  };
  struct finished {
    std::uint64_t token = 0;
    practice_id practice;
    attempt_outcome what;
    millis took{};
  };
  struct submit {
    std::uint64_t token = 0;
    std::string body;
  };
  /// In order. A `note` is to be kept before what follows it is told.
  using wish = std::variant<submit, note, finished>;

  void begin(std::uint64_t token, attempt_key about, std::vector<short_message> parts, instant now, instant deadline);
  /// False: the token isn't an attempt's.
  bool on_answered(const answered& what, instant now);
  bool on_not_sent(const not_sent& what, instant now);
  bool on_no_answer(const no_answer& what, instant now);
  /// @param withdraw takes a request back that still waits in the session
  void on_tick(instant now, const std::function<bool(std::uint64_t)>& withdraw);
  /// The end: what is under way is in doubt.
  void abandon(instant now);

  std::vector<wish> take() { return std::exchange(wishes_, {}); }
  instant next_at() const;
  std::size_t under_way() const { return calls_.size(); }

private:
  struct call {
    attempt_key about;
    std::vector<short_message> parts;
    std::size_t taken = 0;
    std::vector<std::string> ids;
    instant began{0}, deadline{0};
  };
  void finish(std::uint64_t token, attempt_result what, std::string code, std::string detail, instant now);
  void stop_at_part(std::uint64_t token, attempt_result what, std::string code, std::string detail, instant now);

  std::map<std::uint64_t, call> calls_;
  /// Given up without an answer: their parts' ids are still worth keeping.
  std::map<std::uint64_t, call> late_;
  std::vector<wish> wishes_;
};

} // namespace tidings::smpp
