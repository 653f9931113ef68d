// Files in a personalisation: what they may be, and what is said of others.
#include "web/endpoint/notify/files.hpp"

#include <boost/json/parse.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidings::web::notify {
namespace {
using ::testing::HasSubstr;

constexpr auto a_pdf = "JVBERi0xLjQ=", some_text = "YSxiCjEsMgo=", a_zip = "UEsDBAo=";

tl::expected<wanted_file, fault> read(const std::string& content, const std::string& more = {}) {
  return read_file(boost::json::parse(R"({"file":")" + content + "\"" + more + "}").as_object());
}
std::string wrong(const std::string& content, const std::string& more = {}) {
  const auto file = read(content, more);
  return file ? "well" : file.error().error + ": " + file.error().message;
}

TEST(a_file_in_a_personalisation, goes_by_what_it_looks_like_when_it_has_no_name) {
  const auto pdf = read(a_pdf, R"(,"filename":null,"confirm_email_before_download":null,"retention_period":null)");
  ASSERT_TRUE(pdf);
  EXPECT_EQ(pdf->bytes, "%PDF-1.4");
  EXPECT_EQ(pdf->name, "file.pdf");
  EXPECT_EQ(pdf->media_type, "application/pdf");
  EXPECT_EQ(pdf->weeks, 26);
  EXPECT_TRUE(pdf->confirm_address);
  EXPECT_EQ(read(some_text)->name, "file.txt");
  EXPECT_EQ(read(some_text, R"(,"is_csv":true)")->name, "file.csv");
  EXPECT_THAT(wrong(a_zip), HasSubstr("BadRequestError: Unsupported file type: give its filename"));
  EXPECT_EQ(read(a_zip, R"(,"filename":"list.xlsx")")->name, "list.xlsx");
}

TEST(a_file_in_a_personalisation, has_a_name_that_is_safe_and_true) {
  EXPECT_EQ(read(some_text, R"(,"filename":"List of 2.CSV")")->media_type, "text/csv; charset=utf-8");
  EXPECT_EQ(wrong(some_text, R"(,"filename":"list")"),
            "ValidationError: `filename` must end with a file extension. For example, filename.csv");
  EXPECT_EQ(wrong(some_text, R"(,"filename":"../list.csv")"),
            "ValidationError: `filename` cannot have a path or control characters");
  EXPECT_EQ(wrong(some_text, R"(,"filename":")" + std::string(97, 'x') + ".csv\""),
            "ValidationError: `filename` cannot be longer than 100 characters");
  EXPECT_THAT(wrong(some_text, R"(,"filename":"run.exe")"),
              HasSubstr("BadRequestError: Unsupported file type 'exe'. Supported types are: 'csv', 'doc'"));
  EXPECT_EQ(wrong(some_text, R"(,"filename":"letter.pdf")"), "BadRequestError: The file is not what its name says");
  EXPECT_EQ(wrong(a_pdf, R"(,"filename":"a.pdf","is_csv":true)"),
            "ValidationError: filename and is_csv are mutually exclusive");
}

TEST(a_file_in_a_personalisation, is_kept_for_as_many_weeks_as_it_says) {
  EXPECT_EQ(read(a_pdf, R"(,"retention_period":"1 week")")->weeks, 1);
  EXPECT_EQ(read(a_pdf, R"(,"retention_period":"78 weeks")")->weeks, 78);
  for (const auto* period : {R"("79 weeks")", R"("0 weeks")", R"("weeks")", R"("4")", R"("4 weeks and a day")", "4"})
    EXPECT_THAT(wrong(a_pdf, std::string(R"(,"retention_period":)") + period),
                HasSubstr("ValidationError: Unsupported value for retention_period '"))
        << period;
  EXPECT_FALSE(read(a_pdf, R"(,"confirm_email_before_download":false)")->confirm_address);
  EXPECT_EQ(wrong(a_pdf, R"(,"confirm_email_before_download":"yes")"),
            "ValidationError: Unsupported value for confirm_email_before_download: 'yes'. Use a boolean true or false "
            "value.");
}

TEST(a_file_in_a_personalisation, is_whole_and_not_too_large) {
  EXPECT_EQ(wrong("%%%"), "BadRequestError: The file is not in base64");
  EXPECT_EQ(wrong(""), "BadRequestError: The file is empty");
  EXPECT_EQ(read(std::string((kept_file_bytes_max / 3) * 4, 'A')).error().message.substr(0, 11), "Unsupported");
  EXPECT_EQ(wrong(std::string((kept_file_bytes_max / 3 + 1) * 4, 'A')), "BadRequestError: File is larger than 2MB");
  EXPECT_EQ(read_file(boost::json::parse(R"({"text":"x"})").as_object()).error().message,
            "personalisation has a file with an additional property (text was unexpected)");
  EXPECT_EQ(read_file({}).error().message, "personalisation has something that is no text and no file");
}

} // namespace
} // namespace tidings::web::notify
