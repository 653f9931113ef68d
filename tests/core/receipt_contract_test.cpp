// Receipts and replies of providers described in the configuration, and of GOV.UK Notify.
#include "actors/receipt/contract_receipt.hpp"
#include "actors/receipt/notify_receipt.hpp"

#include <gtest/gtest.h>

namespace tidings {
namespace {

const provider_id gateway("gateway");
const message_id message = id_from_name<message_id>("test", "message");
const std::string reference = to_text(message);
const timestamp now = from_ms(1'774'864'923'000); // 2026-03-30 10:02:03 UTC, 11:02:03 in London

http_contract contract() {
  http_contract out;
  out.receipt = {
      "clientMessageId", "status", "reason", "time", "text", {{"Blocked", receipt_status::permanent_failure}}};
  out.reply = {"source", "destination", "text", "time", "messageId"};
  return out;
}
result<contract_word> read(const form_fields& fields) { return read_contract_post(gateway, contract(), fields, now); }

TEST(json_fields, are_named_by_their_pointers) {
  const auto fields = read_json_fields(R"({"a":{"b/c":[1,"x",true,null,{}]},"d~":"é","e":2.5,"/f":"g"})");
  ASSERT_TRUE(fields);
  const form_fields wanted{{"/a/b~1c/0", "1"}, {"/a/b~1c/1", "x"}, {"/a/b~1c/2", "true"}, {"/d~0", "é"}, {"d~", "é"},
                           {"/e", "2.5E0"},    {"e", "2.5E0"},     {"/~1f", "g"},         {"/f", "g"}};
  EXPECT_EQ(*fields, wanted);
  for (const std::string text : {"", "1", "\"a\"", "{\"a\":1", "{} x"}) EXPECT_FALSE(read_json_fields(text)) << text;
  std::string many = "[0";
  for (int i = 0; i < 600; ++i) many += ",0";
  EXPECT_FALSE(read_json_fields(many + "]")) << "bounded";
  EXPECT_FALSE(read_json_fields(std::string(100, '[') + std::string(100, ']'))) << "bounded";
}

TEST(receipt_contract, knows_its_own_words_then_smpps_and_makes_up_nothing) {
  for (const auto& [word, status] :
       std::initializer_list<std::pair<std::string, receipt_status>>{{"blocked", receipt_status::permanent_failure},
                                                                     {"DELIVRD", receipt_status::delivered},
                                                                     {"delivrd", receipt_status::delivered},
                                                                     {"EXPIRED", receipt_status::temporary_failure},
                                                                     {"UNDELIV", receipt_status::permanent_failure},
                                                                     {"REJECTD", receipt_status::permanent_failure},
                                                                     {"DELETED", receipt_status::permanent_failure},
                                                                     {"ENROUTE", receipt_status::pending},
                                                                     {"ACCEPTD", receipt_status::pending},
                                                                     {"UNKNOWN", receipt_status::pending},
                                                                     {"Geliefert", receipt_status::pending},
                                                                     {"", receipt_status::pending}})
    EXPECT_EQ(contract_status(contract(), word), status) << word;
}

TEST(receipt_contract, reads_structured_and_smpp_receipts) {
  auto got =
      read({{"clientMessageId", reference}, {"status", "UNDELIV"}, {"reason", "17"}, {"time", "2026-03-30 11:00:00"}});
  ASSERT_TRUE(got);
  const auto* receipt = std::get_if<receipt_arrived>(&*got);
  ASSERT_NE(receipt, nullptr);
  EXPECT_EQ(receipt->message, message);
  EXPECT_EQ(receipt->provider, gateway);
  EXPECT_EQ(receipt->status, receipt_status::permanent_failure);
  EXPECT_EQ(receipt->code, "17");
  EXPECT_EQ(to_ms(receipt->reported_at), 1'774'864'800'000);
  got = read(
      {{"clientMessageId", reference},
       {"text", "id:77 sub:001 dlvrd:001 submit date:2603301100 done date:2603301101 stat:DELIVRD err:000 text:Hi"}});
  receipt = std::get_if<receipt_arrived>(&*got);
  ASSERT_NE(receipt, nullptr);
  EXPECT_EQ(receipt->status, receipt_status::delivered);
  EXPECT_EQ(receipt->code, "000");
  EXPECT_EQ(to_ms(receipt->reported_at), 1'774'864'860'000);
  got = read({{"clientMessageId", "not-ours"}, {"status", "DELIVRD"}});
  ASSERT_TRUE(got);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(*got));
  EXPECT_FALSE(read({{"status", "DELIVRD"}}));
  EXPECT_FALSE(read({{"clientMessageId", reference}}));
  EXPECT_FALSE(read({}));
}

TEST(receipt_contract, never_takes_a_patients_words_for_a_receipt) {
  for (const form_fields& fields :
       {form_fields{
            {"source", "447700900123"}, {"destination", "447860039047"}, {"text", "CANCEL"}, {"messageId", "5"}},
        form_fields{{"source", "447700900123"}, {"text", "my id stat:DELIVRD"}, {"clientMessageId", reference}},
        form_fields{{"source", "447700900123"}, {"text", ""}}}) {
    const auto got = read(fields);
    ASSERT_TRUE(got);
    const auto* reply = std::get_if<reply_arrived>(&*got);
    ASSERT_NE(reply, nullptr) << fields.at("text");
    EXPECT_EQ(reply->text.reveal(), fields.at("text"));
    EXPECT_EQ(reply->from.reveal(), "447700900123");
    EXPECT_EQ(reply->reported_at, now);
  }
}

TEST(receipt_contract, takes_the_same_reply_for_one) {
  const form_fields with_id{{"source", "447700900123"}, {"text", "YES"}, {"messageId", "5"}};
  const auto id_of = [&](const form_fields& fields) { return std::get<reply_arrived>(*read(fields)).reply; };
  auto again = with_id;
  again["text"] = "YES ";
  EXPECT_EQ(id_of(with_id), id_of(again));
  again["messageId"] = "6";
  EXPECT_NE(id_of(with_id), id_of(again));
  const form_fields without{{"source", "447700900123"}, {"text", "YES"}, {"time", "2026-03-30 11:00:00"}};
  EXPECT_EQ(id_of(without), id_of(without));
  for (const auto& [name, value] :
       form_fields{{"source", "447700900124"}, {"text", "NO"}, {"time", "2026-03-30 11:00:01"}}) {
    auto other = without;
    other[name] = value;
    EXPECT_NE(id_of(other), id_of(without)) << name;
  }
}

TEST(receipt_contract, reads_the_times_that_providers_write) {
  for (const auto& [text, ms] :
       std::initializer_list<std::pair<std::string, std::int64_t>>{{"2603301102", 1'774'864'920'000},
                                                                   {"260330110203", 1'774'864'923'000},
                                                                   {"2026-03-30 11:02:03", 1'774'864'923'000},
                                                                   {"2026-03-30T10:02:03Z", 1'774'864'923'000},
                                                                   {"1774864923", 1'774'864'923'000},
                                                                   {"1774864923123", 1'774'864'923'123},
                                                                   {"2699301102", 0},
                                                                   {"177486492", 0},
                                                                   {"yesterday", 0},
                                                                   {"", 0}}) {
    const auto got = contract_time(text);
    EXPECT_EQ(got ? to_ms(*got) : 0, ms) << text;
  }
}

TEST(receipt_notify, reads_every_status_of_a_text_message) {
  for (const auto& [word, status] : std::initializer_list<std::pair<std::string, receipt_status>>{
           {"delivered", receipt_status::delivered},
           {"permanent-failure", receipt_status::permanent_failure},
           {"temporary-failure", receipt_status::temporary_failure},
           {"technical-failure", receipt_status::technical_failure},
           {"failed", receipt_status::technical_failure},
           {"created", receipt_status::pending},
           {"sending", receipt_status::pending},
           {"pending", receipt_status::pending},
           {"sent", receipt_status::pending}}) {
    const auto got = read_notify_receipt(gateway, {{"id", "1"}, {"reference", reference}, {"status", word}}, now);
    ASSERT_TRUE(got && *got) << word;
    EXPECT_EQ((*got)->status, status) << word;
    EXPECT_EQ((*got)->message, message);
    EXPECT_EQ((*got)->reported_at, now);
  }
  EXPECT_FALSE(notify_status("received")) << "a letter's";
}

TEST(receipt_notify, takes_time_and_reference_and_passes_over_what_is_not_ours) {
  const auto got = read_notify_receipt(
      gateway,
      {{"id", "1"}, {"reference", reference}, {"status", "delivered"}, {"completed_at", "2026-03-30T10:00:00.123456Z"}},
      now);
  EXPECT_EQ(to_ms((*got)->reported_at), 1'774'864'800'000);
  EXPECT_FALSE(*read_notify_receipt(gateway, {{"id", "1"}, {"reference", "campaign 7"}, {"status", "delivered"}}, now));
  EXPECT_FALSE(*read_notify_receipt(gateway, {{"id", "1"}, {"status", "delivered"}}, now))
      << "sent by hand: no reference";
  EXPECT_FALSE(read_notify_receipt(gateway, {{"status", "delivered"}}, now));
  EXPECT_FALSE(read_notify_receipt(gateway, {{"id", "1"}, {"reference", reference}}, now));
  EXPECT_FALSE(read_notify_receipt(gateway, {{"id", "1"}, {"reference", reference}, {"status", "read"}}, now));
}

TEST(receipt_notify, takes_the_same_received_text_for_one) {
  const form_fields fields{{"id", "a1"},
                           {"source_number", "447700900123"},
                           {"destination_number", "07860039047"},
                           {"message", "CANCEL"},
                           {"date_received", "2026-03-30T10:00:00.000000Z"}};
  const auto reply = read_notify_reply(gateway, fields, now);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->from.reveal(), "447700900123");
  EXPECT_EQ(reply->to, "07860039047");
  EXPECT_EQ(reply->text.reveal(), "CANCEL");
  EXPECT_EQ(to_ms(reply->reported_at), 1'774'864'800'000);
  EXPECT_EQ(read_notify_reply(gateway, fields, now + millis(1))->reply, reply->reply);
  auto other = fields;
  other["id"] = "a2";
  EXPECT_NE(read_notify_reply(gateway, other, now)->reply, reply->reply);
  EXPECT_NE(read_notify_reply(provider_id("other"), fields, now)->reply, reply->reply);
  for (const std::string name : {"id", "source_number", "message"}) {
    other = fields;
    other.erase(name);
    EXPECT_FALSE(read_notify_reply(gateway, other, now)) << name;
  }
}

} // namespace
} // namespace tidings
