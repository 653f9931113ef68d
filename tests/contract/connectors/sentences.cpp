#include "tests/contract/connectors/sentences.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace tidings::test {
namespace {

std::string in_words(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

} // namespace

std::string sentence_table::reason(const std::string& sentence, const std::string& system) const {
  const auto row = cells.find(sentence);
  if (row == cells.end() || !row->second.contains(system)) return "it stands not in sentences.txt";
  const auto& name = row->second.at(system);
  if (name.empty()) return {};
  const auto found = std::find_if(reasons.begin(), reasons.end(), [&](const auto& one) { return one.first == name; });
  return found == reasons.end() ? "no reason is given: " + name : found->second;
}

// First the reasons, `name: words`; then a line of systems, `= systmone emis …`; then a line for each sentence.
sentence_table read_sentences() {
  sentence_table out;
  std::ifstream file(TIDINGS_SOURCE_DIR "/tests/contract/connectors/sentences.txt");
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string first, word;
    words >> first;
    if (first == "=") {
      while (words >> word) out.systems.push_back(word);
    } else if (first.back() == ':') {
      std::getline(words >> std::ws, word);
      out.reasons.emplace_back(first.substr(0, first.size() - 1), word);
    } else {
      out.order.push_back(first);
      for (std::size_t i = 0; words >> word && i < out.systems.size(); ++i)
        out.cells[first][out.systems[i]] = word == "yes" ? "" : word;
    }
  }
  return out;
}

std::string as_markdown(const sentence_table& table) {
  std::ostringstream out;
  out << "| a clinical system …";
  for (const auto& system : table.systems) out << " | " << in_words(system);
  out << " |\n|---";
  for (std::size_t i = 0; i < table.systems.size(); ++i) out << "|---";
  out << "|\n";
  std::size_t everywhere = 0;
  std::vector<std::string> used;
  for (const auto& sentence : table.order) {
    const auto& row = table.cells.at(sentence);
    if (std::all_of(row.begin(), row.end(), [](const auto& cell) { return cell.second.empty(); })) {
      ++everywhere;
      continue;
    }
    out << "| " << in_words(sentence);
    for (const auto& system : table.systems) {
      const auto& why = row.at(system);
      if (!why.empty() && std::find(used.begin(), used.end(), why) == used.end()) used.push_back(why);
      const auto number = std::find(used.begin(), used.end(), why) - used.begin() + 1;
      out << " | " << (why.empty() ? std::string("yes") : "no (" + std::to_string(number) + ")");
    }
    out << " |\n";
  }
  out << "\n" << everywhere << " other sentences hold of all of them. Why not:\n";
  for (std::size_t i = 0; i < used.size(); ++i)
    for (const auto& [name, words] : table.reasons)
      if (name == used[i]) out << i + 1 << ". " << words << "\n";
  return out.str();
}

} // namespace tidings::test
