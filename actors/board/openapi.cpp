#include "actors/board/openapi.hpp"

#include "actors/board/state.hpp"
#include "actors/board/view_names.hpp"
#include "schemas/codec.hpp"

#include <map>

namespace tidings {
namespace {

template <class Enum> std::string names_of(std::string more = {}) {
  std::string list;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto one) {
    if (!list.empty()) list += ", ";
    list += one.name;
  });
  return more.empty() ? list : list + ", " + more;
}

// Texts that are one of a few words.
std::map<std::string, std::string> words() {
  return {
      {"Practice.state", "up, degraded, down, draining"},
      {"Practice.connector_state", names_of<connector_state>()},
      {"Message.kind", names_of<message_kind>()},
      {"Message.channel", names_of<channel>()},
      {"Message.state", names_of<message_state>("suppressed")},
      {"Reply.meaning", names_of<reply_meaning>()},
      {"Reply.state", names_of<reply_state>()},
      {"Reply.channel", "sms, email, voice, link"}, // heard_by
      {"Connector.state", names_of<connector_state>()},
      {"Provider.state", names_of<provider_state>()},
      {"Actor.state", "running, restarting, passive, stopped"},
      {"Note.level", "info, warn, error"},
      {"Backups.state", "idle, running"},
      {"Overview.state", "ready, starting, degraded"},
  };
}

bool is_moment(std::string_view field) { return field == "at" || field.ends_with("since") || field.ends_with("_at"); }

template <class T> struct schema {
  static std::string text(const std::string&, std::string_view) {
    return "{ $ref: '#/components/schemas/" + std::string(view_name<T>::value) + "' }";
  }
};
template <> struct schema<bool> {
  static std::string text(const std::string&, std::string_view) { return "{ type: boolean }"; }
};
template <> struct schema<double> {
  static std::string text(const std::string&, std::string_view) { return "{ type: number }"; }
};
template <class T>
requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) struct schema<T> {
  static std::string text(const std::string&, std::string_view) {
    return std::is_signed_v<T> ? "{ type: integer }" : "{ type: integer, minimum: 0 }";
  }
};
template <> struct schema<std::string> {
  static std::string text(const std::string& view, std::string_view field) {
    const auto all = words();
    if (const auto known = all.find(view + '.' + std::string(field)); known != all.end())
      return "{ type: string, enum: [" + known->second + "] }";
    return is_moment(field) ? "{ type: string, format: date-time }" : "{ type: string }";
  }
};
template <> struct schema<view::maybe> {
  static std::string text(const std::string&, std::string_view field) {
    return is_moment(field) ? "{ type: [string, 'null'], format: date-time }" : "{ type: [string, 'null'] }";
  }
};
template <class T> struct schema<std::vector<T>> {
  static std::string text(const std::string& view, std::string_view field) {
    return "{ type: array, items: " + schema<T>::text(view, field) + " }";
  }
};

template <class View> void append(std::string& out) {
  const std::string name(view_name<View>::value);
  std::string properties;
  std::string required;
  using fields = boost::describe::describe_members<View, boost::describe::mod_public>;
  boost::mp11::mp_for_each<fields>([&](auto field) {
    using type = std::remove_reference_t<decltype(std::declval<View&>().*field.pointer)>;
    properties += std::string("        ") + field.name + ": " + schema<type>::text(name, field.name) + '\n';
    required += (required.empty() ? "" : ", ") + std::string(field.name);
  });
  out += "    " + name + ":\n      type: object\n      additionalProperties: false\n      required: [" + required +
         "]\n      properties:\n" + properties;
}

} // namespace

std::string openapi_of_views() {
  std::string out;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, all_views>>(
      [&](auto one) { append<typename decltype(one)::type>(out); });
  return out;
}

} // namespace tidings
