#pragma once
// What the API asks about templates and has done to them: `GET templates`, `GET templates/one`, `POST
// templates/preview`, and a `POST templates/<move>` for each of book.hpp. Parameters: `practice` (a code or `host`),
// `id`, `by` (who asks), and what the body said; `only_try=yes`: nothing changes, the answer says whether it would be
// done.
#include "actors/node/templates/shelf.hpp"
#include "web/endpoint/broker_port.hpp"

#include <optional>

namespace tidings::templates {

class orders {
public:
  using file_templates = std::map<template_id, template_settings>;
  struct parts {
    std::shared_ptr<shelf> kept;
    std::function<practice_settings_ptr(const practice_id&)> of_files; ///< as its file says; null: no such practice
    std::function<std::vector<practice_settings_ptr>()> all_files;     ///< the same of all practices
    std::function<std::optional<file_templates>()> folder;             ///< the shared ones; nothing: unreadable now
    std::function<void(const practice_id& owner)> changed;             ///< what is in force is another
    std::map<provider_id, double> pence_per_segment;
    bool host_may_approve_own = false;
    wall_clock now;
  };
  explicit orders(parts from) : from_(std::move(from)) {}

  using given = std::map<std::string, std::string>;
  http_answer run(const std::string& what, const given& parameters) const;

private:
  std::vector<std::string> users_of(const practice_id& owner, const template_id& id) const;
  std::string why_not(move_kind kind, const practice_id& owner, const template_id& id) const;
  http_answer list(const practice_id& owner, const practice_settings_ptr& files, const given& parameters,
                   bool one_alone) const;
  http_answer preview(const practice_settings_ptr& files, const given& parameters) const;
  http_answer carry_out(move_kind kind, const practice_id& owner, const practice_settings_ptr& files,
                        const given& parameters) const;
  parts from_;
};

} // namespace tidings::templates
