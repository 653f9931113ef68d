#pragma once
// The agents' links at the broker's end, on the endpoint's thread: who is let in, and which local connection becomes
// which stream. Included by server.cpp: Asio is heavy.
#include "web/edge/link.hpp"
#include "web/endpoint/edge/office.hpp"
#include "web/endpoint/http_types.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <optional>

namespace tidings::web::edge {

/// Who a client's certificate is for; ours is the only authority that the handshake accepts.
struct visitor {
  std::string name, serial;
};
std::optional<visitor> visitor_of(SSL* connection);

/// Where files that this agent hands over for this practice belong; empty: nowhere.
using folder_of = std::function<std::string(const practice_id&, const std::string& agent)>;

class hub : public std::enable_shared_from_this<hub> {
public:
  hub(boost::asio::io_context& io, std::shared_ptr<office> desk, folder_of folders,
      std::function<void(std::string)> say);
  ~hub();
  void start();

  /// Why this request becomes no link; its first certificate's use may be written to disk.
  std::optional<response> refused(const request& asked, const std::optional<visitor>& who);
  /// The connection becomes a link until `over`.
  void attach(const visitor& who, tidings::edge::tls_stream& tls, std::shared_ptr<void> keep, const request& asked,
              std::function<void()> over);
  /// Ends all links and takes no more local connections.
  void stop();

private:
  using tcp = boost::asio::ip::tcp;
  struct listener;
  void listen_anew();
  void accept(const std::shared_ptr<listener>& at);
  void carry(tcp::socket socket, std::uint16_t port);
  void asked(const std::string& agent, const tidings::edge::link_ptr& by, std::uint32_t stream,
             const std::string& what);
  void renew(const std::string& agent, const tidings::edge::link_ptr& by, const std::string& request);
  void cut(const std::string& agent, const std::string& why);

  boost::asio::io_context& io_;
  std::shared_ptr<office> desk_;
  folder_of folders_;
  std::function<void(std::string)> say_;
  boost::asio::thread_pool disk_{1};
  std::map<std::uint16_t, std::shared_ptr<listener>> listeners_;
  std::map<std::string, tidings::edge::link_ptr, std::less<>> links_;
  bool stopping_ = false;
};

} // namespace tidings::web::edge
