#pragma once
// The approved texts of a template that was made in the browser.
#include "schemas/settings.hpp"

namespace tidings {

/// Four eyes have seen it. A version never changes, and its number is never given again.
struct template_version {
  std::uint32_t number = 1;
  std::string title, subject, body;
  sms_alphabet alphabet = sms_alphabet::by_default;
  std::string by;          ///< who wrote it, the last one first
  std::string approved_by; ///< who approved it
  timestamp at{};          ///< when that was
  bool operator==(const template_version&) const = default;
};

struct template_history {
  bool shared = false;                    ///< the host's: all practices use it
  std::vector<template_version> versions; ///< numbers 1, 2, …: never empty
};

/// The version of its words as they are now, as programs and timelines number it.
inline std::uint32_t version_of(const template_settings& one) {
  return static_cast<std::uint32_t>(one.history ? one.history->versions.size() : one.earlier.size() + 1);
}

/// What an earlier version of a template of a file was called. Empty: as its id.
inline const std::string& title_of(const template_settings& one, std::uint32_t number) {
  return number >= 1 && number <= one.earlier_titles.size() ? one.earlier_titles[number - 1] : one.title;
}

} // namespace tidings
