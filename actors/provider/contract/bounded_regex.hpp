#pragma once
#pragma GCC system_header // Boost casts the macro below in a way that we are warned of
// Boost.Regex with fewer steps for one expression over one answer: the one HTTP thread does them for everybody.
#define BOOST_REGEX_MAX_STATE_COUNT 1000000
#include <boost/regex.hpp>
