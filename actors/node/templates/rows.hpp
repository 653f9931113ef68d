#pragma once
// What the API tells of templates (schemas/API.md). Pure.
#include "actors/node/templates/book.hpp"
#include "actors/node/templates/checks.hpp"

#include <boost/json.hpp>

#include <functional>

namespace tidings::templates {

/// Whose list it is, and what stands around the books in it.
struct listed {
  practice_id owner;                               ///< a practice or the host
  book own, shared;                                ///< `shared` is empty for the host
  practice_settings_ptr files;                     ///< a practice's, as its file says; null: the host's
  std::map<template_id, template_settings> folder; ///< the shared templates' files
  bool may_approve_own = false;
  std::string user;                                                      ///< who asks
  std::function<std::vector<std::string>(const template_id&)> used_by{}; ///< of those made here; empty: not asked
};

/// By id: what was made here, then the host's that are in force, then those of the files.
boost::json::array rows_of(const listed& from);
/// One with its draft and versions, newest first; nothing: there is none that this owner sees.
std::optional<boost::json::object> page_of(const listed& from, const template_id& id);
/// @param pence_per_segment nothing: it isn't known
boost::json::object preview_row(channel by, const words& what, const practice_settings* practice,
                                std::optional<double> pence_per_segment, timestamp now);
boost::json::object moved_row(const outcome& done);

} // namespace tidings::templates
