#pragma once
// Bytes of a described aggregate. Grammar (integers little-endian):
//   bool, enum, u8..u64, i64, timestamp (ms)  = fixed width
//   string, named, msisdn, practice id        = u32 length, bytes
//   uuid                                      = 16 bytes
//   secret<T>                                 = T; written aside: u8 1 here, T there
//   optional<T>                               = u8 0 | u8 1, T
//   vector<T>, set<T>, map<K,V>               = u32 count, elements (K then V)
//   struct inside another                     = u32 length, its fields in order
//   the outermost struct                      = its fields in order
// A reader that runs out of bytes exactly between two fields leaves the rest at their defaults: so fields may be added
// at the end, and nowhere else. Bytes left over are a failure: they were written by a newer version.
// Aside: secrets go into a text of their own, one after the other, which is then sealed; the mark left behind keeps
// both in step when fields are added. A reader without that text leaves every secret empty.
#include "schemas/errors.hpp"
#include "schemas/ids.hpp"
#include "schemas/secret.hpp"
#include "schemas/time.hpp"

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <bit>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

namespace tidings::codec {

template <class T>
concept described = boost::describe::has_describe_members<T>::value;

namespace detail {
template <class T> struct is_named : std::false_type {};
template <class Tag> struct is_named<named<Tag>> : std::true_type {};
template <class T> struct is_uuid : std::false_type {};
template <class Tag> struct is_uuid<uuid_of<Tag>> : std::true_type {};
template <class T> struct is_secret : std::false_type {};
template <class T> struct is_secret<secret<T>> : std::true_type {};
template <class T> struct is_optional : std::false_type {};
template <class T> struct is_optional<std::optional<T>> : std::true_type {};
template <class T> struct is_list : std::false_type {};
template <class T> struct is_list<std::vector<T>> : std::true_type {};
template <class T> struct is_list<std::deque<T>> : std::true_type {};
template <class T> struct is_set : std::false_type {};
template <class T> struct is_set<std::set<T>> : std::true_type {};
template <class T> struct is_map : std::false_type {};
template <class K, class V> struct is_map<std::map<K, V>> : std::true_type {};
template <class K, class V> struct is_map<std::unordered_map<K, V>> : std::true_type {};

template <class T, class F> void for_each_field(T& x, F&& f) {
  using fields = boost::describe::describe_members<std::remove_const_t<T>, boost::describe::mod_public>;
  boost::mp11::mp_for_each<fields>([&](auto field) { f(x.*field.pointer); });
}
} // namespace detail

/// Appends bytes to `out`.
class writer {
public:
  explicit writer(std::string& out) : out_(out) {}
  /// Writes secrets aside.
  writer(std::string& out, std::string& secrets) : out_(out), secrets_(&secrets) {}

  template <class T> void put(const T& x) {
    if constexpr (std::is_same_v<T, bool>)
      fixed<std::uint8_t>(x ? 1 : 0);
    else if constexpr (std::is_enum_v<T>)
      fixed(static_cast<std::underlying_type_t<T>>(x));
    else if constexpr (std::is_integral_v<T>)
      fixed(x);
    else if constexpr (std::is_same_v<T, timestamp>)
      fixed(to_ms(x));
    else if constexpr (std::is_same_v<T, std::string>)
      text(x);
    else if constexpr (std::is_same_v<T, practice_id>)
      text(x.text());
    else if constexpr (std::is_same_v<T, msisdn>)
      text(x.digits);
    else if constexpr (detail::is_named<T>::value)
      text(x.value);
    else if constexpr (detail::is_uuid<T>::value)
      out_.append(reinterpret_cast<const char*>(x.bytes.data()), x.bytes.size());
    else if constexpr (detail::is_secret<T>::value)
      hide(x);
    else if constexpr (detail::is_optional<T>::value) {
      put(x.has_value());
      if (x) put(*x);
    } else if constexpr (detail::is_list<T>::value || detail::is_set<T>::value) {
      fixed(static_cast<std::uint32_t>(x.size()));
      for (const auto& one : x) put(one);
    } else if constexpr (detail::is_map<T>::value) {
      fixed(static_cast<std::uint32_t>(x.size()));
      for (const auto& [key, value] : x) {
        put(key);
        put(value);
      }
    } else {
      static_assert(described<T>, "describe this type with BOOST_DESCRIBE_STRUCT");
      const auto start = out_.size();
      fixed(std::uint32_t{0});
      fields(x);
      const auto size = static_cast<std::uint32_t>(out_.size() - start - 4);
      std::memcpy(out_.data() + start, &size, 4);
    }
  }

  template <described T> void fields(const T& x) {
    detail::for_each_field(x, [this](const auto& field) { put(field); });
  }

private:
  template <class T> void hide(const secret<T>& x) {
    if (!secrets_) return put(x.reveal());
    fixed<std::uint8_t>(1);
    writer(*secrets_).put(x.reveal());
  }
  template <class I> void fixed(I x) {
    static_assert(std::endian::native == std::endian::little);
    char bytes[sizeof x];
    std::memcpy(bytes, &x, sizeof x);
    out_.append(bytes, sizeof x);
  }
  void text(std::string_view x) {
    fixed(static_cast<std::uint32_t>(x.size()));
    out_.append(x);
  }
  std::string& out_;
  std::string* secrets_ = nullptr;
};

/// Reads what `writer` wrote. Once a read fails, every later one does; check `ok()`.
class reader {
public:
  explicit reader(std::string_view in) : in_(in) {}
  /// Reads what was written with secrets aside. Null: they are lost and stay empty.
  reader(std::string_view in, reader* secrets) : in_(in), secrets_(secrets), aside_(true) {}

  bool ok() const { return ok_; }
  bool at_end() const { return in_.empty(); }

  template <class T> void get(T& x) {
    if constexpr (std::is_same_v<T, bool>) {
      std::uint8_t byte = 0;
      fixed(byte);
      if (byte > 1) ok_ = false;
      x = byte == 1;
    } else if constexpr (std::is_enum_v<T>) {
      std::underlying_type_t<T> number{};
      fixed(number);
      x = static_cast<T>(number);
    } else if constexpr (std::is_integral_v<T>)
      fixed(x);
    else if constexpr (std::is_same_v<T, timestamp>) {
      std::int64_t ms = 0;
      fixed(ms);
      x = from_ms(ms);
    } else if constexpr (std::is_same_v<T, std::string>)
      x = text();
    else if constexpr (std::is_same_v<T, practice_id>) {
      const auto name = text();
      const auto id = name == "host" ? practice_id::host() : practice_id::parse(name).value_or(practice_id{});
      if (id.empty() && !name.empty()) ok_ = false;
      x = id;
    } else if constexpr (std::is_same_v<T, msisdn>)
      x.digits = text();
    else if constexpr (detail::is_named<T>::value)
      x.value = text();
    else if constexpr (detail::is_uuid<T>::value) {
      if (!need(x.bytes.size())) return;
      std::memcpy(x.bytes.data(), in_.data(), x.bytes.size());
      in_.remove_prefix(x.bytes.size());
    } else if constexpr (detail::is_secret<T>::value)
      find(x);
    else if constexpr (detail::is_optional<T>::value) {
      bool there = false;
      get(there);
      if (ok_ && there) get(x.emplace());
    } else if constexpr (detail::is_list<T>::value) {
      x.clear();
      for (auto left = count(); left > 0 && ok_; --left) get(x.emplace_back());
    } else if constexpr (detail::is_set<T>::value) {
      x.clear();
      for (auto left = count(); left > 0 && ok_; --left) {
        typename T::value_type one{};
        get(one);
        if (ok_) x.insert(std::move(one));
      }
    } else if constexpr (detail::is_map<T>::value) {
      x.clear();
      for (auto left = count(); left > 0 && ok_; --left) {
        typename T::key_type key{};
        get(key);
        if (ok_) get(x[std::move(key)]);
      }
    } else {
      static_assert(described<T>, "describe this type with BOOST_DESCRIBE_STRUCT");
      std::uint32_t size = 0;
      fixed(size);
      if (!need(size)) return;
      auto inner = aside_ ? reader(in_.substr(0, size), secrets_) : reader(in_.substr(0, size));
      inner.fields(x);
      ok_ = ok_ && inner.ok() && inner.at_end();
      in_.remove_prefix(size);
    }
  }

  template <described T> void fields(T& x) {
    detail::for_each_field(x, [this](auto& field) {
      if (ok_ && !at_end()) get(field);
    });
  }

private:
  template <class T> void find(secret<T>& x) {
    if (!aside_) return get(x.reveal());
    std::uint8_t mark = 0;
    fixed(mark);
    if (mark != 1) ok_ = false;
    if (!ok_ || !secrets_) return;
    secrets_->get(x.reveal());
    ok_ = secrets_->ok();
  }
  bool need(std::size_t size) {
    if (in_.size() < size) ok_ = false;
    return ok_;
  }
  template <class I> void fixed(I& x) {
    if (!need(sizeof x)) return;
    std::memcpy(&x, in_.data(), sizeof x);
    in_.remove_prefix(sizeof x);
  }
  std::string text() {
    std::uint32_t size = 0;
    fixed(size);
    if (!need(size)) return {};
    std::string x(in_.substr(0, size));
    in_.remove_prefix(size);
    return x;
  }
  std::uint32_t count() {
    std::uint32_t n = 0;
    fixed(n);
    if (n > in_.size()) ok_ = false; // every element takes a byte at least: bounds memory on damaged input
    return ok_ ? n : 0;
  }
  std::string_view in_;
  bool ok_ = true;
  reader* secrets_ = nullptr;
  bool aside_ = false;
};

/// Whether a `T` holds a secret anywhere.
template <class T> constexpr bool holds_secret() {
  if constexpr (detail::is_secret<T>::value)
    return true;
  else if constexpr (described<T>) {
    using fields = boost::describe::describe_members<T, boost::describe::mod_public>;
    bool any = false;
    boost::mp11::mp_for_each<fields>([&](auto field) {
      using type = std::remove_cvref_t<decltype(std::declval<T&>().*field.pointer)>;
      any = any || holds_secret<type>();
    });
    return any;
  } else if constexpr (detail::is_optional<T>::value || detail::is_list<T>::value || detail::is_set<T>::value)
    return holds_secret<typename T::value_type>();
  else if constexpr (detail::is_map<T>::value)
    return holds_secret<typename T::key_type>() || holds_secret<typename T::mapped_type>();
  else
    return false;
}

template <described T> std::string encode(const T& x) {
  std::string out;
  writer(out).fields(x);
  return out;
}

template <described T> result<T> decode(std::string_view bytes) {
  T x{};
  reader in(bytes);
  in.fields(x);
  if (!in.ok()) return fail(error_code::log_damaged, "these bytes are cut off or not of this type");
  if (!in.at_end()) return fail(error_code::log_damaged, "these bytes were written by a newer version of Tidings");
  return x;
}

} // namespace tidings::codec
