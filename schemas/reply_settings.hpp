#pragma once
// What a practice or the host adds to the understanding of replies. Read from the configuration, pure data.
#include <memory>
#include <string>
#include <vector>

namespace tidings {

/// A word that patients may text: "smoke" gets advice, and a code is filed.
struct keyword_settings {
  std::string id;                            ///< for staff and logs
  std::vector<std::string> words;            ///< any of these, alone in a reply; lower case, no accents
  std::string answer;                        ///< what is texted back; empty: nothing
  std::string code;                          ///< SNOMED CT id, filed when the number is one patient's; empty: none
  std::string from, until;                   ///< first and last day in force, "2026-01-31" in London; empty: no bound
  std::vector<std::string> test_numbers;     ///< E.164 digits; not empty: in force for these alone
  std::string code_text;                     ///< filed with the code
  std::string joins, leaves;                 ///< groups; empty: none
  std::vector<std::string> test_addresses{}; ///< of e-mail, in lower case; as `test_numbers`
  bool test = false;                         ///< being tried: in force for those that are named above alone

  /// Whether everybody else is answered as if there were no such keyword.
  bool is_tried() const { return test || !test_numbers.empty() || !test_addresses.empty(); }

  bool operator==(const keyword_settings&) const = default;
};

/// Ways of saying things that the built-in vocabularies don't have.
struct vocabulary_settings {
  struct phrase {
    std::string meaning; ///< "cancel", "urgent", …
    std::string pattern; ///< as in actors/reply/vocabulary/*.yaml
    bool operator==(const phrase&) const = default;
  };
  struct spelling {
    std::string written, canonical;
    bool operator==(const spelling&) const = default;
  };
  std::vector<phrase> phrases;
  std::vector<spelling> spellings;
  bool operator==(const vocabulary_settings&) const = default;
};

struct conversation_settings; // conversation_settings.hpp: keywords, automatic answers, tests and questions
class own_vocabulary;         // actors/reply/own_vocabulary.hpp: the above as tables

struct reply_settings {
  vocabulary_settings vocabulary;                 ///< the practice's own
  std::shared_ptr<const own_vocabulary> compiled; ///< the host's and the practice's; null: only what is built in
  std::shared_ptr<const conversation_settings> conversations; ///< the host's and the practice's; null: defaults
};

} // namespace tidings
