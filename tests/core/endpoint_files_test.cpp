// Static files: which coding, which page, what may be kept; and what stands in every answer's header.
#include "web/endpoint/response_bytes.hpp"
#include "web/endpoint/static_files.hpp"
#include "web/endpoint/tests/folder.hpp"

#include <gtest/gtest.h>

namespace tidings::web {
namespace {

TEST(endpoint_coding, is_chosen_by_what_the_browser_takes) {
  using enum coding;
  const struct {
    const char* accepts;
    coding both, only_gzip;
  } cases[] = {
      {"", identity, identity},
      {"gzip", gzip, gzip},
      {"br", brotli, identity},
      {"gzip, deflate, br, zstd", brotli, gzip},
      {"gzip;q=1.0, br;q=0.5", gzip, gzip},
      {"br;q=0", identity, identity},
      {"br; q=0, gzip; q=0", identity, identity},
      {"gzip;q=0, *", brotli, identity},
      {"*", brotli, gzip},
      {"*;q=0", identity, identity},
      {"identity, gzip;q=0.5", identity, identity},
      {"BR, GZIP", brotli, gzip},
      {"x-gzip", gzip, gzip},
      {"gzip;q=nonsense", identity, identity},
      {"brotli", identity, identity},
      {",,;;,", identity, identity},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(choose_coding(one.accepts, true, true), one.both) << one.accepts;
    EXPECT_EQ(choose_coding(one.accepts, false, true), one.only_gzip) << one.accepts;
    EXPECT_EQ(choose_coding(one.accepts, false, false), identity) << one.accepts;
  }
}

TEST(endpoint_tags, match_weakly) {
  const struct {
    const char* field;
    bool matches;
  } cases[] = {{"\"a\"", true}, {"\"b\", \"a\"", true}, {"W/\"a\"", true}, {"*", true},
               {"", false},     {"a", false},           {"\"A\"", false},  {"\"ab\"", false}};
  for (const auto& one : cases) EXPECT_EQ(names_tag(one.field, "\"a\""), one.matches) << one.field;
}

class web_app : public ::testing::Test {
protected:
  web_app() {
    where.write("ops/index.html", "ops");
    where.write("ops/app.js", "ops app");
    where.write("m/index.html", "m");
    where.write("assets/x-1.js", "plain");
    where.write("assets/x-1.js.br", "br");
    where.write("assets/x-1.js.gz", "gz");
    where.write("assets/only.css.br", "an orphan");
    where.write("icon.svg", "<svg/>");
    files = *static_files::load(where.path());
  }
  std::string bytes_of(std::string_view path, std::string accepts = "") {
    const auto key = files.find(path);
    if (key.empty()) return "nothing";
    request asked;
    asked.fields.emplace_back("Accept-Encoding", std::move(accepts));
    return std::string(files.answer(key, asked).text());
  }
  test::folder where;
  static_files files;
};

TEST_F(web_app, answers_files_folders_and_pages_of_its_apps) {
  const struct {
    const char *path, *bytes;
  } cases[] = {
      {"/ops/", "ops"},
      {"/ops/index.html", "ops"},
      {"/ops/messages", "ops"},
      {"/ops/messages/1/", "ops"},
      {"/ops/app.js", "ops app"},
      {"/ops/gone.js", "nothing"},
      {"/m/abc", "m"},
      {"/icon.svg", "<svg/>"},
      {"/assets/x-1.js", "plain"},
      {"/assets/", "nothing"},
      {"/assets/x", "nothing"},
      {"/app/", "nothing"},
      {"/ops", "nothing"},
      {"/", "nothing"},
      {"/assets/only.css", "nothing"},
      {"/assets/x-1.js.br", "nothing"},
      {"/../etc/passwd", "nothing"},
      {"/ops/../icon.svg", "nothing"},
      {"//icon.svg", "nothing"},
  };
  for (const auto& one : cases) EXPECT_EQ(bytes_of(one.path), one.bytes) << one.path;
}

TEST_F(web_app, gives_each_coding_its_own_tag_and_tells_caches_that_it_varies) {
  const auto key = files.find("/assets/x-1.js");
  std::string tags;
  for (const char* accepts : {"", "br", "gzip"}) {
    request asked;
    asked.fields.emplace_back("Accept-Encoding", accepts);
    const auto full = files.answer(key, asked);
    EXPECT_EQ(full.status, 200);
    EXPECT_EQ(full.field("Vary"), "Accept-Encoding");
    EXPECT_EQ(full.field("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(tags.find(full.field("ETag")), std::string::npos);
    tags += full.field("ETag");
    asked.fields.emplace_back("If-None-Match", full.field("ETag"));
    const auto same = files.answer(key, asked);
    EXPECT_EQ(same.status, 304);
    EXPECT_EQ(same.text(), "");
    EXPECT_EQ(same.field("ETag"), full.field("ETag"));
  }
}

TEST_F(web_app, lets_browsers_keep_for_ever_only_what_is_named_by_its_content) {
  EXPECT_EQ(files.answer(files.find("/assets/x-1.js"), {}).field("Cache-Control"),
            "public, max-age=31536000, immutable");
  EXPECT_EQ(files.answer(files.find("/ops/"), {}).field("Cache-Control"), "no-cache");
}

TEST_F(web_app, never_follows_a_link_out_of_its_folder) {
  where.write("secret.txt", "secret");
  test::folder linked;
  linked.write("index.html", "x");
  std::filesystem::create_symlink(where.path() + "/secret.txt", linked.path() + "/link.txt");
  std::filesystem::create_directory_symlink(where.path(), linked.path() + "/all");
  const auto loaded = *static_files::load(linked.path());
  EXPECT_TRUE(loaded.find("/link.txt").empty());
  EXPECT_TRUE(loaded.find("/all/secret.txt").empty());
  EXPECT_FALSE(loaded.find("/index.html").empty());
}

TEST(endpoint_files, may_be_missing) {
  EXPECT_FALSE(static_files::load("/nowhere/at/all"));
  EXPECT_TRUE(static_files().find("/ops/").empty());
}

TEST(endpoint_header, carries_what_belongs_on_every_answer) {
  const auto bytes = header_bytes(response::json(404, "{}"), from_ms(784'111'777'000), false);
  for (const char* line : {
           "HTTP/1.1 404 Not Found\r\n",
           "\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
           "\r\nContent-Type: application/json\r\n",
           "\r\nContent-Length: 2\r\n",
           "\r\nConnection: close\r\n",
           "\r\nContent-Security-Policy: default-src 'none'; script-src 'self';",
           "\r\nStrict-Transport-Security: max-age=63072000\r\n",
           "\r\nX-Content-Type-Options: nosniff\r\n",
           "\r\nReferrer-Policy: no-referrer\r\n",
           "\r\nCross-Origin-Opener-Policy: same-origin\r\n",
           "\r\nPermissions-Policy: ",
           "\r\nX-Robots-Tag: noindex\r\n",
       })
    EXPECT_NE(bytes.find(line), std::string::npos) << line;
  EXPECT_TRUE(bytes.ends_with("\r\n\r\n"));
  EXPECT_EQ(bytes.find("Server:"), std::string::npos);
}

TEST(endpoint_header, gives_no_length_where_there_is_no_body) {
  for (const int status : {204, 304}) {
    response answer;
    answer.status = status;
    EXPECT_EQ(header_bytes(answer, from_ms(0), true).find("Content-Length"), std::string::npos) << status;
  }
  response feed;
  feed.stream.emplace();
  const auto bytes = header_bytes(feed, from_ms(0), true);
  EXPECT_NE(bytes.find("Transfer-Encoding: chunked"), std::string::npos);
  EXPECT_EQ(bytes.find("Content-Length"), std::string::npos);
}

} // namespace
} // namespace tidings::web
