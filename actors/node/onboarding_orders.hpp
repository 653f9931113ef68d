#pragma once
// What operators ask when a practice's file comes by the browser: POST onboarding/check, onboarding/doctor and
// onboarding/apply; and what a practice's administrator asks about its sections: GET practice-sections, POST
// practice-sections/check and /apply. Everything else is others'.
#include "actors/node/broker_bridge.hpp"
#include "actors/node/onboarding/section_history.hpp"
#include "actors/node/practice_list.hpp"
#include "web/endpoint/access/worker.hpp"

namespace tidings {

class onboarding_orders final : public node_orders {
public:
  onboarding_orders(std::shared_ptr<node_orders> others, broker_settings host,
                    std::shared_ptr<const practice_list> practices)
      : others_(std::move(others)), host_(std::move(host)), practices_(std::move(practices)),
        history_(std::filesystem::path(host_.data_dir) / "practice_history") {}

  void run(const std::string& what, const std::map<std::string, std::string>& parameters, audit_mark_ptr by,
           broker_port& through, std::function<void(http_answer)> done) override;

private:
  broker_settings host_of_the_moment() const;

  std::shared_ptr<node_orders> others_;
  broker_settings host_;
  std::shared_ptr<const practice_list> practices_;
  onboarding::section_history history_; ///< used on the thread of `files_` alone
  // Threads of their own: files are read, and the second waits for other machines. Last, so that they end first.
  web::access::worker files_; ///< one after the other: of two who apply at once the second hears that it has changed
  web::access::worker doctors_;
};

} // namespace tidings
