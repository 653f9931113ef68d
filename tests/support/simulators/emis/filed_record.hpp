#pragma once
#include "emis/emis_book.hpp"

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace tidings::sim {

/// A FileRecord body: an EMIS Open MedicalRecord in XML with one consultation of one coded event or of one document.
/// The error is why EMIS would not file it. `patient` isn't in it.
tl::expected<emis_event, std::string> read_filed_record(std::string_view xml, const emis_book&);

} // namespace tidings::sim
