#pragma once
// What staff ask and order by hand, about one patient or one message. Pure.
#include "actors/practice/decide.hpp"

namespace tidings::staff {

constexpr std::size_t search_bytes_min = 2;   ///< a single letter would show half of all patients
constexpr std::size_t search_bytes_max = 200; ///< of what is typed into the box
constexpr std::uint32_t found_max = 50;       ///< patients that one search shows

/// patients.cpp
decision look_at(const practice_state& state, const practice_settings& settings, const look_at_patients& c,
                 timestamp now);
/// preview.cpp
decision preview(const practice_state& state, const practice_settings& settings, const preview_message& c,
                 timestamp now);
/// wishes.cpp
decision change(const practice_state& state, const change_wishes& c);

/// Our id, or the clinical system's own; null: no such patient here.
const patient_details* find_patient(const practice_state& state, const patient_id& asked);
/// What a test of a text has in the place of a patient's and an appointment's words: nobody's.
std::map<std::string, std::string> example_values(timestamp now);
/// What every test begins with: whoever has the number may not be who it was meant for.
constexpr std::string_view test_mark = "TEST: ";

} // namespace tidings::staff
