#pragma once
// Callbacks as a part of the broker: their own HTTP client, their books on disk, what operators ask of them. No CAF in
// this header.
#include "actors/callback/book.hpp"
#include "schemas/epoch.hpp"
#include "schemas/sealing.hpp"
#include "schemas/settings.hpp"
#include "web/endpoint/broker_port.hpp"

#include <filesystem>
#include <memory>

namespace caf {
class actor_system;
}

namespace tidings {

class station_directory;
class practice_list;

class callback_station {
public:
  struct parts {
    std::filesystem::path data_dir;
    std::shared_ptr<const callback_host_settings> settings; ///< null: defaults
    std::shared_ptr<station_directory> stations;
    std::shared_ptr<const practice_list> practices;
    std::function<log_epoch()> epoch;
    sealer_ptr keys;
    wall_clock now;
    std::function<void(std::string)> say;
  };
  callback_station(caf::actor_system& system, parts with);
  ~callback_station();
  callback_station(const callback_station&) = delete;
  callback_station& operator=(const callback_station&) = delete;

  /// `GET callbacks` and `POST callbacks/release`. `done` once, on any thread.
  void run(const std::string& what, const std::map<std::string, std::string>& parameters,
           std::function<void(http_answer)> done);
  /// Nothing more is told; books are kept. Before the actor system ends.
  void stop();
  /// Ends the calls under way. Once the actors have ended.
  void stop_calls();

private:
  struct impl;
  std::shared_ptr<impl> impl_;
};

} // namespace tidings
