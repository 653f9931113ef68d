#pragma once
// Which alerts fire: limits held against figures, with hysteresis, so that a figure that trembles about its limit calls
// nobody twice. Pure.
#include "schemas/alerts.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tidings::alert {

/// One thing as it is now.
struct figure {
  alert_measure measure{};
  std::string subject; ///< a practice's code, a provider's name, or empty
  double value = 0;
  std::string said; ///< what is wrong when it is beyond its limit, in plain English
};

/// Beyond `at` for `lasting` raises it.
struct limit {
  double at = 0;
  millis lasting{0};
};
/// Those that aren't switched off. Times are in the unit of the figure: minutes, days of a certificate.
std::map<alert_measure, limit> limits_of(const alert_settings& settings);

struct key {
  alert_measure measure{};
  std::string subject;
  auto operator<=>(const key&) const = default;
};
/// What it is called outside.
std::string id_of(const key& which);

struct one {
  key which;
  std::string said;
  timestamp since{};
  timestamp told_at{}; ///< last
  bool acknowledged = false;
  std::string by, note;
};

enum class turn : std::uint8_t { raised, repeated, resolved };
std::string_view word_of(turn which);
struct notice {
  turn how{};
  one what;
};

class watch {
public:
  /// So long a figure must be well within its limit before the alert is over.
  static constexpr std::chrono::minutes calm{2};
  /// Well within: so much of the limit.
  static constexpr double margin = 0.1;

  watch(std::map<alert_measure, limit> limits, millis repeat_every)
      : limits_(std::move(limits)), repeat_every_(repeat_every) {}

  /// It fired when the broker ended. Told again at the next look, since nobody knows whether the last notice arrived.
  void restore(one what);
  /// `figures` are all there are: what has none any more is calm.
  std::vector<notice> look(const std::vector<figure>& figures, timestamp now);
  /// Somebody is at it: it isn't repeated any more. Nothing: no such alert fires.
  std::optional<one> acknowledge(const std::string& id, const std::string& by, const std::string& note);
  std::vector<one> firing() const;

private:
  struct tracked {
    one what;
    bool fires = false;
    std::optional<timestamp> beyond_since; ///< not firing yet
    std::optional<timestamp> calm_since;   ///< firing
  };
  void look_at(const key& which, const figure* now_is, timestamp now, std::vector<notice>& notices);

  std::map<alert_measure, limit> limits_;
  millis repeat_every_;
  std::map<key, tracked> tracks_;
};

} // namespace tidings::alert
