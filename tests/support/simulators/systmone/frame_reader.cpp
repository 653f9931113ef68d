#include "systmone/frame_reader.hpp"

#include <algorithm>
#include <expat.h>

namespace tidings::sim {

struct frame_reader::scanner {
  scanner() : parser{XML_ParserCreate("UTF-8")} {
    XML_SetUserData(parser, this);
#ifdef TIDINGS_EXPAT_HAS_REPARSE_DEFERRAL
    // Since the fix of CVE-2023-52425 expat holds an unfinished token back until much more has come: the `>` that ends
    // a document would wait for the next one.
    XML_SetReparseDeferralEnabled(parser, XML_FALSE);
#endif
    XML_SetElementHandler(
        parser, [](void* self, const XML_Char*, const XML_Char**) { ++static_cast<scanner*>(self)->depth; },
        [](void* self, const XML_Char*) { static_cast<scanner*>(self)->end_element(); });
    // No request has a document type; refusing it shuts out entity expansion.
    XML_SetStartDoctypeDeclHandler(parser, [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
      XML_StopParser(static_cast<scanner*>(self)->parser, XML_FALSE);
    });
  }
  ~scanner() { XML_ParserFree(parser); }
  scanner(const scanner&) = delete;
  scanner& operator=(const scanner&) = delete;

  void end_element() {
    if (--depth > 0) return;
    end = XML_GetCurrentByteIndex(parser) + XML_GetCurrentByteCount(parser);
    XML_StopParser(parser, XML_FALSE);
  }

  XML_Parser parser;
  int depth = 0;
  XML_Index end = -1;
};

frame_reader::frame_reader() = default;
frame_reader::~frame_reader() = default;
frame_reader::frame_reader(frame_reader&&) noexcept = default;

void frame_reader::begin_document() {
  scanner_ = std::make_unique<scanner>();
  scanned_ = 0;
}

void frame_reader::skip_filler() {
  static constexpr std::string_view stray = "<EOF>";
  for (;;) {
    const auto start = std::min(pending_.find_first_not_of(std::string_view{" \t\r\n\0", 5}), pending_.size());
    pending_.erase(0, start);
    if (!pending_.starts_with(stray)) return;
    pending_.erase(0, stray.size());
  }
}

void frame_reader::break_off(std::vector<frame>& done) {
  const auto newline = pending_.find('\n');
  skipping_ = newline == std::string::npos;
  done.push_back({pending_.substr(0, newline), false});
  pending_.erase(0, skipping_ ? pending_.size() : newline + 1);
  scanner_.reset();
}

std::vector<frame> frame_reader::feed(std::string_view bytes) {
  std::vector<frame> done;
  pending_ += bytes;
  for (;;) {
    if (skipping_) {
      const auto newline = pending_.find('\n');
      if (newline == std::string::npos) {
        pending_.clear();
        return done;
      }
      pending_.erase(0, newline + 1);
      skipping_ = false;
    }
    if (!scanner_) {
      skip_filler();
      // `<EO` may still become `<EOF>`.
      if (pending_.empty() || std::string_view{"<EOF>"}.starts_with(pending_)) return done;
      begin_document();
    }
    const auto fresh = std::string_view{pending_}.substr(scanned_);
    if (fresh.empty()) return done;
    const auto status = XML_Parse(scanner_->parser, fresh.data(), static_cast<int>(fresh.size()), XML_FALSE);
    scanned_ = pending_.size();
    if (scanner_->end >= 0) {
      const auto end = static_cast<std::size_t>(scanner_->end);
      done.push_back({pending_.substr(0, end), true});
      pending_.erase(0, end);
      scanner_.reset();
    } else if (status != XML_STATUS_OK || pending_.size() > frame_bytes_max) {
      break_off(done);
    } else {
      return done;
    }
  }
}

} // namespace tidings::sim
