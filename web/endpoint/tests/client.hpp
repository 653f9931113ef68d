#pragma once
// A plain client for real-socket tests: one TLS connection, bytes in and out. Every read ends within ten seconds.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tidings::test {

struct reply_message {
  int status = 0; ///< 0: the server closed without an answer
  std::string head;
  std::map<std::string, std::string> fields; ///< names in lower case
  std::string body;
};

struct client_options {
  int receive_buffer = 0; ///< the kernel's, in bytes; 0: its own choice
  int tls_max = 0;        ///< e.g. TLS1_2_VERSION; 0: any
  std::string protocols;  ///< ALPN's list on the wire, e.g. "\x02h2"; empty: none offered
};

class client {
public:
  explicit client(int port, const client_options& options = {});
  ~client();
  client(client&&) noexcept;

  bool connected() const;
  bool send(std::string_view bytes);
  /// One whole answer. `head_only`: to a HEAD request.
  reply_message read_reply(bool head_only = false);
  /// Header of an answer only (a live feed's).
  reply_message read_head();
  /// One chunk's bytes; nothing at the last chunk or when the server has closed.
  std::optional<std::string> read_chunk();
  /// True when the server closes (or has closed) with nothing more to say.
  bool closed_by_server();
  void close();
  std::string certificate_name() const;
  std::string tls_version() const;

  reply_message get(std::string_view target, std::string_view more_fields = {});
  reply_message ask(std::string_view method, std::string_view target, std::string_view more_fields = {},
                    std::string_view body = {});

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

/// TCP only: never says a word of TLS.
class plain_client {
public:
  explicit plain_client(int port);
  ~plain_client();
  bool closed_by_server();
  void send(std::string_view bytes);

private:
  int socket_;
};

} // namespace tidings::test
