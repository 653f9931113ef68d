#include "actors/practice/files/kept_files.hpp"

#include "actors/practice/hours.hpp"
#include "schemas/json.hpp"
#include "schemas/kept_file_views.hpp"

#include <algorithm>

namespace tidings::files {
namespace {

std::string mark_of(const practice_state& state, const std::string& secret) { return state.marks.mark("file", secret); }

/// An address is the same however its letters are cased; what people type has spaces around it.
std::string folded(std::string_view address) {
  const auto first = address.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  std::string text(address.substr(first, address.find_last_not_of(" \t\r\n") - first + 1));
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

/// `Sunday 30 May 2027`; it ends with a day.
std::string last_day_of(const file_track& kept) {
  const auto at = kept.until - millis(1);
  return local_date(at) + ' ' + std::to_string(local_parts_of(at).year);
}

decision no_such_file() { return refused(error_code::not_found, "this link can't be opened, or not any more"); }

answer show(const view::kept_file_page& page) {
  answer told;
  told.told = secret_text(boost::json::serialize(to_json(page)));
  return told;
}

} // namespace

std::string against(const accept_message& c) {
  if (c.files.empty()) return {};
  if (c.by != channel::email) return "files: only an e-mail can have them";
  if (c.files.size() > kept_files_max) return "files: at most 5 of one e-mail";
  for (const auto& one : c.files)
    if (one.bytes.reveal().empty() || one.bytes.reveal().size() > kept_file_bytes_max || one.secret.reveal().empty())
      return "files: one is empty, or larger than 2 MiB";
  return {};
}

std::vector<event> keep(const practice_state& state, const accept_message& c, const std::string& address) {
  std::vector<event> events;
  for (const auto& one : c.files)
    events.push_back(file_kept{.file = mark_of(state, one.secret.reveal()),
                               .message = c.message,
                               .name = one.name,
                               .media_type = one.media_type,
                               .size = static_cast<std::uint32_t>(one.bytes.reveal().size()),
                               .until = one.until,
                               .address = one.confirm_address ? secret_text(address) : secret_text(),
                               .number = state.marks.of_number(address),
                               .bytes = one.bytes});
  return events;
}

decision open(const practice_state& state, const practice_settings& settings, const open_file& c, timestamp now) {
  const auto found = state.files.find(mark_of(state, c.secret.reveal()));
  if (found == state.files.end()) return no_such_file();
  const auto& [file, kept] = *found;
  if (kept.ended || now >= kept.until || kept.opened >= kept_file_openings_max) return no_such_file();
  view::kept_file_page page{.practice = settings.name,
                            .phone = settings.phone,
                            .name = kept.name.reveal(),
                            .media_type = kept.media_type,
                            .size = kept.size,
                            .until = last_day_of(kept),
                            .confirm_address = !kept.address.reveal().empty(),
                            .wrong_address = false,
                            .fetched = false,
                            .message = {},
                            .file = {}};
  if (!c.fetched) return {{}, show(page)};
  if (page.confirm_address && folded(c.address.reveal()) != folded(kept.address.reveal())) {
    page.wrong_address = true;
    auto no = refused(error_code::refused, "the e-mail went to another address");
    no.what.told = show(page).told;
    return no;
  }
  page.fetched = true;
  page.message = to_text(kept.message);
  page.file = file;
  decision made{{file_opened{file, kept.message}}, show(page)};
  made.what.shown = {page.message};
  return made;
}

std::vector<event> due(const practice_state& state, timestamp now) {
  std::vector<event> events;
  for (const auto& [file, kept] : state.files)
    if (!kept.ended && now >= kept.until) events.push_back(file_ended{file, kept.message, "its time is over"});
  return events;
}

timestamp next(const practice_state& state) {
  auto at = never;
  for (const auto& [file, kept] : state.files)
    if (!kept.ended) at = std::min(at, kept.until);
  return at;
}

std::vector<event> forget(const practice_state& state, const patient_erased& whom) {
  std::vector<event> events;
  for (const auto& [file, kept] : state.files) {
    const bool theirs = std::find(whom.numbers.begin(), whom.numbers.end(), kept.number) != whom.numbers.end() ||
                        std::find(whom.messages.begin(), whom.messages.end(), kept.message) != whom.messages.end();
    if (theirs && !kept.ended) events.push_back(file_ended{file, kept.message, "the patient's data were erased"});
  }
  return events;
}

void note(practice_state& state, const file_kept& e) {
  state.files[e.file] = {e.message, e.name, e.media_type, e.size, e.until, e.address, e.number, 0, false};
}

void note(practice_state& state, const file_opened& e) {
  if (const auto found = state.files.find(e.file); found != state.files.end()) ++found->second.opened;
}

void note(practice_state& state, const file_ended& e) {
  const auto found = state.files.find(e.file);
  if (found == state.files.end()) return;
  found->second.ended = true;
  found->second.name = found->second.address = secret_text();
}

void prune(practice_state& state) {
  std::erase_if(state.files, [](const auto& one) { return one.second.ended; });
}

seal_subject key_of(const std::string& file) { return {seal_subject::kind::file, file}; }

} // namespace tidings::files
