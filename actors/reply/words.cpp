#include "actors/reply/words.hpp"

#include <algorithm>

#include "actors/reply/characters.hpp"
#include "actors/reply/quoted.hpp"

namespace tidings::reply_words {
namespace {

using kind = character_kind;

/// One full stop ends a sentence, two leave it open.
constexpr std::size_t dots_trailing_off = 2;

word_id id_of(face_kind face) noexcept {
  switch (face) {
  case face_kind::thumbs:
    return id_of(own_word::thumbs);
  case face_kind::thanks:
    return id_of(own_word::folded_hands);
  case face_kind::smile:
    return id_of(own_word::smile);
  case face_kind::ill:
    return id_of(own_word::ill_face);
  case face_kind::joke:
    return id_of(own_word::joke_face);
  case face_kind::none:
    break;
  }
  return unknown_word;
}

class cutter {
public:
  explicit cutter(cut_text& result) noexcept : out_{result} {}

  /// `from`: byte of the whole text at which the line starts.
  void line(std::string_view text, std::size_t from) noexcept {
    for (std::size_t at = 0; at < text.size();) {
      here_ = from + at;
      if (const std::size_t bytes = typed_face(text.substr(at)); bytes > 0) {
        at += bytes;
        continue;
      }
      if (text[at] == '*' && in_number()) out_.starred = true;
      const character c = next_character(text.substr(at));
      take(c, text.substr(std::min(at + c.bytes, text.size())));
      at += c.bytes;
    }
    end_word();
    space(gap::sentence);
    out_.own_end = from + text.size();
  }

  void finish() noexcept {
    end_word();
    out_.unfinished = dots_ >= dots_trailing_off;
  }

private:
  void take(const character& c, std::string_view rest) noexcept {
    if (c.kind != kind::dot)
      dots_ = c.kind == kind::ellipsis ? 3 : (c.kind == kind::blank || c.kind == kind::quotation ? dots_ : 0);
    if (c.kind != kind::question && c.kind != kind::blank) question_open_ = question_open_ && c.kind == kind::stop;
    if (c.kind != kind::joiner) after_face_ = false;
    switch (c.kind) {
    case kind::letter:
    case kind::digit:
      letter(c);
      return;
    case kind::apostrophe:
      if (length_ > 0 && !rest.empty() && next_character(rest).kind == kind::letter) return; // "can't"
      end_word();
      quotation();
      return;
    case kind::accent:
      if (length_ > 0) accented_ = true;
      return;
    case kind::joiner:
      if (!after_face_) out_.hidden = true;
      return;
    case kind::hidden:
      out_.hidden = true;
      return;
    case kind::dot:
    case kind::alternative:
      if (inside_number(rest)) {
        push(c.kind == kind::dot ? '.' : '/');
        return;
      }
      end_word();
      if (c.kind == kind::dot && ++dots_ >= dots_trailing_off) out_.words_before_dots = out_.count;
      space(c.kind == kind::dot ? gap::sentence : gap::alternative);
      return;
    case kind::comma:
      if (inside_number(rest) && rest.size() < text_bytes_max && colon_) {
        push(':');
        return;
      }
      end_word();
      space(gap::comma);
      return;
    case kind::ellipsis:
      end_word();
      out_.words_before_dots = out_.count;
      space(gap::sentence);
      return;
    case kind::stop:
      end_word();
      space(gap::sentence);
      return;
    case kind::question:
      end_word();
      question();
      return;
    case kind::plus:
      end_word();
      add("and", id_of(own_word::and_), here_);
      return;
    case kind::face:
      end_word();
      face(c.face);
      return;
    case kind::quotation:
      end_word();
      quotation();
      return;
    case kind::blank:
      end_word();
      return;
    case kind::foreign:
      out_.foreign = true;
      symbol();
      return;
    case kind::symbol:
      symbol();
      return;
    case kind::damaged:
      out_.damaged = true;
      end_word();
      return;
    }
  }

  /// ":)" and its like. Bytes taken, 0 if there is none.
  std::size_t typed_face(std::string_view text) noexcept {
    colon_ = text.front() == ':';
    if (text.front() != ':' && text.front() != ';') return 0;
    const std::size_t nose = text.size() > 1 && text[1] == '-' ? 1 : 0;
    if (text.size() < 2 + nose) return 0;
    const char mouth = text[1 + nose];
    const bool letter_mouth = mouth == 'D' || mouth == 'P' || mouth == 'p';
    if (mouth != ')' && mouth != '(' && !letter_mouth) return 0;
    if (letter_mouth && text.size() > 2 + nose && next_character(text.substr(2 + nose)).kind == kind::letter) return 0;
    end_word();
    face(text.front() == ';' || letter_mouth ? face_kind::joke : face_kind::smile);
    after_face_ = false;
    dots_ = 0;
    return 2 + nose;
  }

  bool in_number() const noexcept { return length_ > 0 && out_.letters[used_] >= '0' && out_.letters[used_] <= '9'; }
  bool inside_number(std::string_view rest) const noexcept {
    return in_number() && !rest.empty() && rest.front() >= '0' && rest.front() <= '9';
  }

  void letter(const character& c) noexcept {
    accented_ = accented_ || c.accented;
    push(c.folded);
  }

  void push(char c) noexcept {
    if (length_ == 0) start_ = here_;
    out_.letters[used_ + length_++] = c; // never more than the bytes read
  }

  void end_word() noexcept {
    if (length_ == 0) return;
    const std::string_view folded{out_.letters.data() + used_, length_};
    add(folded, find_word(folded, accented_, out_.added), start_);
    used_ += length_;
    length_ = 0;
    accented_ = false;
  }

  void face(face_kind sort) noexcept {
    space(gap::comma);
    add({}, id_of(sort), here_);
    space(gap::comma);
    after_face_ = true;
  }

  void symbol() noexcept {
    end_word();
    add({}, unknown_word, here_);
    after_face_ = true; // an emoji we don't know may carry joiners too
  }

  void question() noexcept {
    out_.doubled_question = out_.doubled_question || question_open_;
    question_open_ = true;
    ++out_.question_marks;
    out_.words_before_question = out_.count;
    space(gap::sentence);
  }

  void quotation() noexcept {
    if (out_.count > 0) quotation_pending_ = true;
    space(gap::comma);
  }

  void space(gap least) noexcept { before_ = std::max(before_, least); }

  void add(std::string_view folded, word_id id, std::size_t at) noexcept {
    if (quotation_pending_) out_.quotation = true;
    if (out_.count == words_max) {
      out_.too_long = true;
      return;
    }
    const gap before = out_.count == 0 ? gap::sentence : before_;
    before_ = gap::none;
    if (before == gap::none && out_.count > 0)
      if (const word_id joined = join(out_.ids[out_.count - 1], id); joined != unknown_word) {
        out_.words[out_.count - 1].id = out_.ids[out_.count - 1] = joined;
        return;
      }
    out_.words[out_.count] = {folded.data(),
                              static_cast<std::uint16_t>(folded.size()),
                              id,
                              before,
                              accented_,
                              static_cast<std::uint16_t>(at)};
    out_.ids[out_.count++] = id;
  }

  cut_text& out_;
  std::size_t used_ = 0;   // letters of finished words
  std::size_t length_ = 0; // letters of the word being read
  std::size_t dots_ = 0;
  std::size_t here_ = 0;  // byte of the text being read
  std::size_t start_ = 0; // byte at which the word being read starts
  bool accented_ = false;
  bool after_face_ = false;
  bool question_open_ = false;
  bool quotation_pending_ = false;
  bool colon_ = false;
  gap before_ = gap::none;
};

} // namespace

void cut(std::string_view text, cut_text& result) noexcept {
  if (text.size() > text_bytes_max) {
    text = text.substr(0, text_bytes_max);
    result.too_long = true;
  }
  cutter cutter{result};
  const char* const begin = text.data();
  const std::size_t first = text.find_first_not_of(" \t\r");
  const bool plain =
      text.find('\n') == std::string_view::npos && (first == std::string_view::npos || text[first] != '>');
  while (!text.empty()) {
    const line_role role = plain ? line_role::own : role_of_line(text);
    if (role == line_role::nothing_follows) {
      result.left_out = true;
      break;
    }
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (role == line_role::own)
      cutter.line(text.substr(0, end), static_cast<std::size_t>(text.data() - begin));
    else
      result.left_out = true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  cutter.finish();
}

} // namespace tidings::reply_words
