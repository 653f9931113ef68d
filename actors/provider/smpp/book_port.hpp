#pragma once
// Where the book's lines are kept. A port: tests bring their own.
#include "schemas/errors.hpp"
#include "schemas/time.hpp"

#include <functional>
#include <string_view>

namespace tidings::smpp {

class book_port {
public:
  virtual ~book_port() = default;
  /// Hands over every line that is kept, the oldest first, without its end.
  virtual result<void> load(timestamp now, const std::function<void(std::string_view line)>& each) = 0;
  /// Whole lines; on disk when this returns.
  virtual result<void> append(std::string_view lines, timestamp now) = 0;
};

} // namespace tidings::smpp
