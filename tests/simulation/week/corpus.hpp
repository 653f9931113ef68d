#pragma once
// The written replies of tests/golden/replies by what their writers mean. The parser isn't asked.
#include "schemas/words.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace tidings::week {

struct written {
  std::string text;
  std::string meaning; ///< the receptionist's word for it
  bool plain = false;  ///< a receptionist would act on it and ask nobody
  std::string besides; ///< what it says besides: `score 5; comment …`, `urgent; 190/100 mmHg`
};

struct corpus {
  // Answers to a reminder. Those of the first two say nothing of when; those of the next two say `tomorrow`.
  std::vector<written> cancel, confirm, cancel_tomorrow, confirm_tomorrow;
  std::vector<written> stop, urgent, wrong_person;
  std::vector<written> other;                            ///< on which nothing may be done
  std::map<question_kind, std::vector<written>> answers; ///< to other questions
};

corpus read_corpus(const std::filesystem::path& folder);

} // namespace tidings::week
