#pragma once
// sentences.txt: which sentence of the suite each clinical system keeps, and why it can't where it can't.
#include <map>
#include <string>
#include <vector>

namespace tidings::test {

struct sentence_table {
  std::vector<std::string> systems;
  /// Sentence -> system -> the name of the reason why not; empty: kept.
  std::map<std::string, std::map<std::string, std::string>> cells;
  std::vector<std::string> order;                           ///< sentences as they stand there
  std::vector<std::pair<std::string, std::string>> reasons; ///< name and words, as they stand there

  /// Empty: it is kept there.
  std::string reason(const std::string& sentence, const std::string& system) const;
};

sentence_table read_sentences();
/// As actors/connector/README.md shows it: what doesn't hold everywhere.
std::string as_markdown(const sentence_table& table);

} // namespace tidings::test
