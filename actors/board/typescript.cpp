#include "actors/board/typescript.hpp"

#include "actors/board/view_names.hpp"
#include "schemas/codec.hpp"

namespace tidings {
namespace {

template <class T> struct typescript_type {
  static std::string text() { return std::string(view_name<T>::value); }
};
template <> struct typescript_type<bool> {
  static std::string text() { return "boolean"; }
};
// Counts stay far below 2^53, where a JavaScript number stops being exact.
template <class T>
requires(std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) struct typescript_type<T> {
  static std::string text() { return "number"; }
};
template <> struct typescript_type<std::string> {
  static std::string text() { return "string"; }
};
template <class T> struct typescript_type<std::optional<T>> {
  static std::string text() { return typescript_type<T>::text() + " | null"; }
};
template <class T> struct typescript_type<std::vector<T>> {
  static std::string text() { return typescript_type<T>::text() + "[]"; }
};

template <class View> void append(std::string& out) {
  out += "\nexport interface ";
  out += view_name<View>::value;
  out += " {\n";
  using fields = boost::describe::describe_members<View, boost::describe::mod_public>;
  boost::mp11::mp_for_each<fields>([&](auto field) {
    using type = std::remove_reference_t<decltype(std::declval<View&>().*field.pointer)>;
    out += std::string("  ") + field.name + ": " + typescript_type<type>::text() + ";\n";
  });
  out += "}\n";
}

} // namespace

std::string typescript_of_views() {
  std::string out = "// Generated from schemas/views.hpp by `tidings schema typescript`. Do not edit.\n";
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, all_views>>(
      [&](auto one) { append<typename decltype(one)::type>(out); });
  return out;
}

} // namespace tidings
