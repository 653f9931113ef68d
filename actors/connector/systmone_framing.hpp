#pragma once
// Where one XML document ends and the next begins, in a stream that comes in any pieces. The specification ends each
// with a newline, but prints documents that have newlines inside: so an end is where the root element is closed.
#include "schemas/errors.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tidings::systmone {

/// One whole document.
struct frame {
  std::string bytes;
  std::string request_uid; ///< text of the root's RequestUID child; empty when there is none
};

/// Cuts a byte stream into documents. White space and a stray `<EOF>` between them are swallowed. Bytes that are no
/// XML, a DOCTYPE, more than `bytes_max` in one document or `depth_max` levels: a failure, and nothing more comes out.
class framing {
public:
  static constexpr int depth_max = 64;

  explicit framing(std::size_t bytes_max);
  framing(framing&&) noexcept;
  framing& operator=(framing&&) noexcept;
  ~framing();

  result<void> push(std::string_view bytes);
  std::optional<frame> next();
  /// Has a document begun that isn't whole yet?
  bool is_inside() const;

private:
  struct document;
  result<std::size_t> lead(std::string_view bytes);
  result<std::size_t> body(std::string_view bytes);

  std::size_t bytes_max_;
  std::string lead_; ///< bytes that may become `<EOF>` or a document
  std::unique_ptr<document> document_;
  std::deque<frame> frames_;
  std::optional<failure> broken_;
};

} // namespace tidings::systmone
