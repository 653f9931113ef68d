#pragma once
// By which channel a message goes, and to which of the patient's numbers or addresses. Pure.
#include "actors/practice/state.hpp"
#include "schemas/settings.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace tidings {

/// The provider accounts that carry it; empty: this practice hasn't this channel.
const std::vector<provider_id>& route_of(const practice_settings& settings, channel by);

/// `text messages`, `e-mails`, `telephone calls`: what a person is told.
std::string_view messages_by(channel by);
/// `by text message`, `by e-mail`, `by telephone`.
std::string_view said_by(channel by);

/// A number or an address as it is kept and compared: E.164 digits, of e-mail the address in lower case. Nothing when
/// this channel can't reach it. Calls go to UK landlines and mobiles, never to dearer numbers.
std::optional<std::string> address_on(channel by, std::string_view written);
/// The patient's own. Calls ring the home telephone, or the mobile when the record has none.
std::optional<std::string> address_of(const patient_details& patient, channel by);
consent consent_for(const patient_details& patient, channel by);
/// Why nothing at all may go to this patient; empty when something may.
std::string_view against_any_message(const patient_details& patient);

struct way {
  channel by = channel::sms;
  std::string to;
};
/// Why this patient must not or can't be reached so, in plain English; else where.
tl::expected<way, std::string> way_to(const practice_state& state, const practice_settings& settings,
                                      const patient_details& patient, channel by, message_kind kind);
/// The first of these channels by which the patient can be reached about this appointment; else why by none of them.
tl::expected<way, std::string> way_to(const practice_state& state, const practice_settings& settings,
                                      const std::vector<channel>& most_wanted_first, const patient_details& patient,
                                      const appointment& about, message_kind kind);
/// By which of them, as far as it can be told now: the details may not have been read yet.
channel likely_channel(const practice_state& state, const practice_settings& settings,
                       const std::vector<channel>& most_wanted_first, const appointment& about, message_kind kind);
/// Why by none of them, whoever the patient is; nothing when by one of them.
std::optional<std::string> excluded_by_all(const practice_settings& settings,
                                           const std::vector<channel>& most_wanted_first, const appointment& about,
                                           message_kind kind);

/// What `((…))` is filled in with, before any text that the channel carries is made of it.
struct wording {
  std::string text, subject{};
  sms_alphabet alphabet = sms_alphabet::by_default; ///< of a text message; by default the practice's
};
/// As the channel carries it: by SMS in its alphabet, any characters by e-mail. An e-mail without a subject is given
/// one. Fails with `invalid_input` when it is empty or too long.
result<wording> carried(channel by, const practice_settings& settings, wording what);

constexpr std::size_t email_bytes_max = 20'000; ///< of the words: some ten pages
constexpr std::size_t subject_bytes_max = 200;  ///< longer ones are cut off by what shows them
constexpr std::size_t spoken_bytes_max = 1'500; ///< some two minutes: nobody listens for longer

} // namespace tidings
