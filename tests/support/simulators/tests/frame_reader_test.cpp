#include "systmone/frame_reader.hpp"

#include <gtest/gtest.h>

namespace tidings::sim {
namespace {

std::vector<std::string> texts(const std::vector<frame>& frames) {
  std::vector<std::string> out;
  for (const auto& one : frames) out.push_back((one.well_formed ? "" : "broken: ") + one.text);
  return out;
}

struct stream_case {
  const char* name;
  std::string bytes;
  std::vector<std::string> frames;
};

const std::vector<stream_case>& streams() {
  static const std::vector<stream_case> cases = {
      {"one line", "<a><b>x</b></a>\n", {"<a><b>x</b></a>"}},
      {"no newline at the end", "<a></a>", {"<a></a>"}},
      {"two merged", "<a>1</a><a>2</a>", {"<a>1</a>", "<a>2</a>"}},
      {"two lines, CRLF", "<a>1</a>\r\n<a>2</a>\r\n", {"<a>1</a>", "<a>2</a>"}},
      {"indented", "<a>\n  <b/>\n</a>\n", {"<a>\n  <b/>\n</a>"}},
      {"the root's name inside", "<a><a>1</a></a>\n<a/>\n", {"<a><a>1</a></a>", "<a/>"}},
      {"an empty root", "<a/>\n", {"<a/>"}},
      {"an end tag inside CDATA", "<a><![CDATA[</a>]]></a>\n", {"<a><![CDATA[</a>]]></a>"}},
      {"an end tag inside a comment", "<a><!-- </a> --></a>\n", {"<a><!-- </a> --></a>"}},
      {"a declaration",
       "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a/>\n",
       {"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a/>"}},
      {"a client that appends <EOF>", "<a/><EOF><a/><EOF>\n", {"<a/>", "<a/>"}},
      {"blank lines", "\n\n \n<a/>\n\n", {"<a/>"}},
      {"rubbish up to the newline", "hello\n<a/>\n", {"broken: hello", "<a/>"}},
      {"a wrong end tag", "<a></b>\n<a/>\n", {"broken: <a></b>", "<a/>"}},
      {"a document type",
       "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>\n<a/>\n",
       {"broken: <!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a/>"}},
      {"two bytes a letter", "<a>Siân</a>\n", {"<a>Siân</a>"}}};
  return cases;
}

TEST(frame_reader, cuts_a_stream_that_arrives_at_once) {
  for (const auto& one : streams()) {
    frame_reader reader;
    EXPECT_EQ(texts(reader.feed(one.bytes)), one.frames) << one.name;
  }
}

TEST(frame_reader, cuts_a_stream_that_arrives_byte_by_byte) {
  for (const auto& one : streams()) {
    frame_reader reader;
    std::size_t frames = 0;
    for (const char byte : one.bytes) frames += reader.feed({&byte, 1}).size();
    EXPECT_EQ(frames, one.frames.size()) << one.name;
  }
}

TEST(frame_reader, cuts_a_stream_split_in_two_anywhere) {
  for (const auto& one : streams()) {
    if (std::string_view{one.name}.starts_with("rubbish") || one.frames.front().starts_with("broken")) continue;
    for (std::size_t at = 0; at <= one.bytes.size(); ++at) {
      frame_reader reader;
      auto frames = texts(reader.feed(std::string_view{one.bytes}.substr(0, at)));
      for (auto& more : texts(reader.feed(std::string_view{one.bytes}.substr(at)))) frames.push_back(std::move(more));
      EXPECT_EQ(frames, one.frames) << one.name << " split at " << at;
    }
  }
}

TEST(frame_reader, gives_up_a_document_that_never_ends) {
  frame_reader reader;
  std::vector<frame> got = reader.feed("<a>");
  const std::string filler(100000, 'x');
  for (int i = 0; i < 20 && got.empty(); ++i) got = reader.feed(filler);
  ASSERT_EQ(got.size(), 1U);
  EXPECT_FALSE(got.front().well_formed);
  EXPECT_EQ(texts(reader.feed("rest\n<a/>")), std::vector<std::string>{"<a/>"});
}

} // namespace
} // namespace tidings::sim
