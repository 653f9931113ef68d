#include "actors/node/templates/book.hpp"

#include "actors/node/config/values.hpp"
#include "actors/node/templates/checks.hpp"

#include <algorithm>

namespace tidings::templates {
namespace {

tl::unexpected<failure> refuse(std::string why) { return fail(error_code::refused, std::move(why)); }
tl::unexpected<failure> wrong(std::string why) { return fail(error_code::invalid_input, std::move(why)); }

std::string version_said(std::uint32_t number) { return "version " + std::to_string(number); }

bool wrote(const draft& one, const std::string& user) {
  return std::find(one.authors.begin(), one.authors.end(), user) != one.authors.end();
}

/// The last one who wrote stands last.
result<void> add_author(draft& one, const std::string& user) {
  std::erase(one.authors, user);
  if (one.authors.size() >= authors_max)
    return refuse("as many people as may have written on this draft: have it approved, or discard it");
  one.authors.push_back(user);
  return {};
}

std::string all_authors(const draft& one) {
  std::string out;
  for (auto each = one.authors.rbegin(); each != one.authors.rend(); ++each) out += (out.empty() ? "" : ", ") + *each;
  return out;
}

result<entry> saved(const book& all, const move& what, const circumstances& around) {
  if (!config::is_short_name(what.id.value))
    return wrong("id: a-z, 0-9, _ and -, at most 40, with a letter or digit in front");
  if (const auto problems = problems_of(what.by, what.what); !problems.empty())
    return wrong(problems.front().field + ": " + problems.front().reason);
  if (!around.clash.empty()) return refuse(around.clash);
  const auto found = all.entries.find(what.id);
  if (found == all.entries.end() && all.entries.size() >= templates_max)
    return refuse("there are 100 templates, retired ones included: as many as may be made here");
  entry one = found == all.entries.end() ? entry{.id = what.id, .by = what.by} : found->second;
  if (!one.versions.empty() && one.by != what.by)
    return refuse("a template stays a text message or an e-mail: make another one under a new id");
  if (one.is_in_force() && words_of(one.versions.back()) == what.what)
    return refuse("it says what " + version_said(one.versions.back().number) + " says");
  one.by = what.by;
  if (one.waiting.state == draft_state::none) one.waiting = {};
  if (auto added = add_author(one.waiting, around.user); !added) return tl::unexpected(added.error());
  one.waiting.state = draft_state::being_written;
  one.waiting.what = what.what;
  one.waiting.at = around.now;
  one.waiting.refused_by.clear();
  one.waiting.why.clear();
  return one;
}

result<entry> submitted(entry one, const circumstances& around) {
  if (one.waiting.state != draft_state::being_written)
    return refuse(one.waiting.state == draft_state::refused ? "it was refused: write on it first"
                                                            : "there is no draft that is being written");
  one.waiting.state = draft_state::submitted;
  one.waiting.at = around.now;
  return one;
}

result<entry> gone_back(entry one, const move& what, const circumstances& around) {
  if (what.version < 1 || what.version > one.versions.size())
    return fail(error_code::not_found, "this template has no such version");
  if (one.waiting.state != draft_state::none)
    return refuse("there is a draft already: have it decided on, or discard it");
  if (one.is_in_force() && what.version == one.versions.size()) return refuse("this version is the one in force");
  one.waiting = {.state = draft_state::being_written,
                 .what = words_of(one.versions[what.version - 1]),
                 .authors = {around.user},
                 .at = around.now,
                 .refused_by = {},
                 .why = {},
                 .goes_back_to = what.version};
  return one;
}

result<entry> approved(entry one, const circumstances& around) {
  if (one.waiting.state != draft_state::submitted) return refuse("nothing was submitted for approval");
  if (!around.clash.empty()) return refuse(around.clash);
  if (wrote(one.waiting, around.user) && !around.may_approve_own)
    return refuse("somebody who didn't write on it must approve it; where there is nobody else, the setting "
                  "templates_self_approval lets its author");
  if (one.versions.size() >= versions_max)
    return refuse("it has 50 versions, as many as a template may have: retire it and make another");
  const auto& what = one.waiting.what;
  one.versions.push_back({.number = static_cast<std::uint32_t>(one.versions.size() + 1),
                          .title = what.title,
                          .subject = what.subject,
                          .body = what.body,
                          .alphabet = what.alphabet,
                          .by = all_authors(one.waiting),
                          .approved_by = around.user,
                          .at = around.now});
  one.waiting = {};
  one.retired_by.clear();
  one.retired_why.clear();
  one.retired_at = {};
  return one;
}

/// The reason that a person gave, or why it isn't one.
result<std::string> reason_in(const move& what) {
  if (what.why.find_first_not_of(" \t\r\n") == std::string::npos) return wrong("why: must be given");
  if (what.why.size() > why_bytes_max) return wrong("why: is longer than 500 bytes");
  return what.why;
}

result<entry> refused(entry one, const move& what, const circumstances& around) {
  auto why = reason_in(what);
  if (!why) return tl::unexpected(why.error());
  if (one.waiting.state != draft_state::submitted) return refuse("nothing was submitted for approval");
  one.waiting.state = draft_state::refused;
  one.waiting.refused_by = around.user;
  one.waiting.why = std::move(*why);
  one.waiting.at = around.now;
  return one;
}

result<entry> retired(entry one, const move& what, const circumstances& around) {
  auto why = reason_in(what);
  if (!why) return tl::unexpected(why.error());
  if (!one.is_in_force()) return refuse("it isn't in force");
  if (one.waiting.state != draft_state::none)
    return refuse("there is a draft of it, which would bring it back: have it decided on, or discard it");
  one.retired_by = around.user;
  one.retired_why = std::move(*why);
  one.retired_at = around.now;
  return one;
}

result<entry> after(const book& all, const move& what, const circumstances& around) {
  if (what.kind == move_kind::save) return saved(all, what, around);
  auto one = all.entries.at(what.id);
  switch (what.kind) {
  case move_kind::submit:
    return submitted(std::move(one), around);
  case move_kind::go_back:
    return gone_back(std::move(one), what, around);
  case move_kind::approve:
    return approved(std::move(one), around);
  case move_kind::refuse:
    return refused(std::move(one), what, around);
  case move_kind::retire:
    return retired(std::move(one), what, around);
  case move_kind::discard:
    if (one.waiting.state == draft_state::none) return refuse("there is no draft");
    one.waiting = {};
    return one;
  case move_kind::save:
    break;
  }
  return refuse("there is no such move");
}

} // namespace

result<outcome> moved(book& all, const move& what, const circumstances& around) {
  const auto found = all.entries.find(what.id);
  const bool is_new = found == all.entries.end() && what.kind == move_kind::save && what.revision == 0;
  if (!is_new && found == all.entries.end()) return fail(error_code::not_found, "no template of this id was made here");
  if (!is_new && what.kind == move_kind::save && what.revision == 0)
    return refuse("there is a template of this id: open it, or choose another id");
  if (!is_new && found->second.revision != what.revision)
    return refuse("somebody has changed it since you looked: look at it again first");
  auto one = after(all, what, around);
  if (!one) return tl::unexpected(one.error());
  one->revision = ++all.moves;
  outcome out;
  out.alone = what.kind == move_kind::approve && wrote(found->second.waiting, around.user);
  out.gone = one->versions.empty() && one->waiting.state == draft_state::none;
  if (out.gone)
    all.entries.erase(what.id);
  else
    all.entries[what.id] = *one;
  out.after = std::move(*one);
  return out;
}

words words_of(const template_version& one) { return {one.title, one.subject, one.body, one.alphabet}; }

template_settings in_force(const entry& one, bool shared) {
  const auto& last = one.versions.back();
  template_settings out;
  out.id = one.id;
  out.body = last.body;
  out.title = last.title;
  out.fields = fields_brought(words_of(last));
  out.subject = last.subject;
  out.alphabet = last.alphabet;
  out.history = std::make_shared<const template_history>(template_history{shared, one.versions});
  return out;
}

} // namespace tidings::templates
