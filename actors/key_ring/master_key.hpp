#pragma once
// The master key: everything else that is sealed is sealed under it, directly or through keys that are. It never leaves
// the process, and without it nothing can be read. Its text form, one line:
//   tidings-master-1:<64 hex digits of the key>:<8 hex digits: the first of the key's SHA-256, against slips of the
//   pen>
#include "actors/key_ring/cipher.hpp"
#include "schemas/settings.hpp"

#include <filesystem>

namespace tidings {

class master_key {
public:
  static master_key generate();
  /// White space around the line is passed over. Fails with `invalid_input`; the detail never holds the key.
  static result<master_key> parse(std::string_view text);

  /// The line that `parse` reads.
  std::string text() const;
  /// Tells keys apart without telling the key: 16 hex digits.
  std::string name() const;
  /// A key of its own for each purpose, e.g. `key ring` or `backup`.
  key_bytes derived(std::string_view purpose) const { return cipher::derive(key_, "tidings " + std::string(purpose)); }

private:
  explicit master_key(const key_bytes& key) : key_(key) {}
  key_bytes key_;
};

/// Reads it from where `keys.master` says. Fails with `not_configured` and how to mend it.
result<master_key> load_master_key(const master_key_source& from);

/// Makes a new key in a new file that only its owner can read. Never overwrites.
result<master_key> new_master_key(const std::filesystem::path& file);

/// How long a command that prints the key may take.
constexpr std::chrono::seconds master_key_command_limit{30};
constexpr std::size_t master_key_text_max = 4'096; ///< bytes; more than that is no key

} // namespace tidings
