#pragma once
// One connection by unixODBC. Blocking: only for a thread of its own. The only place that includes ODBC's headers is
// its .cpp.
#include "schemas/errors.hpp"
#include "schemas/time.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tidings::odbc {

/// How text comes and goes.
enum class text_form { unicode /* as UTF-16, whatever the database keeps */, utf8, windows_1252 };

/// Why the database didn't. `detail` never holds a value: what a driver says of a row is left out.
struct trouble {
  enum class kind {
    gone,       ///< no connection, or it was lost: what wasn't committed isn't done
    not_let_in, ///< user, password or permission
    busy,       ///< a lock, a time limit, a deadlock: try again
    clash,      ///< a key is there already, or a rule of the database forbids it
    statement,  ///< the statement doesn't fit the database
    other,
  };
  kind what = kind::other;
  std::string detail;
};
template <class T> using answer = tl::expected<T, trouble>;

/// By SQLSTATE (ISO 9075, ODBC 3.8 appendix A, PostgreSQL's appendix A) and, where a driver has one for everything, by
/// its native code (SQLite's result codes).
trouble::kind kind_of(const std::string& state, int native);

using cell = std::optional<std::string>; ///< UTF-8; nothing: NULL
using row = std::vector<cell>;

enum class column_type { text, number, time, other };
struct column {
  std::string name;
  column_type type = column_type::other;
  std::string type_name; ///< for people
};

struct options {
  std::string connection; ///< ODBC's connection string
  text_form text = text_form::unicode;
  millis connect_timeout{10'000};
  millis statement_timeout{30'000};
  std::size_t rows_max = 100'000; ///< a busy practice books some thousand in two weeks
  bool read_only = true;          ///< asked of the driver too
};

class connection {
public:
  static answer<std::unique_ptr<connection>> open(options with);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  /// What a statement would give, without running it.
  answer<std::vector<column>> describe(const std::string& sql);
  /// All rows or a reason: never some. `values` go in for the `?` in their order.
  answer<std::vector<row>> query(const std::string& sql, const std::vector<cell>& values);
  /// How many rows it touched.
  answer<std::size_t> execute(const std::string& sql, const std::vector<cell>& values);

  answer<void> begin();
  /// When it fails it may have been done all the same.
  answer<void> commit();
  void roll_back();

  bool is_dead() const;

private:
  struct impl;
  explicit connection(std::unique_ptr<impl> made);
  std::unique_ptr<impl> impl_;
};

} // namespace tidings::odbc
