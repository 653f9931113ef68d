// log, explain, schema
#include "actors/board/typescript.hpp"
#include "actors/event_log/tool.hpp"
#include "actors/node/cli/commands.hpp"
#include "actors/node/cli/keys.hpp"
#include "actors/provider/mail/explain.hpp"
#include "actors/reply/explain.hpp"
#include "schemas/sms/explain.hpp"

#include <fstream>
#include <iostream>
#include <iterator>

namespace tidings::cli {
namespace {

bool select(const log_arguments& arguments, log_selection& what) {
  what.directory = std::filesystem::path(arguments.data_dir) / "log";
  what.after = arguments.after;
  what.patients = arguments.reveal ? reveal::yes : reveal::no;
  if (arguments.practice.empty()) return true;
  what.practice = arguments.practice == "host" ? practice_id::host() : practice_id::parse(arguments.practice);
  if (!what.practice) std::cerr << "--practice: an ODS code is 3 to 12 capital letters and digits\n";
  return what.practice.has_value();
}

/// One line out for each line in that isn't empty.
int explain_lines(std::istream& in, std::ostream& out, std::string (*explain)(std::string_view)) {
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) out << explain(line) << '\n' << std::flush;
  return 0;
}

} // namespace

int log_show(const log_arguments& arguments) {
  log_selection what;
  if (!select(arguments, what)) return 1;
  what.limit = arguments.limit;
  return tidings::log_show(what, std::cout, std::cerr);
}

int log_verify(const log_arguments& arguments) {
  return tidings::log_verify(std::filesystem::path(arguments.data_dir) / "log", std::cout);
}

int log_export(const log_arguments& arguments) {
  log_selection what;
  if (!select(arguments, what)) return 1;
  sealer_ptr keys;
  if (arguments.reveal) {
    auto found = look_at_keys(arguments.broker_yaml, arguments.data_dir);
    if (!found) {
      std::cerr << found.error().detail << '\n';
      return 1;
    }
    keys = std::move(*found);
    what.keys = keys.get();
  }
  return tidings::log_export(what, std::cout, std::cerr);
}

int reply_explain(std::istream& in, std::ostream& out) { return explain_lines(in, out, explain_reply_line); }
int sms_explain(std::istream& in, std::ostream& out) { return explain_lines(in, out, sms::explain_text_line); }
int phone_explain(std::istream& in, std::ostream& out) { return explain_lines(in, out, sms::explain_number_line); }

int mail_explain(const std::vector<std::string>& files, std::ostream& out) {
  int status = 0;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    if (!in && bytes.empty()) {
      std::cerr << file << ": can't be read\n";
      status = 1;
      continue;
    }
    out << mail::explain(bytes) << '\n';
  }
  return status;
}

int schema_typescript(std::ostream& out) {
  out << typescript_of_views();
  return 0;
}

} // namespace tidings::cli
