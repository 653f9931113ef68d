#include "actors/connector/tcp_wire.hpp"

#include "actors/connector/tcp_connection.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <map>
#include <mutex>
#include <thread>

namespace tidings {
namespace net = boost::asio;

struct tcp_wire::impl {
  explicit impl(tcp_wire_limits with) : limits(with) {}

  tcp_wire_limits limits;
  net::io_context io{1};
  net::executor_work_guard<net::io_context::executor_type> work{io.get_executor()};
  std::map<std::pair<std::string, std::uint16_t>, std::shared_ptr<tcp_connection>> connections;
  std::mutex door; ///< guards `open`, so that nothing is posted after the last run
  bool open = true;
  std::thread thread;

  void submit(wire_request what, std::function<void(result<std::string>)> done) {
    std::erase_if(connections, [](const auto& one) { return one.second->is_spent(); });
    const auto deadline = tcp_connection::clock::now() + what.timeout;
    auto& connection = connections[{what.host, what.port}];
    if (!connection) connection = std::make_shared<tcp_connection>(io, limits, what.host, what.port);
    connection->submit({std::move(what), std::move(done), deadline});
  }
};

tcp_wire::tcp_wire(tcp_wire_limits limits) : impl_(std::make_shared<impl>(limits)) {
  impl_->thread = std::thread([my = impl_.get()] { my->io.run(); });
}

tcp_wire::~tcp_wire() { stop(); }

void tcp_wire::exchange(wire_request what, std::function<void(result<std::string>)> done) {
  {
    const std::lock_guard lock(impl_->door);
    if (impl_->open) {
      net::post(impl_->io, [my = impl_.get(), what = std::move(what), done = std::move(done)]() mutable {
        my->submit(std::move(what), std::move(done));
      });
      return;
    }
  }
  done(fail(error_code::stopping, "the broker is stopping"));
}

void tcp_wire::stop() {
  {
    const std::lock_guard lock(impl_->door);
    if (!std::exchange(impl_->open, false)) return;
    net::post(impl_->io, [my = impl_.get()] {
      for (auto& [key, connection] : my->connections) connection->stop();
      my->connections.clear();
      my->work.reset();
    });
  }
  impl_->thread.join();
}

} // namespace tidings
