#pragma once
// A practice's file on its way in, as the host's operators see it. No secrets.
#include "schemas/views.hpp"

namespace tidings::view {

/// Something to mend in the file. Line and column count from 1; 0: the file as a whole.
struct file_finding {
  count line = 0, column = 0;
  text reason, found, allowed;
};
BOOST_DESCRIBE_STRUCT(file_finding, (), (line, column, reason, found, allowed))

/// A line of the difference between what is in force and what was given.
struct file_line {
  text how; ///< `same` | `old` | `new` | `left_out`: so many lines that are the same
  text what;
};
BOOST_DESCRIBE_STRUCT(file_line, (), (how, what))

/// POST /onboarding/check
struct onboarding_check {
  text practice; ///< its ODS code; empty: the file has none
  text name;
  bool exists = false; ///< there is a file of this practice
  text base;           ///< of that file; what is applied must have been looked at beside it
  std::vector<file_finding> errors, warnings;
  std::vector<file_line> difference;
};
BOOST_DESCRIBE_STRUCT(onboarding_check, (), (practice, name, exists, base, errors, warnings, difference))

/// What the doctor says of one thing.
struct doctor_finding {
  text verdict; ///< `ok` | `warn` | `fail`
  text what, where, found, mend;
};
BOOST_DESCRIBE_STRUCT(doctor_finding, (), (verdict, what, where, found, mend))

/// POST /onboarding/doctor
struct onboarding_doctor {
  std::vector<doctor_finding> findings;
};
BOOST_DESCRIBE_STRUCT(onboarding_doctor, (), (findings))

} // namespace tidings::view
