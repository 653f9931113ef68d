#pragma once
// Where key files are kept. A port: the file system, or memory for tests and simulations.
#include "schemas/errors.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace tidings {

/// Every change but `append` is on disk when the call returns. Calls for one name don't overlap.
class key_store {
public:
  virtual ~key_store() = default;
  virtual bool writable() const { return true; }
  virtual result<std::optional<std::string>> read(const std::string& name) = 0;
  /// The whole new content, or, after a crash, the whole old one.
  virtual result<void> replace(const std::string& name, std::string_view bytes) = 0;
  /// On disk after `sync`. After a crash before that a part of what was added may be there, from its beginning on.
  virtual result<void> append(const std::string& name, std::string_view bytes) = 0;
  virtual result<void> sync(const std::string& name) = 0;
  virtual result<void> remove(const std::string& name) = 0;
};

/// Files of mode 0600 in a folder of mode 0700, which is made.
result<std::unique_ptr<key_store>> open_key_folder(const std::filesystem::path& folder);
/// To look beside a running broker: what would change anything fails.
std::unique_ptr<key_store> look_into_key_folder(const std::filesystem::path& folder);

class memory_key_store final : public key_store {
public:
  result<std::optional<std::string>> read(const std::string& name) override;
  result<void> replace(const std::string& name, std::string_view bytes) override;
  result<void> append(const std::string& name, std::string_view bytes) override;
  result<void> sync(const std::string& name) override;
  result<void> remove(const std::string& name) override;

  std::map<std::string, std::string> files; ///< to look at and to spoil, while nobody calls
  int fails_after = -1;                     ///< so many changes still work; negative: all do
  int syncs = 0;                            ///< after something was added
  std::string replaced;                     ///< the name of the latest

private:
  bool works() { return fails_after < 0 || (fails_after > 0 && fails_after-- > 0); }
  std::mutex lock_;
};

} // namespace tidings
