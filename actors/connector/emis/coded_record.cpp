#include "actors/connector/emis/coded_record.hpp"

#include "actors/connector/codes.hpp"
#include "actors/connector/consents.hpp"
#include "actors/connector/emis/dates.hpp"
#include "actors/connector/web/json_view.hpp"

#include <algorithm>
#include <array>

namespace tidings::emis {
namespace {

using boost::json::value;
constexpr std::array consented_channels{channel::sms, channel::email, channel::voice};

using wire::items_at;
using wire::text_at;

tl::unexpected<failure> unreadable() {
  return fail(error_code::invalid_input, "EMIS's answer, GetCodedRecord: no JSON object with an eventList");
}

std::vector<std::string> codes_of(const value& event) {
  std::vector<std::string> out;
  for (const std::string_view part : {"code", "termID"})
    for (const std::string_view key : {"value", "mapCode", "oldCode"})
      if (auto text = text_at(event, part, key); !text.empty()) out.push_back(std::move(text));
  return out;
}

bool has(const coded_item& one, const code_map& map, std::string_view meaning) {
  return std::ranges::any_of(one.codes, [&](const auto& code) { return codes::means(map, meaning, code); });
}

struct consent_meanings {
  std::string_view given, declined;
};

consent_meanings meanings_of(channel by) {
  if (by == channel::email) return {codes::email_consent_given, codes::email_consent_declined};
  if (by == channel::voice) return {codes::voice_consent_given, codes::voice_consent_declined};
  return {codes::sms_consent_given, codes::sms_consent_declined};
}

bool is_about_consent(const coded_item& one, const code_map& map) {
  return std::ranges::any_of(consented_channels, [&](channel by) {
    const auto [given, declined] = meanings_of(by);
    return has(one, map, given) || has(one, map, declined);
  });
}

timestamp moment_of(const value& event) {
  auto time = text_at(event, "assignedTime");
  if (time.empty()) time = "00:00";
  const auto at = read_moment(text_at(event, "assignedDate"), time);
  return at ? *at : timestamp{};
}

bool is_event_list(const value& root) {
  const auto& list = wire::at(root, "eventList");
  return root.is_object() && (list.is_array() || list.is_null());
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  std::erase_if(text, [](char c) { return c == '{' || c == '}'; });
  return text;
}

} // namespace

result<std::vector<coded_item>> read_consents(std::string_view body, const code_map& map) {
  const auto root = wire::parsed(body);
  if (!is_event_list(root)) return unreadable();
  std::vector<coded_item> out;
  for (const auto& event : items_at(root, "eventList")) {
    coded_item one{text_at(event, "guid"), codes_of(event), {}};
    if (!is_about_consent(one, map)) continue;
    one.at = moment_of(event);
    out.push_back(std::move(one));
  }
  return out;
}

consent latest_consent(const std::vector<coded_item>& entries, const code_map& map, channel by) {
  const auto [given, declined] = meanings_of(by);
  std::vector<dated_consent> found;
  for (const auto& one : entries) {
    if (has(one, map, declined))
      found.push_back({one.at, false});
    else if (has(one, map, given))
      found.push_back({one.at, true});
  }
  return consent_of(found);
}

result<std::string> find_mark(std::string_view body, std::string_view mark) {
  const auto root = wire::parsed(body);
  if (!is_event_list(root)) return unreadable();
  for (const auto& event : items_at(root, "eventList")) {
    if (text_at(event, "descriptiveText").find(mark) == std::string::npos) continue;
    auto guid = text_at(event, "guid");
    if (guid.empty())
      return fail(error_code::invalid_input, "EMIS's answer, GetCodedRecord: our entry is there, but without guid");
    return guid;
  }
  return std::string();
}

bool holds_consultation(std::string_view body, std::string_view guid) {
  const auto root = wire::parsed(body);
  const auto& list = items_at(root, "consultationList");
  return std::ranges::any_of(list,
                             [&](const value& one) { return lower(text_at(one, "guid")) == lower(std::string(guid)); });
}

} // namespace tidings::emis
