#include "actors/node/config/practice_file.hpp"

#include "actors/node/config/connector_sections.hpp"
#include "actors/node/config/conversations.hpp"
#include "actors/node/config/edge_file.hpp"
#include "actors/node/config/reader.hpp"
#include "actors/node/config/sections.hpp"
#include "actors/node/config/values.hpp"
#include "actors/practice/personalise.hpp"
#include "schemas/connectors/file_drop.hpp"
#include "schemas/conversation_settings.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace tidings::config {

namespace {

template <class Range, class Name> std::vector<std::string_view> names(const Range& range, Name name) {
  std::vector<std::string_view> all;
  for (const auto& each : range) all.push_back(name(each));
  return all;
}

std::string one_of(std::string_view given, const std::vector<std::string_view>& known) {
  const auto meant = nearest(given, known);
  if (known.empty()) return "none, as there is none";
  return (meant.empty() ? std::string() : fmt::format("did you mean `{}`? One of ", meant)) + joined(known);
}

const node* item(const node& root, std::string_view list, std::string_view text) {
  const node* found = root.find(list);
  if (found == nullptr) return nullptr;
  for (const auto& each : found->items)
    if (each.text == text) return &each;
  return found;
}

class practice_check {
public:
  practice_check(reader& in, const node& root, const practice_settings& practice, const made_templates& made)
      : in_(&in), root_(&root), practice_(&practice), made_(&made) {}

  void file_name() const {
    const node* code = root_->find("code");
    const std::string file = in_->from().file().filename().string();
    if (code == nullptr || practice_->id.empty() || file == practice_->id.str() + ".yaml") return;
    in_->wrong(code->at, "the file's name is not the practice's code",
               fmt::format("{} in {}", practice_->id.text(), file),
               fmt::format("{} in {}.yaml", practice_->id.text(), practice_->id.text()));
  }

  void route(const broker_settings& host) const {
    const auto known = names(host.providers, [](const auto& each) { return std::string_view(each.id.value); });
    for (const auto& [key, route] : routes())
      for (const auto& provider : *route) {
        const auto at = item(*root_, key, provider.value)->at;
        const auto is_it = [&](const auto& each) { return each.id == provider; };
        const auto found = std::find_if(host.providers.begin(), host.providers.end(), is_it);
        if (found == host.providers.end())
          in_->wrong(at, "an unknown provider", fmt::format("`{}`", provider.value), one_of(provider.value, known));
        else if (!carries(found->type, key))
          in_->wrong(at, "a provider of another channel",
                     fmt::format("`{}` of `type: {}`", provider.value, found->type),
                     key == "email_route"   ? "one of `type: nhsmail`"
                     : key == "voice_route" ? "one of `type: voice`"
                                            : "one that sends text messages");
      }
    if (!practice_->route_by_weight) return;
    const auto has_weight = [&](const provider_settings& each) {
      const auto& route = practice_->sms_route;
      return each.provider_weight > 0 && std::find(route.begin(), route.end(), each.id) != route.end();
    };
    if (!practice_->sms_route.empty() && std::none_of(host.providers.begin(), host.providers.end(), has_weight))
      in_->wrong(reader::at(*root_, "route_by_weight"), "a route by weight whose providers all have the weight 0",
                 "no weight to go by", "a `weight` above 0 at one provider of the route, or `route_by_weight: false`");
  }

  void budget(const broker_settings& host) const {
    if (practice_->budget_pence_a_day <= 0) return;
    const auto& mail = practice_->email_route; // NHSmail's e-mails cost nothing
    for (const auto& each : host.providers)
      if (each.pence_per_segment <= 0 && is_used(each.id) && std::find(mail.begin(), mail.end(), each.id) == mail.end())
        in_->doubtful(reader::at(*root_, "budget_pence_a_day"), "a budget that one provider's messages don't count to",
                      fmt::format("`{}` without `pence_per_segment`", each.id.value),
                      "a `pence_per_segment` at every provider of the route");
  }

  void reminders() const {
    const node* list = root_->find("reminders");
    std::map<rule_id, int> seen;
    for (std::size_t i = 0; i < practice_->reminders.size(); ++i) {
      const node& map = list->items[i];
      const reminder_rule& rule = practice_->reminders[i];
      if (!map.is_map()) continue;
      const auto [first, is_new] = seen.emplace(rule.id, map.at.line);
      if (!is_new && !rule.id.empty())
        in_->wrong(reader::at(map, "id"), "a rule's name given twice", fmt::format("`{}`", rule.id.value),
                   fmt::format("each name once; the first stands in line {}", first->second));
      if (!rule.text.empty() && !text_of(rule.text)) no_template(map, rule.text);
      fields(map, rule);
      times(map, rule);
      channels(map, rule.by, "a reminder by no channel");
    }
  }

  /// Templates that appointments are confirmed by, or missed ones spoken of.
  void appointment_texts() const {
    const node* part = root_->find("conversations");
    if (part == nullptr || !part->is_map() || !practice_->replies.conversations) return;
    const auto& all = *practice_->replies.conversations;
    const auto check = [&](std::string_view key, const template_id& text) {
      const node* map = part->find(key);
      if (map == nullptr || text.empty()) return;
      const auto* found = text_of(text);
      if (!found) return no_template(*map, text);
      for (const auto& each : placeholders(found->body + found->subject))
        if (!is_reminder_field(each.name))
          return in_->wrong(reader::at(*map, "template"), "a template that can't be filled in here",
                            fmt::format("`(({}))` in `{}`", each.name, text.value),
                            "a template without `fields` of its own");
    };
    check("confirmation", all.confirmation.text);
    check("missed", all.missed.text);
    texts_by("confirmation", all.confirmation.by);
    texts_by("missed", all.missed.by);
    texts_by("fft", all.fft.by);
  }

  /// A patient can't answer a name, nor a number whose answers go elsewhere.
  void questions() const {
    const auto& numbers = practice_->reply_numbers;
    if (std::find(numbers.begin(), numbers.end(), practice_->sender) != numbers.end()) return;
    for (std::size_t i = 0; i < practice_->reminders.size(); ++i) {
      const auto& rule = practice_->reminders[i];
      const bool by_sms = std::find(rule.by.begin(), rule.by.end(), channel::sms) != rule.by.end();
      if (rule.question == question_kind::none || !by_sms) continue;
      in_->wrong(reader::at(root_->find("reminders")->items[i], "question"), "a question that nobody could answer",
                 fmt::format("sender `{}`, which is none of reply_numbers", practice_->sender),
                 "`question: none`, or a sender that is one of reply_numbers");
    }
  }

  /// A link that patients open starts with the broker's own address.
  void links(const broker_settings& host) const {
    if (!practice_->replies.conversations || !host.endpoint.public_url.empty()) return;
    const node* talks = root_->find("conversations");
    const node* fft = talks && talks->is_map() ? talks->find("fft") : nullptr;
    if (fft && fft->is_map() && !practice_->replies.conversations->fft.question_with_link.empty())
      in_->wrong(reader::at(*fft, "question_with_link"), "a link that no patient could open", "no public_url",
                 "`question` alone, or the endpoint's `public_url` in broker.yaml");
    const node* list = root_->find("question_sets");
    if (list == nullptr) return;
    const auto& sets = practice_->replies.conversations->questions;
    for (std::size_t i = 0; i < sets.size() && i < list->items.size(); ++i)
      if (sets[i].ask_by == ask_way::link && list->items[i].is_map())
        in_->wrong(reader::at(list->items[i], "ask_by"), "a link that no patient could open", "no public_url",
                   "`ask_by: sms`, or the endpoint's `public_url` in broker.yaml");
  }

  void neighbours(const practice_map& others) const {
    const auto& mine = practice_->connector.systmone;
    for (const auto& [id, other] : others) {
      if (id == practice_->id) continue;
      if (!practice_->service_id.empty() && practice_->service_id == other->service_id)
        in_->wrong(reader::at(*root_, "service_id"), "the service_id of another practice", practice_->service_id,
                   fmt::format("one that isn't {}'s", id.text()));
      for (std::size_t i = 0; i < practice_->reply_numbers.size(); ++i) {
        const auto& number = practice_->reply_numbers[i];
        const auto& taken = other->reply_numbers;
        if (std::find(taken.begin(), taken.end(), number) != taken.end())
          in_->wrong(reply_number(number), "a reply number of another practice", fmt::format("`{}`", number),
                     fmt::format("a number that isn't {}'s", id.text()));
      }
      const node* connector = root_->find("connector");
      const node* systmone = connector ? connector->find("systmone") : nullptr;
      const auto& theirs = other->connector.systmone;
      if (practice_->connector.file_drop && other->connector.file_drop &&
          practice_->connector.file_drop->folder == other->connector.file_drop->folder)
        in_->wrong(reader::at(*connector, "file_drop"), "the folder of another practice",
                   fmt::format("`{}`", practice_->connector.file_drop->folder),
                   fmt::format("one that isn't {}'s", id.text()));
      if (systmone == nullptr || practice_->connector.system != "systmone" || other->connector.system != "systmone")
        continue;
      const bool same_site = practice_->connector.edge == other->connector.edge; // each has its own 127.0.0.1
      if (same_site && mine.host == theirs.host && mine.port == theirs.port)
        in_->wrong(reader::at(*systmone, systmone->find("port") ? "port" : "host"),
                   "the clinical system of another practice", fmt::format("{}:{}", mine.host, mine.port),
                   fmt::format("one that isn't {}'s", id.text()));
      if (mine.device_file == theirs.device_file)
        in_->wrong(reader::at(*systmone, "device_file"), "the device file of another practice",
                   fmt::format("`{}`", mine.device_file), fmt::format("one that isn't {}'s", id.text()));
    }
  }

private:
  /// Of the files, else of the browser; null: neither has one in force.
  const template_settings* text_of(const template_id& id) const {
    if (const auto own = practice_->templates.find(id); own != practice_->templates.end()) return &own->second;
    const auto made = made_->all.find(id);
    return made != made_->all.end() && made->second.state == made_state::in_force ? &made->second.what : nullptr;
  }
  void no_template(const node& map, const template_id& id) const {
    auto known = names(practice_->templates, [](const auto& each) { return std::string_view(each.first.value); });
    for (const auto& [each, one] : made_->all)
      if (one.state == made_state::in_force) known.push_back(each.value);
    const auto found = made_->all.find(id);
    const auto at = reader::at(map, "template");
    if (found == made_->all.end() && !made_->readable)
      return in_->wrong(at, "an unknown template: those made in the browser can't be read",
                        fmt::format("`{}`", id.value), "a template of the files until they can");
    if (found == made_->all.end())
      return in_->wrong(at, "an unknown template", fmt::format("`{}`", id.value), one_of(id.value, known));
    const bool retired = found->second.state == made_state::retired;
    in_->wrong(at, retired ? "a template that was retired" : "a template that nobody has approved yet",
               fmt::format("`{}`, made in the browser", id.value), one_of({}, known));
  }

  std::array<std::pair<std::string_view, const std::vector<provider_id>*>, 3> routes() const {
    return {{{"sms_route", &practice_->sms_route},
             {"email_route", &practice_->email_route},
             {"voice_route", &practice_->voice_route}}};
  }
  bool is_used(const provider_id& provider) const {
    const auto all = routes();
    return std::any_of(all.begin(), all.end(), [&](const auto& one) {
      return std::find(one.second->begin(), one.second->end(), provider) != one.second->end();
    });
  }
  static bool carries(std::string_view type, std::string_view route) {
    if (type == "null") return true; // sends nothing, by any channel
    if (route == "email_route") return type == "nhsmail";
    return (type == "voice") == (route == "voice_route");
  }

  void channels(const node& map, const std::vector<channel>& wanted, std::string_view nothing) const {
    if (wanted.empty())
      in_->wrong(reader::at(map, "by"), std::string(nothing), "no item", "at least one of sms, email and voice");
    for (const auto by : wanted) {
      const std::string_view word = boost::describe::enum_to_string(by, "");
      const auto all = routes();
      const auto own = std::find_if(all.begin(), all.end(),
                                    [&](const auto& one) { return one.first == std::string(word) + "_route"; });
      if (own != all.end() && own->second->empty() && by != channel::sms)
        in_->wrong(reader::at(map, "by"), "a channel that this practice hasn't", fmt::format("`{}`", word),
                   fmt::format("`{}`, or another channel", own->first));
    }
  }
  void texts_by(std::string_view key, const std::vector<channel>& wanted) const {
    const node* part = root_->find("conversations");
    if (const node* map = part == nullptr ? nullptr : part->find(key); map != nullptr && map->is_map())
      channels(*map, wanted, "a message by no channel");
  }

  /// What only a program brings, a reminder can't say.
  void fields(const node& map, const reminder_rule& rule) const {
    const auto* used = text_of(rule.text);
    if (!used) return;
    for (const auto& each : placeholders(used->body + used->subject))
      if (!is_reminder_field(each.name))
        return in_->wrong(reader::at(map, "template"), "a template that reminders can't fill in",
                          fmt::format("`(({}))` in `{}`", each.name, rule.text.value),
                          "a template without `fields` of its own");
  }

  void times(const node& map, const reminder_rule& rule) const {
    const auto told = [&](std::string_view key, minutes span) {
      in_->wrong(reader::at(map, key), fmt::format("`{}` is not shorter than `before`", key), print_duration(span),
                 fmt::format("less than {}", print_duration(rule.before)));
    };
    if (rule.cut_off >= rule.before) told("cut_off", rule.cut_off);
    if (rule.notice_min >= rule.before) told("notice_min", rule.notice_min);
    const auto seen_ahead = std::chrono::days(practice_->connector.days_ahead);
    if (rule.before > seen_ahead)
      in_->wrong(reader::at(map, "before"), "further ahead than appointments are read", print_duration(rule.before),
                 fmt::format("at most {} (connector: days_ahead)", print_duration(seen_ahead)));
  }

  place reply_number(std::string_view digits) const {
    const node* list = root_->find("reply_numbers");
    for (const auto& each : list->items)
      if (parse_uk_number(each.text, true) == digits) return each.at;
    return list->at;
  }

  reader* in_;
  const node* root_;
  const practice_settings* practice_;
  const made_templates* made_;
};

} // namespace

practice_settings load_practice_file(const std::filesystem::path& file, const broker_settings& host,
                                     const practice_map& others, findings& into, const templates_made& made) {
  report out(file, into);
  const auto text = read_source(file, out);
  return text ? load_practice_source(*text, host, others, into, made) : practice_settings{};
}

practice_settings load_practice_source(const source& text, const broker_settings& host, const practice_map& others,
                                       findings& into, const templates_made& made) {
  practice_settings practice;
  report out(text.file(), into);
  const auto root = parse_yaml(text, out);
  if (!root) return practice;

  practice.replies.conversations = host.conversations; // its own come on top
  reader in(text, out);
  const std::size_t errors_before = out.errors();
  in.fill(*root, practice_options(), practice);
  const bool all_read = out.errors() == errors_before;
  practice.templates.insert(host.templates.begin(), host.templates.end()); // its own stay
  if (const node* own = root->find("templates"); own != nullptr && own->is_map())
    check_attachments(in, *own, host.attachments_dir);
  practice.replies.compiled = compiled(host.vocabulary, practice.replies.vocabulary);
  if (practice.service_id.empty() && !practice.id.empty())
    practice.service_id = uuid::print(uuid::from_name("notify service", practice.id.text()));
  auto& device_file = practice.connector.systmone.device_file;
  if (device_file.empty() && !practice.id.empty())
    device_file = (std::filesystem::path(host.data_dir) / "devices" / practice.id.text()).string();

  const auto in_browser = made && !practice.id.empty() ? made(practice.id) : made_templates();
  const practice_check check(in, *root, practice, in_browser);
  check.file_name();
  check.route(host);
  check.budget(host);
  check.reminders();
  check.appointment_texts();
  if (all_read) check.questions(); // what wasn't understood would make up errors here
  check.links(host);
  check.neighbours(others);
  check_documents(in, *root, practice, others);
  if (all_read) check_booking(in, *root, practice);
  if (const node* connector = root->find("connector"); connector != nullptr && connector->is_map()) {
    if (practice.connector.system == "emis") check_emis(in, *root, practice, others, into);
    check_fhir(in, *root, practice);
    check_edge(in, *connector, practice.connector);
  }
  return practice;
}

} // namespace tidings::config
