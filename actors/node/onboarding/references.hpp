#pragma once
// What of the server a practice's file names: files, folders, variables of the environment. Pure.
#include "actors/node/config/yaml_tree.hpp"

#include <string>
#include <vector>

namespace tidings::onboarding {

struct reference {
  config::place at;
  std::string kind, name;
  /// Nothing is told or moved by it: one practice's may be another's.
  bool is_shared() const {
    return kind == "mapping" || kind == "code_file" || kind == "ca_file" || kind == "certificate";
  }
};

/// Every `{file: …}` and `{env: …}`, and every option that names a file or folder of the server.
std::vector<reference> references_in(const config::node& what);

} // namespace tidings::onboarding
