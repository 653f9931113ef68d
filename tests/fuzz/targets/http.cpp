// A client's bytes: the request, and the bodies that the API and the webhooks take.
#include "tests/fuzz/promise.hpp"
#include "web/endpoint/bodies.hpp"
#include "web/endpoint/request_reader.hpp"
#include "web/endpoint/target.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidings;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  web::request_reader whole({});
  web::request_reader pieces({});
  std::size_t requests = 0;
  std::size_t again = 0;
  const auto count = [](web::request_reader& reader, std::string_view some, std::size_t& seen) {
    for (auto at = reader.feed(some); at == web::request_reader::stage::whole; at = reader.at()) {
      reader.take();
      ++seen;
    }
  };
  count(whole, bytes, requests);
  for (const char& one : bytes) count(pieces, {&one, 1}, again);
  promise(requests == again, "how the bytes are cut makes no difference");

  web::parse_target(bytes);
  web::parse_form(bytes, web::repeats::refused);
  web::parse_form(bytes, web::repeats::first_wins);
  web::is_empty_body(bytes);
  web::read_wanted_message(bytes, "key", "user", [](const practice_id&) { return true; });
  return 0;
}
