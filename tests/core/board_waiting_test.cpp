// The waiting list as staff see it, and how the offers of a slot ended.
#include "board_asked.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace tidings::test {
namespace {

namespace json = boost::json;

struct the_waiting_list : ::testing::Test, asked_board {
  static waiting_changed waits(int number, const char* patient, const char* name, bool waits = true) {
    return {.entry = numbered<waiting_id>(number),
            .patient = patient_id(patient),
            .session = "GP Surgery",
            .clinician = {},
            .waits = waits,
            .by = "reception",
            .name = secret_text(name)};
  }
  static slot_freed freed(int number) {
    slot_freed e;
    e.what.id = numbered<slot_id>(number);
    e.what.starts_at = at_time(15);
    e.what.session = "GP Surgery";
    e.what.clinician = "Dr Patel";
    e.appointment = appointment_id("appt1");
    return e;
  }
  message_accepted offer(int number) {
    auto e = reminder(number);
    e.kind = message_kind::waiting_list;
    e.question = question_kind::slot_offer;
    e.appointment = {};
    return e;
  }
  static slot_offered offered(int message, const char* patient) {
    return {numbered<slot_id>(1), numbered<message_id>(message), patient_id(patient), {}};
  }
  static offer_ended ended(int message, const char* patient, offer_end how, const char* why = "") {
    return {numbered<slot_id>(1),
            message == 0 ? message_id{} : numbered<message_id>(message),
            patient_id(patient),
            how,
            {},
            why};
  }

  json::object page(query_parameters parameters = {}) {
    parameters.emplace("practice", "A99001");
    return shown_by(answer_to("waiting", parameters, state));
  }
  static std::vector<std::string> each(const json::value& rows, const char* field) {
    std::vector<std::string> all;
    for (const auto& row : rows.as_array()) all.emplace_back(row.at(field).as_string());
    return all;
  }
  using texts = std::vector<std::string>;
};

TEST_F(the_waiting_list, shows_who_waits_longest_first_and_no_names) {
  happens(waits(2, "ben", "Ben Ali"));
  later(std::chrono::seconds(5));
  happens(waits(1, "amira", "Amira Okafor"), waits(3, "carol", "Carol Jones"));
  happens(waits(3, "carol", "", false));
  EXPECT_EQ(each(page().at("waiting"), "patient"), (texts{"ben", "amira"}));
  EXPECT_EQ(each(page().at("waiting"), "name"), (texts{"", ""}));
}

TEST_F(the_waiting_list, shows_names_when_somebody_asks_for_them) {
  happens(waits(2, "ben", "Ben Ali"));
  later(std::chrono::seconds(5));
  happens(waits(1, "amira", "Amira Okafor"));
  EXPECT_EQ(each(page({{"reveal", "1"}}).at("waiting"), "name"), (texts{"Ben Ali", "Amira Okafor"}));
}

TEST_F(the_waiting_list, shows_each_slot_with_who_was_asked_and_how_that_ended) {
  happens(freed(1));
  EXPECT_EQ(each(page().at("slots"), "state"), (texts{"open"}));
  happens(offer(11), offered(11, "amira"), ended(11, "amira", offer_end::lapsed),
          ended(0, "ben", offer_end::not_asked, "this number has opted out"), offer(12), offered(12, "carol"));
  const auto offers = [&] { return page().at("slots").at(0).at("offers"); };
  EXPECT_EQ(each(offers(), "state"), (texts{"lapsed", "not_asked", "asked"}));
  EXPECT_EQ(each(offers(), "why"), (texts{"", "this number has opted out", ""}));
  happens(ended(12, "carol", offer_end::taken));
  EXPECT_EQ(each(page().at("slots"), "state"), (texts{"promised"}));
  happens(ended(11, "amira", offer_end::withdrawn));
  EXPECT_EQ(each(offers(), "state"), (texts{"withdrawn", "not_asked", "taken"}));
  happens(slot_closed{numbered<slot_id>(1), slot_end::booked, {}});
  EXPECT_EQ(each(page().at("slots"), "state"), (texts{"booked"}));
}

TEST_F(the_waiting_list, stands_on_the_pages_of_the_messages_it_is_about) {
  happens(reminder(1), freed(1), offer(11), offered(11, "amira"), ended(11, "amira", offer_end::taken));
  EXPECT_EQ(row(1).events.size(), 2U) << "its slot came free";
  EXPECT_EQ(row(11).events.size(), 3U);
}

TEST_F(the_waiting_list, forgets_who_was_erased) {
  happens(waits(1, "amira", "Amira Okafor"));
  patient_erased gone;
  gone.patient = patient_id("amira");
  happens(gone);
  EXPECT_TRUE(page().at("waiting").as_array().empty());
}

TEST_F(the_waiting_list, outlives_a_restart_with_the_boards_snapshot) {
  happens(waits(1, "amira", "Amira Okafor"), freed(1), offer(11), offered(11, "amira"));
  const auto before = json::serialize(page());
  state = restored();
  EXPECT_EQ(json::serialize(page()), before);
}

TEST_F(the_waiting_list, keeps_the_latest_slots_only) {
  for (int i = 0; i < static_cast<int>(board_slots_max) + 5; ++i) {
    auto e = freed(i + 1);
    happens(e);
    later(std::chrono::seconds(1));
  }
  EXPECT_EQ(page().at("slots").as_array().size(), board_slots_max);
}

} // namespace
} // namespace tidings::test
