#pragma once
// A document as PDF, A4. Pure: the same source gives the same bytes on the same host, whenever it is asked.
#include "schemas/documents.hpp"

namespace tidings {

/// `invalid_input`: it can't be printed.
result<secret_text> pdf_of(const document_source& what);

} // namespace tidings
