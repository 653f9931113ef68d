#pragma once
// Slots that come free are offered to patients who wait for them. config/practices/A99999.yaml explains each option.
#include <chrono>
#include <string>
#include <vector>

namespace tidings {

struct waiting_list_settings {
  bool on = false;
  bool book = false;                 ///< into the clinical system, where that can book safely; else staff do
  std::vector<std::string> sessions; ///< empty: all
  std::vector<std::string> not_sessions;
  std::chrono::minutes answer_within{30};  ///< then the next is asked
  std::chrono::minutes notice_min{2 * 60}; ///< before the start: nobody is asked later
  int asked_max = 5;                       ///< patients, one after another, about one slot
  int clinic_gone_at = 3; ///< so many of one clinician's day gone within an hour, and not by reply: none is offered
  std::string offer =
      "((practice_name)): An appointment has come free: ((appointment_date)) at ((appointment_time)) "
      "with ((clinician)). Reply YES within ((minutes)) minutes to have it, or NO if you don't want it.";
  std::string taken = "((practice_name)): Thank you. The appointment on ((appointment_date)) at ((appointment_time)) "
                      "is kept for you. We will ring you if anything is in the way.";
  std::string gone = "((practice_name)): Sorry, the appointment on ((appointment_date)) at ((appointment_time)) has "
                     "gone. You are still on our waiting list.";
  std::string declined = "((practice_name)): Thank you. You are still on our waiting list.";
};

} // namespace tidings
