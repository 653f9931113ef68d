#include "emis/filed_record.hpp"

#include <algorithm>
#include <openssl/evp.h>
#include <optional>
#include <pugixml.hpp>

namespace tidings::sim {
namespace {

constexpr std::string_view emis_open = "http://www.e-mis.com/emisopen/MedicalRecord";

std::string text(pugi::xml_node from, const char* name) { return from.child_value(name); }
std::string ref(pugi::xml_node from, const char* name) { return from.child(name).child_value("RefID"); }

bool is_guid(std::string_view what) {
  constexpr std::size_t size = 36;
  return what.size() == size && what[8] == '-' && what[13] == '-' && what[18] == '-' && what[23] == '-';
}

std::optional<std::string> decoded(std::string_view base64) {
  if (base64.empty() || base64.size() % 4 != 0) return std::nullopt;
  std::string out(base64.size() / 4 * 3, '\0');
  const auto size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(base64.data()), static_cast<int>(base64.size()));
  if (size < 0) return std::nullopt;
  for (auto end = base64.rbegin(); end != base64.rend() && *end == '='; ++end) out.pop_back();
  return out;
}

} // namespace

tl::expected<emis_event, std::string> read_filed_record(std::string_view xml, const emis_book& book) {
  const auto no = [](std::string_view why) { return tl::unexpected(std::string{why}); };
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) return no("The record is not well-formed XML");
  const auto root = document.document_element();
  if (std::string_view{root.name()} != "MedicalRecord" || root.attribute("xmlns").value() != emis_open)
    return no("The root must be MedicalRecord of EMIS Open");
  const auto consultation = root.child("ConsultationList").child("Consultation");
  if (!consultation || consultation.next_sibling("Consultation")) return no("One consultation must be given");
  const auto item = consultation.child("ElementList").child("ConsultationElement");
  const auto attachment = item.child("Attachment");
  const auto entry = attachment ? attachment : item.child("Event");
  emis_event out;
  out.consultation_guid = text(consultation, "GUID");
  out.guid = text(entry, "GUID");
  out.code = text(entry.child("Code"), "Value");
  out.scheme = text(entry.child("Code"), "Scheme");
  out.text = text(entry, "DescriptiveText");
  out.user_ref = ref(consultation, "UserID");
  out.date = text(entry, "AssignedDate");
  out.time = text(entry, "AssignedTime");
  if (!is_guid(out.consultation_guid) || !is_guid(out.guid)) return no("GUIDs are required");
  const auto known =
      std::ranges::any_of(book.staff, [&](const emis_person& one) { return std::to_string(one.ref) == out.user_ref; });
  if (!known) return no("The user is not known");
  if (ref(consultation, "LocationID") != "201") return no("The location is not known");
  if (attachment) {
    out.title = text(attachment, "Title");
    out.file_name = text(attachment, "Address");
    const auto file = decoded(text(attachment, "AttachmentData"));
    if (!file || !file->starts_with("%PDF-")) return no("AttachmentData is no PDF in base64");
    out.file = *file;
    if (out.file_name.empty()) return no("An attachment's Address is required");
    if (!parse_emis_date(out.date)) return no("A date is wrong");
    return out;
  }
  if (out.code.empty() || (out.scheme != "SNOMED" && out.scheme != "READ2")) return no("The code cannot be filed");
  if (out.scheme == "READ2" && out.code.size() != 5) return no("A Read code has five characters");
  if (!parse_emis_date(out.date) || text(consultation, "AssignedDate").empty()) return no("A date is wrong");
  return out;
}

} // namespace tidings::sim
