#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actors/reply/parser.hpp"
#include "schemas/reply_settings.hpp"

namespace tidings {

namespace reply_words {
struct cut_text;
}

/// The keywords in force for one reply. A view: the settings must outlive it.
class keyword_list {
public:
  keyword_list() = default;
  /// `today` as "2026-01-31", `from` as E.164 digits or, of an e-mail, its address: dates and whom a keyword is tried
  /// with are looked at here, once.
  keyword_list(std::span<const keyword_settings> all, std::string_view today, std::string_view from)
      : all_{all}, today_{today}, from_{from} {}

  std::size_t size() const noexcept { return all_.size(); }
  const keyword_settings& operator[](std::size_t i) const noexcept { return all_[i]; }
  bool in_force(std::size_t i) const noexcept;

private:
  std::span<const keyword_settings> all_;
  std::string_view today_, from_;
};

/// What is wrong with a keyword, for whoever wrote it.
struct keyword_problem {
  std::size_t keyword = 0;
  std::size_t word = 0; ///< index into its `words`; `no_word` if it is about the whole
  std::string reason;
};
inline constexpr std::size_t no_word = static_cast<std::size_t>(-1);

/// Checks keywords as they are loaded: each word is one plain word, none is one that replies already use or a slip away
/// from STOP, CANCEL, YES and the like, and none is two keywords' on the same day.
std::vector<keyword_problem> check_keywords(std::span<const keyword_settings> all);

namespace reply_words {
/// The keyword that is all a reply says, courtesies aside. A long word one slip away, and near no other keyword, is for
/// a person to mend.
std::optional<reply_verdict> read_keyword(const cut_text& text, const keyword_list& keywords);
} // namespace reply_words

} // namespace tidings
