#pragma once
// What is wrong with a template's words, what is warned of, and how they look filled in. Pure.
#include "actors/node/templates/book.hpp"

namespace tidings::templates {

constexpr std::size_t title_bytes_max = 100, subject_bytes_max = 150;
constexpr std::size_t email_bytes_max = 10'000;  ///< of an e-mail's body
constexpr std::size_t field_name_bytes_max = 60; ///< a longer one is a sentence between brackets
constexpr std::size_t parts_usual_max = 3;       ///< of a text message: more is warned of

struct remark {
  std::string field; ///< `title`, `subject`, `body`; of the id `id`
  std::string code;  ///< of a warning: link, letters_that_cost, letters_replaced, long
  std::string reason;
  bool operator==(const remark&) const = default;
};

/// In the way of keeping it.
std::vector<remark> problems_of(channel by, const words& what);
/// Not in the way, but whoever approves should have seen it. `alphabet`: the one it would be sent in.
std::vector<remark> warnings_of(channel by, const words& what, sms_alphabet alphabet);

/// Fields that whoever sends has to bring, each once: a message to a known patient has the others by itself.
std::vector<std::string> fields_brought(const words& what);

struct look {
  std::string subject, body;
  std::string encoding; ///< of a text message: gsm7 or ucs2
  std::size_t units = 0, segments = 0;
  std::string too_long; ///< why it couldn't be sent as it stands here; empty: it could
};
/// With example values: nobody's. `practice` null: of all practices together, an example's name and number.
look look_of(channel by, const words& what, const practice_settings* practice, timestamp now);

} // namespace tidings::templates
