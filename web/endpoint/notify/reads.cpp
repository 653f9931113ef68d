// GET of messages and of received texts: asked of the board, shown once the audit trail says who is shown whose data.
#include "web/endpoint/notify/handlers.hpp"
#include "web/endpoint/notify/notification_json.hpp"
#include "web/endpoint/notify/pages.hpp"
#include "web/endpoint/notify/program.hpp"
#include "web/endpoint/notify/query.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace tidings::web::notify {
namespace {
namespace json = boost::json;

using rows = std::vector<json::object>;
using row_writer = std::function<std::string(const json::object&)>;

/// The rows under `name` in the board's answer; nothing: these are not the board's words.
std::optional<rows> rows_in(const std::string& body, std::string_view name) {
  json::error_code error;
  auto parsed = json::parse(body, error);
  if (error || !parsed.is_object()) return std::nullopt;
  auto* list = parsed.get_object().if_contains(name);
  if (!list || !list->is_array()) return std::nullopt;
  rows out;
  for (auto& row : list->get_array())
    if (row.is_object()) out.push_back(std::move(row.get_object()));
  return out;
}

std::string id_of(const json::object& row) {
  const auto* id = row.if_contains("id");
  return id && id->is_string() ? std::string(id->get_string()) : std::string();
}

/// As `ask_board`: a program may have as much under way as a user.
void ask(house& home, const call_ptr& one, const program& who, std::string resource, parameters query,
         std::function<void(http_answer)> then) {
  const auto name = who.name();
  if (!home.busy.enter(home.limits, name, home.steady()))
    return one->done(rejected(failure{error_code::overloaded, {}}));
  query["practice"] = who.practice->id.str();
  home.broker.ask(std::move(resource), std::move(query),
                  later(home, [&home, name, then = std::move(then)](http_answer said) {
                    home.busy.leave(name);
                    then(std::move(said));
                  }));
}

/// The board's rows, once it is written down that this program sees them; nothing to write when there are none.
void show(house& home, const call_ptr& one, const program& who, std::string_view name, const http_answer& said,
          std::function<response(const rows&)> answer_of) {
  if (said.status == 404) return one->done(no_result());
  auto found = said.status == 200 ? rows_in(said.body, name) : std::nullopt;
  if (!found)
    return one->done(rejected(failure{said.status == 504 ? error_code::timed_out : error_code::log_unavailable, {}}));
  if (found->empty()) return one->done(answer_of(*found));
  std::vector<std::string> ids;
  for (const auto& row : *found) ids.push_back(id_of(row));
  tell(home, who, keep_audit_entry{}, mark_of(*one, who, std::move(ids)),
       [one, found = std::move(*found), answer_of = std::move(answer_of)](answer written) {
         if (written.accepted) return one->done(answer_of(found));
         // Not shown, since nobody could tell later that it was.
         const bool retry = written.refusal == error_code::none || written.refusal == error_code::refused ||
                            written.refusal == error_code::not_found;
         one->done(rejected(failure{retry ? error_code::log_unavailable : written.refusal, {}}));
       });
}

/// {"<name>":[…],"links":{…}}
response page(const call& one, const std::string& root, std::string_view name, const rows& found,
              const row_writer& write) {
  std::string body = "{\"" + std::string(name) + "\":[";
  for (const auto& row : found) body += (body.back() == '[' ? "" : ",") + write(row);
  body += "],\"links\":" + links_json(root, one.asked, found.empty() ? std::string() : id_of(found.back())) + "}";
  return notify_json(200, std::move(body));
}

/// Who may not read all is told of no messages but those that their own key sent.
parameters own_alone(const program& who) {
  return who.may(key_scope::read_all) ? parameters() : parameters{{"asked_by", who.name()}};
}

} // namespace

void get_notification(house& home, const call_ptr& one) {
  const auto who = admitted(home, *one, {key_scope::read_own, key_scope::read_all});
  if (!who) return;
  const auto id = read_uuid("notification_id", one->arguments[0]);
  if (!id) return one->done(rejected(id.error()));
  auto root = root_url(home.settings.public_url, one->asked);
  ask(home, one, *who, "notifications/" + *id, own_alone(*who),
      [&home, one, who = *who, root](const http_answer& said) {
        show(home, one, who, "notifications", said, [who, root](const rows& found) {
          return found.empty() ? no_result() : notify_json(200, notification_json(*who.practice, root, found.front()));
        });
      });
}

void get_notifications(house& home, const call_ptr& one) {
  const auto who = admitted(home, *one, {key_scope::read_own, key_scope::read_all});
  if (!who) return;
  auto query = read_list_query(one->asked.query);
  if (!query) return one->done(rejected(query.error()));
  const auto root = root_url(home.settings.public_url, one->asked);
  const auto answer_of = [one, who = *who, root](const rows& found) {
    return page(*one, root, "notifications", found,
                [&](const json::object& row) { return notification_json(*who.practice, root, row); });
  };
  if (query->none) return one->done(answer_of({}));
  query->board["key_type"] = boost::describe::enum_to_string(who->key->type, "");
  query->board.merge(own_alone(*who));
  ask(home, one, *who, "notifications", std::move(query->board),
      [&home, one, who = *who, answer_of](const http_answer& said) {
        show(home, one, who, "notifications", said, answer_of);
      });
}

void get_received_texts(house& home, const call_ptr& one) {
  const auto who = admitted(home, *one, {key_scope::received_texts});
  if (!who) return;
  auto query = read_received_query(one->asked.query);
  if (!query) return one->done(rejected(query.error()));
  const auto root = root_url(home.settings.public_url, one->asked);
  ask(home, one, *who, "received-texts", std::move(*query), [&home, one, who = *who, root](const http_answer& said) {
    show(home, one, who, "received_texts", said, [one, who, root](const rows& found) {
      return page(*one, root, "received_text_messages", found,
                  [&](const json::object& row) { return received_text_json(*who.practice, row); });
    });
  });
}

void get_letter(house& home, const call_ptr& one) {
  if (!admitted(home, *one, {key_scope::read_own, key_scope::read_all})) return;
  const auto id = read_uuid("notification_id", one->arguments[0]);
  if (!id) return one->done(rejected(id.error()));
  one->done(rejected({400, {{"BadRequestError", "Notification is not a letter"}}}));
}

} // namespace tidings::web::notify
