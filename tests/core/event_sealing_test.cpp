// Events on their way to the disk: what of them is sealed, and what is left when a key is gone.
#include "schemas/event_codec.hpp"
#include "schemas/json.hpp"
#include "tests/core/described_fields.hpp"
#include "tests/support/memory_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidings {
namespace {

const practice_id a = *practice_id::parse("A99001"), b = *practice_id::parse("B99002");
constexpr timestamp at{std::chrono::milliseconds(1'772'445'600'000)};

struct a_sealed_event : testing::Test {
  std::shared_ptr<key_ring> keys = test::memory_keys([] { return at; });

  static patient_updated ann() {
    patient_updated e;
    e.what.id = patient_id("p1");
    e.what.first_name = secret_text("Annabel");
    e.what.mobile = secret_text("07700 900123");
    e.what.dead = true;
    e.what.system_id = secret_text("9990000018");
    return e;
  }
  encoded_event seal(const event& what) { return *tidings::seal(what, at, a, *keys); }
};

TEST_F(a_sealed_event, opens_to_what_it_was_whatever_kind_it_is) {
  test::for_each_kind<event_alternatives>([&](const auto& kind) {
    using type = std::decay_t<decltype(kind)>;
    const event before = test::filled<type>();
    const auto bytes = seal(before);
    EXPECT_EQ(bytes.version, codec::holds_secret<type>() ? 2 : 1) << name_of(bytes.type);
    const auto after = open(bytes, a, *keys);
    ASSERT_TRUE(after) << after.error().detail;
    EXPECT_EQ(encode(*after, at), encode(before, at)) << name_of(bytes.type);
  });
}

TEST_F(a_sealed_event, shows_no_secret_in_its_bytes) {
  const auto bytes = seal(ann()).payload;
  for (const auto* secret : {"Annabel", "07700", "900123", "9990000018"})
    EXPECT_EQ(bytes.find(secret), bytes.npos) << secret;
  EXPECT_NE(bytes.find("p1"), bytes.npos) << "its id can be read without a key";
}

TEST_F(a_sealed_event, hides_where_the_reader_of_an_email_may_unsubscribe_and_forgets_it_with_the_address) {
  message_accepted mail;
  mail.by = channel::email;
  mail.to = secret_text("ann@example.org");
  mail.unsubscribe_url = secret_text("https://example.org/u?t=whose");
  const auto bytes = seal(mail);
  EXPECT_EQ(bytes.payload.find("whose"), std::string::npos);
  EXPECT_EQ(boost::json::serialize(to_json(mail)).find("whose"), std::string::npos) << "nor does a log line";
  const auto url = [&] { return std::get<message_accepted>(*open(bytes, a, *keys)).unsubscribe_url.reveal(); };
  EXPECT_EQ(url(), "https://example.org/u?t=whose");
  ASSERT_TRUE(keys->erase(a, std::array{subject_of(mail, *keys->marker_of(a))}));
  EXPECT_EQ(url(), "");
}

TEST_F(a_sealed_event, can_be_looked_at_without_keys_save_for_its_secrets) {
  const auto what = std::get<patient_updated>(*decode(seal(ann()))).what;
  EXPECT_EQ(what.id.value, "p1");
  EXPECT_TRUE(what.dead);
  EXPECT_EQ(what.first_name.reveal() + what.system_id.reveal(), "");
}

TEST_F(a_sealed_event, keeps_everything_but_its_secrets_when_its_key_is_erased) {
  const auto bytes = seal(ann());
  ASSERT_TRUE(keys->erase(a, std::array{subject_of(ann(), *keys->marker_of(a))}));
  const auto what = open(bytes, a, *keys);
  ASSERT_TRUE(what) << what.error().detail;
  EXPECT_TRUE(std::get<patient_updated>(*what).what.dead);
  EXPECT_EQ(std::get<patient_updated>(*what).what.first_name.reveal(), "");
}

TEST_F(a_sealed_event, is_damaged_when_any_byte_practice_time_or_type_is_another) {
  const auto good = seal(ann());
  for (std::size_t i = 0; i < good.payload.size(); ++i) {
    auto changed = good;
    changed.payload[i] = static_cast<char>(changed.payload[i] ^ 1);
    const auto what = open(changed, a, *keys);
    ASSERT_FALSE(what) << "byte " << i;
    EXPECT_EQ(what.error().code, error_code::log_damaged);
  }
  for (std::size_t size = 0; size < good.payload.size(); ++size) {
    auto cut = good;
    cut.payload.resize(size);
    EXPECT_FALSE(open(cut, a, *keys)) << size;
  }
  EXPECT_FALSE(open(good, b, *keys));
  auto later = good;
  later.at += millis(1);
  EXPECT_FALSE(open(later, a, *keys));
  auto other = good;
  other.type = event_type::message_accepted;
  EXPECT_FALSE(open(other, a, *keys));
}

TEST_F(a_sealed_event, is_written_under_the_key_of_whom_it_tells) {
  const auto marks = *keys->marker_of(a);
  using kind = seal_subject::kind;
  const seal_subject number{kind::number, marks.of_number("447700900123")};
  const auto item = id_from_name<item_id>("test", "1");
  const struct {
    event what;
    seal_subject whose;
  } cases[] = {
      {ann(), {kind::patient, "p1"}},
      {message_accepted{.patient = patient_id("p1"), .to = secret_text("447700900123")}, {kind::patient, "p1"}},
      {message_accepted{.to = secret_text("447700900123")}, number},
      {reply_received{.from = secret_text("447700900123"), .patient = patient_id("p1")}, {kind::patient, "p1"}},
      {reply_received{.from = secret_text("447700900123")}, number},
      {reply_received{}, {}},
      {opted_out{secret_text("447700900123"), "reply"}, number},
      {opted_in{secret_text("447700900123"), "reply"}, number},
      {command_parked{.item = item}, {kind::parked, to_text(item)}},
  };
  for (const auto& each : cases) EXPECT_EQ(subject_of(each.what, marks), each.whose) << name_of(type_of(each.what));
}

// What a later version adds at the end is absent from older bytes, with its secret.
struct older {
  std::string name;
  secret_text word;
};
BOOST_DESCRIBE_STRUCT(older, (), (name, word))
struct newer {
  std::string name;
  secret_text word;
  secret_text other;
  int number = 7;
};
BOOST_DESCRIBE_STRUCT(newer, (), (name, word, other, number))
struct two {
  older first;
  secret_text last;
};
BOOST_DESCRIBE_STRUCT(two, (), (first, last))
struct two_newer {
  newer first;
  secret_text last;
};
BOOST_DESCRIBE_STRUCT(two_newer, (), (first, last))

TEST(secrets_aside, stay_in_step_when_a_struct_inside_has_grown) {
  std::string open, secrets;
  codec::writer(open, secrets).fields(two{{"n", secret_text("w")}, secret_text("l")});
  two_newer read;
  codec::reader aside(secrets), in(open, &aside);
  in.fields(read);
  EXPECT_TRUE(in.ok() && in.at_end() && aside.at_end());
  EXPECT_EQ(read.first.word.reveal() + read.first.other.reveal() + read.last.reveal(), "wl");
  EXPECT_EQ(read.first.number, 7);
}

} // namespace
} // namespace tidings
