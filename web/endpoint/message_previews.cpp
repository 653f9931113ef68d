// POST /messages/preview: what one message, or a bulk, would say and cost. Each text is decided by the function that
// would accept it; nothing is kept but the audit trail's entry where a patient is named.
#include "web/endpoint/bulk_bodies.hpp"
#include "web/endpoint/bulk_posts.hpp"
#include "web/endpoint/staff_handlers.hpp"

#include <boost/json.hpp>

namespace tidings::web {
namespace {
namespace json = boost::json;

/// As POST /messages/bulk: whoever asks can still work beside it.
constexpr std::size_t at_once_max = 8;

struct previewed {
  json::value reference; ///< null: of a single message
  tl::expected<accept_message, std::vector<api_error>> what;
  json::object said{};
};

struct preview_run {
  house& home;
  call_ptr one;
  practice_id practice;
  std::vector<previewed> rows;
  std::optional<double> pence_per_segment;
  std::size_t next = 0, waiting = 0;
  bool telling = false;
  std::optional<failure> stopped; ///< the practice can't be asked now
};
using preview_run_ptr = std::shared_ptr<preview_run>;

json::object row_of(std::string refused) {
  return {{"body", ""}, {"encoding", ""}, {"units", 0}, {"segments", 0}, {"pence", nullptr}, {"refused", refused}};
}

/// An e-mail costs nothing; what a call costs depends on how long it takes.
json::value price_of(const preview_run& run, const accept_message& what, std::int64_t segments) {
  if (what.by == channel::email) return 0.0;
  if (what.by != channel::sms || !run.pence_per_segment) return nullptr;
  return *run.pence_per_segment * static_cast<double>(segments);
}

json::object read_answer(const preview_run& run, const accept_message& what, const answer& said) {
  json::error_code failed;
  const auto body = json::parse(said.told.reveal(), failed);
  if (failed || !body.is_object()) return row_of("the practice gave no answer");
  const auto& from = body.get_object();
  const auto text = [&](const char* name) {
    const auto* found = from.if_contains(name);
    return found && found->is_string() ? found->get_string() : json::string();
  };
  const auto number = [&](const char* name) {
    const auto* found = from.if_contains(name);
    return found && found->is_number() ? found->to_number<std::int64_t>() : 0;
  };
  auto row = row_of(std::string(std::string_view(text("refused"))));
  if (!text("refused").empty()) return row;
  row["body"] = text("body");
  row["encoding"] = text("encoding");
  row["units"] = number("units");
  row["segments"] = number("segments");
  row["pence"] = price_of(run, what, number("segments"));
  return row;
}

void finish(preview_run& run) {
  if (run.stopped) return run.one->done(refusal(*run.stopped));
  std::int64_t segments = 0, refused = 0;
  double pence = 0;
  bool priced = true;
  json::array rows;
  for (auto& one : run.rows) {
    const bool goes = one.said.at("refused").get_string().empty();
    refused += goes ? 0 : 1;
    segments += one.said.at("segments").to_number<std::int64_t>();
    if (goes && one.said.at("pence").is_null()) priced = false;
    if (goes && one.said.at("pence").is_double()) pence += one.said.at("pence").get_double();
    json::object row{{"reference", one.reference}};
    for (auto& [name, value] : one.said) row[name] = std::move(value);
    rows.emplace_back(std::move(row));
  }
  const json::object body{{"messages", run.rows.size()},
                          {"refused", refused},
                          {"segments", segments},
                          {"pence_per_segment", run.pence_per_segment ? json::value(*run.pence_per_segment) : nullptr},
                          {"pence", priced ? json::value(pence) : nullptr},
                          {"results", std::move(rows)}};
  run.one->done(api_json(200, json::serialize(body)));
}

/// Asks the practice about as many more as may be under way. An answer may come before `tell` returns.
void go_on(const preview_run_ptr& run) {
  if (run->telling) return;
  run->telling = true;
  while (!run->stopped && run->waiting < at_once_max && run->next < run->rows.size()) {
    auto& row = run->rows[run->next++];
    if (!row.what) {
      const auto& wrong = row.what.error().front();
      row.said = row_of(wrong.field.empty() ? wrong.reason : wrong.field + " " + wrong.reason);
      continue;
    }
    row.what->message = {}; // no message's: it is decided about and forgotten
    ++run->waiting;
    // Words with a patient's name in them are a view of patient data; others are the asker's own.
    auto mark = row.what->patient.empty() ? nullptr : mark_of(run->home, *run->one, *run->one->who, {});
    tell(run->home, run->practice, preview_message{*row.what}, std::move(mark), [run, &row](const answer& said) {
      --run->waiting;
      if (said.accepted)
        row.said = read_answer(*run, *row.what, said);
      else if (!run->stopped)
        run->stopped = failure{said.refusal == error_code::none ? error_code::refused : said.refusal, said.reason};
      go_on(run);
    });
  }
  run->telling = false;
  if (run->waiting == 0) finish(*run);
}

/// Is it a bulk's body? What isn't JSON at all is told by whoever reads it as one message.
bool has_recipients(std::string_view body) {
  json::error_code failed;
  json::parse_options options;
  options.max_depth = 4;
  const auto parsed = json::parse(body, failed, {}, options);
  return !failed && parsed.is_object() && parsed.get_object().contains("recipients");
}

using all_rows = std::pair<practice_id, std::vector<previewed>>;
tl::expected<all_rows, std::vector<api_error>> read_rows(const call& one,
                                                         const std::function<bool(const practice_id&)>& knows) {
  constexpr std::string_view no_key = "preview";
  all_rows out;
  if (!has_recipients(one.asked.body)) {
    auto wanted = read_wanted_message(one.asked.body, no_key, one.who->user, knows);
    if (!wanted) return tl::unexpected(std::move(wanted.error()));
    out.first = wanted->practice;
    out.second.push_back({nullptr, std::move(wanted->what)});
    return out;
  }
  auto wanted = read_wanted_bulk(one.asked.body, no_key, one.who->user, knows);
  if (!wanted) return tl::unexpected(std::move(wanted.error()));
  out.first = wanted->practice;
  for (auto& each : wanted->recipients) out.second.push_back({json::string(each.reference), std::move(each.what)});
  return out;
}

} // namespace

void ask_price(house& home, const practice_id& practice, std::function<void(std::optional<double>)> then) {
  home.broker.operate("GET send-options", {{"practice", practice.str()}}, nullptr,
                      later(home, [then = std::move(then)](const http_answer& said) {
                        json::error_code failed;
                        const auto body = json::parse(said.body, failed);
                        if (said.status != 200 || failed || !body.is_object()) return then(std::nullopt);
                        const auto* price = body.get_object().if_contains("pence_per_segment");
                        then(price && price->is_number() ? std::optional(price->to_number<double>()) : std::nullopt);
                      }));
}

void post_messages_preview(house& home, const call_ptr& one) {
  if (!is_content_type(one->asked, "application/json"))
    return one->done(refusal(415, "unsupported_type", "the body must be application/json", "Content-Type"));
  if (!one->asked.query.empty())
    return one->done(refusal(400, "unknown_parameter", "this request takes no parameters"));
  bool stranger = false;
  auto rows = read_rows(*one, [&](const practice_id& practice) {
    stranger = !knows(home, *one, practice);
    return !stranger;
  });
  if (stranger)
    if (auto late = not_known_yet(home)) return one->done(std::move(*late));
  if (!rows) return one->done(refusal(400, std::move(rows.error())));
  const auto run =
      std::make_shared<preview_run>(preview_run{home, one, rows->first, std::move(rows->second), {}, 0, 0, false, {}});
  ask_price(home, run->practice, [run](std::optional<double> price) {
    run->pence_per_segment = price;
    go_on(run);
  });
}

} // namespace tidings::web
