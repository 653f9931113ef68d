// Mail as a mailbox gives it.
#include "actors/provider/mail/mail.hpp"
#include "tests/fuzz/promise.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto it = tidings::mail::read({reinterpret_cast<const char*>(data), size});
  promise(it.what == tidings::mail::kind::reply || it.text.empty(), "only a reply has words");
  return 0;
}
