#pragma once
// A folder that lives as long as its test.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace tidings::test {

class folder {
public:
  folder() {
    std::string name = (std::filesystem::temp_directory_path() / "tidings-endpoint-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~folder() { std::filesystem::remove_all(path_); }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  const std::string& path() const { return path_; }
  void write(const std::string& name, std::string_view bytes) const {
    const auto where = std::filesystem::path(path_) / name;
    std::filesystem::create_directories(where.parent_path());
    std::ofstream(where, std::ios::binary) << bytes;
  }

private:
  std::string path_;
};

} // namespace tidings::test
