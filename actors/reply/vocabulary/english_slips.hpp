#pragma once

#include <string_view>

#include "actors/reply/vocabulary.hpp"

/// Which words may be mistyped, and what they must not be taken for.
namespace tidings::reply_words::english {

/// Right letters, one slip. Short words are listed in `spellings` instead.
inline constexpr tolerated mistyped[] = {
    {"cancel", 1},      {"confirm", 1},  {"confirmed", 1}, {"cancelled", 1}, {"please", 1},    {"thanks", 1},
    {"appointment", 2}, {"suicidal", 2}, {"overdose", 1},  {"breathe", 1},   {"ambulance", 2}, {"bleeding", 1},
};

/// Real words near one above. A slip as near to one of these as to the word it would become is not understood.
/// From all one-letter slips of the words above against a British English word list.
inline constexpr std::string_view lookalikes[] = {
    "cancer",    "uncancel",  "cancels",  "canceller", "cancan",   "chancel",  "canal",        "camel",
    "panel",     "parcel",    "channel",  "dancer",    "danced",   "dance",    "chance",       "candle",
    "conceal",   "concealed", "cartel",   "canned",    "counsel",  "council",  "concern",      "concealing",
    "conform",   "conformed", "confirms", "conferred", "confine",  "confined", "confide",      "confided",
    "confer",    "infirm",    "lease",    "leave",     "pleased",  "pleases",  "place",        "plead",
    "plane",     "plate",     "phase",    "peace",     "release",  "pleasure", "plea",         "crease",
    "grease",    "tease",     "thank",    "than",      "think",    "thinks",   "things",       "tasks",
    "talks",     "tanks",     "banks",    "hanks",     "shanks",   "tank",     "appointments", "anointment",
    "appointed", "breeding",  "bleeping", "blending",  "overdone", "overdue",  "breathes",     "breather",
    "breathed",  "imbalance", "ambiance", "ambulant",
};

} // namespace tidings::reply_words::english
