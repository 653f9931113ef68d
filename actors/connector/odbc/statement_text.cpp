#include "actors/connector/odbc/statement_text.hpp"

namespace tidings::odbc {
namespace {

bool begins_name(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }
bool in_name(char c) { return begins_name(c) || (c >= '0' && c <= '9'); }

// Where what begins at `at` ends: behind the closing mark, or at the end of the line.
std::size_t skip(std::string_view text, std::size_t at) {
  const char mark = text[at];
  const auto end = mark == '-' ? text.find('\n', at) : text.find(mark, at + 1);
  return end == text.npos ? text.size() : end + 1;
}

} // namespace

statement_text read_statement(std::string_view text) {
  statement_text out;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (c == '\'' || c == '"' || (c == '-' && next == '-')) {
      const auto end = skip(text, i);
      out.sql.append(text.substr(i, end - i));
      i = end;
    } else if (c == ':' && next == ':') {
      out.sql.append("::");
      i += 2;
    } else if (c == ':' && begins_name(next)) {
      auto end = i + 1;
      while (end < text.size() && in_name(text[end])) ++end;
      out.names.emplace_back(text.substr(i + 1, end - i - 1));
      out.sql += '?';
      i = end;
    } else {
      out.sql += c;
      ++i;
    }
  }
  return out;
}

} // namespace tidings::odbc
