// SMPP 3.4 as bytes: what is written is read back, and no bytes do harm.
#include "actors/provider/smpp/pdu.hpp"
#include "actors/provider/smpp/receipt.hpp"
#include "actors/provider/smpp/status.hpp"
#include "actors/provider/smpp/text.hpp"

#include <gmock/gmock.h>

#include <random>

namespace tidings::smpp {
namespace {
using ::testing::HasSubstr;

constexpr std::uint16_t sar_reference = 0x020C;

short_message one() {
  return {.source = {5, 0, "Riverside"},
          .destination = {1, 1, "447700900123"},
          .esm_class = has_udh,
          .registered_delivery = 1,
          .data_coding = 8,
          .text = std::string("\x05\x00\x03\x01\x02\x01", 6) + "words",
          .tlvs = {{sar_reference, std::string("\x00\x07", 2)}, {0x1400, ""}}};
}

TEST(smpp_pdu, a_message_is_read_as_it_was_written) {
  const auto read = read_short_message(encode_body(one()));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(*read, one());
  EXPECT_EQ(*read->find(tag::sar_msg_ref_num), std::string("\x00\x07", 2));
  EXPECT_EQ(read->find(tag::message_payload), nullptr);
}

TEST(smpp_pdu, the_header_is_the_specifications) {
  // SMPP 3.4 §3.2.1's own example is a bind_transmitter; an enquire_link has nothing but the header (§4.11.1).
  EXPECT_EQ(encode({command_id::enquire_link, 0, 7, {}}),
            std::string("\x00\x00\x00\x10\x00\x00\x00\x15\x00\x00\x00\x00\x00\x00\x00\x07", 16));
  EXPECT_EQ(encode_body(bind_request{"SMPP3TEST", "secret08", "SUBMIT1"}),
            std::string("SMPP3TEST\0secret08\0SUBMIT1\0\x34\0\0\0", 31));
}

TEST(smpp_pdu, a_stream_gives_the_same_pdus_however_it_is_cut) {
  const auto bytes = encode({command_id::submit_sm, 0, 1, encode_body(one())}) +
                     encode({command_id::enquire_link, 0, 2, {}}) + encode({command_id::unbind, 9, 3, {}});
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    pdu_stream stream;
    std::vector<std::uint32_t> sequences;
    for (std::size_t at = 0; at < bytes.size(); at += size) {
      stream.push(std::string_view(bytes).substr(at, size));
      while (true) {
        const auto next = stream.next();
        ASSERT_TRUE(next);
        if (!*next) break;
        sequences.push_back((*next)->sequence);
      }
    }
    EXPECT_EQ(sequences, (std::vector<std::uint32_t>{1, 2, 3})) << "in pieces of " << size;
    EXPECT_EQ(stream.waiting(), 0U);
  }
}

TEST(smpp_pdu, a_length_that_cannot_be_ends_the_stream) {
  for (const auto& start : {std::string("\x00\x00\x00\x0F", 4), std::string("\x00\x00\x00\x00", 4),
                            std::string("\xFF\xFF\xFF\xFF", 4), std::string("GET / HTTP/1.1\r\n")}) {
    pdu_stream stream;
    stream.push(start);
    const auto next = stream.next();
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().code, error_code::invalid_input);
    EXPECT_THAT(next.error().detail, HasSubstr("bytes long"));
  }
}

TEST(smpp_pdu, a_message_cut_anywhere_is_none_or_one_whose_parameters_end_there) {
  const auto body = encode_body(one());
  const auto without_parameters = body.size() - 6 - 4;
  for (std::size_t size = 0; size < body.size(); ++size) {
    const auto read = read_short_message(std::string_view(body).substr(0, size));
    const bool between = size == without_parameters || size == body.size() - 4;
    EXPECT_EQ(read.has_value(), between) << size << " bytes";
  }
}

TEST(smpp_pdu, no_bytes_do_harm) {
  std::mt19937 dice(1);
  const auto seed = encode_body(one());
  for (int round = 0; round < 20'000; ++round) {
    auto bytes = seed;
    for (int i = 0; i < 4; ++i) bytes[dice() % bytes.size()] = static_cast<char>(dice());
    bytes.resize(dice() % (bytes.size() + 1));
    if (const auto read = read_short_message(bytes)) {
      (void)read_text(*read);
      (void)read_receipt(*read);
    }
    (void)read_submit_answer(bytes);
    (void)read_query_answer(bytes);
  }
}

TEST(smpp_pdu, more_parameters_than_anybody_sends_are_refused) {
  auto many = one();
  many.tlvs.assign(tlvs_max + 1, {0x1400, "x"});
  EXPECT_THAT(read_short_message(encode_body(many)).error().detail, HasSubstr("more than 64"));
}

TEST(smpp_pdu, an_answer_without_a_body_names_no_message) {
  EXPECT_EQ(*read_submit_answer(""), "");
  EXPECT_EQ(*read_submit_answer(std::string("abc\0", 4)), "abc");
  EXPECT_FALSE(read_submit_answer("abc"));
  EXPECT_FALSE(read_submit_answer(std::string(65, 'x') + '\0'));
}

TEST(smpp_pdu, a_query_is_answered_with_a_state) {
  const auto answer = read_query_answer(std::string("id\0\0\x02\x00", 6));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->message_id, "id");
  EXPECT_EQ(answer->state, 2);
  EXPECT_FALSE(read_query_answer(std::string("id\0\0\x02", 5)));
}

struct status_case {
  std::uint32_t status;
  std::string_view name;
  attempt_result means;
};
TEST(smpp_status, each_says_what_is_certain) {
  using enum attempt_result;
  constexpr status_case cases[] = {
      {0x00, "ESME_ROK", sent},
      {0x01, "ESME_RINVMSGLEN", permanent},
      {0x08, "ESME_RSYSERR", unknown},
      {0x0A, "ESME_RINVSRCADR", configuration},
      {0x0B, "ESME_RINVDSTADR", permanent},
      {0x0D, "ESME_RBINDFAIL", configuration},
      {0x0E, "ESME_RINVPASWD", configuration},
      {0x0F, "ESME_RINVSYSID", configuration},
      {0x05, "ESME_RALYBND", retry},
      {0x14, "ESME_RMSGQFUL", retry},
      {0x58, "ESME_RTHROTTLED", retry},
      {0x45, "ESME_RSUBMITFAIL", retry},
      {0xFF, "ESME_RUNKNOWNERR", unknown},
      {0x09, "0x00000009", unknown},
      {0x401, "0x00000401", unknown},
      {0xFFFFFFFF, "0xffffffff", unknown},
  };
  for (const auto& [status, name, means] : cases) {
    EXPECT_EQ(name_of_status(status), name);
    EXPECT_EQ(meaning_of(status), means) << name;
  }
}

// -- receipts --------------------------------------------------------------------------------------------

short_message receipt_saying(std::string text, std::vector<tlv> tlvs = {}) {
  return {.source = {1, 1, "447700900123"}, .esm_class = 0x04, .text = std::move(text), .tlvs = std::move(tlvs)};
}

struct receipt_case {
  std::string_view text, id, code;
  receipt_status status;
};
TEST(smpp_receipt, is_read_as_each_writes_it) {
  using enum receipt_status;
  const receipt_case cases[] = {
      {"id:0123456789 sub:001 dlvrd:001 submit date:2603020900 done date:2603020901 stat:DELIVRD err:000 text:Hello",
       "0123456789", "DELIVRD/000", delivered},
      {"ID:a-b STAT:undeliv ERR:0x1F Text:id:other stat:DELIVRD", "a-b", "UNDELIV/0x1F", permanent_failure},
      {"id:7 stat:EXPIRED", "7", "EXPIRED", temporary_failure},
      {"id:7 stat:DELETED", "7", "DELETED", permanent_failure},
      {"id:7 stat:REJECTD", "7", "REJECTD", permanent_failure},
      {"id:7 stat:ACCEPTD", "7", "ACCEPTD", pending},
      {"id:7 stat:UNKNOWN", "7", "UNKNOWN", pending},
      {"id:7\tstat:ENROUTE\r\n", "7", "ENROUTE", pending},
  };
  for (const auto& [text, id, code, status] : cases) {
    const auto read = read_receipt(receipt_saying(std::string(text)));
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->id_text, id) << text;
    EXPECT_EQ(read->code, code) << text;
    EXPECT_EQ(read->status, status) << text;
  }
}

TEST(smpp_receipt, believes_its_parameters_before_its_text) {
  const auto read =
      read_receipt(receipt_saying("id:12 stat:ENROUTE", {{0x001E, std::string("C\0", 2)}, {0x0427, "\x02"}}));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id_parameter, "C");
  EXPECT_EQ(read->status, receipt_status::delivered);
  EXPECT_EQ(read->code, "DELIVRD");
}

TEST(smpp_receipt, without_an_id_or_a_state_is_none) {
  for (const auto* text : {"", "id:7", "stat:DELIVRD", "id: stat:DELIVRD", "id:7 stat:FINE", "grid:7 stat:DELIVRD"})
    EXPECT_FALSE(read_receipt(receipt_saying(text))) << text;
  EXPECT_FALSE(read_receipt(receipt_saying("id:" + std::string(65, '7') + " stat:DELIVRD")));
}

TEST(smpp_receipt, ids_are_opaque_unless_both_writings_are_in_use) {
  const receipt told{"", "0031", receipt_status::delivered, ""};
  EXPECT_EQ(keys_of(told, id_writing::as_given), std::vector<std::string>{"0031"});
  EXPECT_NE(key_of_answer("1F", id_writing::as_given), "0031");
  EXPECT_EQ(keys_of(told, id_writing::hex_answer).front(), key_of_answer("1f", id_writing::hex_answer));
  const receipt hex{"", "0000001F", receipt_status::delivered, ""};
  EXPECT_EQ(keys_of(hex, id_writing::hex_receipt).front(), key_of_answer("31", id_writing::hex_receipt));
  // No number, or more than 64 bits of it: as it stands.
  EXPECT_EQ(key_of_answer("x-1", id_writing::hex_answer), "x-1");
  EXPECT_EQ(key_of_answer("11112222333344445", id_writing::hex_answer), "11112222333344445");
  // The parameter repeats the answer's own writing.
  const receipt both{"1F", "31", receipt_status::delivered, ""};
  EXPECT_EQ(keys_of(both, id_writing::hex_answer), std::vector<std::string>{"#31"});
}

} // namespace
} // namespace tidings::smpp
