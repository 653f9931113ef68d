#include "actors/connector/connector_systems.hpp"

#include "actors/connector/emis/start.hpp"
#include "actors/connector/files/file_drop_system.hpp"
#include "actors/connector/odbc/connection_string.hpp"
#include "actors/connector/odbc/microtest_system.hpp"

#include <algorithm>
#include <array>

namespace tidings {
namespace {

// -- Microtest Evolution, or another database by a mapping file ----------------------------------

std::unique_ptr<clinical_system> make_microtest(const practice_settings& practice, std::shared_ptr<wire::port>) {
  return std::make_unique<microtest_system>(*practice.connector.microtest);
}
std::string microtest_address(const connector_settings& settings) {
  return odbc::address_in(settings.microtest->connection.reveal());
}
bool microtest_writes(const connector_settings& settings) { return settings.microtest->writes; }

// -- files in a folder ----------------------------------------------------------------------------

std::unique_ptr<clinical_system> make_file_drop(const practice_settings& practice, std::shared_ptr<wire::port>) {
  return std::make_unique<file_drop_system>(*practice.connector.file_drop);
}
std::string file_drop_address(const connector_settings& settings) { return settings.file_drop->folder; }
bool never_writes(const connector_settings&) { return false; }

// -- EMIS Web, by its Partner API ------------------------------------------------------------------

bool always_writes(const connector_settings&) { return true; }

constexpr std::array kinds{
    system_kind{"emis", "EMIS Web", emis::start, emis::address, always_writes},
    system_kind{"microtest", "Microtest Evolution", make_microtest, microtest_address, microtest_writes},
    system_kind{"file_drop", "The folder of files", make_file_drop, file_drop_address, never_writes},
};

} // namespace

const system_kind* find_system(std::string_view name) {
  const auto* const found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) { return one.name == name; });
  return found == kinds.end() ? nullptr : found;
}

} // namespace tidings
