#include "actors/node/templates/orders.hpp"

#include "actors/node/config/sections.hpp"
#include "actors/node/staff_settings.hpp"
#include "actors/node/templates/rows.hpp"
#include "actors/practice/personalise.hpp"

#include <boost/describe/enum_from_string.hpp>

#include <charconv>

namespace tidings::templates {
namespace {

namespace json = boost::json;
constexpr std::string_view prefix = "POST templates/";

std::string text_in(const orders::given& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

http_answer said(int status, json::object body) { return {status, json::serialize(body)}; }

http_answer refused(int status, std::string_view code, std::string_view reason, json::value field = nullptr) {
  const json::array errors{json::object{{"code", code}, {"reason", reason}, {"field", std::move(field)}}};
  return said(status, json::object{{"errors", errors}});
}

http_answer refused(const failure& why) {
  switch (why.code) {
  case error_code::invalid_input: { // `field: reason`
    const auto colon = why.detail.find(": ");
    if (colon == std::string::npos) return refused(400, "bad_value", why.detail);
    return refused(400, "bad_value", why.detail.substr(colon + 2), json::string(why.detail.substr(0, colon)));
  }
  case error_code::not_found:
    return refused(404, "not_found", why.detail);
  case error_code::refused:
    return refused(409, "refused", why.detail);
  case error_code::disk_full:
    return refused(507, "disk_full", why.detail);
  default:
    return refused(503, "unavailable", why.detail);
  }
}

/// Nothing: it is no number.
std::optional<std::uint64_t> number_in(const std::string& text) {
  if (text.empty()) return 0;
  std::uint64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

words words_in(const orders::given& parameters) {
  words out{text_in(parameters, "title"), text_in(parameters, "subject"), text_in(parameters, "body")};
  boost::describe::enum_from_string(text_in(parameters, "alphabet").c_str(), out.alphabet);
  return out;
}

channel channel_in(const orders::given& parameters) {
  return text_in(parameters, "channel") == "email" ? channel::email : channel::sms;
}

} // namespace

http_answer orders::run(const std::string& what, const given& parameters) const {
  const auto code = text_in(parameters, "practice");
  const auto owner = code == "host" ? std::optional(practice_id::host()) : practice_id::parse(code);
  const auto files = owner && !owner->is_host() ? from_.of_files(*owner) : nullptr;
  if (!owner || (!owner->is_host() && !files))
    return refused(404, "not_found", "no practice here has this ODS code", "practice");
  if (what == "GET templates") return list(*owner, files, parameters, false);
  if (what == "GET templates/one") return list(*owner, files, parameters, true);
  if (what == "POST templates/preview") return preview(files, parameters);
  move_kind kind{};
  if (!what.starts_with(prefix) || !boost::describe::enum_from_string(what.substr(prefix.size()).c_str(), kind))
    return refused(404, "not_found", "there is no such order");
  return carry_out(kind, *owner, files, parameters);
}

http_answer orders::list(const practice_id& owner, const practice_settings_ptr& files, const given& parameters,
                         bool one_alone) const {
  auto own = from_.kept->of(owner);
  auto shared = owner.is_host() ? book() : from_.kept->of(practice_id::host()).value_or(book());
  const bool may_approve_own = files ? files->templates_self_approval : from_.host_may_approve_own;
  const bool readable = own.has_value();
  const listed all{.owner = owner,
                   .own = std::move(own).value_or(book()),
                   .shared = std::move(shared),
                   .files = files,
                   .folder = from_.folder().value_or(file_templates()),
                   .may_approve_own = may_approve_own,
                   .user = text_in(parameters, "by"),
                   .used_by = [&](const template_id& id) { return users_of(owner, id); }};
  if (!one_alone)
    return said(200, {{"practice", owner.text()},
                      {"readable", readable},
                      {"self_approval", may_approve_own},
                      {"templates", rows_of(all)}});
  auto page = page_of(all, template_id(text_in(parameters, "id")));
  if (!page) return refused(404, "not_found", "no template here has this id");
  (*page)["practice"] = owner.text();
  return said(200, std::move(*page));
}

http_answer orders::preview(const practice_settings_ptr& files, const given& parameters) const {
  std::optional<double> price;
  if (files && !files->sms_route.empty())
    if (const auto found = from_.pence_per_segment.find(files->sms_route.front());
        found != from_.pence_per_segment.end())
      price = found->second;
  return said(200, preview_row(channel_in(parameters), words_in(parameters), files.get(), price, from_.now()));
}

/// What is sent by this template without a person: the rules of the practice, or of all of them. A file's template of
/// the same id is in force at its practice, so nothing there is sent by this one.
std::vector<std::string> orders::users_of(const practice_id& owner, const template_id& id) const {
  std::vector<std::string> all;
  for (const auto& practice : owner.is_host() ? from_.all_files() : std::vector{from_.of_files(owner)}) {
    if (!practice || practice->templates.contains(id)) continue;
    for (auto& one : used_by(*practice, id))
      all.push_back(owner.is_host() ? practice->id.str() + ": " + one : std::move(one));
  }
  return all;
}

/// Patients would go without their reminders: they are never sent by a template that is gone, nor by one with a field
/// that nobody fills in.
std::string orders::why_not(move_kind kind, const practice_id& owner, const template_id& id) const {
  if (kind != move_kind::retire && kind != move_kind::submit && kind != move_kind::approve) return {};
  const auto users = users_of(owner, id);
  if (users.empty()) return {};
  std::string named;
  for (const auto& one : users) named += (named.empty() ? "" : ", ") + one;
  if (kind == move_kind::retire) return "it is in use by " + named + ": give that another template first";
  const auto all = from_.kept->of(owner).value_or(book()).entries;
  const auto found = all.find(id);
  if (found == all.end()) return {};
  const auto& draft = found->second.waiting.what;
  for (const auto& one : placeholders(draft.subject + '\n' + draft.body))
    if (!config::is_reminder_field(one.name))
      return "it is in use by " + named + ", where nobody fills in ((" + one.name + "))";
  return {};
}

http_answer orders::carry_out(move_kind kind, const practice_id& owner, const practice_settings_ptr& files,
                              const given& parameters) const {
  const auto revision = number_in(text_in(parameters, "revision"));
  const auto version = number_in(text_in(parameters, "version"));
  if (!revision) return refused(400, "bad_value", "must be a whole number", "revision");
  if (!version || *version > versions_max) return refused(400, "bad_value", "must be a version's number", "version");
  shelf::wish asked{.what = {.kind = kind,
                             .id = template_id(text_in(parameters, "id")),
                             .revision = *revision,
                             .by = channel_in(parameters),
                             .what = words_in(parameters),
                             .version = static_cast<std::uint32_t>(*version),
                             .why = text_in(parameters, "why")},
                    .user = text_in(parameters, "by"),
                    .may_approve_own = files ? files->templates_self_approval : from_.host_may_approve_own,
                    .clash = {},
                    .only_tried = text_in(parameters, "only_try") == "yes"};
  if (asked.user.empty()) return refused(400, "missing", "who asks must be known", "by");
  if (kind == move_kind::save || kind == move_kind::approve) {
    const auto folder = files ? std::optional(files->templates) : from_.folder();
    if (!folder) return refused(503, "unavailable", "the shared templates' folder can't be read now");
    if (folder->contains(asked.what.id))
      asked.clash = "template " + asked.what.id.value +
                    " stands in the practice's file or in the folder of shared templates, which is in force: choose "
                    "another id, or have it taken out there first";
  }
  if (const auto why = why_not(kind, owner, asked.what.id); !why.empty()) return refused(409, "refused", why);
  const auto done = from_.kept->carry_out(owner, asked);
  if (!done) return refused(done.error());
  const bool other_words = kind == move_kind::approve || kind == move_kind::retire;
  if (other_words && !asked.only_tried) from_.changed(owner);
  return said(200, moved_row(*done));
}

} // namespace tidings::templates
