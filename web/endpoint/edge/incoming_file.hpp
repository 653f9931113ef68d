#pragma once
// A file that an agent hands over. It appears in its folder whole and under its own name, or not at all; the agent
// hears that it is there once it is on disk.
#include "web/edge/link.hpp"
#include "web/edge/target.hpp"

#include <boost/asio/thread_pool.hpp>

#include <filesystem>

namespace tidings::web::edge {

class incoming_file final : public tidings::edge::stream_user, public std::enable_shared_from_this<incoming_file> {
public:
  /// @param disk where it waits for the disk, so that the endpoint doesn't
  /// @param over once: empty when it is there, else why not
  incoming_file(std::filesystem::path folder, tidings::edge::file_offer what, std::weak_ptr<tidings::edge::link> on,
                std::uint32_t stream, boost::asio::thread_pool& disk, std::function<void(const std::string&)> over);
  ~incoming_file() override;

  /// False: no file can be made there.
  bool begin();
  void on_bytes(std::string bytes) override;
  void on_close() override;
  void on_broken(tidings::edge::reset_code code, const std::string& reason) override;

private:
  void give_up(const std::string& why);
  void finish(const std::string& why);

  std::filesystem::path folder_, draft_;
  tidings::edge::file_offer what_;
  std::weak_ptr<tidings::edge::link> link_;
  std::uint32_t stream_;
  boost::asio::thread_pool& disk_;
  std::function<void(const std::string&)> over_;
  int file_ = -1;
  std::uint64_t got_ = 0;
};

} // namespace tidings::web::edge
