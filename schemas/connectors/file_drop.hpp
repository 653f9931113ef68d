#pragma once
// Options of `system: file_drop`: CSV files that are put into a folder.
#include "schemas/time.hpp"
#include "schemas/words.hpp"

#include <map>
#include <string>

namespace tidings {

struct file_drop_settings {
  std::string folder;
  std::string encoding =
      "utf-8";                 ///< or `windows-1252`; a byte order mark at the start means UTF-8 whatever stands here
  std::string separator = ","; ///< `,`, `;` or `tab`
  std::string appointments = "appointments"; ///< what names of such files begin with
  std::string patients = "patients";
  std::string groups = "groups";
  /// What we call it -> the file's heading.
  std::map<std::string, std::string> appointment_columns{
      {"id", "id"},           {"patient", "patient"},     {"starts_at", "starts_at"}, {"minutes", "minutes"},
      {"session", "session"}, {"clinician", "clinician"}, {"slot_type", "slot_type"}, {"site", "site"},
      {"status", "status"}};
  std::map<std::string, std::string> patient_columns{{"id", "id"},
                                                     {"nhs_number", "nhs_number"},
                                                     {"title", "title"},
                                                     {"first_name", "first_name"},
                                                     {"last_name", "last_name"},
                                                     {"mobile", "mobile"},
                                                     {"email", "email"},
                                                     {"consent", "consent"},
                                                     {"dead", "dead"}};
  /// `joined` and `left` may be added: the days from which somebody is in it, and no longer is.
  std::map<std::string, std::string> group_columns{{"group", "group"}, {"patient", "patient"}};
  std::map<std::string, appointment_status> statuses{{"booked", appointment_status::booked},
                                                     {"arrived", appointment_status::arrived},
                                                     {"in_progress", appointment_status::in_progress},
                                                     {"finished", appointment_status::finished},
                                                     {"did_not_attend", appointment_status::did_not_attend},
                                                     {"cancelled", appointment_status::cancelled}};
  std::map<std::string, tidings::consent> consents{{"yes", consent::yes}, {"no", consent::no}};
  bool end_row = true;                ///< a file of appointments or groups must end with `END,<rows>`
  int shrink_max_percent = 25;        ///< of the appointments to come that one file may take away unasked
  int shrink_free = 5;                ///< so many may go whatever share they are
  millis settle{10'000};              ///< a file untouched for so long is whole
  millis stale_after{26 * 3'600'000}; ///< without a new file for so long the connector isn't up
  millis keep{7 * 24 * 3'600'000};    ///< files in done/ and refused/ are deleted after this
  bool operator==(const file_drop_settings&) const = default;
};

} // namespace tidings
