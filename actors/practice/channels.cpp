#include "actors/practice/channels.hpp"

#include "actors/practice/exclusions.hpp"
#include "schemas/mail_address.hpp"
#include "schemas/sms/sanitise.hpp"

#include <algorithm>

namespace tidings {
namespace {

const std::vector<provider_id> nobody;

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n";
  const auto first = text.find_first_not_of(spaces);
  return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

/// A UK landline, E.164 digits: 01, 02 and 03 (Ofcom's National Telephone Numbering Plan). 08 and 09 may cost more.
std::optional<std::string> landline(std::string_view written) {
  constexpr std::size_t shortest = 11, longest = 12; // 44 and nine or ten digits
  std::string digits;
  for (const char c : written)
    if (c >= '0' && c <= '9')
      digits += c;
    else if (std::string_view(" ()-.+").find(c) == std::string_view::npos || (c == '+' && !digits.empty()))
      return std::nullopt;
  if (digits.starts_with("00")) digits.erase(0, 2);
  if (digits.starts_with("440")) digits.erase(2, 1); // +44 (0)1632 …
  if (digits.starts_with('0')) digits.replace(0, 1, "44");
  if (digits.size() < shortest || digits.size() > longest || !digits.starts_with("44")) return std::nullopt;
  return digits[2] >= '1' && digits[2] <= '3' ? std::optional(std::move(digits)) : std::nullopt;
}

std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return std::string(trimmed(text));
}

} // namespace

const std::vector<provider_id>& route_of(const practice_settings& settings, channel by) {
  switch (by) {
  case channel::sms:
    return settings.sms_route;
  case channel::email:
    return settings.email_route;
  case channel::voice:
    return settings.voice_route;
  case channel::smart:
    break;
  }
  return nobody;
}

std::string_view messages_by(channel by) {
  switch (by) {
  case channel::sms:
    return "text messages";
  case channel::email:
    return "e-mails";
  case channel::voice:
    return "telephone calls";
  case channel::smart:
    break;
  }
  return "smart messages";
}

std::string_view said_by(channel by) {
  switch (by) {
  case channel::sms:
    return "by text message";
  case channel::email:
    return "by e-mail";
  case channel::voice:
    return "by telephone";
  case channel::smart:
    break;
  }
  return "by smart message";
}

std::optional<std::string> address_on(channel by, std::string_view written) {
  if (by == channel::email) {
    auto address = lower(trimmed(written));
    return is_mail_address(address) ? std::optional(std::move(address)) : std::nullopt;
  }
  if (auto mobile = msisdn::parse_uk_mobile(written)) return std::move(mobile->digits);
  return by == channel::voice ? landline(trimmed(written)) : std::nullopt;
}

std::optional<std::string> address_of(const patient_details& patient, channel by) {
  if (by == channel::email) return address_on(by, patient.email.reveal());
  if (by == channel::voice)
    if (auto home = address_on(by, patient.home_phone.reveal())) return home;
  return address_on(by, patient.mobile.reveal());
}

consent consent_for(const patient_details& patient, channel by) {
  if (by == channel::email) return patient.email_consent;
  return by == channel::voice ? patient.voice_consent : patient.sms_consent;
}

std::string_view against_any_message(const patient_details& patient) {
  if (patient.dead) return "the record says the patient has died";
  if (patient.deducted) return "the record says the patient is no longer registered here";
  return {};
}

tl::expected<way, std::string> way_to(const practice_state& state, const practice_settings& settings,
                                      const patient_details& patient, channel by, message_kind kind) {
  const auto because = [](std::string why) { return tl::unexpected(std::move(why)); };
  if (route_of(settings, by).empty())
    return because("this practice doesn't send " + std::string(messages_by(by)) + ": it has no route for them");
  if (const auto why = against_any_message(patient); !why.empty()) return because(std::string(why));
  if (consent_for(patient, by) == consent::no)
    return because("the patient has declined " + std::string(messages_by(by)));
  auto to = address_of(patient, by);
  if (!to)
    return because(by == channel::sms     ? "no UK mobile number in the record"
                   : by == channel::email ? "no e-mail address in the record"
                                          : "no UK telephone number in the record");
  if (is_opted_out(state, *to, by, kind))
    return because(by == channel::email ? "this address has opted out" : "this number has opted out");
  if (is_disputed(state, *to)) return because("whoever has this number says that it isn't the patient's");
  return way{by, std::move(*to)};
}

tl::expected<way, std::string> way_to(const practice_state& state, const practice_settings& settings,
                                      const std::vector<channel>& most_wanted_first, const patient_details& patient,
                                      const appointment& about, message_kind kind) {
  std::string why_not;
  for (const auto by : most_wanted_first) {
    auto found = way_to(state, settings, patient, by, kind);
    if (auto why = excluded(settings, about, kind, by)) found = tl::unexpected(std::move(*why));
    if (found) return found;
    if (why_not == found.error()) continue; // died or left: true of every channel
    why_not.append(why_not.empty() ? "" : "; ").append(found.error());
  }
  return tl::unexpected(std::move(why_not));
}

channel likely_channel(const practice_state& state, const practice_settings& settings,
                       const std::vector<channel>& most_wanted_first, const appointment& about, message_kind kind) {
  if (most_wanted_first.size() == 1) return most_wanted_first.front();
  const auto patient = state.patients.find(about.patient);
  if (patient == state.patients.end()) return channel::sms;
  const auto found = way_to(state, settings, most_wanted_first, patient->second, about, kind);
  return found ? found->by : channel::sms;
}

std::optional<std::string> excluded_by_all(const practice_settings& settings,
                                           const std::vector<channel>& most_wanted_first, const appointment& about,
                                           message_kind kind) {
  std::optional<std::string> why;
  for (const auto by : most_wanted_first)
    if (why = excluded(settings, about, kind, by); !why) return std::nullopt;
  return why;
}

result<wording> carried(channel by, const practice_settings& settings, wording what) {
  if (by == channel::sms) {
    auto text = sms::sendable(what.text, alphabet_of(settings, what.alphabet));
    if (!text) return tl::unexpected(text.error());
    return wording{.text = std::move(*text)};
  }
  what.text = std::string(trimmed(what.text));
  if (what.text.empty()) return fail(error_code::invalid_input, "the message is empty");
  if (by == channel::voice) {
    if (what.text.size() > spoken_bytes_max)
      return fail(error_code::invalid_input, "the message is too long to be read out by telephone");
    return wording{.text = std::move(what.text)};
  }
  if (what.text.size() > email_bytes_max) return fail(error_code::invalid_input, "the message is too long");
  what.subject = one_line(std::move(what.subject));
  if (what.subject.empty()) what.subject = "Message from " + settings.name;
  if (what.subject.size() > subject_bytes_max) return fail(error_code::invalid_input, "the subject is too long");
  return what;
}

} // namespace tidings
