#pragma once
// Keeps the DeviceID that a person approved on the gateway PC. Losing it means asking that person again.
#include "schemas/errors.hpp"

#include <string>

namespace tidings {

class device_store {
public:
  virtual ~device_store() = default;
  /// Empty: there is none yet.
  virtual result<std::string> load(const std::string& name) = 0;
  virtual result<void> save(const std::string& name, const std::string& device_id) = 0;
};

/// `name` is a file's path; its folder is made when missing. Written whole or not at all.
class file_device_store final : public device_store {
public:
  result<std::string> load(const std::string& name) override;
  result<void> save(const std::string& name, const std::string& device_id) override;
};

} // namespace tidings
