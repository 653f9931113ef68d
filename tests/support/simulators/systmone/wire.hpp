#pragma once
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>

namespace tidings::sim {

/// One function request, its envelope taken apart. `parameters` points into `document`.
struct function_request {
  pugi::xml_document document;
  std::string api_key, device_id, device_version, uid, function, version;
  pugi::xml_node parameters;
};

/// A refusal as SystmOne words it. Not permanent: may be tried again later.
struct function_error {
  std::string message;
  bool permanent = true;
};

/// Fills `out`'s envelope as far as it can be read even when it fails, so that the error can carry the RequestUID.
tl::expected<void, function_error> read_request(std::string_view xml, function_request& out);

/// The children of `<Response>`.
using function_result = tl::expected<pugi::xml_document, function_error>;

/// One response document on one line, ended by a newline (or indented over many when `pretty`).
std::string write_response(const function_request&, std::string_view response_uid, const function_result&, bool pretty);

/// Appends `<name>text</name>`.
void append_text(pugi::xml_node parent, const char* name, std::string_view text);

} // namespace tidings::sim
