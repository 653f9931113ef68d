#include "actors/node/onboarding_actor.hpp"

#include "actors/node/config/shared_templates.hpp"

namespace tidings {
namespace {

using self_pointer = onboarding_actor::stateful_pointer<onboarding_actor_state>;

constexpr std::chrono::seconds look_every{1};

bool load(self_pointer self, const std::filesystem::path& file) {
  auto& st = self->state;
  std::vector<config_error> warnings;
  auto settings =
      load_practice(file, st.options.host, st.options.practices->all(), &warnings, st.options.practices->made());
  for (const auto& warning : warnings) st.options.say("warning: " + print(warning));
  if (!settings) {
    for (const auto& error : settings.error()) st.options.say(print(error));
    st.options.say(file.filename().string() + ": not taken over; the settings in force stay");
    st.refused.insert(file);
    return false;
  }
  st.refused.erase(file);
  st.loaded[file] = (*settings)->id;
  self->send(st.options.root, settings_changed{st.options.practices->put(*settings)});
  for (auto& line : st.options.practices->clashes((*settings)->id)) st.options.say("warning: " + line);
  st.options.say("practice " + (*settings)->id.str() + " is in force as " + file.filename().string() + " says");
  return true;
}

bool unload(self_pointer self, const std::filesystem::path& file) {
  auto& st = self->state;
  st.refused.erase(file);
  const auto found = st.loaded.find(file);
  if (found == st.loaded.end()) return false;
  st.options.practices->remove(found->second);
  self->send(st.options.root, practice_removed{found->second});
  st.options.say("practice " + found->second.str() + " is removed: what is under way is finished");
  st.loaded.erase(found);
  return true;
}

// What was wrong with a file may have been another file: a number or a clinical system that both claimed.
void try_refused_again(self_pointer self) {
  for (const auto& file : std::set(self->state.refused)) load(self, file);
}

/// Of broker.yaml the groups alone are taken over while the broker runs, and only if all of it is right.
void load_groups(self_pointer self, bool is_edit) {
  auto& st = self->state;
  auto fresh = load_broker(st.options.broker_yaml);
  st.groups_refused = !fresh.has_value();
  if (!fresh) {
    for (const auto& error : fresh.error()) st.options.say(print(error));
    st.options.say("groups of practices: not taken over; those in force stay");
    return;
  }
  auto changes = changes_between(st.options.groups, fresh->groups);
  if (changes.empty()) {
    if (is_edit)
      st.options.say("broker.yaml has changed, its groups of practices have not: all else is read at the next start");
    return;
  }
  st.options.groups = std::move(fresh->groups);
  for (const auto& change : changes) st.options.say(change);
  if (st.options.groups_changed) st.options.groups_changed(st.options.groups, std::move(changes));
}

/// The first look is one, too: the start may have taken long. A file that is gone changes nothing: whose practices
/// would a user see then?
void look_at_groups(self_pointer self) {
  auto& st = self->state;
  if (st.options.broker_yaml.empty()) return;
  const auto file = config::list_file(st.options.broker_yaml);
  if (!file) return;
  const auto changes = config::compare(st.broker_seen, {*file}, config::content_hash);
  if (!changes.empty()) load_groups(self, changes.added.empty());
}

// An edit of a template is an edit of every practice.
void look_at_templates(self_pointer self) {
  auto& st = self->state;
  const auto files = config::list_folder(st.options.host.templates_dir);
  if (!files) return; // said at the start; those in force stay
  if (config::compare(st.templates_seen, *files, config::content_hash).empty()) return;
  auto all = load_shared_templates(st.options.host.templates_dir, st.options.host.attachments_dir);
  if (!all) {
    for (const auto& error : all.error()) st.options.say(print(error));
    st.options.say("templates: not taken over; those in force stay");
    return;
  }
  st.options.host.templates = std::move(*all);
  if (st.groups_refused) load_groups(self, false); // it may have been for a template's sake
  for (const auto& [file, practice] : std::map(st.loaded)) load(self, file);
  try_refused_again(self);
}

void look(self_pointer self) {
  auto& st = self->state;
  look_at_groups(self);
  look_at_templates(self);
  const auto files = config::list_folder(st.options.host.practices_dir);
  if (!files) {
    st.options.say("the practices' folder can't be read: " + files.error().detail);
    return;
  }
  const auto changes = config::compare(st.seen, *files, config::content_hash);
  bool changed = false;
  for (const auto& file : changes.removed) changed = unload(self, file) || changed;
  for (const auto& file : changes.changed) changed = load(self, file) || changed;
  for (const auto& file : changes.added) changed = load(self, file) || changed;
  if (changed) try_refused_again(self);
}

} // namespace

onboarding_actor::behavior_type onboarding(self_pointer self, onboarding_options options) {
  self->state.options = std::move(options);
  // What is there at the start is loaded at once; each file's errors are its own.
  if (const auto files = config::list_folder(self->state.options.host.practices_dir)) {
    config::remember(self->state.seen, *files, config::content_hash);
    for (const auto& file : *files) load(self, file.path);
  }
  if (const auto files = config::list_folder(self->state.options.host.templates_dir))
    config::remember(self->state.templates_seen, *files, config::content_hash);
  self->state.options.practices->all_read();
  self->delayed_send(self, look_every, caf::tick_atom::value);
  return {[self](caf::tick_atom) {
            look(self);
            if (self->state.options.each_look) self->state.options.each_look();
            self->delayed_send(self, look_every, caf::tick_atom::value);
          },
          [self](caf::flush_atom) {
            auto& st = self->state;
            for (auto& settings : st.options.practices->take_refreshed())
              self->send(st.options.root, settings_changed{std::move(settings)});
            try_refused_again(self); // a file may have named a template that is approved now
          }};
}

} // namespace tidings
