#pragma once
// What one clinical meaning is called in each coding scheme. config/codes.yaml is such a map.
#include <map>
#include <string>
#include <string_view>

namespace tidings {

/// Codes that nobody published are empty: they are never made up.
struct coded_meaning {
  std::string snomed; ///< SNOMED CT concept id
  std::string read2;  ///< Read v2, five characters: `9NdP.`
  std::string ctv3;   ///< Clinical Terms Version 3, five characters
  bool operator==(const coded_meaning&) const = default;
};

/// By the meaning's name.
struct code_map {
  std::map<std::string, coded_meaning, std::less<>> meanings;

  /// Null: no such meaning.
  const coded_meaning* find(std::string_view meaning) const {
    const auto found = meanings.find(meaning);
    return found == meanings.end() ? nullptr : &found->second;
  }
  bool operator==(const code_map&) const = default;
};

} // namespace tidings
