#pragma once
// One clinical system and its world, as each sentence of the suite has them.
#include "tests/contract/connectors/sentences.hpp"
#include "tests/contract/connectors/world.hpp"
#include "tests/contract/connectors/write_back.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace tidings::test {

inline std::ostream& operator<<(std::ostream& out, const world_case& one) { return out << one.name; }

inline const auto operation = id_from_name<operation_id>("test", "operation");
inline const practice_id practice = *practice_id::parse("A99001");

class a_clinical_system : public ::testing::TestWithParam<world_case> {
protected:
  void SetUp() override {
    world = GetParam().make();
    if (!world) GTEST_SKIP() << "what " << GetParam().name << " needs is not installed";
    system = world->connect();
  }

  /// Why this sentence can't be kept here; empty: it must be.
  static std::string excuse() {
    const std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    return read_sentences().reason(name.substr(0, name.find('/')), GetParam().name);
  }
  std::vector<appointment> rows() {
    const auto [from, to] = world->window();
    auto read = system->read_appointments(from, to);
    if (!read) ADD_FAILURE() << read.error().detail;
    return read ? std::move(*read) : std::vector<appointment>();
  }
  std::vector<appointment_id> booked() {
    std::vector<appointment_id> out;
    for (const auto& one : rows())
      if (one.status == appointment_status::booked) out.push_back(one.id);
    return out;
  }
  appointment_id which(int id) const { return world->which(id); }
  patient_id who(int patient) const { return world->who(patient); }
  connector_answer look(int id, int patient = 1) { return system->perform(read_appointment{who(patient), which(id)}); }
  connector_answer cancel(int id, int patient = 1) { return system->perform(write_cancel{who(patient), which(id)}); }
  finished_operation carry_out(const operation_wanted& what) {
    return test::carry_out(what, [&](const connector_request& one) { return system->perform(one); });
  }
  /// `book` it, and the practice hears of it.
  appointment hear_of(const seat& what) {
    world->book(what);
    for (const auto& one : rows())
      if (one.id == which(what.id)) return one;
    ADD_FAILURE() << "it isn't read";
    return {};
  }

  /// Whose booking it is by now; nothing: nobody's.
  std::optional<patient_id> holder_of(int id) {
    for (const auto& one : rows())
      if (one.id == which(id) && one.status == appointment_status::booked) return one.patient;
    return std::nullopt;
  }

  std::unique_ptr<clinical_world> world;
  std::unique_ptr<clinical_system> system;
};

/// A system that can't has to show that it can't: the reason in the table is no way out of trouble.
#define EXCUSED_IF_IT_SHOWS(shown)                                                                                     \
  if (const auto why = excuse(); !why.empty()) {                                                                       \
    EXPECT_TRUE(shown) << why;                                                                                         \
    GTEST_SKIP() << why;                                                                                               \
  }

} // namespace tidings::test
