#include "actors/connector/emis/record_xml.hpp"

#include "actors/connector/emis/dates.hpp"
#include "actors/connector/systmone_requests.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>

namespace tidings::emis {
namespace {

std::string element(std::string_view name, std::string_view inside) {
  return inside.empty() ? std::string() : fmt::format("<{0}>{1}</{0}>", name, inside);
}
std::string text_element(std::string_view name, std::string_view text) { return element(name, xml_escaped(text)); }
std::string reference(std::string_view name, std::string_view ref) { return element(name, text_element("RefID", ref)); }

std::string author(timestamp at, const place_of_filing& where) {
  return element(
      "OriginalAuthor",
      reference("User", where.user_ref).append(text_element("SystemDate", print_date(at) + " " + print_time(at))));
}

/// What every item of a consultation begins with.
std::string item_head(const std::string& guid, timestamp at, const place_of_filing& where) {
  return text_element("GUID", uuid::print(uuid::from_name("emis event", guid)))
      .append(text_element("AssignedDate", print_date(at)))
      .append(text_element("AssignedTime", print_time(at)))
      .append(reference("AuthorID", where.user_ref))
      .append(author(at, where));
}

std::string base64(std::string_view bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0'); // and a final zero
  const auto size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

bool is_number(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto dot = std::min(text.find('.'), text.size());
  const auto whole = text.substr(0, dot), part = text.substr(std::min(dot + 1, text.size()));
  return !whole.empty() && (dot == text.size() || !part.empty()) && std::all_of(whole.begin(), whole.end(), is_digit) &&
         std::all_of(part.begin(), part.end(), is_digit);
}

std::string measured(const coded_entry& what) {
  if (!is_number(what.value.reveal())) return {};
  return element("NumericValue", text_element("Value", what.value.reveal()).append(text_element("Units", what.unit)));
}

std::string text_of(const coded_entry& what) {
  const auto& value = what.value.reveal();
  if (value.empty() || is_number(value)) return what.text;
  return fmt::format("{} {} {}", value, what.unit, what.text);
}

std::string event(const coded_entry& what, const place_of_filing& where) {
  // EventType: 0 text, 1 observation, 5 value, 7 attachment
  const std::string_view type = is_number(what.value.reveal()) ? "5" : "1";
  const auto code = text_element("Value", what.code).append(text_element("Scheme", what.scheme));
  return element("Event", item_head(what.guid, what.at, where)
                              .append(text_element("DescriptiveText", text_of(what)))
                              .append(element("Code", code))
                              .append(measured(what))
                              .append(text_element("EventType", type)));
}

std::string attachment(const filed_document& what, const place_of_filing& where) {
  return element("Attachment", item_head(what.guid, what.at, where)
                                   .append(text_element("DescriptiveText", what.text))
                                   .append(text_element("Title", what.title))
                                   .append(text_element("Address", what.file_name))
                                   .append(element("AttachmentData", base64(what.pdf.reveal()))));
}

std::string consultation(const std::string& guid, timestamp at, const std::string& item, const place_of_filing& where) {
  constexpr std::string_view header = "<Header><Term>Comment</Term></Header>";
  const auto part =
      std::string("<DisplayOrder>1</DisplayOrder><ProblemSection>0</ProblemSection>").append(header).append(item);
  return element("Consultation", text_element("GUID", guid)
                                     .append(text_element("AssignedDate", print_date(at)))
                                     .append(reference("UserID", where.user_ref))
                                     .append(reference("LocationID", where.location_ref))
                                     .append(reference("LocationTypeID", where.location_type_ref))
                                     .append(author(at, where))
                                     .append(element("ElementList", element("ConsultationElement", part))));
}

std::string record_of(const std::string& consultation, const place_of_filing& where) {
  const auto person = text_element("RefID", where.user_ref).append(text_element("GUID", where.user_guid));
  const auto place = text_element("RefID", where.location_ref)
                         .append(text_element("GUID", where.location_guid))
                         .append(reference("LocationTypeID", where.location_type_ref));
  return std::string(R"(<?xml version="1.0" encoding="utf-8"?>)"
                     R"(<MedicalRecord xmlns="http://www.e-mis.com/emisopen/MedicalRecord">)")
      .append(element("ConsultationList", consultation))
      .append(element("PeopleList", element("Person", person)))
      .append(element("LocationList", element("Location", place)))
      .append("</MedicalRecord>");
}

} // namespace

std::string record_xml(const coded_entry& what, const place_of_filing& where) {
  return record_of(consultation(what.guid, what.at, event(what, where), where), where);
}

std::string record_xml(const filed_document& what, const place_of_filing& where) {
  return record_of(consultation(what.guid, what.at, attachment(what, where), where), where);
}

std::string guid_of(const practice_id& practice, const operation_id& operation) {
  return uuid::print(uuid::from_name(practice.text(), "emis consultation " + to_text(operation)));
}

std::string mark_of(const operation_id& operation) { return systmone::mark_of(operation); }
std::string xml_escaped(std::string_view text) { return systmone::escaped(text); }

} // namespace tidings::emis
