// The options of `documents` of a practice. config/practices/A99999.yaml explains them.
#include "actors/node/config/connector_sections.hpp"
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/sections.hpp"

#include <fmt/format.h>

namespace tidings::config {

const options<document_settings>& document_options() {
  using s = document_settings;
  static const options<s> table{
      {"into",
       {.what = shape::one_of, .words = {"record", "folder"}},
       &s::into,
       "record: by the clinical system, which EMIS alone takes. folder: for the practice's own document import."},
      {"folder",
       {.what = shape::path, .may_be_empty = true},
       &s::folder,
       "That folder, on this host. With an agent on the practice's site its own file has it."},
      {"question_sets",
       {shape::boolean},
       &s::question_sets,
       "File by itself what a patient answered to a set of questions by its link."},
  };
  return table;
}

void read_documents(reader& in, const node& what, practice_settings& into) {
  const node* map = in.map(what, "where documents go");
  if (map == nullptr) return;
  auto settings = std::make_shared<document_settings>();
  in.fill(*map, document_options(), *settings);
  into.documents = std::move(settings);
}

boost::json::object schema_of_documents() { return schema_of(document_options()); }

void check_documents(reader& in, const node& root, const practice_settings& practice, const practice_map& others) {
  const node* given = root.find("documents");
  if (given == nullptr || !given->is_map() || !practice.documents) return;
  const auto& mine = *practice.documents;
  const auto& system = practice.connector.system;
  if (!mine.in_folder()) {
    if (system != "emis")
      in.wrong(reader::at(*given, "into"), "a clinical system that takes no documents", fmt::format("`{}`", system),
               "`into: folder`, which the practice's own document import watches");
    else if (practice.connector.emis && practice.connector.emis->file_as.empty())
      in.wrong(reader::at(*given, "into"), "documents in nobody's name", "no `file_as` of `emis`",
               "a user of EMIS in `emis: {file_as: …}`");
    return;
  }
  if (!practice.connector.edge.empty()) return; // the agent's own file has the folder
  if (mine.folder.empty())
    return in.wrong(reader::at(*given, "folder"), "`folder` is missing", "nothing", "a folder of this host");
  warn_if_absent(in, *given, "folder", mine.folder);
  for (const auto& [id, other] : others)
    if (id != practice.id && other->documents && other->connector.edge.empty() &&
        other->documents->folder == mine.folder)
      in.wrong(reader::at(*given, "folder"), "the folder of another practice", fmt::format("`{}`", mine.folder),
               fmt::format("one that isn't {}'s", id.text()));
}

} // namespace tidings::config
