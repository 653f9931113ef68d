// GET /openapi.json: the description in the program, as JSON.
#include "actors/node/config/openapi_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace tidings {
namespace {

TEST(a_description, becomes_json_with_quoted_things_as_text) {
  const auto got = json_of_yaml("a: 1\nb: '1'\nc: [true, null, 1.5, \"true\"]\nd: >-\n  some\n  text\n'200': {x: y}\n");
  ASSERT_TRUE(got);
  EXPECT_EQ(boost::json::parse(*got),
            boost::json::parse(R"({"a":1,"b":"1","c":[true,null,1.5,"true"],"d":"some text","200":{"x":"y"}})"));
  EXPECT_FALSE(json_of_yaml("a: [1"));
}

TEST(the_programs_description, is_openapi_3_1_with_every_reference_leading_somewhere) {
  const auto got = json_of_yaml(openapi_yaml());
  ASSERT_TRUE(got) << got.error().detail;
  const auto all = boost::json::parse(*got);
  EXPECT_EQ(all.at("openapi"), "3.1.0");
  EXPECT_TRUE(all.at("paths").as_object().contains("/messages"));
  std::size_t references = 0;
  for (std::size_t at = got->find("\"#/"); at != std::string::npos; at = got->find("\"#/", at + 1), ++references) {
    const auto path = got->substr(at + 2, got->find('"', at + 1) - at - 2);
    boost::json::error_code none;
    EXPECT_TRUE(all.find_pointer(path, none)) << path;
  }
  EXPECT_GT(references, 50U);
}

} // namespace
} // namespace tidings
