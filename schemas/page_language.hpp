#pragma once
// The languages of a page that patients open by a link.
#include <boost/describe/enum.hpp>

#include <cstdint>

namespace tidings {

/// By their ISO 639-1 codes: English, Welsh.
enum class page_language : std::uint8_t { en, cy };
BOOST_DESCRIBE_ENUM(page_language, en, cy)

} // namespace tidings
