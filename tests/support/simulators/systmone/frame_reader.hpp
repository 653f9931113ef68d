#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::sim {

struct frame {
  std::string text;
  bool well_formed = true;
};

/// Cuts a byte stream into XML documents, however it is split, merged or indented: a document ends with its root's end
/// tag. Blank space and
/// `<EOF>` between documents are swallowed (one public client sends it). What is not XML is given out as a broken frame
/// up to the next newline.
class frame_reader {
public:
  /// Enough for any honest request; more without an end is broken.
  static constexpr std::size_t frame_bytes_max = 1024 * 1024;

  frame_reader();
  ~frame_reader();
  frame_reader(frame_reader&&) noexcept;

  /// Takes what arrived and returns the documents it completed.
  std::vector<frame> feed(std::string_view bytes);

private:
  struct scanner;
  void begin_document();
  void skip_filler();
  void break_off(std::vector<frame>&);

  std::string pending_;
  std::size_t scanned_ = 0;
  bool skipping_ = false;
  std::unique_ptr<scanner> scanner_;
};

} // namespace tidings::sim
