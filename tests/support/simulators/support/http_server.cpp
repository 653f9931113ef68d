// The only translation unit of the simulators that uses Beast.
#include "support/http_server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

namespace tidings::sim {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

namespace {

/// A body larger than this is refused: the largest honest one is a control request of a few kilobytes.
constexpr std::uint64_t body_bytes_max = 1024 * 1024;
constexpr auto read_timeout = std::chrono::seconds{60};
/// How long an unanswered request keeps its connection; longer than any client waits.
constexpr auto silence_max = std::chrono::seconds{120};

http_request to_request(const http::request<http::string_body>& in) {
  http_request out;
  out.method = std::string{in.method_string()};
  const std::string_view target{in.target().data(), in.target().size()};
  const auto question = std::min(target.find('?'), target.size());
  out.path = std::string{target.substr(0, question)};
  if (question < target.size()) out.parameters = parse_form(target.substr(question + 1));
  out.body = in.body();
  const auto type = in[http::field::content_type];
  if (std::string_view{type.data(), type.size()}.starts_with("application/x-www-form-urlencoded"))
    for (auto& field : parse_form(out.body)) out.parameters.push_back(std::move(field));
  out.authorization = std::string{in[http::field::authorization]};
  for (const auto& field : in) {
    std::string name{field.name_string()};
    for (char& letter : name)
      if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    out.headers.emplace_back(std::move(name), std::string{field.value()});
  }
  return out;
}

http::response<http::string_body> to_response(http_response in, const http::request<http::string_body>& request) {
  http::response<http::string_body> out{static_cast<http::status>(in.status), request.version()};
  out.set(http::field::content_type, in.content_type);
  for (const auto& [name, value] : in.headers) out.set(name, value);
  out.keep_alive(request.keep_alive());
  out.body() = std::move(in.body);
  out.prepare_payload();
  return out;
}

} // namespace

struct http_reply::slot {
  explicit slot(const asio::any_io_executor& on) : waiting{on} {}
  asio::steady_timer waiting;
  std::optional<http_response> response;
  bool reset = false;
};

void http_reply::send(http_response response) const {
  if (slot_->response || slot_->reset) return;
  slot_->response = std::move(response);
  slot_->waiting.cancel();
}

void http_reply::reset() const {
  if (slot_->response) return;
  slot_->reset = true;
  slot_->waiting.cancel();
}

struct http_server::impl : std::enable_shared_from_this<http_server::impl> {
  impl(asio::io_context& context, handler on) : io{context}, answer{std::move(on)}, acceptor{context} {}

  template <class Stream> asio::awaitable<void> session(Stream stream) {
    const auto self = this->shared_from_this();
    beast::error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    auto& socket = beast::get_lowest_layer(stream);
    if constexpr (requires { stream.next_layer(); }) {
      socket.expires_after(read_timeout);
      co_await stream.async_handshake(asio::ssl::stream_base::server, token);
      if (error) co_return;
    }
    beast::flat_buffer buffer;
    for (;;) {
      http::request_parser<http::string_body> parser;
      parser.body_limit(body_bytes_max);
      socket.expires_after(read_timeout);
      co_await http::async_read(stream, buffer, parser, token);
      if (error) co_return;
      const auto& request = parser.get();

      auto pending = std::make_shared<http_reply::slot>(co_await asio::this_coro::executor);
      pending->waiting.expires_after(silence_max);
      answer(to_request(request), http_reply{pending});
      if (!pending->response && !pending->reset) co_await pending->waiting.async_wait(token);
      if (!pending->response) {
        if (pending->reset) socket.socket().set_option(asio::socket_base::linger{true, 0}, error);
        socket.socket().close(error);
        co_return;
      }
      const auto response = to_response(std::move(*pending->response), request);
      socket.expires_after(read_timeout);
      co_await http::async_write(stream, response, token);
      if (error || !response.keep_alive()) co_return;
    }
  }

  asio::awaitable<void> accept() {
    const auto self = this->shared_from_this();
    for (;;) {
      beast::error_code error;
      auto socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
      if (error == asio::error::operation_aborted || !acceptor.is_open()) co_return;
      if (error) continue;
      socket.set_option(tcp::no_delay{true}, error);
      if (tls)
        asio::co_spawn(io, session(beast::ssl_stream<beast::tcp_stream>{std::move(socket), *tls}), asio::detached);
      else
        asio::co_spawn(io, session(beast::tcp_stream{std::move(socket)}), asio::detached);
    }
  }

  asio::io_context& io;
  handler answer;
  tcp::acceptor acceptor;
  std::optional<asio::ssl::context> tls;
};

http_server::http_server(asio::io_context& io, handler on) : impl_{std::make_shared<impl>(io, std::move(on))} {}

http_server::~http_server() {
  beast::error_code ignored;
  impl_->acceptor.close(ignored);
}

tl::expected<std::uint16_t, std::string> http_server::listen(std::uint16_t port,
                                                             const std::optional<tls_files>& files) {
  try {
    if (files) {
      impl_->tls.emplace(asio::ssl::context::tls_server);
      impl_->tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                              asio::ssl::context::no_tlsv1_1);
      impl_->tls->use_certificate_chain_file(files->certificate_chain);
      impl_->tls->use_private_key_file(files->private_key, asio::ssl::context::pem);
    }
    const tcp::endpoint endpoint{asio::ip::address_v4::loopback(), port};
    impl_->acceptor.open(endpoint.protocol());
    impl_->acceptor.set_option(tcp::acceptor::reuse_address{true});
    impl_->acceptor.bind(endpoint);
    impl_->acceptor.listen();
    asio::co_spawn(impl_->io, impl_->accept(), asio::detached);
    return impl_->acceptor.local_endpoint().port();
  } catch (const std::exception& problem) { // Asio and OpenSSL report set-up errors by throwing
    return tl::unexpected("cannot listen on port " + std::to_string(port) + ": " + problem.what());
  }
}

} // namespace tidings::sim
