// audit
#include "actors/node/audit/moment.hpp"
#include "actors/node/audit/tool.hpp"
#include "actors/node/cli/commands.hpp"

#include <iostream>

namespace tidings::cli {
namespace {

bool read_moment(const std::string& text, const char* option, timestamp& into) {
  if (text.empty()) return true;
  const auto at = audit::read_moment(text);
  if (at)
    into = *at;
  else
    std::cerr << option << ": a day such as 2026-03-02 or a moment such as 2026-03-02T09:30:00Z\n";
  return at.has_value();
}

bool select(const audit_arguments& arguments, audit::selection& what) {
  what.directory = std::filesystem::path(arguments.data_dir) / "log";
  what.user = arguments.user;
  what.views_only = arguments.views;
  if (!read_moment(arguments.from, "--from", what.from) || !read_moment(arguments.until, "--until", what.until))
    return false;
  if (arguments.practice.empty()) return true;
  what.practice = arguments.practice == "host" ? practice_id::host() : practice_id::parse(arguments.practice);
  if (!what.practice) std::cerr << "--practice: an ODS code is 3 to 12 capital letters and digits, or `host`\n";
  return what.practice.has_value();
}

} // namespace

int audit_show(const audit_arguments& arguments) {
  audit::selection what;
  return select(arguments, what) ? audit::show(what, std::cout, std::cerr) : 1;
}

int audit_export(const audit_arguments& arguments) {
  audit::selection what;
  return select(arguments, what) ? audit::export_lines(what, std::cout, std::cerr) : 1;
}

int audit_verify(const audit_arguments& arguments) {
  return audit::verify_trail(std::filesystem::path(arguments.data_dir) / "log", arguments.anchor, std::cout);
}

} // namespace tidings::cli
