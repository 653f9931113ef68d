#include "actors/connector/odbc/odbc_connection.hpp"

#include "actors/connector/text_bytes.hpp"

#include <sql.h>
#include <sqlext.h>

#include <fmt/format.h>

#include <array>

namespace tidings::odbc {
namespace {

constexpr std::size_t cell_bytes_max = 1024 * 1024; ///< a note is some lines; a document has no business here

SQLCHAR* bytes_of(const std::string& text) {
  // The interface is older than const; nothing is written.
  return const_cast<SQLCHAR*>(reinterpret_cast<const SQLCHAR*>(text.c_str())); // NOLINT
}

struct said {
  std::string state = "HY000";
  int native = 0;
  std::string text;
};

said ask_why(SQLSMALLINT type, SQLHANDLE handle) {
  said out;
  std::array<SQLCHAR, 6> state{};
  std::array<SQLCHAR, 1'024> text{};
  SQLINTEGER native = 0;
  SQLSMALLINT size = 0;
  if (SQL_SUCCEEDED(SQLGetDiagRec(type, handle, 1, state.data(), &native, text.data(),
                                  static_cast<SQLSMALLINT>(text.size()), &size))) {
    out.state = reinterpret_cast<const char*>(state.data());
    out.native = native;
    out.text = reinterpret_cast<const char*>(text.data());
  }
  for (char& c : out.text)
    if (c == '\n' || c == '\r' || c == ';') c = ' ';
  return out;
}

/// A handle of ODBC's, freed once.
class handle {
public:
  handle() = default;
  handle(SQLSMALLINT type, SQLHANDLE from) : type_(type) {
    if (!SQL_SUCCEEDED(SQLAllocHandle(type, from, &value_))) value_ = SQLHANDLE{};
  }
  ~handle() {
    if (value_ != nullptr) SQLFreeHandle(type_, value_);
  }
  handle(handle&& other) noexcept : type_(other.type_), value_(std::exchange(other.value_, SQLHANDLE{})) {}
  handle& operator=(handle&& other) noexcept {
    std::swap(type_, other.type_);
    std::swap(value_, other.value_);
    return *this;
  }
  handle(const handle&) = delete;
  handle& operator=(const handle&) = delete;
  SQLHANDLE get() const { return value_; }
  explicit operator bool() const { return value_ != nullptr; }

private:
  SQLSMALLINT type_ = 0;
  SQLHANDLE value_{};
};

column_type type_of(SQLSMALLINT sql_type) {
  switch (sql_type) {
  case SQL_CHAR:
  case SQL_VARCHAR:
  case SQL_LONGVARCHAR:
  case SQL_WCHAR:
  case SQL_WVARCHAR:
  case SQL_WLONGVARCHAR:
  case SQL_GUID:
    return column_type::text;
  case SQL_TYPE_TIMESTAMP:
  case SQL_TIMESTAMP:
    return column_type::time;
  case SQL_INTEGER:
  case SQL_SMALLINT:
  case SQL_BIGINT:
  case SQL_TINYINT:
  case SQL_NUMERIC:
  case SQL_DECIMAL:
  case SQL_DOUBLE:
  case SQL_FLOAT:
  case SQL_REAL:
  case SQL_BIT:
    return column_type::number;
  default:
    return column_type::other;
  }
}

std::string name_of(column_type type, SQLSMALLINT sql_type) {
  switch (type) {
  case column_type::text:
    return "text";
  case column_type::number:
    return "a number";
  case column_type::time:
    return "date and time";
  case column_type::other:
    break;
  }
  return sql_type == SQL_TYPE_DATE ? "a date without time" : fmt::format("type {} of ODBC", sql_type);
}

} // namespace

trouble::kind kind_of(const std::string& state, int native) {
  using kind = trouble::kind;
  const auto is = [&](std::string_view begin) { return state.starts_with(begin); };
  if (is("08") || state == "57P01" || state == "57P02" || state == "57P03" || is("IM")) return kind::gone;
  if (is("28") || state == "42501") return kind::not_let_in;
  if (is("HYT") || is("40") || state == "55P03" || state == "57014" || state == "S1T00" || is("53")) return kind::busy;
  if (is("23") || is("44")) return kind::clash;
  if (is("42") || is("07") || is("S00") || is("21")) return kind::statement;
  if (is("HY")) { // sqliteodbc: everything; the native code is SQLite's
    constexpr int sqlite_busy = 5, sqlite_locked = 6, sqlite_error = 1, sqlite_readonly = 8, sqlite_constraint = 19;
    if (native == sqlite_busy || native == sqlite_locked) return kind::busy;
    if (native == sqlite_constraint) return kind::clash;
    if (native == sqlite_readonly) return kind::not_let_in;
    if (native == sqlite_error) return kind::statement;
  }
  return kind::other;
}

struct connection::impl {
  options with;
  handle environment, session;
  bool connected = false;

  ~impl() {
    if (!connected) return;
    SQLEndTran(SQL_HANDLE_DBC, session.get(), SQL_ROLLBACK);
    SQLDisconnect(session.get());
  }

  bool dead() const {
    SQLUINTEGER value = SQL_CD_FALSE;
    return SQL_SUCCEEDED(SQLGetConnectAttr(session.get(), SQL_ATTR_CONNECTION_DEAD, &value, 0, nullptr)) &&
           value == SQL_CD_TRUE;
  }

  /// @param with_text  the driver's own words: only where no row's value can be in them
  tl::unexpected<trouble> failed(SQLSMALLINT type, SQLHANDLE what, bool with_text) const {
    const auto why = ask_why(type, what);
    trouble out{kind_of(why.state, why.native), fmt::format("SQLSTATE {}", why.state)};
    if (connected && dead()) out.what = trouble::kind::gone;
    if (why.native != 0) out.detail += fmt::format(", native error {}", why.native);
    if (with_text && !why.text.empty()) out.detail = fmt::format("{} ({})", why.text, out.detail);
    return tl::unexpected(std::move(out));
  }

  answer<handle> prepared(const std::string& sql) const {
    handle statement(SQL_HANDLE_STMT, session.get());
    if (!statement) return failed(SQL_HANDLE_DBC, session.get(), false);
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(with.statement_timeout).count();
    // A driver that has no time limit says so; the connector's own limit remains.
    SQLSetStmtAttr(statement.get(), SQL_ATTR_QUERY_TIMEOUT, reinterpret_cast<SQLPOINTER>(seconds), 0); // NOLINT
    if (!SQL_SUCCEEDED(SQLPrepare(statement.get(), bytes_of(sql), SQL_NTS)))
      return failed(SQL_HANDLE_STMT, statement.get(), true);
    return statement;
  }

  /// Values as the driver takes them; alive until the statement has run.
  struct bound {
    std::vector<std::u16string> wide;
    std::vector<std::string> narrow;
    std::vector<SQLLEN> sizes;
  };
  answer<void> bind(const handle& statement, const std::vector<cell>& values, bound& keep) const {
    const auto count = values.size();
    keep.wide.resize(count);
    keep.narrow.resize(count);
    keep.sizes.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      const bool wide = with.text == text_form::unicode;
      const auto& text = values[i] ? *values[i] : std::string();
      if (wide)
        keep.wide[i] = utf16_of(text);
      else
        keep.narrow[i] = with.text == text_form::windows_1252 ? windows_1252_of(text) : text;
      const auto units = wide ? keep.wide[i].size() : keep.narrow[i].size();
      const auto bytes = wide ? units * sizeof(char16_t) : units;
      keep.sizes[i] = values[i] ? static_cast<SQLLEN>(bytes) : SQLLEN{SQL_NULL_DATA};
      void* data = wide ? static_cast<void*>(keep.wide[i].data()) : static_cast<void*>(keep.narrow[i].data());
      const auto done =
          SQLBindParameter(statement.get(), static_cast<SQLUSMALLINT>(i + 1), SQL_PARAM_INPUT,
                           wide ? SQL_C_WCHAR : SQL_C_CHAR, wide ? SQL_WVARCHAR : SQL_VARCHAR,
                           std::max<std::size_t>(units, 1), 0, data, static_cast<SQLLEN>(bytes), &keep.sizes[i]);
      if (!SQL_SUCCEEDED(done)) return failed(SQL_HANDLE_STMT, statement.get(), false);
    }
    return {};
  }

  answer<cell> read_cell(const handle& statement, SQLUSMALLINT at) const {
    const bool wide = with.text == text_form::unicode;
    std::string narrow;
    std::u16string units;
    std::array<char16_t, 2'048> room{};
    for (;;) {
      SQLLEN size = 0;
      const auto got = SQLGetData(statement.get(), at, wide ? SQL_C_WCHAR : SQL_C_CHAR, room.data(),
                                  static_cast<SQLLEN>(sizeof room), &size);
      if (got == SQL_NO_DATA) break;
      if (!SQL_SUCCEEDED(got)) return failed(SQL_HANDLE_STMT, statement.get(), false);
      if (size == SQL_NULL_DATA) return cell();
      const auto unit = wide ? sizeof(char16_t) : sizeof(char);
      const auto holds = sizeof room - unit; // its last place is the end mark
      const bool more = size == SQL_NO_TOTAL || static_cast<std::size_t>(size) > holds;
      const auto bytes = more ? holds : static_cast<std::size_t>(size);
      if (wide)
        units.append(room.data(), bytes / unit);
      else
        narrow.append(reinterpret_cast<const char*>(room.data()), bytes);
      if (units.size() + narrow.size() > cell_bytes_max)
        return tl::unexpected(trouble{trouble::kind::other, "a value is too long"});
      if (got == SQL_SUCCESS || !more) break;
    }
    if (wide) return cell(utf8_of(units));
    if (with.text == text_form::windows_1252) return cell(utf8_of_windows_1252(narrow));
    if (!is_utf8(narrow)) return tl::unexpected(trouble{trouble::kind::statement, "text that isn't UTF-8: set `text`"});
    return cell(std::move(narrow));
  }

  answer<std::size_t> run(const handle& statement, const std::vector<cell>& values, bound& keep) const {
    if (auto done = bind(statement, values, keep); !done) return tl::unexpected(done.error());
    const auto ran = SQLExecute(statement.get());
    if (ran == SQL_NO_DATA) return std::size_t{0}; // an update that met no row
    if (!SQL_SUCCEEDED(ran)) return failed(SQL_HANDLE_STMT, statement.get(), false);
    SQLLEN touched = 0;
    SQLRowCount(statement.get(), &touched);
    return touched < 0 ? std::size_t{0} : static_cast<std::size_t>(touched);
  }
};

connection::connection(std::unique_ptr<impl> made) : impl_(std::move(made)) {}
connection::~connection() = default;

answer<std::unique_ptr<connection>> connection::open(options with) {
  auto made = std::make_unique<impl>();
  made->with = std::move(with);
  made->environment = handle(SQL_HANDLE_ENV, SQL_NULL_HANDLE);
  SQLSetEnvAttr(made->environment.get(), SQL_ATTR_ODBC_VERSION, reinterpret_cast<SQLPOINTER>(SQL_OV_ODBC3), 0);
  made->session = handle(SQL_HANDLE_DBC, made->environment.get());
  if (!made->session) return tl::unexpected(trouble{trouble::kind::other, "unixODBC gives no connection"});
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(made->with.connect_timeout).count();
  SQLSetConnectAttr(made->session.get(), SQL_ATTR_LOGIN_TIMEOUT, reinterpret_cast<SQLPOINTER>(seconds), 0); // NOLINT
  const auto opened = SQLDriverConnect(made->session.get(), nullptr, bytes_of(made->with.connection), SQL_NTS, nullptr,
                                       0, nullptr, SQL_DRIVER_NOPROMPT);
  if (!SQL_SUCCEEDED(opened)) return made->failed(SQL_HANDLE_DBC, made->session.get(), true);
  made->connected = true;
  if (made->with.read_only)
    SQLSetConnectAttr(made->session.get(), SQL_ATTR_ACCESS_MODE, reinterpret_cast<SQLPOINTER>(SQL_MODE_READ_ONLY), 0);
  return std::unique_ptr<connection>(new connection(std::move(made)));
}

answer<std::vector<column>> connection::describe(const std::string& sql) {
  auto statement = impl_->prepared(sql);
  if (!statement) return tl::unexpected(statement.error());
  SQLSMALLINT count = 0;
  if (!SQL_SUCCEEDED(SQLNumResultCols(statement->get(), &count)))
    return impl_->failed(SQL_HANDLE_STMT, statement->get(), true);
  std::vector<column> all;
  for (SQLSMALLINT i = 1; i <= count; ++i) {
    std::array<SQLCHAR, 256> name{};
    SQLSMALLINT size = 0, type = 0, digits = 0, nullable = 0;
    SQLULEN length = 0;
    if (!SQL_SUCCEEDED(SQLDescribeCol(statement->get(), static_cast<SQLUSMALLINT>(i), name.data(),
                                      static_cast<SQLSMALLINT>(name.size()), &size, &type, &length, &digits,
                                      &nullable)))
      return impl_->failed(SQL_HANDLE_STMT, statement->get(), true);
    const auto kind = type_of(type);
    all.push_back({reinterpret_cast<const char*>(name.data()), kind, name_of(kind, type)});
  }
  return all;
}

answer<std::vector<row>> connection::query(const std::string& sql, const std::vector<cell>& values) {
  auto statement = impl_->prepared(sql);
  if (!statement) return tl::unexpected(statement.error());
  impl::bound keep;
  if (auto ran = impl_->run(*statement, values, keep); !ran) return tl::unexpected(ran.error());
  SQLSMALLINT count = 0;
  SQLNumResultCols(statement->get(), &count);
  std::vector<row> all;
  for (;;) {
    const auto got = SQLFetch(statement->get());
    if (got == SQL_NO_DATA) return all;
    if (!SQL_SUCCEEDED(got)) return impl_->failed(SQL_HANDLE_STMT, statement->get(), false);
    if (all.size() == impl_->with.rows_max)
      return tl::unexpected(trouble{trouble::kind::other, fmt::format("more than {} rows", impl_->with.rows_max)});
    row& one = all.emplace_back();
    for (SQLSMALLINT i = 1; i <= count; ++i) {
      auto value = impl_->read_cell(*statement, static_cast<SQLUSMALLINT>(i));
      if (!value) return tl::unexpected(value.error());
      one.push_back(std::move(*value));
    }
  }
}

answer<std::size_t> connection::execute(const std::string& sql, const std::vector<cell>& values) {
  auto statement = impl_->prepared(sql);
  if (!statement) return tl::unexpected(statement.error());
  impl::bound keep;
  return impl_->run(*statement, values, keep);
}

answer<void> connection::begin() {
  if (SQL_SUCCEEDED(SQLSetConnectAttr(impl_->session.get(), SQL_ATTR_AUTOCOMMIT,
                                      reinterpret_cast<SQLPOINTER>(SQL_AUTOCOMMIT_OFF), 0)))
    return {};
  return impl_->failed(SQL_HANDLE_DBC, impl_->session.get(), false);
}

answer<void> connection::commit() {
  if (!SQL_SUCCEEDED(SQLEndTran(SQL_HANDLE_DBC, impl_->session.get(), SQL_COMMIT)))
    return impl_->failed(SQL_HANDLE_DBC, impl_->session.get(), false);
  SQLSetConnectAttr(impl_->session.get(), SQL_ATTR_AUTOCOMMIT, reinterpret_cast<SQLPOINTER>(SQL_AUTOCOMMIT_ON), 0);
  return {};
}

void connection::roll_back() {
  SQLEndTran(SQL_HANDLE_DBC, impl_->session.get(), SQL_ROLLBACK);
  SQLSetConnectAttr(impl_->session.get(), SQL_ATTR_AUTOCOMMIT, reinterpret_cast<SQLPOINTER>(SQL_AUTOCOMMIT_ON), 0);
}

bool connection::is_dead() const { return impl_->dead(); }

} // namespace tidings::odbc
