#include "actors/provider/mail/report.hpp"

#include <algorithm>
#include <array>
#include <regex>

namespace tidings::mail {
namespace {

/// Regular expressions walk this much of a report: what matters stands at its beginning.
constexpr std::size_t words_max = 16U << 10;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string value(const fields& group, std::string_view name) {
  const auto found = group.find(std::string(name));
  return found == group.end() ? std::string() : found->second;
}

bool digit(char c) { return c >= '0' && c <= '9'; }

/// `d.ddd.ddd` at `at`, of class 2, 4 or 5, not inside a longer number (an IP address, a version); empty otherwise.
std::string enhanced_at(std::string_view text, std::size_t at) {
  if (text[at] != '2' && text[at] != '4' && text[at] != '5') return {};
  if (at > 0 && (digit(text[at - 1]) || text[at - 1] == '.')) return {};
  std::size_t end = at + 1;
  for (int part = 0; part < 2; ++part) {
    if (end >= text.size() || text[end] != '.') return {};
    const auto first = ++end;
    while (end < text.size() && digit(text[end])) ++end;
    if (end == first || end - first > 3) return {};
  }
  if (end < text.size() && (digit(text[end]) || (text[end] == '.' && end + 1 < text.size() && digit(text[end + 1]))))
    return {};
  return std::string(text.substr(at, end - at));
}

std::string enhanced_in(std::string_view text) {
  for (std::size_t at = 0; at + 4 < text.size(); ++at)
    if (digit(text[at]))
      if (auto found = enhanced_at(text, at); !found.empty() && found.front() != '2') return found;
  return {};
}

struct saying {
  std::string_view words, status;
};
// Most telling first. The words are those of Postfix, Exim, qmail, Sendmail, Exchange, Google and Microsoft 365.
constexpr auto sayings = std::to_array<saying>({
    {"user unknown", "5.1.1"},
    {"unknown user", "5.1.1"},
    {"no such user", "5.1.1"},
    {"unknown recipient", "5.1.1"},
    {"recipient not found", "5.1.1"},
    {"recipient unknown", "5.1.1"},
    {"unknown local part", "5.1.1"},
    {"mailbox unavailable", "5.1.1"},
    {"mailbox not found", "5.1.1"},
    {"no mailbox here", "5.1.1"},
    {"no such recipient", "5.1.1"},
    {"invalid recipient", "5.1.1"},
    {"address rejected", "5.1.1"},
    {"address not found", "5.1.1"},
    {"address couldn't be found", "5.1.1"},
    {"address could not be found", "5.1.1"},
    {"wasn't found at", "5.1.1"},
    {"does not exist", "5.1.1"},
    {"doesn't exist", "5.1.1"},
    {"doesn't have a ", "5.1.1"},
    {"not a valid mailbox", "5.1.1"},
    {"unrouteable address", "5.1.2"},
    {"host unknown", "5.1.2"},
    {"host not found", "5.1.2"},
    {"domain not found", "5.1.2"},
    {"couldn't find any host", "5.1.2"},
    {"name or service not known", "5.1.2"},
    {"bad destination", "5.1.2"},
    {"account disabled", "5.2.1"},
    {"account is disabled", "5.2.1"},
    {"mailbox disabled", "5.2.1"},
    {"account has been disabled", "5.2.1"},
    {"mailbox is inactive", "5.2.1"},
    {"mailbox full", "5.2.2"},
    {"mailbox is full", "5.2.2"},
    {"over quota", "5.2.2"},
    {"quota exceeded", "5.2.2"},
    {"exceeded storage", "5.2.2"},
    {"exceeds its quota", "5.2.2"},
    {"out of storage", "5.2.2"},
    {"message too large", "5.3.4"},
    {"message size exceeds", "5.3.4"},
    {"too big", "5.3.4"},
    {"connection timed out", "4.4.1"},
    {"connection refused", "4.4.1"},
    {"not been able to deliver", "4.4.7"},
    {"retry timeout exceeded", "4.4.7"},
    {"too long in the queue", "4.4.7"},
    {"has not been delivered", "4.4.7"},
    {"delivery time expired", "4.4.7"},
    {"blocked", "5.7.1"},
    {"spam", "5.7.1"},
    {"not authorized", "5.7.1"},
    {"policy", "5.7.1"},
    {"relay", "5.7.1"},
    {"access denied", "5.7.1"},
});

/// `550 …` or `smtp; 550-…`: the SMTP reply's class.
std::string from_reply_code(const std::string& text) {
  static const std::regex code(R"((?:^|[^0-9.])([45])([0-5][0-9])[ -])");
  std::smatch found;
  if (!std::regex_search(text, found, code)) return {};
  return found[1].str() + ".0.0";
}

int badness(const std::string& action) {
  if (action == "failed") return 3;
  if (action == "delayed") return 2;
  return 1;
}

std::string without_type(const std::string& address) { // `rfc822; a@b`
  const auto semicolon = address.find(';');
  auto out = semicolon == std::string::npos ? address : address.substr(semicolon + 1);
  out.erase(0, std::min(out.find_first_not_of(" <"), out.size()));
  out.erase(std::min(out.find_first_of(" >"), out.size()));
  return out;
}

std::string status_of(const fields& group, const std::string& action) {
  const auto said = value(group, "status");
  for (std::size_t at = 0; at < said.size(); ++at)
    if (digit(said[at]))
      if (auto found = enhanced_at(said, at); !found.empty()) return found;
  if (action == "failed" || action == "delayed") {
    auto found = status_in_words(value(group, "diagnostic-code"));
    if (action == "delayed") found.front() = '4';
    return found;
  }
  return "2.0.0";
}

} // namespace

std::optional<delivery_report> read_delivery(const opened& mail) {
  std::optional<delivery_report> worst;
  int worst_badness = 0;
  for (const auto& group : mail.delivery) {
    if (!group.contains("final-recipient") && !group.contains("original-recipient") && !group.contains("action") &&
        !group.contains("status"))
      continue; // about the message as a whole
    auto action = lower(value(group, "action"));
    action.erase(std::min(action.find_first_of(" ;(\t"), action.size()));
    if (action.empty()) {
      const auto status = value(group, "status");
      action = status.starts_with('2') ? "delivered" : status.starts_with('4') ? "delayed" : "failed";
    }
    if (badness(action) <= worst_badness) continue;
    worst_badness = badness(action);
    auto about = without_type(value(group, "original-recipient"));
    if (about.empty()) about = without_type(value(group, "final-recipient"));
    worst = delivery_report{action != "failed" && action != "delayed", action == "failed" || action == "delivered",
                            status_of(group, action), std::move(about)};
  }
  if (!worst && mail.has_delivery) {
    auto status = status_in_words(mail.returned_text);
    const bool for_good = !status.starts_with('4');
    worst = delivery_report{false, for_good, std::move(status), recipient_in_words(mail.returned_text)};
  }
  return worst;
}

std::string read_disposition(const opened& mail) {
  auto said = lower(value(mail.disposition, "disposition")); // `manual-action/MDN-sent-manually; displayed`
  if (const auto semicolon = said.find(';'); semicolon != std::string::npos) said.erase(0, semicolon + 1);
  said.erase(0, std::min(said.find_first_not_of(' '), said.size()));
  said.erase(std::min(said.find_first_of(" /;"), said.size()));
  return said;
}

std::string status_in_words(std::string_view text) {
  const auto words = lower(text.substr(0, words_max));
  if (auto found = enhanced_in(words); !found.empty()) return found;
  for (const auto& one : sayings)
    if (words.find(one.words) != std::string::npos) return std::string(one.status);
  if (auto found = from_reply_code(words); !found.empty()) return found;
  return "5.0.0";
}

std::string recipient_in_words(std::string_view text) {
  static const std::regex address(R"([A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,})");
  const std::string words(text.substr(0, words_max));
  std::smatch found;
  return std::regex_search(words, found, address) ? found.str() : std::string();
}

} // namespace tidings::mail
