#include "actors/connector/systmone_framing.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tidings {
namespace {
using systmone::framing;

std::vector<std::string> frames_of(framing& cutter) {
  std::vector<std::string> out;
  while (auto one = cutter.next()) out.push_back(std::move(one->bytes));
  return out;
}
std::string document(int number) {
  return "<ClientIntegrationResponse><RequestUID>r" + std::to_string(number) + "</RequestUID><Response>" +
         std::string(static_cast<std::size_t>(number) * 7, 'x') + "</Response></ClientIntegrationResponse>";
}

struct stream_case {
  std::string stream;
  std::vector<std::string> frames;
};
class byte_stream : public ::testing::TestWithParam<stream_case> {};

TEST_P(byte_stream, is_cut_where_root_elements_end) {
  framing cutter(1'000);
  ASSERT_TRUE(cutter.push(GetParam().stream));
  EXPECT_EQ(frames_of(cutter), GetParam().frames);
}
TEST_P(byte_stream, is_cut_the_same_byte_by_byte) {
  framing cutter(1'000);
  for (const char c : GetParam().stream) ASSERT_TRUE(cutter.push({&c, 1}));
  EXPECT_EQ(frames_of(cutter), GetParam().frames);
}

const std::vector<std::string> just_one{"<a>1</a>"}, both{"<a>1</a>", "<b/>"};
INSTANTIATE_TEST_SUITE_P(
    table, byte_stream,
    ::testing::Values(stream_case{"", {}}, stream_case{"\n\r \t", {}}, stream_case{"<a>1</a>", just_one},
                      stream_case{"<a>1</a>\n", just_one}, stream_case{"\n\n<a>1</a><b/>", both},
                      stream_case{"<a>1</a>\r\n\r\n<b/>\n", both}, stream_case{"<a>1</a>\n<EOF>\n<b/><EOF>", both},
                      stream_case{"<a>1</a><EOF><EOF><b/>", both}, stream_case{"<EOF><a>1</a>", just_one},
                      stream_case{std::string("<a>1</a>\0\0<b/>", 14), both},
                      stream_case{"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\n  <b>1</b>\n</a>\n",
                                  {"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\n  <b>1</b>\n</a>"}},
                      stream_case{"\xEF\xBB\xBF<a/>", {"\xEF\xBB\xBF<a/>"}},
                      stream_case{"<a><!-- </a> --><![CDATA[</a>]]></a  >", {"<a><!-- </a> --><![CDATA[</a>]]></a  >"}},
                      stream_case{"<E/><EO/><EOFF/><e/>", {"<E/>", "<EO/>", "<EOFF/>", "<e/>"}},
                      stream_case{"<a b=\"/>\"/>", {"<a b=\"/>\"/>"}}, stream_case{"<a><b/>", {}}));

struct bad_case {
  std::string stream, says;
};
class bad_stream : public ::testing::TestWithParam<bad_case> {};
TEST_P(bad_stream, is_a_failure_for_good) {
  framing cutter(100);
  ASSERT_TRUE(cutter.push("<good/>"));
  const auto pushed = cutter.push(GetParam().stream);
  ASSERT_FALSE(pushed);
  EXPECT_NE(pushed.error().detail.find(GetParam().says), std::string::npos) << pushed.error().detail;
  EXPECT_FALSE(cutter.push("<good/>"));
  EXPECT_EQ(frames_of(cutter), std::vector<std::string>{"<good/>"});
}
INSTANTIATE_TEST_SUITE_P(
    table, bad_stream,
    ::testing::Values(bad_case{"HTTP/1.1 400 Bad Request\r\n", "no XML"}, bad_case{"<a></b>", "mismatched"},
                      bad_case{"<!DOCTYPE a []><a/>", "DOCTYPE"},
                      bad_case{"<!DOCTYPE a [<!ENTITY x \"y\"><!ENTITY z \"&x;&x;\">]><a>&z;</a>", "DOCTYPE"},
                      bad_case{"<a>&undefined;</a>", "entity"}, bad_case{"<a>" + std::string(200, 'x'), "100 bytes"},
                      bad_case{"<a>\xff</a>", "not well-formed"}, bad_case{"<a>\x01</a>", "not well-formed"}));

TEST(deep_document, is_a_failure) {
  framing cutter(1'000'000);
  std::string deep;
  for (int i = 0; i < framing::depth_max; ++i) deep += "<a>";
  ASSERT_TRUE(cutter.push(deep));
  EXPECT_FALSE(cutter.push("<a>"));
}

TEST(a_document_as_large_as_allowed, is_taken_and_one_byte_more_is_not) {
  const std::string exact = "<a>" + std::string(93, 'x') + "</a>";
  framing cutter(exact.size());
  EXPECT_TRUE(cutter.push(exact));
  EXPECT_EQ(frames_of(cutter).size(), 1U);
  framing smaller(exact.size() - 1);
  EXPECT_FALSE(smaller.push(exact));
}

TEST(frame, knows_which_request_it_answers) {
  framing cutter(10'000);
  ASSERT_TRUE(cutter.push(document(3) + "\n<a><b><RequestUID>deep</RequestUID></b></a><RequestUID>root</RequestUID>"));
  EXPECT_EQ(cutter.next()->request_uid, "r3");
  EXPECT_EQ(cutter.next()->request_uid, "");
  EXPECT_EQ(cutter.next()->request_uid, "");
}

TEST(byte_stream_in_random_pieces, gives_the_same_frames) {
  std::mt19937_64 dice(20260330);
  const std::vector<std::string> between{"\n", "", "\r\n", "<EOF>", "\n<EOF>\n", "  \n\n"};
  for (int round = 0; round < 500; ++round) {
    std::vector<std::string> expected;
    std::string stream;
    for (auto count = dice() % 6; count > 0; --count) {
      expected.push_back(document(static_cast<int>(dice() % 40)));
      stream += between[dice() % between.size()] + expected.back();
    }
    stream += between[dice() % between.size()];
    framing cutter(10'000);
    for (std::size_t at = 0; at < stream.size();) {
      const auto size = 1 + dice() % (dice() % 2 == 0 ? 3 : 200);
      ASSERT_TRUE(cutter.push(std::string_view(stream).substr(at, size)));
      at += size;
    }
    ASSERT_EQ(frames_of(cutter), expected) << "round " << round;
    EXPECT_FALSE(cutter.is_inside());
  }
}

TEST(random_bytes, never_do_more_than_fail) {
  std::mt19937_64 dice(1);
  const std::string letters = "<>/aEOF&;!-[]\"'= \n";
  for (int round = 0; round < 2'000; ++round) {
    framing cutter(200);
    for (int pieces = 0; pieces < 8; ++pieces) {
      std::string piece;
      for (auto size = dice() % 30; size > 0; --size) piece += letters[dice() % letters.size()];
      if (!cutter.push(piece)) break;
    }
    while (const auto one = cutter.next()) EXPECT_LE(one->bytes.size(), 200U);
  }
}

} // namespace
} // namespace tidings
