#pragma once
// A patient's coded entries, for two questions only: what of their consent, and was our entry filed? Pure.
#include "schemas/connectors/code_map.hpp"
#include "schemas/errors.hpp"
#include "schemas/events.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tidings::emis {

struct coded_item {
  std::string guid;
  std::vector<std::string> codes; ///< in every scheme that EMIS tells: its own, the mapped and the older one
  timestamp at{};                 ///< never set: a date that can't be read
  bool operator==(const coded_item&) const = default;
};

/// Of GetCodedRecord: entries with one of the consent codes only; nothing else of the record is kept.
result<std::vector<coded_item>> read_consents(std::string_view body, const code_map& map);

/// The latest of given and declined, of one channel (accuRx, help page 2308538, goes by the same rule). The order in
/// which EMIS lists entries isn't published, so that of two at the same moment the declining one holds (consents.hpp).
consent latest_consent(const std::vector<coded_item>& entries, const code_map& map, channel by = channel::sms);

/// The GUID of the entry whose free text holds `mark`; empty: there is none.
result<std::string> find_mark(std::string_view body, std::string_view mark);

/// Does GetConsultation's answer hold the consultation with this GUID?
bool holds_consultation(std::string_view body, std::string_view guid);

} // namespace tidings::emis
