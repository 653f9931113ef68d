#pragma once
// What stands beside a document's PDF in the hand-over folder: whose it is. JSON, for the practice's import. Pure.
#include "schemas/connector.hpp"

namespace tidings {

/// {"reference", "document", "practice", "nhs_number", "patient", "title", "filed_at"}; `patient`: the clinical
/// system's own number. What isn't known is empty.
secret_text document_card(const practice_id& practice, const write_document& what);

} // namespace tidings
