#include "actors/connector/files/csv.hpp"

namespace tidings::files {
namespace {

class parser {
public:
  parser(std::string_view text, char separator) : text_(text), separator_(separator) {}

  csv_text all() {
    while (at_ < text_.size() && out_.errors.size() < errors_max) record();
    out_.ends_with_line = text_.empty() || text_.back() == '\n' || text_.back() == '\r';
    return std::move(out_);
  }

private:
  static constexpr std::size_t errors_max = 100; ///< nobody reads on

  bool at_line_end() const { return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r'; }

  void end_line() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  void record() {
    csv_record one{line_, {}};
    for (;;) {
      one.fields.push_back(at_ < text_.size() && text_[at_] == '"' ? quoted(one.line) : plain());
      if (at_ >= text_.size() || text_[at_] != separator_) break;
      ++at_;
    }
    if (!at_line_end()) {
      out_.errors.push_back(
          {line_, "", "text after a closing quotation mark", "write a quotation mark inside of a field twice"});
      while (!at_line_end()) ++at_;
    }
    end_line();
    if (one.fields.size() > 1 || !one.fields.front().empty()) out_.records.push_back(std::move(one));
  }

  std::string plain() {
    const auto from = at_;
    while (!at_line_end() && text_[at_] != separator_) ++at_;
    return std::string(text_.substr(from, at_ - from));
  }

  std::string quoted(int began) {
    std::string field;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        field += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        field += '"';
        ++at_;
      } else {
        ++at_;
        return field;
      }
    }
    out_.errors.push_back({began, "", "a quotation mark that is never closed", "close it; is the file cut off?"});
    return field;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  int line_ = 1;
  csv_text out_;
};

} // namespace

csv_text read_csv(std::string_view text, char separator) { return parser(text, separator).all(); }

std::string csv_field(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

} // namespace tidings::files
