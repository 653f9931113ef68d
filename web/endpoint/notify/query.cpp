#include "web/endpoint/notify/query.hpp"

#include "schemas/ids.hpp"
#include "web/endpoint/notify/sms_body.hpp"
#include "web/endpoint/text.hpp"

#include <algorithm>
#include <span>

namespace tidings::web::notify {
namespace {

constexpr std::string_view statuses[] = {"cancelled",
                                         "created",
                                         "sending",
                                         "sent",
                                         "delivered",
                                         "pending",
                                         "failed",
                                         "technical-failure",
                                         "temporary-failure",
                                         "permanent-failure",
                                         "pending-virus-check",
                                         "validation-failed",
                                         "virus-scan-failed",
                                         "returned-letter",
                                         "accepted",
                                         "received"};
constexpr std::string_view types[] = {"sms", "email", "letter"};

bool is_one_of(std::span<const std::string_view> words, std::string_view text) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::string all(std::span<const std::string_view> words) {
  std::string out;
  for (const auto word : words) out += (out.empty() ? "" : ", ") + std::string(word);
  return "[" + out + "]";
}

class query_check {
public:
  explicit query_check(const parameters& query) : query_(query) {}

  const std::string* given(const char* name) const {
    const auto found = query_.find(name);
    return found == query_.end() ? nullptr : &found->second;
  }
  void only(std::span<const std::string_view> names) {
    for (const auto& [name, value] : query_)
      if (!is_one_of(names, name))
        wrong("Additional properties are not allowed (" + name.substr(0, 64) + " was unexpected)");
  }
  /// Given again and again, the values stand here with commas between them.
  std::vector<std::string> words(const char* name, std::span<const std::string_view> known) {
    std::vector<std::string> out;
    const auto* text = given(name);
    if (!text) return out;
    for (const auto word : split(*text, ',')) {
      if (is_one_of(known, word))
        out.emplace_back(word);
      else
        wrong(std::string(name) + " " + std::string(word.substr(0, 64)) + " is not one of " + all(known));
    }
    return out;
  }
  std::string id(const char* name) {
    const auto* text = given(name);
    if (!text) return {};
    const auto read = uuid::parse(*text);
    if (!read) wrong(std::string(name) + " is not a valid UUID");
    return read ? uuid::print(*read) : std::string();
  }
  void wrong(std::string message) { faults.push_back({"ValidationError", std::move(message)}); }
  tl::unexpected<rejection> refused() { return tl::make_unexpected(rejection{400, std::move(faults)}); }

  std::vector<fault> faults;

private:
  const parameters& query_;
};

} // namespace

checked<list_query> read_list_query(const parameters& query) {
  constexpr std::string_view known[] = {"template_type", "status", "reference", "older_than", "include_jobs"};
  query_check in(query);
  in.only(known);
  list_query out;
  const auto of_type = in.words("template_type", types);
  std::string channels;
  for (const auto& type : of_type)
    if (type != "letter") channels.append(channels.empty() ? "" : ",").append(type);
  out.none = !of_type.empty() && channels.empty();
  if (!channels.empty()) out.board["channels"] = std::move(channels);
  std::string wanted;
  for (const auto& status : in.words("status", statuses))
    wanted += (wanted.empty() ? "" : ",") +
              (status == "failed" ? "technical-failure,temporary-failure,permanent-failure" : status);
  if (!wanted.empty()) out.board["statuses"] = std::move(wanted);
  if (auto id = in.id("older_than"); !id.empty()) out.board["older_than"] = std::move(id);
  if (const auto* reference = in.given("reference")) {
    if (characters(*reference) > reference_max) in.wrong("reference is too long");
    out.board["reference"] = *reference;
  }
  if (const auto* jobs = in.given("include_jobs"); jobs && *jobs != "true" && *jobs != "True")
    in.wrong("include_jobs " + jobs->substr(0, 64) + " is not one of [true, True]");
  if (!in.faults.empty()) return in.refused();
  return out;
}

checked<parameters> read_received_query(const parameters& query) {
  constexpr std::string_view known[] = {"older_than"};
  query_check in(query);
  in.only(known);
  parameters out;
  if (auto id = in.id("older_than"); !id.empty()) out["older_than"] = std::move(id);
  if (!in.faults.empty()) return in.refused();
  return out;
}

checked<std::string> read_template_query(const parameters& query) {
  constexpr std::string_view known[] = {"type"};
  query_check in(query);
  in.only(known);
  const auto of_type = in.words("type", types);
  if (!in.faults.empty()) return in.refused();
  return of_type.size() == 1 ? of_type.front() : std::string();
}

checked<std::string> read_uuid(std::string_view name, std::string_view text) {
  const auto read = uuid::parse(text);
  if (!read) return invalid(std::string(name) + " is not a valid UUID");
  return uuid::print(*read);
}

} // namespace tidings::web::notify
