#pragma once

#include <string_view>

#include "actors/reply/vocabulary.hpp"

/// Single words in the reason for a cancellation.
namespace tidings::reply_words::english {

/// Last words of "I can't …" after which a bare "cancel" is a new thought. Not "it": "I can't make it cancel".
inline constexpr std::string_view closing_words[] = {"attend",      "attending", "come",      "coming", "there",
                                                     "appointment", "available", "apwyntiad", "dod"};

/// What a reason given after "as", "because", "I have" may be about, and the little words around it: a bag in which
/// nothing can turn a cancellation round. At least one of the former must be there.
inline constexpr std::string_view reason_words[] = {
    "work",      "working",  "meeting",  "meetings", "shift",      "shifts",      "car",           "train",
    "trains",    "bus",      "buses",    "strike",   "strikes",    "traffic",     "weather",       "snow",
    "snowed",    "snowing",  "ice",      "icy",      "flood",      "flooded",     "childcare",     "school",
    "college",   "uni",      "exam",     "exams",    "holiday",    "away",        "abroad",        "traveling",
    "unwell",    "ill",      "sick",     "poorly",   "covid",      "flu",         "cold",          "bug",
    "virus",     "migraine", "headache", "better",   "fine",       "recovered",   "stuck",         "interview",
    "funeral",   "court",    "jury",     "clash",    "commitment", "commitments", "busy",          "personal",
    "reasons",   "staff",    "boss",     "job",      "training",   "course",      "nights",        "house",
    "transport", "lift",     "plans",    "illness",  "sickness",   "bereavement", "circumstances", "injury",
    "surgery",   "delivery", "puncture", "tyre",     "quarantine",
};
inline constexpr std::string_view reason_glue[] = {
    "i",      "a",       "an",    "the",    "my",         "to",        "at",     "in",     "on",    "am",
    "been",   "be",      "have",  "had",    "got",        "get",       "just",   "now",    "broke", "broken",
    "down",   "feeling", "feel",  "much",   "lot",        "very",      "called", "into",   "too",   "really",
    "of",     "bad",     "heavy", "family", "shortage",   "short",     "last",   "minute", "going", "home",
    "moving", "its",     "im",    "ive",    "unforeseen", "currently", "sudden",
};

} // namespace tidings::reply_words::english
