#pragma once
// What every connector holds itself to, whatever system it asks.
#include "schemas/time.hpp"

#include <cstddef>

namespace tidings::connector_limits {
constexpr std::size_t calls_max = 200; ///< write-back has one open for each practice: this is for mistakes
/// A call that waited so long for its turn is answered `overloaded`. Less than write-back's own patience (3 minutes),
/// so that nothing is done after the asker has taken it for lost.
constexpr millis call_age_max{150'000};
constexpr std::size_t demographics_max =
    5'000;                            ///< patients waiting to be read: over an hour's work; the rest at the next poll
constexpr millis retry_max{30'000};   ///< a failed poll is tried again after this or `poll_every`, the shorter
constexpr millis clock_skew{120'000}; ///< the clinical system's clock may be off by this
constexpr millis retell_after{3'600'000};  ///< an unchanged diary is told again after this
constexpr millis changes_every{1'800'000}; ///< whose details changed is asked this often: systems tell whole days
constexpr millis report_every{5'000};      ///< counters; a changed state is told at once
constexpr millis wire_grace{5'000};        ///< beyond the wire's own time limit
constexpr unsigned refusals_max = 3;       ///< patients refused in a row before the whole connector is doubted
/// One call of a clinical_system that takes longer is taken for hanging: more than any system's own time limits, less
/// than write-back's patience.
constexpr millis system_call_max{120'000};
constexpr millis back_off_first{5'000};     ///< a system that was read well a moment ago is tried again this soon
constexpr millis back_off_longest{300'000}; ///< or `poll_every`, the shorter
} // namespace tidings::connector_limits
