#include "actors/connector/systmone_framing.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <climits>

// Not in every expat: there only since the fix of CVE-2023-52425, which security updates brought to older ones too.
extern "C" [[gnu::weak]] XML_Bool XML_SetReparseDeferralEnabled(XML_Parser parser, XML_Bool enabled);

namespace tidings::systmone {
namespace {

constexpr std::string_view end_mark = "<EOF>"; // a public client sends it after each document
constexpr std::size_t request_uid_max = 256;

struct free_parser {
  void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0'; }

} // namespace

struct framing::document {
  std::unique_ptr<XML_ParserStruct, free_parser> parser{XML_ParserCreate(nullptr)};
  std::string bytes;
  std::string request_uid;
  int depth = 0;
  bool in_request_uid = false;
  bool has_doctype = false;
  std::optional<std::size_t> end; ///< offset after the root's end tag

  document() {
    // That fix holds an unfinished tag back until much more has come: the last `>` would wait for the next document.
    if (&XML_SetReparseDeferralEnabled != nullptr) XML_SetReparseDeferralEnabled(parser.get(), XML_FALSE);
    XML_SetUserData(parser.get(), this);
    XML_SetElementHandler(parser.get(), &on_start, &on_end);
    XML_SetCharacterDataHandler(parser.get(), &on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), &on_doctype);
  }
  void stop() { XML_StopParser(parser.get(), XML_FALSE); }

  static void on_start(void* self, const XML_Char* name, const XML_Char**) {
    auto& my = *static_cast<document*>(self);
    if (++my.depth > depth_max) return my.stop();
    my.in_request_uid = my.depth == 2 && std::string_view(name) == "RequestUID";
  }
  static void on_end(void* self, const XML_Char*) {
    auto& my = *static_cast<document*>(self);
    my.in_request_uid = false;
    if (--my.depth > 0 || my.end) return;
    const auto at = XML_GetCurrentByteIndex(my.parser.get()) + XML_GetCurrentByteCount(my.parser.get());
    my.end = static_cast<std::size_t>(at);
    my.stop();
  }
  static void on_text(void* self, const XML_Char* text, int size) {
    auto& my = *static_cast<document*>(self);
    if (my.in_request_uid && my.request_uid.size() < request_uid_max)
      my.request_uid.append(text, static_cast<std::size_t>(size));
  }
  static void on_doctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    auto& my = *static_cast<document*>(self);
    my.has_doctype = true;
    my.stop();
  }
};

framing::framing(std::size_t bytes_max) : bytes_max_(bytes_max) {}
framing::framing(framing&&) noexcept = default;
framing& framing::operator=(framing&&) noexcept = default;
framing::~framing() = default;

bool framing::is_inside() const { return document_ != nullptr || !lead_.empty(); }

std::optional<frame> framing::next() {
  if (frames_.empty()) return std::nullopt;
  auto first = std::move(frames_.front());
  frames_.pop_front();
  return first;
}

result<void> framing::push(std::string_view bytes) {
  while (!broken_ && !bytes.empty()) {
    const auto taken = document_ ? body(bytes) : lead(bytes);
    if (!taken)
      broken_ = taken.error();
    else
      bytes.remove_prefix(*taken);
  }
  if (broken_) return tl::unexpected(*broken_);
  return {};
}

// Before a document: skips what may stand there. Takes one byte at a time: there are few.
result<std::size_t> framing::lead(std::string_view bytes) {
  const char c = bytes.front();
  if (lead_.empty() && is_space(c)) return 1;
  lead_ += c;
  if (lead_ == end_mark)
    lead_.clear();
  else if (!end_mark.starts_with(lead_)) {
    document_ = std::make_unique<document>();
    const auto begun = std::move(lead_);
    lead_.clear();
    const auto taken = body(begun);
    if (!taken) return taken;
  }
  return 1;
}

result<std::size_t> framing::body(std::string_view bytes) {
  auto& now = *document_;
  const auto before = now.bytes.size();
  const auto room = std::min<std::size_t>(bytes_max_ - before, INT_MAX / 2);
  const auto part = bytes.substr(0, room + 1); // one more than allowed shows that it is too large
  const auto status = XML_Parse(now.parser.get(), part.data(), static_cast<int>(part.size()), XML_FALSE);
  if (now.end && *now.end <= bytes_max_) {
    const auto taken = *now.end - before;
    now.bytes.append(part.substr(0, taken));
    frames_.push_back({std::move(now.bytes), std::move(now.request_uid)});
    document_.reset();
    return taken;
  }
  const auto bad = [&](std::string why) {
    return fail(error_code::invalid_input, fmt::format("the stream is no XML we take: {} (document byte {})", why,
                                                       XML_GetCurrentByteIndex(now.parser.get())));
  };
  if (now.has_doctype) return bad("a DOCTYPE");
  if (now.depth > depth_max) return bad(fmt::format("more than {} levels", depth_max));
  if (now.end || before + part.size() > bytes_max_)
    return bad(fmt::format("more than {} bytes in one document", bytes_max_));
  if (status != XML_STATUS_OK) return bad(XML_ErrorString(XML_GetErrorCode(now.parser.get())));
  now.bytes.append(part);
  return part.size();
}

} // namespace tidings::systmone
