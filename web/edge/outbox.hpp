#pragma once
// Folders of the site whose files are handed over to the broker, one file at a time. A file that the broker has on disk
// is moved to `sent`; what becomes of one whose link breaks at that moment isn't known, and it is handed over again:
// whoever reads it at the other end must be able to read it twice.
#include "web/edge/agent.hpp"
#include "web/edge/link.hpp"

#include <filesystem>
#include <map>

namespace tidings::edge {

constexpr millis outbox_look_every{2'000};
constexpr millis outbox_retry_after{60'000};     ///< a file that was refused
constexpr std::size_t outbox_files_max = 10'000; ///< in one folder; more are not looked at

/// Which file may go now. A file is ready when two looks in a row saw the same size and time. Pure but for `look`.
class outbox {
public:
  struct seen {
    std::uintmax_t size = 0;
    std::filesystem::file_time_type modified{};
    bool operator==(const seen&) const = default;
  };
  using listing = std::map<std::string, seen>;

  explicit outbox(outbox_settings settings) : settings_(std::move(settings)) {}
  const outbox_settings& settings() const { return settings_; }

  /// Names that are ready, oldest first.
  std::vector<std::string> ready(const listing& now, std::chrono::steady_clock::time_point at);
  void refused(const std::string& name, std::chrono::steady_clock::time_point at);
  /// What lies in the folder; the failure says why it can't be read.
  result<listing> look() const;
  /// Into `sent`, under a name of its own.
  result<void> was_sent(const std::string& name, timestamp now) const;

private:
  outbox_settings settings_;
  listing before_;
  std::map<std::string, std::chrono::steady_clock::time_point> not_before_;
};

/// One file on its way.
class outgoing_file final : public stream_user, public std::enable_shared_from_this<outgoing_file> {
public:
  /// @param over empty: the broker has it
  outgoing_file(std::weak_ptr<link> on, std::function<void(const std::string& why)> over)
      : link_(std::move(on)), over_(std::move(over)) {}
  ~outgoing_file() override;
  /// Offers it. False: it can't be opened; `over` has said so.
  void start(const outbox_settings& of, const std::string& name);

  void on_opened() override { send_on(); }
  void on_room() override { send_on(); }
  void on_bytes(std::string bytes) override;
  void on_close() override { finish(closed_ ? "" : "the broker ended it early"); }
  void on_broken(reset_code code, const std::string& reason) override;

private:
  void send_on();
  void finish(const std::string& why);

  std::weak_ptr<link> link_;
  std::function<void(const std::string&)> over_;
  std::uint32_t stream_ = 0;
  int file_ = -1;
  std::uint64_t left_ = 0;
  bool closed_ = false;
};

} // namespace tidings::edge
