#pragma once
// JSON of a described aggregate: what the API, the live feed and `tidings log export` show.
//   struct            object, its fields by name in their order
//   enum              its name; a number this build doesn't know: the number
//   timestamp         "2026-03-02T09:00:00.000Z"; null for `never` and for a moment that was never set (zero)
//   uuid              text; null when nil
//   other ids         text
//   secret            "<redacted>" unless revealed
//   optional          null or the value
//   vector, deque, set   array;   map   object, keys as text
#include "schemas/codec.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace tidings {

/// Whether patients' words, names and numbers are shown.
enum class reveal : bool { no, yes };

/// ISO 8601 UTC with milliseconds. Years outside 0..9999 are not for people: empty.
std::string iso8601(timestamp at);

template <class T> boost::json::value to_json(const T& x, reveal secrets = reveal::no);

namespace detail {

template <class K> std::string json_key(const K& key) {
  if constexpr (std::is_enum_v<K>)
    return boost::describe::enum_to_string(key, "");
  else if constexpr (std::is_integral_v<K>)
    return std::to_string(key);
  else if constexpr (std::is_same_v<K, practice_id>)
    return key.str();
  else if constexpr (std::is_same_v<K, msisdn>)
    return key.digits;
  else if constexpr (codec::detail::is_named<K>::value)
    return key.value;
  else if constexpr (codec::detail::is_uuid<K>::value)
    return to_text(key);
  else
    return key;
}

template <class T> boost::json::value json_enum(T x) {
  if (const auto* name = boost::describe::enum_to_string(x, nullptr)) return boost::json::string(name);
  return static_cast<std::underlying_type_t<T>>(x);
}

inline boost::json::value json_time(timestamp at) {
  if (at == never || at == timestamp{}) return nullptr;
  return boost::json::string(iso8601(at));
}

inline boost::json::string json_text(std::string_view text) { return boost::json::string(text.data(), text.size()); }

} // namespace detail

template <class T> boost::json::value to_json(const T& x, reveal secrets) {
  using namespace codec::detail;
  if constexpr (std::is_same_v<T, bool> || std::is_arithmetic_v<T>)
    return x;
  else if constexpr (std::is_enum_v<T>)
    return detail::json_enum(x);
  else if constexpr (std::is_same_v<T, timestamp>)
    return detail::json_time(x);
  else if constexpr (std::is_same_v<T, std::string>)
    return detail::json_text(x);
  else if constexpr (std::is_same_v<T, practice_id>)
    return detail::json_text(x.text());
  else if constexpr (std::is_same_v<T, msisdn>)
    return detail::json_text(x.digits);
  else if constexpr (is_named<T>::value)
    return detail::json_text(x.value);
  else if constexpr (is_uuid<T>::value) {
    if (x.is_nil()) return nullptr;
    return detail::json_text(to_text(x));
  } else if constexpr (is_secret<T>::value) {
    if (secrets == reveal::no) return detail::json_text("<redacted>");
    return to_json(x.reveal(), secrets);
  } else if constexpr (is_optional<T>::value) {
    if (!x) return nullptr;
    return to_json(*x, secrets);
  } else if constexpr (is_list<T>::value || is_set<T>::value) {
    boost::json::array list;
    list.reserve(x.size());
    for (const auto& one : x) list.push_back(to_json(one, secrets));
    return list;
  } else if constexpr (is_map<T>::value) {
    boost::json::object object;
    for (const auto& [key, value] : x) object[detail::json_key(key)] = to_json(value, secrets);
    return object;
  } else {
    static_assert(codec::described<T>, "describe this type with BOOST_DESCRIBE_STRUCT");
    boost::json::object object;
    using fields = boost::describe::describe_members<T, boost::describe::mod_public>;
    boost::mp11::mp_for_each<fields>(
        [&](auto field) { object.emplace(field.name, to_json(x.*field.pointer, secrets)); });
    return object;
  }
}

} // namespace tidings
