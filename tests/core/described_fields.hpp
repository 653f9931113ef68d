#pragma once
// Every event and command with something in every field, for tests of what is written and read. Golden bytes depend on
// the values given here: they stay as they are.
#include "schemas/codec.hpp"
#include "schemas/commands.hpp"

namespace tidings::test {

/// Gives each field a value of its own, none of them its default.
class filler {
public:
  template <class T> void fill(T& x) {
    namespace is = codec::detail;
    ++count_;
    if constexpr (std::is_same_v<T, bool>)
      x = true;
    else if constexpr (std::is_enum_v<T>)
      x = static_cast<T>(1);
    else if constexpr (std::is_integral_v<T>)
      x = static_cast<T>(100 + count_);
    else if constexpr (std::is_same_v<T, timestamp>)
      x = from_ms(1'772'445'600'000 + count_ * 1'001);
    else if constexpr (std::is_same_v<T, std::string>)
      x = "text " + std::to_string(count_) + " \xC3\xA9";
    else if constexpr (std::is_same_v<T, practice_id>)
      x = *practice_id::parse("A99001");
    else if constexpr (is::is_named<T>::value)
      x.value = "name-" + std::to_string(count_);
    else if constexpr (is::is_uuid<T>::value)
      x.bytes = {static_cast<std::uint8_t>(count_), 2, 3, 4, 5, 0x56, 7, 0x88, 9, 10, 11, 12, 13, 14, 15, 16};
    else if constexpr (is::is_secret<T>::value)
      fill(x.reveal());
    else if constexpr (is::is_optional<T>::value)
      fill(x.emplace());
    else if constexpr (is::is_list<T>::value) {
      x.resize(2);
      for (auto& one : x) fill(one);
    } else if constexpr (is::is_map<T>::value) {
      typename T::key_type key{};
      fill(key);
      fill(x[key]);
    } else
      is::for_each_field(x, [this](auto& field) { fill(field); });
  }

private:
  int count_ = 0;
};

template <class T> T filled() {
  T x{};
  filler().fill(x);
  return x;
}

/// Calls `f(T{})` for every alternative of a variant.
template <class Variant, class F> void for_each_kind(F&& f) {
  boost::mp11::mp_for_each<boost::mp11::mp_rename<Variant, boost::mp11::mp_list>>(f);
}

} // namespace tidings::test
