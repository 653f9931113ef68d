// The bytes of a file that went with an e-mail, found among its message's events.
#include "board_asked.hpp"

namespace tidings::test {
namespace {

struct board_kept_file : testing::Test, asked_board {
  static file_kept letter(int message, std::string file) {
    return {.file = std::move(file),
            .message = numbered<message_id>(message),
            .name = secret_text("letter.pdf"),
            .media_type = "application/pdf",
            .size = 8,
            .until = at_time(9),
            .address = {},
            .number = {},
            .bytes = secret_text("%PDF-1.4")};
  }
  board_answer bytes_of(int message, const std::string& file, practice_scope_ptr within = nullptr) {
    return answer_to("kept-files/" + to_text(numbered<message_id>(message)), {{"file", file}}, state,
                     std::move(within));
  }
};

TEST_F(board_kept_file, is_handed_out_by_message_and_mark) {
  happens(reminder(1), letter(1, "first"), letter(1, "second"), file_opened{"first", numbered<message_id>(1)});
  EXPECT_EQ(bytes_of(1, "first").status, 200);
  EXPECT_EQ(bytes_of(1, "first").body, "%PDF-1.4");
  EXPECT_EQ(bytes_of(1, "third").status, 404);
  EXPECT_EQ(bytes_of(2, "first").status, 404);
}

TEST_F(board_kept_file, is_no_resource_of_a_users) {
  happens(reminder(1), letter(1, "first"));
  EXPECT_EQ(bytes_of(1, "first", std::make_shared<const practice_scope>(practice_scope{practice})).status, 404);
}

TEST_F(board_kept_file, stands_in_its_messages_timeline_without_a_word_of_its_own) {
  happens(reminder(1), letter(1, "first"), file_opened{"first", numbered<message_id>(1)},
          file_ended{"first", numbered<message_id>(1), "its time is over"});
  const auto said = answer_to("messages/" + to_text(numbered<message_id>(1)), {}, state);
  EXPECT_NE(said.body.find("A file of 8 bytes goes with it by a link"), std::string::npos) << said.body;
  EXPECT_NE(said.body.find("fetched by the link"), std::string::npos);
  EXPECT_NE(said.body.find("destroyed: its time is over."), std::string::npos);
  EXPECT_EQ(said.body.find("letter.pdf"), std::string::npos);
}

} // namespace
} // namespace tidings::test
