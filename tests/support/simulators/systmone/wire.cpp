#include "systmone/wire.hpp"

#include <sstream>

namespace tidings::sim {
namespace {

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string{text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1)};
}

std::string child_text(pugi::xml_node parent, const char* name) { return trimmed(parent.child_value(name)); }

} // namespace

tl::expected<void, function_error> read_request(std::string_view xml, function_request& out) {
  const auto read = out.document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!read) return tl::unexpected(function_error{"The request is not well-formed XML"});
  const auto root = out.document.document_element();
  out.api_key = child_text(root, "APIKey");
  out.device_id = child_text(root, "DeviceID");
  out.device_version = child_text(root, "DeviceVersion");
  out.uid = child_text(root, "RequestUID");
  out.function = child_text(root, "Function");
  out.version = child_text(root, "FunctionVersion");
  out.parameters = root.child("FunctionParameters");
  if (std::string_view{root.name()} != "ClientIntegrationRequest")
    return tl::unexpected(function_error{"The root element must be ClientIntegrationRequest"});
  return {};
}

void append_text(pugi::xml_node parent, const char* name, std::string_view text) {
  parent.append_child(name).append_child(pugi::node_pcdata).set_value(std::string{text}.c_str());
}

std::string write_response(const function_request& request, std::string_view response_uid,
                           const function_result& result, bool pretty) {
  pugi::xml_document out;
  auto root = out.append_child("ClientIntegrationResponse");
  append_text(root, "DeviceID", request.device_id);
  append_text(root, "RequestUID", request.uid);
  append_text(root, "Function", request.function);
  append_text(root, "FunctionVersion", request.version);
  append_text(root, "ResponseUID", response_uid);
  auto response = root.append_child("Response");
  if (result) {
    for (const auto child : result->children()) response.append_copy(child);
  } else {
    append_text(response, "ErrorMessage", result.error().message);
    append_text(response, "PermanentError", result.error().permanent ? "true" : "false");
  }
  std::ostringstream text;
  const unsigned format = pugi::format_no_declaration | pugi::format_no_empty_element_tags;
  out.save(text, "  ", format | (pretty ? pugi::format_indent : pugi::format_raw), pugi::encoding_utf8);
  auto line = text.str();
  if (pretty) return line + "\n";
  // A line break inside a patient's words would end the frame: the character reference means the same.
  std::string framed;
  framed.reserve(line.size() + 1);
  for (const char letter : line) {
    if (letter == '\n')
      framed += "&#10;";
    else
      framed += letter;
  }
  return framed + "\n";
}

} // namespace tidings::sim
