#include "actors/node/config/config.hpp"

#include "actors/node/config/oidc.hpp"
#include "actors/node/config/practice_file.hpp"
#include "actors/node/config/practice_folder.hpp"
#include "actors/node/config/reader.hpp"
#include "actors/node/config/sections.hpp"
#include "actors/node/config/shared_templates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace tidings {

namespace {

using config::findings;

/// A folder that `broker.yaml` names, its files in order.
std::vector<std::filesystem::path> files_of(config::reader& in, const config::node& root, std::string_view key,
                                            const std::string& folder) {
  if (folder.empty()) return {}; // what was given instead is told already
  auto files = config::list_folder(folder);
  if (!files) {
    in.wrong(config::reader::at(root, key), fmt::format("`{}` can't be read", key), fmt::format("`{}`", folder),
             "a readable folder");
    return {};
  }
  std::vector<std::filesystem::path> paths;
  for (const auto& file : *files) paths.push_back(file.path);
  std::sort(paths.begin(), paths.end());
  return paths;
}

struct host_files {
  broker_settings broker;
  practice_groups groups;
  std::vector<std::filesystem::path> practices;
};

void load_templates(const std::filesystem::path& file, std::map<template_id, std::string>& seen,
                    std::map<template_id, template_settings>& into, const std::string& attachments, findings& found) {
  config::report out(file, found);
  const auto text = config::read_source(file, out);
  if (!text) return;
  const auto root = config::parse_yaml(*text, out);
  if (!root) return;
  config::reader in(*text, out);
  config::read_templates(in, *root, into);
  config::check_attachments(in, *root, attachments);
  for (const auto& [key, value] : root->entries) {
    const auto [first, is_new] = seen.emplace(template_id(key.text), file.filename().string());
    if (!is_new)
      out.wrong(key.at, "a template given twice", fmt::format("`{}`", key.text),
                fmt::format("each name once; the first stands in {}", first->second));
  }
}

/// Whoever may change the log must not be able to change what the anchor says of it with the same stroke.
void check_anchor(config::reader& in, const config::node& root, const broker_settings& broker) {
  if (broker.audit.anchor.empty()) return;
  const auto anchor = std::filesystem::path(broker.audit.anchor).lexically_normal();
  const auto data = std::filesystem::path(broker.data_dir).lexically_normal();
  const auto inside = anchor.lexically_relative(data);
  if (inside.empty() || *inside.begin() == "..") return;
  in.wrong(config::reader::at(root, "audit"), "`audit.anchor` lies inside data_dir",
           fmt::format("`{}`", anchor.string()), "a file outside data_dir, best on another disk");
}

host_files load_host(const std::filesystem::path& broker_yaml, findings& found) {
  host_files host;
  config::report out(broker_yaml, found);
  const auto text = config::read_source(broker_yaml, out);
  if (!text) return host;
  const auto root = config::parse_yaml(*text, out);
  if (!root) return host;
  config::reader in(*text, out);
  in.fill(*root, config::broker_options(), host.broker);
  config::complete_receipt_urls(in, *root, host.broker);
  config::allow_links(host.broker);
  config::complete_oidc(in, *root, host.broker);
  check_anchor(in, *root, host.broker);
  if (const auto* groups = root->find("practice_groups"); groups != nullptr && found.errors.empty())
    config::read_practice_groups(in, *groups, host.groups);
  host.practices = files_of(in, *root, "practices_dir", host.broker.practices_dir);
  std::map<template_id, std::string> seen;
  for (const auto& file : files_of(in, *root, "templates_dir", host.broker.templates_dir))
    load_templates(file, seen, host.broker.templates, host.broker.attachments_dir, found);
  for (auto& provider : host.broker.providers) provider.mail.attachments_dir = host.broker.attachments_dir;
  return host;
}

/// In the order of their places, file by file as they were read.
std::vector<config_error> in_order(std::vector<config_error> errors) {
  std::vector<std::string> files;
  for (const auto& error : errors)
    if (std::find(files.begin(), files.end(), error.file) == files.end()) files.push_back(error.file);
  std::stable_sort(errors.begin(), errors.end(), [&](const config_error& a, const config_error& b) {
    const auto rank = [&](const config_error& e) {
      return std::find(files.begin(), files.end(), e.file) - files.begin();
    };
    return std::make_tuple(rank(a), a.line, a.column) < std::make_tuple(rank(b), b.line, b.column);
  });
  return errors;
}

} // namespace

tl::expected<std::map<template_id, template_settings>, std::vector<config_error>>
load_shared_templates(const std::filesystem::path& folder, const std::string& attachments) {
  findings found;
  const auto files = config::list_folder(folder);
  if (!files)
    return tl::make_unexpected(
        std::vector{config_error{.file = folder.string(), .reason = "the folder can't be read"}});
  std::vector<std::filesystem::path> paths;
  for (const auto& file : *files) paths.push_back(file.path);
  std::sort(paths.begin(), paths.end());
  std::map<template_id, std::string> seen;
  std::map<template_id, template_settings> all;
  for (const auto& file : paths) load_templates(file, seen, all, attachments, found);
  if (!found.errors.empty()) return tl::make_unexpected(in_order(std::move(found.errors)));
  return all;
}

tl::expected<loaded_broker, std::vector<config_error>> load_broker(const std::filesystem::path& broker_yaml) {
  findings found;
  auto host = load_host(broker_yaml, found);
  if (!found.errors.empty()) return tl::make_unexpected(in_order(std::move(found.errors)));
  return loaded_broker{std::move(host.broker), in_order(std::move(found.warnings)), std::move(host.groups),
                       broker_yaml};
}

tl::expected<loaded_config, std::vector<config_error>>
load_config(const std::filesystem::path& broker_yaml,
            const std::function<templates_made(const broker_settings&)>& made) {
  findings found;
  auto host = load_host(broker_yaml, found);
  const auto in_browser = made ? made(host.broker) : templates_made();
  loaded_config loaded;
  for (const auto& file : host.practices) {
    auto practice = config::load_practice_file(file, host.broker, loaded.practices, found, in_browser);
    if (!practice.id.empty())
      loaded.practices.emplace(practice.id, std::make_shared<const practice_settings>(std::move(practice)));
  }
  if (!found.errors.empty()) return tl::make_unexpected(in_order(std::move(found.errors)));
  loaded.broker = std::move(host.broker);
  loaded.warnings = in_order(std::move(found.warnings));
  return loaded;
}

tl::expected<practice_settings_ptr, std::vector<config_error>>
load_practice(const std::filesystem::path& file, const broker_settings& host, const practice_map& others,
              std::vector<config_error>* warnings, const templates_made& made) {
  findings found;
  auto practice = config::load_practice_file(file, host, others, found, made);
  if (!found.errors.empty()) return tl::make_unexpected(in_order(std::move(found.errors)));
  if (warnings != nullptr) {
    found.warnings = in_order(std::move(found.warnings));
    warnings->insert(warnings->end(), found.warnings.begin(), found.warnings.end());
  }
  return std::make_shared<const practice_settings>(std::move(practice));
}

} // namespace tidings
