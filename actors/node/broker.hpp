#pragma once
// The whole broker in one process: every port, every station, the endpoint.
#include "actors/node/config/config.hpp"
#include "schemas/errors.hpp"

#include <functional>
#include <memory>

namespace tidings {

class broker {
public:
  /// Opens the log, starts the stations and the endpoint. `say` gets lines for the operator. `end` is called, from any
  /// thread, when this broker must not go on: another one has taken over its log.
  static result<std::unique_ptr<broker>> start(loaded_broker config, std::function<void(std::string)> say,
                                               std::function<void()> end);
  ~broker();

  int port() const;
  /// Ordered: the endpoint takes nothing new, the stations end from the outside in, the log goes last.
  void stop();
  result<void> reload_certificate();

private:
  struct impl;
  explicit broker(std::unique_ptr<impl> all);
  std::unique_ptr<impl> impl_;
};

} // namespace tidings
