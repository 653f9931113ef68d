#pragma once
// What a practice or the host adds to the understanding of replies. Read from the configuration, pure data.
#include <string>
#include <vector>

namespace tidings {

/// A word that patients may text: "smoke" gets advice, and a code is filed.
struct keyword_settings {
  std::string id;                        ///< for staff and logs
  std::vector<std::string> words;        ///< any of these, alone in a reply; lower case, no accents
  std::string answer;                    ///< what is texted back; empty: nothing
  std::string code;                      ///< SNOMED CT id, filed when the number is one patient's; empty: none
  std::string from, until;               ///< first and last day in force, "2026-01-31" in London; empty: no bound
  std::vector<std::string> test_numbers; ///< E.164 digits; not empty: in force for these alone

  bool operator==(const keyword_settings&) const = default;
};

struct reply_settings {
  std::string safety_text;          ///< texted back when a reply has words of an emergency; empty: nothing
  int auto_responses_a_day_max = 3; ///< to one number, so that two machines never talk for ever
  std::vector<keyword_settings> keywords;
};

} // namespace tidings
