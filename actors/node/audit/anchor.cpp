#include "actors/node/audit/anchor.hpp"

#include "actors/node/audit/moment.hpp"
#include "schemas/json.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/sha.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace tidings::audit {
namespace {
namespace json = boost::json;

std::string hex(const record_hash& hash) {
  std::string text;
  for (const auto byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

std::optional<record_hash> hash_in(const json::value& value) {
  record_hash hash{};
  if (!value.is_string() || value.get_string().size() != 2 * hash.size()) return std::nullopt;
  const std::string_view text = value.get_string();
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  for (std::size_t i = 0; i < hash.size(); ++i) {
    const auto high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    hash[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return hash;
}

std::optional<std::uint64_t> number_in(const json::value& value) {
  if (!value.is_int64() || value.get_int64() < 0) return std::nullopt;
  return static_cast<std::uint64_t>(value.get_int64());
}

std::optional<anchored_end> end_in(const json::value& value) {
  const auto* row = value.if_array();
  if (!row || row->size() != 3 || !(*row)[0].is_string()) return std::nullopt;
  const std::string_view name = (*row)[0].get_string();
  const auto practice = name == "host" ? practice_id::host() : practice_id::parse(name);
  const auto last = number_in((*row)[1]);
  const auto hash = hash_in((*row)[2]);
  if (!practice || !last || !hash) return std::nullopt;
  return anchored_end{*practice, *last, *hash};
}

tl::unexpected<failure> unusable(const std::filesystem::path& file, int why) {
  return fail(error_code::not_configured, "the audit trail's anchor " + file.string() + ": " + std::strerror(why));
}

result<std::string> bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return unusable(file, errno);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}
} // namespace

std::string print(const anchor_line& line) {
  json::array ends;
  for (const auto& one : line.ends) ends.push_back(json::array{one.practice.text(), one.last, hex(one.hash)});
  return json::serialize(
      json::object{{"n", line.number}, {"at", iso8601(line.at)}, {"ends", ends}, {"before", hex(line.before)}});
}

result<anchor_line> parse_anchor_line(std::string_view text) {
  const auto no_line = [] { return fail(error_code::invalid_input, "this is no line of an anchor"); };
  json::error_code error;
  const auto parsed = json::parse(json::string_view(text.data(), text.size()), error);
  const auto* map = error ? nullptr : parsed.if_object();
  if (!map || map->size() != 4) return no_line();
  for (const auto* name : {"n", "at", "ends", "before"})
    if (!map->contains(name)) return no_line();
  const auto number = number_in(map->at("n"));
  const auto* written = map->at("at").if_string();
  const auto at = written ? read_moment(std::string_view(written->data(), written->size())) : std::nullopt;
  const auto before = hash_in(map->at("before"));
  const auto* ends = map->at("ends").if_array();
  if (!number || !at || !before || !ends) return no_line();
  anchor_line line{*number, *at, {}, *before};
  for (const auto& one : *ends) {
    const auto end = end_in(one);
    if (!end) return no_line();
    line.ends.push_back(*end);
  }
  return line;
}

record_hash hash_of_line(std::string_view text) {
  record_hash hash{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash.data());
  return hash;
}

result<anchor_book> read_anchors(std::string_view text) {
  anchor_book book;
  for (std::size_t from = 0, place = 1; from < text.size(); ++place) {
    const auto to = std::min(text.find('\n', from), text.size());
    const auto bytes = text.substr(from, to - from);
    from = to + 1;
    auto line = parse_anchor_line(bytes);
    if (!line) { // cut off while it was written: what follows doesn't build on it
      ++book.torn;
      continue;
    }
    if (line->number != book.lines.size() + 1 || line->before != book.last)
      return fail(error_code::log_damaged, fmt::format("the anchor's line {} (n {}) doesn't follow the one before it: "
                                                       "a line was changed, taken out or put in",
                                                       place, line->number));
    book.last = hash_of_line(bytes);
    book.lines.push_back(std::move(*line));
  }
  return book;
}

result<anchor_book> read_anchor_file(const std::filesystem::path& file) {
  return bytes_of(file).and_then([](const std::string& bytes) { return read_anchors(bytes); });
}

anchor_file::anchor_file(std::filesystem::path path, int number) : path_(std::move(path)), file_(number) {}

anchor_file::~anchor_file() { ::close(file_); }

result<std::unique_ptr<anchor_file>> anchor_file::open(const std::filesystem::path& file) {
  const int number = ::open(file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (number < 0) return unusable(file, errno);
  std::unique_ptr<anchor_file> made(new anchor_file(file, number));
  return made->read().map([&] { return std::move(made); });
}

result<void> anchor_file::read() {
  auto bytes = bytes_of(path_);
  if (!bytes) return tl::unexpected(bytes.error());
  auto book = read_anchors(*bytes);
  if (!book) return tl::unexpected(book.error());
  next_ = book->lines.size() + 1;
  last_ = book->last;
  line_open_ = !bytes->empty() && bytes->back() != '\n';
  known_.clear();
  for (const auto& line : book->lines)
    for (const auto& one : line.ends) known_[one.practice] = one;
  doubtful_ = false;
  return {};
}

result<std::string> anchor_file::keep(const std::vector<anchored_end>& ends, timestamp now) {
  const std::lock_guard guard(lock_);
  if (doubtful_)
    if (auto again = read(); !again) return tl::unexpected(again.error());
  anchor_line line{next_, now, {}, last_};
  for (const auto& one : ends) {
    const auto found = known_.find(one.practice);
    if (one.last > 0 && (found == known_.end() || found->second != one)) line.ends.push_back(one);
  }
  if (line.ends.empty()) return std::string();
  auto text = print(line);
  if (!write_all(file_, (line_open_ ? "\n" : "") + text + "\n") || ::fdatasync(file_) != 0) {
    doubtful_ = true;
    return fail(error_code::log_unavailable,
                "the audit trail's anchor " + path_.string() + " can't be written: " + std::strerror(errno));
  }
  line_open_ = false;
  ++next_;
  last_ = hash_of_line(text);
  for (const auto& one : line.ends) known_[one.practice] = one;
  return text;
}

std::map<practice_id, anchored_end> anchor_file::known() const {
  const std::lock_guard guard(lock_);
  return known_;
}

} // namespace tidings::audit
