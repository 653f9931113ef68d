#include "actors/connector/hand_over/document_card.hpp"

#include "schemas/json.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tidings {

secret_text document_card(const practice_id& practice, const write_document& what) {
  const auto reference = to_text(what.operation);
  return secret_text(boost::json::serialize(boost::json::object{{"reference", reference},
                                                                {"document", "tidings-" + reference + ".pdf"},
                                                                {"practice", practice.str()},
                                                                {"nhs_number", what.nhs_number.reveal()},
                                                                {"patient", what.patient.value},
                                                                {"title", what.title},
                                                                {"filed_at", iso8601(what.at)}}));
}

} // namespace tidings
