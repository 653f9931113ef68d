#pragma once
// What stands around a practice's connector: a practice, write-back and reports that write down what they are told.
#include "schemas/actors.hpp"
#include "schemas/settings.hpp"
#include "tests/support/det_world.hpp"
#include "tests/support/memory_keys.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tidings::test {

struct told_by_connector {
  std::vector<command> commands;
  std::vector<view::connector> reports;
  std::vector<connector_answer> answers;
};
using connector_sink = caf::typed_actor<caf::reacts_to<practice_command>, caf::reacts_to<connector_report>,
                                        caf::reacts_to<connector_answer>>;
inline connector_sink::behavior_type fake_connector_sink(connector_sink::pointer, told_by_connector* to) {
  return {[to](const practice_command& x) { to->commands.push_back(x.what); },
          [to](const connector_report& x) { to->reports.push_back(x.what); },
          [to](const connector_answer& x) { to->answers.push_back(x); }};
}

/// A test spawns `aut` and ends it, before what it reads from goes.
struct connector_side : det_world {
  practice_settings settings;
  told_by_connector heard;
  connector_sink neighbours = sys.spawn(fake_connector_sink, &heard);
  std::shared_ptr<key_ring> keys = memory_keys(clock());
  connector_actor aut;
  std::uint64_t last_token = 0;

  connector_side() {
    settings.id = *practice_id::parse("A99001");
    settings.name = "Riverside";
  }
  ~connector_side() override { end(neighbours); }

  practice_settings_ptr shared() const { return std::make_shared<const practice_settings>(settings); }
  /// What a patient is called in all that the connector tells.
  patient_id mark_of(const std::string& who) const { return patient_id(keys->marker_of(settings.id)->of_patient(who)); }
  void call(connector_request what, const std::string& system_id = "") {
    tell(aut, connector_call{settings.id, ++last_token, std::move(what), neighbours, secret_text(system_id)});
    drain();
  }
  std::string reason() const { return heard.reports.empty() ? "" : heard.reports.back().reason; }
  template <class T> std::vector<T> commands() const {
    std::vector<T> out;
    for (const auto& one : heard.commands)
      if (const auto* x = std::get_if<T>(&one)) out.push_back(*x);
    return out;
  }
};

} // namespace tidings::test
