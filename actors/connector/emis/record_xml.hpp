#pragma once
// One new consultation with one coded entry or one document, as FileRecord takes it: a medical record of EMIS Open in
// XML. Pure.
//   MedicalRecord{ConsultationList{Consultation{ElementList{ConsultationElement{Event | Attachment}}}}, PeopleList,
//   LocationList}
// An Attachment's Address is its file's name, its AttachmentData the file in base64; that this is how EMIS wants them
// is inferred. XML and not JSON, because in the contract's JSON the choice between Event, Attachment and others has
// collapsed. Sources: EMIS Open's XSD as published with endeavourhealth/Transforms (Apache-2.0), and the requests of
// NHS Digital's Health Check tests. Whether EMIS keeps the GUID that it is given isn't published: entries carry a mark
// as well.
#include "actors/connector/emis/answers.hpp"
#include "schemas/ids.hpp"
#include "schemas/secret.hpp"
#include "schemas/time.hpp"

#include <string>
#include <string_view>

namespace tidings::emis {

struct coded_entry {
  std::string guid; ///< of the consultation; the event's is made from it
  std::string code;
  std::string_view scheme; ///< SNOMED or READ2, as EMIS Open's `Scheme`
  std::string text;        ///< free text; it holds the mark
  timestamp at{};
  secret_text value{}; ///< a measurement, `82.5`; empty: the code alone. What is no number goes into the text
  std::string unit{};
};

struct filed_document {
  std::string guid; ///< of the consultation; the attachment's is made from it
  std::string title;
  std::string text; ///< it holds the mark
  std::string file_name;
  secret_text pdf;
  timestamp at{};
};

std::string record_xml(const coded_entry& what, const place_of_filing& where);
std::string record_xml(const filed_document& what, const place_of_filing& where);

/// The same operation gives the same GUID for ever.
std::string guid_of(const practice_id& practice, const operation_id& operation);
/// How an entry is found again should EMIS have given it a GUID of its own: `Tidings ref <operation id>`.
std::string mark_of(const operation_id& operation);

/// As character data: what XML 1.0 forbids, and bytes that aren't UTF-8, become `?`.
std::string xml_escaped(std::string_view text);

} // namespace tidings::emis
