#include "support/state_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace tidings::sim {
namespace {

std::string because(std::string_view what, const std::filesystem::path& path) {
  return std::string{what} + " " + path.string() + ": " + std::strerror(errno);
}

bool write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const auto written = ::write(file, content.data(), content.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

} // namespace

tl::expected<void, std::string> write_atomically(const std::filesystem::path& path, std::string_view content) {
  auto beside = path;
  beside += ".new";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return tl::unexpected(because("cannot create", beside));
  const bool written = write_all(file, content) && ::fsync(file) == 0;
  auto problem = written ? std::string{} : because("cannot write", beside);
  ::close(file);
  if (!written) return tl::unexpected(std::move(problem));
  if (::rename(beside.c_str(), path.c_str()) != 0) return tl::unexpected(because("cannot replace", path));
  return {};
}

tl::expected<std::optional<std::string>, std::string> read_whole(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  std::ifstream in{path, std::ios::binary};
  if (!in) return tl::unexpected(because("cannot read", path));
  return std::string{std::istreambuf_iterator<char>{in}, {}};
}

} // namespace tidings::sim
