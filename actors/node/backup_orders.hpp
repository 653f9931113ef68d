#pragma once
// What operators ask of backups and restores, from the dashboard or the command line: GET and POST backups, POST
// restore/release. And what the practices' files alone know, GET canned-replies, or their connectors, POST
// connectors/test.
#include "actors/backup/keeper.hpp"
#include "actors/node/broker_bridge.hpp"
#include "actors/node/practice_list.hpp"

namespace tidings {

class backup_orders final : public node_orders {
public:
  /// Tests a practice's connector; `done` once, in time.
  using connector_tester = std::function<void(practice_id, std::function<void(http_answer)> done)>;

  backup_orders(std::shared_ptr<backup::keeper> keeper, std::shared_ptr<const practice_list> practices,
                connector_tester test)
      : keeper_(std::move(keeper)), practices_(std::move(practices)), test_(std::move(test)) {}

  void run(const std::string& what, const std::map<std::string, std::string>& parameters, audit_mark_ptr by,
           broker_port& through, std::function<void(http_answer)> done) override;

private:
  http_answer list() const;
  http_answer take() const;
  http_answer canned(const std::map<std::string, std::string>& parameters) const;
  void test(const std::map<std::string, std::string>& parameters, std::function<void(http_answer)> done) const;
  void release(std::vector<practice_id> which, const audit_mark_ptr& by, broker_port& through,
               std::function<void(http_answer)> done) const;

  std::shared_ptr<backup::keeper> keeper_;
  std::shared_ptr<const practice_list> practices_;
  connector_tester test_;
};

} // namespace tidings
