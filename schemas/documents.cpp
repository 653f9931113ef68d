#include "schemas/documents.hpp"

#include "schemas/codec.hpp"

namespace tidings {

std::string encode(const document_lines& what) { return codec::encode(what); }
std::string encode(const document_source& what) { return codec::encode(what); }
result<document_lines> decode_document_lines(std::string_view bytes) { return codec::decode<document_lines>(bytes); }
result<document_source> decode_document_source(std::string_view bytes) { return codec::decode<document_source>(bytes); }

} // namespace tidings
