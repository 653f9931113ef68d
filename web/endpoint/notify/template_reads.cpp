// Templates and previews. They hold nothing of a patient: a preview shows what the program itself brought.
#include "web/endpoint/notify/handlers.hpp"
#include "web/endpoint/notify/program.hpp"
#include "web/endpoint/notify/query.hpp"
#include "web/endpoint/notify/templates.hpp"

#include <charconv>

namespace tidings::web::notify {
namespace {

/// The template that the path names; answers by itself when there is none.
const template_settings* named_template(const program& who, const call& one) {
  const auto id = uuid::parse(one.arguments[0]);
  if (!id) {
    one.done(rejected({400, {{"ValidationError", "id is not a valid UUID"}}}));
    return nullptr;
  }
  const auto* found = template_with(*who.practice, *id);
  if (!found) one.done(no_result());
  return found;
}

std::optional<int> number_in(std::string_view text) {
  int number = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

} // namespace

void get_templates(house& home, const call_ptr& one) {
  const auto who = admitted(home, *one, {key_scope::templates});
  if (!who) return;
  const auto type = read_template_query(one->asked.query);
  if (!type) return one->done(rejected(type.error()));
  one->done(notify_json(200, templates_json(*who->practice, *type)));
}

void get_template(house& home, const call_ptr& one) {
  const auto who = admitted(home, *one, {key_scope::templates});
  if (!who) return;
  if (const auto* found = named_template(*who, *one))
    one->done(notify_json(200, template_json(*who->practice, *found, *version_with(*found, version_of(*found)))));
}

void get_template_version(house& home, const call_ptr& one) {
  const auto who = admitted(home, *one, {key_scope::templates});
  if (!who) return;
  const auto* found = named_template(*who, *one);
  if (!found) return;
  const auto version = number_in(one->arguments[1]);
  if (!version) return one->done(rejected({400, {{"ValidationError", "version is not of type integer"}}}));
  const auto then = *version < 1 ? std::nullopt : version_with(*found, static_cast<std::uint32_t>(*version));
  if (!then) return one->done(no_result());
  one->done(notify_json(200, template_json(*who->practice, *found, *then)));
}

void post_preview(house& home, const call_ptr& one) {
  const auto who = admitted(home, *one, {key_scope::templates});
  if (!who) return;
  const auto* found = named_template(*who, *one);
  if (!found) return;
  auto values = read_preview(one->asked.body);
  if (!values) return one->done(rejected(values.error()));
  if (type_of(*found) == "email") {
    const auto mail = filled_in_email(*who->practice, *found, std::move(*values));
    if (!mail) return one->done(rejected(mail.error()));
    return one->done(notify_json(200, preview_json(*who->practice, *found, mail->subject, mail->body)));
  }
  const auto text = filled_in(*who->practice, *found, std::move(*values));
  if (!text) return one->done(rejected(text.error()));
  one->done(notify_json(200, preview_json(*who->practice, *found, {}, *text)));
}

} // namespace tidings::web::notify
