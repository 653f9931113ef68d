// Sections of a practice's file, changed by its administrator: shown, checked, applied. The difference stands in the
// practice's audit trail before anything is changed.
#include "schemas/json_fields.hpp"
#include "web/endpoint/flat_body.hpp"
#include "web/endpoint/json_body.hpp"
#include "web/endpoint/staff_handlers.hpp"

#include <algorithm>

namespace tidings::web {
namespace {

namespace json = boost::json;

constexpr std::size_t section_text_max = 60 * 1024; ///< bytes: the request's own bound less its JSON
constexpr std::size_t section_name_max = 40;
constexpr std::size_t base_max = 64;        ///< SHA-256 in hex
constexpr std::size_t entry_lines_max = 60; ///< of a difference in the audit trail; more are counted
constexpr std::size_t entry_line_max = 200; ///< bytes
constexpr std::size_t number_digits_min = 10;

std::optional<std::string> long_text(const json::value& value) {
  if (!value.is_string() || value.get_string().size() > section_text_max) return std::nullopt;
  return std::string(std::string_view(value.get_string()));
}

/// Nothing: answered already.
std::optional<parameters> wish_of(house& home, const call_ptr& one) {
  const auto practice = practice_for(home, one);
  if (!practice) return std::nullopt;
  parameters order{{"practice", practice->str()}};
  const bool good = read_body(one, [&](std::string_view key, const json::value& value) {
    const auto text = key == "text"      ? long_text(value)
                      : key == "section" ? text_in(value, section_name_max)
                      : key == "base"    ? text_in(value, base_max)
                                         : std::nullopt;
    if (text) order[std::string(key)] = *text;
    return text.has_value();
  });
  if (!good) return std::nullopt;
  for (const auto* needed : {"section", "text", "base"})
    if (!order.contains(needed)) {
      one->done(refusal(400, "missing", "must be given", needed));
      return std::nullopt;
    }
  return order;
}

void operate(house& home, std::string what, parameters order, std::function<void(http_answer)> then) {
  home.broker.operate(std::move(what), std::move(order), nullptr, later(home, std::move(then)));
}

std::function<void(http_answer)> passed_on(const call_ptr& one) {
  return [one](http_answer said) { one->done(api_json(said.status, std::move(said.body))); };
}

/// Mobile numbers, such as those that a keyword is tried out with, by their last three digits: the trail is kept for
/// years.
std::string without_numbers(std::string_view line) {
  std::string out(line);
  for (std::size_t from = 0; from < out.size(); ++from) {
    const std::string_view rest = std::string_view(out).substr(from);
    const bool begins = (rest.starts_with("07") || rest.starts_with("447")) &&
                        (from == 0 || out[from - 1] < '0' || out[from - 1] > '9');
    if (!begins) continue;
    std::vector<std::size_t> digits;
    for (auto at = from; at < out.size() && (out[at] == ' ' || (out[at] >= '0' && out[at] <= '9')); ++at)
      if (out[at] != ' ') digits.push_back(at);
    if (digits.size() < number_digits_min) continue;
    for (std::size_t i = 0; i + 3 < digits.size(); ++i) out[digits[i]] = '*';
  }
  return out;
}

/// A line without half a character at its end.
std::string cut(std::string line) {
  if (line.size() <= entry_line_max) return line;
  std::size_t end = entry_line_max;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
  return line.substr(0, end) + "…";
}

struct checked_change {
  bool good = false;
  std::vector<std::string> lines; ///< `- what was`, `+ what is`
};

/// What the node's check says. Nothing: these are not its words.
std::optional<checked_change> change_in(const std::string& body) {
  boost::system::error_code wrong;
  const auto parsed = json::parse(body, wrong);
  const auto* page = wrong ? nullptr : parsed.if_object();
  const auto* errors = page ? page->if_contains("errors") : nullptr;
  const auto* difference = page ? page->if_contains("difference") : nullptr;
  if (!errors || !errors->is_array() || !difference || !difference->is_array()) return std::nullopt;
  checked_change found{errors->get_array().empty(), {}};
  std::size_t left_out = 0;
  for (const auto& row : difference->get_array()) {
    const auto* line = row.if_object();
    const auto how = line ? json_fields::text_in(*line, "how") : std::string();
    if (how != "old" && how != "new") continue;
    if (found.lines.size() < entry_lines_max)
      found.lines.push_back(cut((how == "old" ? "- " : "+ ") + without_numbers(json_fields::text_in(*line, "what"))));
    else
      ++left_out;
  }
  if (left_out > 0) found.lines.push_back("and " + std::to_string(left_out) + " lines more");
  return found;
}

void apply_on_record(house& home, const call_ptr& one, parameters order, std::vector<std::string> lines) {
  std::vector<std::string> objects{"practice " + order["practice"], "section " + order["section"]};
  objects.insert(objects.end(), lines.begin(), lines.end());
  const auto practice = *practice_id::parse(order["practice"]);
  order["by"] = one->who->user;
  tell(home, practice, keep_audit_entry{}, mark_of(home, *one, *one->who, std::move(objects)),
       [&home, one, order = std::move(order)](const answer& said) {
         if (!said.accepted) return one->done(refusal_of(said));
         operate(home, "POST practice-sections/apply", order, passed_on(one));
       });
}

} // namespace

void get_practice_sections(house& home, const call_ptr& one) {
  const auto practice = practice_for(home, one);
  if (practice) operate(home, "GET practice-sections", {{"practice", practice->str()}}, passed_on(one));
}

void post_section_check(house& home, const call_ptr& one) {
  if (auto order = wish_of(home, one)) operate(home, "POST practice-sections/check", std::move(*order), passed_on(one));
}

/// Checked first, so that the trail has the difference and nothing that is refused anyway.
void post_section_apply(house& home, const call_ptr& one) {
  auto order = wish_of(home, one);
  if (!order) return;
  auto asked = *order;
  operate(home, "POST practice-sections/check", std::move(asked),
          [&home, one, order = std::move(*order)](const http_answer& said) {
            if (said.status != 200) return one->done(api_json(said.status, said.body));
            auto change = change_in(said.body);
            if (!change) return one->done(refusal(503, "stopping", "the check's answer can't be read: ask again"));
            if (!change->good) return one->done(refusal(409, "refused", "the section has errors: check it again"));
            if (change->lines.empty()) return one->done(refusal(409, "refused", "nothing would change"));
            apply_on_record(home, one, order, std::move(change->lines));
          });
}

} // namespace tidings::web
