#pragma once
// One owner's templates that were made in the browser: a draft is written, submitted, and approved by somebody who
// didn't write it; then it is in force as a version with a number. Pure.
#include "schemas/errors.hpp"
#include "schemas/template_history.hpp"

#include <map>
#include <string>
#include <vector>

namespace tidings::templates {

constexpr std::size_t templates_max = 100; ///< of one owner, retired ones included: more can't be found in a list
constexpr std::size_t versions_max = 50;   ///< of one template; then it is retired, and another made
constexpr std::size_t authors_max = 20;    ///< of one draft: none may approve it, so none is forgotten
constexpr std::size_t why_bytes_max = 500; ///< of a refusal's and a retirement's reason

struct words {
  std::string title, subject, body;
  sms_alphabet alphabet = sms_alphabet::by_default;
  bool operator==(const words&) const = default;
};

enum class draft_state : std::uint8_t { none, being_written, submitted, refused };
BOOST_DESCRIBE_ENUM(draft_state, none, being_written, submitted, refused)

struct draft {
  draft_state state = draft_state::none;
  words what;
  std::vector<std::string> authors; ///< who wrote on it since it was begun, the last one last
  timestamp at{};                   ///< when it came into this state
  std::string refused_by, why;      ///< of a refused one
  std::uint32_t goes_back_to = 0;   ///< the version whose words it began with; 0: none
  bool operator==(const draft&) const = default;
};

struct entry {
  template_id id;
  channel by = channel::sms;
  std::uint64_t revision = 0; ///< the move that made it so: whoever decides names the one they have seen
  draft waiting{};
  std::vector<template_version> versions{}; ///< 1, 2, …; the last one is in force unless it is retired
  std::string retired_by{}, retired_why{};  ///< empty: it isn't
  timestamp retired_at{};

  bool is_in_force() const { return !versions.empty() && retired_by.empty(); }
  bool operator==(const entry&) const = default;
};

struct book {
  std::map<template_id, entry> entries;
  std::uint64_t moves = 0; ///< so far: no revision comes twice, not even of an id that was discarded and made again
  bool operator==(const book&) const = default;
};

enum class move_kind : std::uint8_t { save, submit, discard, go_back, approve, refuse, retire };
BOOST_DESCRIBE_ENUM(move_kind, save, submit, discard, go_back, approve, refuse, retire)

struct move {
  move_kind kind = move_kind::save;
  template_id id;
  std::uint64_t revision = 0; ///< as whoever asks has seen it; 0: of a new one
  channel by = channel::sms;  ///< of save
  words what{};               ///< of save
  std::uint32_t version = 0;  ///< of go_back
  std::string why{};          ///< of refuse and retire
};

struct circumstances {
  std::string user;
  timestamp now{};
  bool may_approve_own = false; ///< the setting `templates_self_approval`
  std::string clash{};          ///< why no template may be made under this id; empty: one may
};

struct outcome {
  entry after; ///< of a discarded first draft: what it was
  bool gone = false;
  bool alone = false; ///< whoever approved it had written on it
};

/// Fails with `invalid_input`, `not_found` or `refused`; then nothing has changed.
result<outcome> moved(book& all, const move& what, const circumstances& around);

words words_of(const template_version& one);
/// As practices and programs use it. It must have a version.
template_settings in_force(const entry& one, bool shared);

} // namespace tidings::templates
