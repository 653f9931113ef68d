#pragma once
// What conversations go by, as it stands in the files of the host and of a practice (options_conversations.cpp).
#include "actors/node/config/option.hpp"
#include "schemas/conversation_settings.hpp"

#include <boost/json/object.hpp>

namespace tidings::config {

const options<automatic_texts>& automatic_text_options();
const options<keyword_settings>& keyword_options();
const options<appointment_text>& confirmation_options();
const options<appointment_text>& missed_options();
const options<fft_settings>& fft_options();
const options<question_step>& question_step_options();
const options<question_set>& question_set_options();
const options<sending_hours>& staffed_options();
const options<waiting_list_settings>& waiting_list_options();
const options<message_exclusion>& exclusion_options();
const options<hand_code>& hand_code_options();
const options<conversation_settings>& conversation_options();

void read_automatic_texts(reader& in, const node& what, automatic_texts& into);
boost::json::object schema_of_automatic_texts();
/// Adds to `into`, whose keywords are known already: a clash is told where the new one stands.
void read_keywords(reader& in, const node& what, std::vector<keyword_settings>& into);
boost::json::object schema_of_keywords();
void read_question_sets(reader& in, const node& what, std::vector<question_set>& into);
boost::json::object schema_of_question_sets();
/// Adds to `into`: the host's hold besides the practice's own.
void read_exclusions(reader& in, const node& what, std::vector<message_exclusion>& into);
boost::json::object schema_of_exclusions();
void read_hand_codes(reader& in, const node& what, std::vector<hand_code>& into);
boost::json::object schema_of_hand_codes();

void read_waiting_list(reader& in, const node& what, conversation_settings& all);
/// A waiting list that books needs a system that can.
void check_booking(reader& in, const node& root, const practice_settings& practice);
boost::json::object schema_of_waiting_list();

/// Changes what is behind a pointer to settings that nobody changes any more once they are read.
template <class Change> void change(std::shared_ptr<const conversation_settings>& kept, Change&& how) {
  auto all = kept ? *kept : conversation_settings{};
  how(all);
  kept = std::make_shared<const conversation_settings>(std::move(all));
}

} // namespace tidings::config
