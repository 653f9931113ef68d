#pragma once
// Keys of programs that were made in the browser, beside those of the practices' files. One file in data_dir; secrets
// are sealed under their practice's key, and are said once, when they are made. Thread-safe.
//   {"keys":[{"practice","name","type","guests":[digits],"scopes":[word],"by","at","revoked_by","revoked_at","epoch",
//             "confirmed_by","confirmed_at","box": hex}…]}
// A restored file doesn't know what was revoked after the backup: after a restore a key lets nobody in before a person
// has confirmed it.
#include "schemas/sealing.hpp"
#include "schemas/settings.hpp"
#include "web/endpoint/broker_port.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>

namespace tidings {

constexpr std::size_t made_keys_max = 100; ///< of one practice, revoked ones included

/// A key as the file has it.
struct made_key {
  practice_id practice;
  std::string name;
  api_key_type type = api_key_type::normal;
  std::vector<std::string> guests{}; ///< of a team key, E.164 digits
  key_scopes scopes = every_key_scope();
  std::string by;
  timestamp at{};
  std::string revoked_by{}; ///< empty: it wasn't
  timestamp revoked_at{};
  std::uint64_t epoch = 1;    ///< of the log, when it was made or confirmed last; older files have none
  std::string confirmed_by{}; ///< after a restore; empty: nobody had to
  timestamp confirmed_at{};
  std::string box{}; ///< the secret, sealed
};

/// What somebody wishes for.
struct key_wish {
  std::string name;
  std::string type = "normal";
  std::string guests; ///< UK mobiles with commas between them
  std::string by;
  std::optional<std::string> scopes{}; ///< words with commas between them; nothing: all there are
};

class made_keys {
public:
  /// Fails when the file is there and can't be read: then no key is made, and none of the browser's is in force.
  /// @param epoch the log's: keys of another one wait
  static result<std::shared_ptr<made_keys>> open(std::filesystem::path file, sealer_ptr keys, wall_clock now,
                                                 std::uint64_t epoch = 1);

  /// The practice's settings with the keys that are in force; a key of its file takes the place of one with its name.
  practice_settings_ptr with_keys(const practice_settings_ptr& of);
  /// @return the whole key, as the program is given it. On disk when this returns.
  result<std::string> make(const practice_settings& practice, const key_wish& wish);
  /// In force no more, once this returns. Fails with `not_found`.
  result<void> revoke(const practice_id& practice, const std::string& name, const std::string& by);
  /// The log was restored since it was made or confirmed last: it lets nobody in before it is confirmed.
  bool waits(const made_key& one) const;
  /// In force again, once this returns. Fails with `not_found` when it doesn't wait.
  result<void> confirm(const practice_id& practice, const std::string& name, const std::string& by);
  /// Of every practice. How many.
  result<std::size_t> confirm_all(const std::string& by);
  std::vector<made_key> of(const practice_id& practice) const;

private:
  made_keys(std::filesystem::path file, sealer_ptr keys, wall_clock now, std::uint64_t epoch);
  result<std::size_t> confirm_those(const std::function<bool(const made_key&)>& wanted, const std::string& by);
  result<void> keep(std::vector<made_key> all);
  std::optional<std::string> secret_of(const made_key& one) const;

  struct merged {
    practice_settings_ptr from, whole;
  };
  const std::filesystem::path file_;
  const sealer_ptr keys_;
  const wall_clock now_;
  const std::uint64_t epoch_;
  mutable std::mutex lock_; ///< guards all below
  std::vector<made_key> all_;
  std::map<practice_id, merged> merged_; ///< as long as neither file nor keys change
};

/// `GET api-keys`, `POST api-keys`, `POST api-keys/revoke` and `/confirm` of one practice, `POST api-keys/confirm-all`
/// of all. `keys` null: none can be made here.
http_answer answer_about_keys(made_keys* keys, const practice_settings_ptr& practice, const std::string& what,
                              const std::map<std::string, std::string>& parameters);

} // namespace tidings
