#pragma once
// What is wrong in a configuration file, told so that it can be mended without asking anybody.
#include <compare>
#include <filesystem>
#include <string>
#include <vector>

namespace tidings {

/// Line and column count from 1 (columns in bytes); 0: the file as a whole. `found` and `allowed` never hold a secret.
struct config_error {
  std::string file;
  int line = 0, column = 0;
  std::string found, allowed, reason;
  bool operator==(const config_error&) const = default;
};

/// `file:line:column: reason: found …; allowed: …`, as compilers do, so that editors can jump there.
std::string print(const config_error& what);

namespace config {

struct place {
  int line = 0, column = 0;
  auto operator<=>(const place&) const = default;
};

struct findings {
  std::vector<config_error> errors, warnings;
};

/// Takes what is wrong in one file.
class report {
public:
  static constexpr std::size_t errors_max = 100; ///< of one file: nobody reads on, and a hostile file could hold many

  report(const std::filesystem::path& file, findings& into) : file_(file.lexically_normal().string()), into_(&into) {}

  void wrong(place at, std::string reason, std::string found, std::string allowed) {
    if (++count_ > errors_max) return;
    into_->errors.push_back({file_, at.line, at.column, std::move(found), std::move(allowed), std::move(reason)});
  }
  void doubtful(place at, std::string reason, std::string found, std::string allowed) {
    if (into_->warnings.size() >= errors_max) return;
    into_->warnings.push_back({file_, at.line, at.column, std::move(found), std::move(allowed), std::move(reason)});
  }
  std::size_t errors() const { return count_; } ///< of this file
  findings& into() const { return *into_; }     ///< for the report of a file that this one names

private:
  std::string file_;
  findings* into_;
  std::size_t count_ = 0;
};

} // namespace config
} // namespace tidings
