#pragma once
// The port behind which patients' data are sealed, and how a practice names what may not be named. `actors/key_ring`
// stands behind it. Calls may come from any thread.
#include "schemas/errors.hpp"
#include "schemas/ids.hpp"

#include <array>
#include <compare>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tidings {

/// Makes pseudonyms: the same name gives the same mark for ever, and without the practice's key nobody can tell a
/// name's mark or a mark's name. A value: pure code may hold one.
class marker {
public:
  marker() = default; ///< marks nothing as anything: every mark is empty
  explicit marker(const std::array<std::uint8_t, 32>& key) : key_(key) {}
  marker(const marker&) = default;
  marker& operator=(const marker&) = default;
  ~marker();

  /// 20 characters that may stand in a URL. HMAC-SHA256 over kind and name, cut to 120 bits.
  std::string mark(std::string_view kind, std::string_view name) const;
  std::string of_patient(std::string_view system_id) const { return mark("patient", system_id); }
  std::string of_number(std::string_view digits) const { return mark("number", digits); }

private:
  std::optional<std::array<std::uint8_t, 32>> key_;
};

/// Whose key something is sealed under: what can be erased by itself.
struct seal_subject {
  enum class kind : std::uint8_t {
    practice = 1, ///< belongs to nobody in particular
    patient = 2,  ///< `name`: the patient's id
    number = 3,   ///< `name`: the number's mark
    parked = 4,   ///< `name`: the parked command's id
    snapshot = 5, ///< replaced by itself whenever anything is erased
    file = 6,     ///< `name`: the kept file's mark
  };
  kind what = kind::practice;
  std::string name;
  auto operator<=>(const seal_subject&) const = default;
};

class sealer {
public:
  virtual ~sealer() = default;

  /// Seals `plain` under the subject's key. `aad` is bound to it: what opens the box has to bring the same. Nothing
  /// that was sealed may be written anywhere before `settle`. Fails with `refused` once the practice is erased, with
  /// `log_unavailable` or `disk_full` when a key can't be kept.
  virtual result<std::string> seal(const practice_id& practice, const seal_subject& subject, std::string_view aad,
                                   std::string_view plain) = 0;
  /// The keys of all that was sealed for the practice are on disk when this returns: one sync for as many as there are.
  virtual result<void> settle(const practice_id& practice) = 0;
  /// Nothing: its key was erased. Fails with `log_damaged` when it is not what was sealed, or its key was never erased
  /// and isn't there.
  virtual result<std::optional<std::string>> open(const practice_id& practice, std::string_view aad,
                                                  std::string_view box) = 0;
  virtual result<marker> marker_of(const practice_id& practice) = 0;
  /// Destroys keys for good, and every copy of the practice's keys made before is of no use. Repeating it does nothing.
  /// @return whether there was any
  virtual result<bool> erase(const practice_id& practice, std::span<const seal_subject> subjects) = 0;
  virtual result<void> erase_practice(const practice_id& practice) = 0;
  /// Keeps a text beside the practice's keys, in the place of the one before: it comes along wherever the newest keys
  /// go, and so reaches a log that was restored from an older backup.
  virtual result<void> keep_note(const practice_id& practice, std::string_view note) = 0;
  /// Empty when there is none.
  virtual result<std::string> note_of(const practice_id& practice) = 0;
  /// New keys from now on; what was sealed stays readable.
  virtual result<void> rotate(const practice_id& practice) = 0;
  /// The practice's keys may leave memory; they are read again when needed.
  virtual void rest(const practice_id& practice) = 0;
};
using sealer_ptr = std::shared_ptr<sealer>;

} // namespace tidings
