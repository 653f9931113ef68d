#pragma once
// The running broker's own door, entered as somebody who may read its data folder may: with a sign-in token made from
// its session key.
#include "schemas/errors.hpp"
#include "schemas/settings.hpp"

#include <memory>
#include <string>

namespace tidings::cli {

class local_door {
public:
  /// Signs in. Fails with `unreachable` when no broker listens there.
  static result<std::unique_ptr<local_door>> open(const broker_settings& settings);
  ~local_door();

  /// @param path below /api/v1
  /// @return the answer's JSON; fails with the reason that the broker gave
  result<std::string> get(const std::string& path);
  result<std::string> post(const std::string& path, const std::string& json);

private:
  struct impl;
  explicit local_door(std::unique_ptr<impl> parts);
  std::unique_ptr<impl> impl_;
};

} // namespace tidings::cli
