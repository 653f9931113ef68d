#pragma once
// Documents that are filed in the record: what they say, and where a practice wants them.
#include "schemas/errors.hpp"
#include "schemas/secret.hpp"
#include "schemas/time.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tidings {

/// `documents:` of a practice.
struct document_settings {
  std::string into = "record"; ///< `record`, by the clinical system; `folder`, which the practice's own import watches
  std::string folder;          ///< of this host; with an agent on the practice's site its own settings have it
  bool question_sets = false;  ///< what a patient answered to a whole set of questions is filed by itself
  bool in_folder() const { return into == "folder"; }
};

/// Who said a line of a conversation.
enum class document_voice : std::uint8_t { practice, patient };
BOOST_DESCRIBE_ENUM(document_voice, practice, patient)

struct document_line {
  timestamp at{};
  document_voice voice = document_voice::practice;
  std::string by; ///< of the practice's: a user, or what sent it by itself
  std::string text;
  std::string state{}; ///< of the practice's: what became of it, in plain English
  bool operator==(const document_line&) const = default;
};
BOOST_DESCRIBE_STRUCT(document_line, (), (at, voice, by, text, state))

/// What was said, oldest first.
struct document_lines {
  std::vector<document_line> all;
  bool cut = false; ///< there was more before them
  bool operator==(const document_lines&) const = default;
};
BOOST_DESCRIBE_STRUCT(document_lines, (), (all, cut))

/// All that a document says. Its PDF is made from this and nothing else, so that each try has the same bytes.
struct document_source {
  std::string practice_name, practice_code;
  std::string title;
  std::string patient_name, nhs_number;
  timestamp filed_at{};
  std::string filed_by;
  document_lines said;
  std::string mark; ///< of the operation, so that paper finds its way back
  bool operator==(const document_source&) const = default;
};
BOOST_DESCRIBE_STRUCT(document_source, (),
                      (practice_name, practice_code, title, patient_name, nhs_number, filed_at, filed_by, said, mark))

/// More than any talk by text messages; about five pages.
constexpr std::size_t document_lines_max = 200;
/// Its words: what a command and an event may well hold.
constexpr std::size_t document_words_max = 128 * 1024;

std::string encode(const document_lines& what);
std::string encode(const document_source& what);
result<document_lines> decode_document_lines(std::string_view bytes);
result<document_source> decode_document_source(std::string_view bytes);

} // namespace tidings
