#pragma once
// What is read out on the telephone, as XML (schemas/voice_calls.md). Pure.
#include "schemas/words.hpp"

#include <string>
#include <string_view>

namespace tidings::voice {

struct call_words {
  std::string text;
  question_kind question = question_kind::none;
  std::string language;
  std::string action; ///< where keys are posted; empty: none are asked for
  int key_seconds = 8;
};

/// The text and the keys that it offers, read out twice: whoever picks up listens from the second word on.
std::string script(const call_words& what);

/// `Press 1 to confirm, 2 to cancel, or 9 for no more calls.`
std::string keys_offered(question_kind question);

} // namespace tidings::voice
