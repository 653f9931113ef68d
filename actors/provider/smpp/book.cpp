#include "actors/provider/smpp/book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace tidings::smpp {
namespace {

bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.';
}

std::string escaped(std::string_view id) {
  std::string out;
  for (const auto c : id) {
    if (is_plain(c))
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<std::uint8_t>(c)));
  }
  return out;
}

std::optional<std::string> unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_plain(text[i])) {
      out += text[i];
      continue;
    }
    std::uint8_t byte = 0;
    if (text[i] != '%' || i + 2 >= text.size()) return std::nullopt;
    const auto read = std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16);
    if (read.ec != std::errc() || read.ptr != text.data() + i + 3) return std::nullopt;
    out += static_cast<char>(byte);
    i += 2;
  }
  if (out.empty()) return std::nullopt;
  return out;
}

template <class T> bool number(std::string_view text, T& into) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), into);
  return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> out;
  while (true) {
    const auto end = line.find(' ');
    out.push_back(line.substr(0, end));
    if (end == line.npos) return out;
    line.remove_prefix(end + 1);
  }
}

/// A failure is one as soon as one part has it: the patient can't have the whole text any more.
bool is_failure(receipt_status status) {
  return status != receipt_status::pending && status != receipt_status::delivered;
}

} // namespace

bool book::read(std::string_view line) {
  const auto all = words(line);
  std::int64_t ms = 0;
  if (all.size() < 4 || !number(all[1], ms)) return false;
  const auto id = unescaped(all[2]);
  if (!id) return false;
  if (all[0] == "r" && all.size() == 4) {
    std::uint8_t status = 0;
    if (!number(all[3], status) || status > static_cast<std::uint8_t>(receipt_status::delivered)) return false;
    const auto found = parts_.find(key_of_answer(*id, ids_));
    if (found != parts_.end()) found->second.status = static_cast<receipt_status>(status);
    return true;
  }
  if (all[0] != "t" || all.size() != 7) return false;
  const auto practice = practice_id::parse(all[3]);
  const auto message = parse_id<message_id>(all[4]);
  const auto slash = all[6].find('/');
  part one;
  if (!practice || !message || slash == all[6].npos || !number(all[5], one.about.attempt) ||
      !number(all[6].substr(0, slash), one.number) || !number(all[6].substr(slash + 1), one.of))
    return false;
  one.about.practice = *practice;
  one.about.message = *message;
  one.id = *id;
  put(std::move(one), from_ms(ms));
  return true;
}

std::string book::taken(const attempt_key& what, std::uint32_t number_of_part, std::uint32_t parts,
                        const std::string& id, timestamp now) {
  put({what, number_of_part, parts, id, std::nullopt}, now);
  return fmt::format("t {} {} {} {} {} {}/{}\n", to_ms(now), escaped(id), what.practice.text(), to_text(what.message),
                     what.attempt, number_of_part, parts);
}

void book::put(part one, timestamp at) {
  const auto key = key_of_answer(one.id, ids_);
  // An id that is given again, say after the message centre was set up anew, is the newer message's.
  if (const auto old = parts_.find(key); old != parts_.end()) drop_from_attempt(old->second.about, key);
  attempts_[one.about].push_back(key);
  one.at = at;
  parts_[key] = std::move(one);
  by_age_.emplace_back(at, key);
  if (by_age_.size() > book_entries_max) forget(by_age_.front().first + book_keeps);
}

std::optional<receipt_meaning> book::receipt(const std::vector<std::string>& keys, receipt_status status,
                                             timestamp now) {
  auto found = parts_.end();
  for (const auto& key : keys)
    if (found == parts_.end()) found = parts_.find(key);
  if (found == parts_.end()) return std::nullopt;
  auto& one = found->second;
  receipt_meaning out{one.about, {}, {}};
  if (!one.status || *one.status < status) {
    one.status = status;
    // Of a message in one part its practice keeps the receipt itself.
    if (one.of > 1) out.line = fmt::format("r {} {} {}\n", to_ms(now), escaped(one.id), static_cast<int>(status));
  }
  out.status = one.of > 1 ? status_of(one.about) : status;
  return out;
}

std::optional<receipt_status> book::status_of(const attempt_key& what) const {
  const auto mine = attempts_.find(what);
  if (mine == attempts_.end()) return std::nullopt;
  std::optional<receipt_status> worst;
  std::size_t delivered = 0, heard = 0, parts = 0;
  for (const auto& key : mine->second) {
    const auto& one = parts_.at(key);
    parts = one.of;
    if (!one.status) continue;
    ++heard;
    if (*one.status == receipt_status::delivered) ++delivered;
    if (is_failure(*one.status)) worst = std::max(worst.value_or(*one.status), *one.status);
  }
  if (worst) return worst;
  if (delivered == parts && parts > 0) return receipt_status::delivered;
  // "On its way" is true of the message only once all of it is.
  if (heard > 0 && mine->second.size() == parts) return receipt_status::pending;
  return std::nullopt;
}

attempt_page book::page(const attempt_key& what) const {
  attempt_page out;
  const auto mine = attempts_.find(what);
  if (mine == attempts_.end()) return out;
  for (const auto& key : mine->second) {
    const auto& one = parts_.at(key);
    out.parts = one.of;
    out.ids.push_back(one.id);
  }
  out.status = out.parts > 1 ? status_of(what) : parts_.at(mine->second.front()).status;
  return out;
}

void book::forget(timestamp now) {
  while (!by_age_.empty() && by_age_.front().first + book_keeps <= now) {
    const auto key = std::move(by_age_.front().second);
    by_age_.pop_front();
    const auto found = parts_.find(key);
    if (found == parts_.end() || found->second.at + book_keeps > now) continue; // given again since
    drop_from_attempt(found->second.about, key);
    parts_.erase(found);
  }
}

void book::drop_from_attempt(const attempt_key& what, const std::string& key) {
  const auto mine = attempts_.find(what);
  if (mine == attempts_.end()) return;
  std::erase(mine->second, key);
  if (mine->second.empty()) attempts_.erase(mine);
}

} // namespace tidings::smpp
