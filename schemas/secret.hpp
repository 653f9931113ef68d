#pragma once
// Patients' words, names and numbers. The value is reached only by saying so, and prints as `<redacted>`.
#include <compare>
#include <ostream>
#include <string>
#include <utility>

namespace tidings {

template <class T> class secret {
public:
  secret() = default;
  explicit secret(T value) : value_(std::move(value)) {}

  const T& reveal() const { return value_; }
  T& reveal() { return value_; }
  bool operator==(const secret&) const = default;
  auto operator<=>(const secret&) const = default;
  friend std::ostream& operator<<(std::ostream& out, const secret&) { return out << "<redacted>"; }
  friend std::string to_string(const secret&) { return "<redacted>"; }

private:
  T value_{};
};

using secret_text = secret<std::string>;

} // namespace tidings
