#include "actors/connector/device_store.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <unistd.h>

namespace tidings {
namespace {

constexpr std::size_t device_id_max = 256; // published ids are 16 characters

tl::unexpected<failure> trouble(const std::string& name, const std::string& what) {
  return fail(error_code::not_configured, fmt::format("the device file `{}` {}", name, what));
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

} // namespace

result<std::string> file_device_store::load(const std::string& name) {
  std::error_code ignored; // a file that can't be asked about can't be opened either, and that is reported
  if (name.empty() || !std::filesystem::exists(name, ignored)) return std::string();
  std::ifstream file(name);
  std::string id;
  if (!file) return trouble(name, "can't be read: check its owner and mode");
  std::getline(file, id);
  if (id.size() > device_id_max) return trouble(name, "holds no DeviceID: remove it and approve the device again");
  return id;
}

result<void> file_device_store::save(const std::string& name, const std::string& device_id) {
  if (name.empty()) return trouble(name, "has no name: set connector.device_file");
  const std::filesystem::path path(name);
  std::error_code error;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  const auto fresh = name + ".new";
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return trouble(name, "can't be written: " + std::generic_category().message(errno));
  bool ok = write_all(file, device_id + "\n") && ::fsync(file) == 0;
  ok = ::close(file) == 0 && ok;
  ok = ok && ::rename(fresh.c_str(), name.c_str()) == 0;
  if (!ok) return trouble(name, "can't be written: " + std::generic_category().message(errno));
  return {};
}

} // namespace tidings
