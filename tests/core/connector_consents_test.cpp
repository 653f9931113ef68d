// What a record's consent codes come to.
#include "actors/connector/consents.hpp"

#include <gtest/gtest.h>

namespace tidings {
namespace {

constexpr timestamp day(int number) { return timestamp(std::chrono::hours(24 * number)); }

struct consent_case {
  const char* name;
  std::vector<dated_consent> codes;
  consent is;
};
void PrintTo(const consent_case& one, std::ostream* out) { *out << one.name; }

struct consent_codes : ::testing::TestWithParam<consent_case> {};
TEST_P(consent_codes, come_to_the_latest) { EXPECT_EQ(consent_of(GetParam().codes), GetParam().is); }
INSTANTIATE_TEST_SUITE_P(
    tables, consent_codes,
    ::testing::Values(
        consent_case{"none: implied", {}, consent::unknown}, consent_case{"given", {{day(1), true}}, consent::yes},
        consent_case{"declined", {{day(1), false}}, consent::no},
        consent_case{"declined after it was given", {{day(1), true}, {day(2), false}}, consent::no},
        consent_case{"given after it was declined", {{day(1), false}, {day(2), true}}, consent::yes},
        consent_case{"listed the other way round", {{day(2), true}, {day(1), false}}, consent::yes},
        consent_case{
            "one day, the record says which came later", {{day(1), false, 1}, {day(1), true, 2}}, consent::yes},
        consent_case{
            "one day, later in the record but listed first", {{day(1), false, 2}, {day(1), true, 1}}, consent::no},
        consent_case{"one day, nobody says which came later", {{day(1), true}, {day(1), false}}, consent::no},
        consent_case{"the same listed the other way", {{day(1), false}, {day(1), true}}, consent::no},
        consent_case{"the day goes before the order", {{day(1), true, 9}, {day(2), false, 1}}, consent::no},
        consent_case{"declined on a day that can't be read", {{day(9), true}, {timestamp{}, false}}, consent::no},
        consent_case{"given on a day that can't be read", {{timestamp{}, true}}, consent::yes},
        consent_case{"given on such a day, declined on another", {{timestamp{}, true}, {day(1), false}}, consent::no}));

} // namespace
} // namespace tidings
