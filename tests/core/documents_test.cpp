// Documents for the record: what is printed, and that the folder they are left in has each once.
#include "actors/connector/hand_over/document_card.hpp"
#include "actors/connector/hand_over/hand_over_health.hpp"
#include "actors/connector/hand_over/hand_over_place.hpp"
#include "actors/write_back/document_pdf.hpp"
#include "actors/write_back/legible.hpp"
#include "tests/support/temporary_directory.hpp"
#include "web/edge/document_user.hpp"
#include "web/edge/hand_over_folder.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <limits>

namespace tidings {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;

// -- what is printed ----

bool latin(char32_t c) { return c < 0x250; }

TEST(legible_text, keeps_what_can_be_printed_and_says_in_words_what_can_not) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"Zoë Ŵilliams-Ó Súilleabháin", "Zoë Ŵilliams-Ó Súilleabháin"},
      {"Yes 👍", "Yes [thumbs up sign]"},
      {"Yes 👍🏽!", "Yes [thumbs up sign]!"},
      {"👩‍👧", "[woman][girl]"},
      {"two\nlines\r\n", "two\nlines\n"},
      {"a\tb\x01", "a b "},
      {"cut \xf0\x9f", "cut ?"},
      {"", ""},
  };
  for (const auto& [said, printed] : cases) EXPECT_EQ(legible(said, latin), printed) << said;
}

document_source a_talk() {
  const timestamp nine = timestamp(std::chrono::sys_days(std::chrono::year(2026) / 3 / 2)) + 9h;
  return {.practice_name = "Brook Lane Surgery",
          .practice_code = "A99001",
          .title = "Conversation by text message",
          .patient_name = "Mrs Zoë Ŵilliams",
          .nhs_number = "9990000018",
          .filed_at = nine,
          .filed_by = "ann",
          .said = {{{nine - 1h, document_voice::practice, "reminder", "Please come", "delivered"},
                    {nine, document_voice::patient, {}, "I can't 👍"}},
                   false},
          .mark = to_text(id_from_name<operation_id>("test", "1"))};
}

TEST(a_documents_pdf, has_the_same_bytes_each_time_and_no_clock_but_its_own) {
  const auto first = pdf_of(a_talk()), again = pdf_of(a_talk());
  ASSERT_TRUE(first);
  ASSERT_TRUE(again);
  EXPECT_TRUE(first->reveal().starts_with("%PDF-"));
  EXPECT_TRUE(first->reveal() == again->reveal());
  EXPECT_THAT(first->reveal(), HasSubstr("20260302090000"));
  auto other = a_talk();
  other.said.all.back().text = "I can";
  EXPECT_FALSE(pdf_of(other)->reveal() == first->reveal());
}

TEST(a_documents_pdf, holds_as_much_as_a_document_may_and_survives_any_bytes) {
  auto much = a_talk();
  const std::string words = "ǅ\xff\xfe \x01\x02 <b>&amp;</b> \xe2\x80\xae" + std::string(600, 'w');
  while (much.said.all.size() < document_lines_max) much.said.all.push_back({much.filed_at, {}, "x", words, "sent"});
  much.patient_name = std::string(300, 'W');
  const auto made = pdf_of(much);
  ASSERT_TRUE(made);
  EXPECT_LT(made->reveal().size(), edge::document_bytes_max);
}

TEST(a_documents_source, comes_back_from_its_bytes_and_from_no_others) {
  EXPECT_EQ(decode_document_source(encode(a_talk())), a_talk());
  EXPECT_FALSE(decode_document_source("no such thing"));
  EXPECT_FALSE(decode_document_lines(encode(a_talk()).substr(3)));
}

// -- where it is left ----

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct a_hand_over_folder : ::testing::Test {
  test::temporary_directory where;
  fs::path folder = where.path;
  edge::hand_over_folder aut{folder};
  std::string reference = to_text(id_from_name<operation_id>("test", "1"));
  edge::handed_document document{reference, secret_text("%PDF-the-bytes"), secret_text("{\"a\":1}")};

  fs::path pdf() const { return folder / ("tidings-" + reference + ".pdf"); }
  fs::path card() const { return folder / ("tidings-" + reference + ".json"); }
  fs::path journal(const char* end) const { return folder / ".tidings" / (reference + end); }
};

TEST_F(a_hand_over_folder, has_a_document_whole_beside_whose_it_is) {
  EXPECT_EQ(aut.has(reference), false);
  ASSERT_TRUE(aut.put(document));
  EXPECT_EQ(bytes_of(pdf()), "%PDF-the-bytes");
  EXPECT_EQ(bytes_of(card()), "{\"a\":1}");
  EXPECT_EQ(aut.has(reference), true);
  EXPECT_FALSE(fs::exists(journal(".pdf")));
}

TEST_F(a_hand_over_folder, takes_no_document_twice_also_after_the_import_has_taken_it_away) {
  ASSERT_TRUE(aut.put(document));
  fs::remove(pdf());
  fs::remove(card());
  EXPECT_EQ(aut.has(reference), true);
  ASSERT_TRUE(aut.put(document));
  EXPECT_FALSE(fs::exists(pdf()));
}

TEST_F(a_hand_over_folder, goes_on_where_a_power_cut_stopped_it) {
  ASSERT_TRUE(aut.put(document));
  fs::rename(pdf(), journal(".pdf")); // as it is between the mark and the last step
  EXPECT_EQ(aut.has(reference), true);
  EXPECT_EQ(bytes_of(pdf()), "%PDF-the-bytes");
  fs::remove(journal(".done")); // as it is before the mark: half a draft
  fs::remove(pdf());
  std::ofstream(journal(".pdf")) << "%PD";
  EXPECT_EQ(aut.has(reference), false);
  ASSERT_TRUE(aut.put(document));
  EXPECT_EQ(bytes_of(pdf()), "%PDF-the-bytes");
}

TEST_F(a_hand_over_folder, that_is_away_or_is_asked_for_nonsense_says_so_and_has_nothing) {
  const edge::hand_over_folder away(folder / "away");
  EXPECT_EQ(away.put(document).error().code, error_code::unreachable);
  EXPECT_EQ(away.has(reference).error().code, error_code::unreachable);
  for (const auto* name : {"../../etc/passwd", "", "a", "........-....-....-....-............"}) {
    auto wrong = document;
    wrong.reference = name;
    EXPECT_EQ(aut.put(wrong).error().code, error_code::refused) << name;
  }
  EXPECT_TRUE(fs::is_empty(folder));
}

TEST_F(a_hand_over_folder, is_looked_at_by_leaving_a_file_there_and_taking_it_away) {
  ASSERT_TRUE(aut.look());
  EXPECT_TRUE(fs::is_empty(folder / ".tidings"));
  fs::remove(folder / ".tidings");
  std::ofstream(folder / ".tidings") << "somebody's file in the place of our folder";
  const auto taken = aut.look();
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, error_code::unreachable);
  const auto away = edge::hand_over_folder(folder / "away").look();
  ASSERT_FALSE(away);
  EXPECT_THAT(away.error().detail, HasSubstr("isn't there: make it, or bring its share or disk back"));
}

TEST_F(a_hand_over_folder, without_room_for_a_document_says_so_before_one_is_cut_off_in_it) {
  const auto full = aut.look(std::numeric_limits<std::uint64_t>::max());
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, error_code::unreachable);
  EXPECT_THAT(full.error().detail, HasSubstr("is full: make room on its disk"));
  const auto nowhere = edge::hand_over_folder("/proc/self").look(); // a file system that takes no files
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, error_code::unreachable);
}

TEST_F(a_hand_over_folder, on_a_site_is_looked_at_by_an_order_that_no_document_has) {
  const auto order = edge::read_order("find A99001 " + std::string(edge::look_reference));
  ASSERT_TRUE(order);
  ASSERT_TRUE(order->is_look());
  const auto practice = *practice_id::parse("A99001");
  EXPECT_EQ(edge::answer_to(*order, {}, {{practice, folder.string()}}), "absent\n");
  EXPECT_TRUE(fs::is_directory(folder / ".tidings")) << "a file was left there";
  EXPECT_THAT(edge::answer_to(*order, {}, {{practice, (folder / "away").string()}}), HasSubstr("no unreachable "));
  EXPECT_THAT(edge::answer_to(*order, {}, {}), HasSubstr("no unreachable "));
  EXPECT_FALSE(edge::read_order("find A99001 " + reference)->is_look());
}

TEST(the_health_of_a_hand_over, is_told_once_and_says_what_to_do) {
  hand_over_health aut;
  const result<void> missing = fail(error_code::unreachable, "the folder for documents, /x, isn't there: make it");
  EXPECT_TRUE(aut.took({})) << "the first look is news, whatever it finds";
  EXPECT_TRUE(aut.is_up());
  EXPECT_FALSE(aut.took({}));
  EXPECT_TRUE(aut.took(missing));
  EXPECT_FALSE(aut.is_up());
  EXPECT_EQ(aut.reason(),
            "Documents can't be handed over, and wait: the folder for documents, /x, isn't there: make it. "
            "Once that is mended they are filed by themselves.");
  EXPECT_FALSE(aut.took(missing));
  EXPECT_TRUE(aut.hangs(120s));
  EXPECT_THAT(aut.reason(), HasSubstr("no answer for 120 s"));
  EXPECT_TRUE(aut.took({}));
  EXPECT_TRUE(aut.is_up());
}

TEST_F(a_hand_over_folder, is_asked_as_a_clinical_system_is_and_says_on_a_card_whose_document_it_is) {
  const auto place = local_place(*practice_id::parse("A99001"), folder.string());
  ASSERT_TRUE(place->probe());
  const auto operation = id_from_name<operation_id>("test", "1");
  EXPECT_EQ(place->perform(find_document{patient_id("77"), operation}).system_uid, "");
  const auto done = place->perform(write_document{patient_id("77"), operation, "Conversation", from_ms(0),
                                                  secret_text("9990000018"), secret_text("%PDF-x")});
  EXPECT_EQ(done.error.code, error_code::none) << done.error.detail;
  EXPECT_EQ(done.system_uid, reference);
  EXPECT_EQ(place->perform(find_document{patient_id("77"), operation}).system_uid, reference);
  EXPECT_EQ(bytes_of(card()), R"({"reference":")" + reference + R"(","document":"tidings-)" + reference +
                                  R"(.pdf","practice":"A99001","nhs_number":"9990000018","patient":"77",)"
                                  R"("title":"Conversation","filed_at":"1970-01-01T00:00:00.000Z"})");
  EXPECT_EQ(place->perform(write_cancel{patient_id("77"), appointment_id("1")}).error.code, error_code::refused);
}

} // namespace
} // namespace tidings
