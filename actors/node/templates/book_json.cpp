#include "actors/node/templates/book_json.hpp"

#include "schemas/json.hpp"

#include <boost/describe/enum_from_string.hpp>

namespace tidings::templates {
namespace {

namespace json = boost::json;
constexpr std::int64_t format = 1;

template <class Enum> std::string word(Enum x) { return boost::describe::enum_to_string(x, ""); }

json::object json_of(const words& what) {
  return {{"title", what.title}, {"subject", what.subject}, {"body", what.body}, {"alphabet", word(what.alphabet)}};
}

json::value json_of(const draft& one) {
  if (one.state == draft_state::none) return nullptr;
  auto out = json_of(one.what);
  json::array authors;
  for (const auto& each : one.authors) authors.emplace_back(each);
  out["state"] = word(one.state);
  out["authors"] = std::move(authors);
  out["at"] = to_ms(one.at);
  out["refused_by"] = one.refused_by;
  out["why"] = one.why;
  out["goes_back_to"] = one.goes_back_to;
  return out;
}

json::object json_of(const template_version& one) {
  auto out = json_of(words_of(one));
  out["by"] = one.by;
  out["approved_by"] = one.approved_by;
  out["at"] = to_ms(one.at);
  return out;
}

json::object json_of(const entry& one) {
  json::array versions;
  for (const auto& each : one.versions) versions.emplace_back(json_of(each));
  json::value retired;
  if (!one.retired_by.empty())
    retired = json::object{{"by", one.retired_by}, {"why", one.retired_why}, {"at", to_ms(one.retired_at)}};
  return {{"id", one.id.value},
          {"channel", word(one.by)},
          {"revision", one.revision},
          {"draft", json_of(one.waiting)},
          {"versions", std::move(versions)},
          {"retired", std::move(retired)}};
}

/// Reads fields of one object; `good` says whether all were there and of their type.
struct fields {
  const json::object& from;
  bool good = true;

  const json::value* at(const char* name) {
    const auto* found = from.if_contains(name);
    if (!found) good = false;
    return found;
  }
  std::string text(const char* name) {
    const auto* found = at(name);
    if (found && found->is_string()) return std::string(std::string_view(found->get_string()));
    good = false;
    return {};
  }
  std::int64_t number(const char* name) {
    const auto* found = at(name);
    if (found && found->is_int64() && found->get_int64() >= 0) return found->get_int64();
    good = false;
    return 0;
  }
  template <class Enum> Enum one_of(const char* name) {
    Enum out{};
    if (!boost::describe::enum_from_string(text(name).c_str(), out)) good = false;
    return out;
  }
  /// Null: there is `null`.
  const json::object* object(const char* name) {
    const auto* found = at(name);
    if (!found || found->is_null()) return nullptr;
    if (!found->is_object()) good = false;
    return found->if_object();
  }
  const json::array* list(const char* name) {
    const auto* found = at(name);
    const auto* all = found ? found->if_array() : nullptr;
    if (!all) good = false;
    return all;
  }
};

words words_in(fields& in) {
  return {in.text("title"), in.text("subject"), in.text("body"), in.one_of<sms_alphabet>("alphabet")};
}

bool read(const json::object& from, draft& into) {
  fields in{from};
  into.state = in.one_of<draft_state>("state");
  into.what = words_in(in);
  into.at = from_ms(in.number("at"));
  into.refused_by = in.text("refused_by");
  into.why = in.text("why");
  into.goes_back_to = static_cast<std::uint32_t>(in.number("goes_back_to"));
  if (const auto* authors = in.list("authors"))
    for (const auto& one : *authors) {
      if (!one.is_string()) return false;
      into.authors.emplace_back(std::string_view(one.get_string()));
    }
  return in.good && !into.authors.empty();
}

bool read(const json::object& from, template_version& into) {
  fields in{from};
  auto what = words_in(in);
  into.title = std::move(what.title);
  into.subject = std::move(what.subject);
  into.body = std::move(what.body);
  into.alphabet = what.alphabet;
  into.by = in.text("by");
  into.approved_by = in.text("approved_by");
  into.at = from_ms(in.number("at"));
  return in.good && !into.body.empty() && !into.approved_by.empty();
}

bool read(const json::object& from, entry& into) {
  fields in{from};
  into.id = template_id(in.text("id"));
  into.by = in.one_of<channel>("channel");
  into.revision = static_cast<std::uint64_t>(in.number("revision"));
  if (const auto* waiting = in.object("draft"); waiting && !read(*waiting, into.waiting)) return false;
  if (const auto* versions = in.list("versions"))
    for (const auto& each : *versions) {
      template_version one;
      const auto* object = each.if_object();
      if (!object || !read(*object, one)) return false;
      one.number = static_cast<std::uint32_t>(into.versions.size() + 1);
      into.versions.push_back(std::move(one));
    }
  if (const auto* retired = in.object("retired")) {
    fields of{*retired};
    into.retired_by = of.text("by");
    into.retired_why = of.text("why");
    into.retired_at = from_ms(of.number("at"));
    if (!of.good || into.retired_by.empty()) return false;
  }
  return in.good && !into.id.empty();
}

} // namespace

std::string print(const book& all) {
  json::array list;
  for (const auto& [id, one] : all.entries) list.emplace_back(json_of(one));
  return json::serialize(json::object{{"format", format}, {"moves", all.moves}, {"templates", std::move(list)}}) + "\n";
}

result<book> parse_book(std::string_view text) {
  json::error_code failed;
  const auto whole = json::parse(text, failed);
  if (failed || !whole.is_object()) return fail(error_code::log_damaged, "this is no JSON object");
  fields in{whole.get_object()};
  const auto number = in.number("format"), moves = in.number("moves");
  const auto* list = in.list("templates");
  if (!in.good || number != format) return fail(error_code::log_damaged, "this is no book of templates of format 1");
  book out;
  out.moves = static_cast<std::uint64_t>(moves);
  for (const auto& each : *list) {
    entry one;
    const auto* object = each.if_object();
    if (!object || !read(*object, one))
      return fail(error_code::log_damaged, "template " + std::to_string(out.entries.size() + 1) + " can't be read");
    if (one.revision > out.moves) return fail(error_code::log_damaged, "a template is newer than its book");
    auto id = one.id;
    if (!out.entries.emplace(std::move(id), std::move(one)).second)
      return fail(error_code::log_damaged, "a template stands in it twice");
  }
  return out;
}

} // namespace tidings::templates
