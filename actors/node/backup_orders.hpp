#pragma once
// What operators ask of backups and restores, from the dashboard or the command line: GET and POST backups, POST
// restore/release. And what the practices' files alone know, GET canned-replies, send-options and practice-settings,
// POST reply-readings, or their connectors, POST connectors/test. Callbacks, keys of programs and
// templates made in the browser are others' matter.
#include "actors/backup/keeper.hpp"
#include "actors/node/broker_bridge.hpp"
#include "actors/node/practice_list.hpp"
#include "actors/node/staff_settings.hpp"

namespace tidings {

class backup_orders final : public node_orders {
public:
  /// Tests a practice's connector; `done` once, in time.
  using connector_tester = std::function<void(practice_id, std::function<void(http_answer)> done)>;

  /// What of the host's own file concerns every practice.
  struct host_words {
    std::map<provider_id, double> pence_per_segment;
    std::string templates_dir, attachments_dir;
  };

  /// Orders that others carry out: about `callbacks`, `api-keys` and `templates`.
  using other_orders = std::function<void(const std::string& what, const std::map<std::string, std::string>&,
                                          std::function<void(http_answer)> done)>;

  backup_orders(std::shared_ptr<backup::keeper> keeper, std::shared_ptr<const practice_list> practices,
                connector_tester test, host_words host, other_orders others)
      : keeper_(std::move(keeper)), practices_(std::move(practices)), test_(std::move(test)), host_(std::move(host)),
        others_(std::move(others)) {}

  void run(const std::string& what, const std::map<std::string, std::string>& parameters, audit_mark_ptr by,
           broker_port& through, std::function<void(http_answer)> done) override;

private:
  http_answer list() const;
  http_answer take() const;
  http_answer canned(const std::map<std::string, std::string>& parameters) const;
  http_answer in_force(const std::string& what, const std::map<std::string, std::string>& parameters) const;
  void test(const std::map<std::string, std::string>& parameters, std::function<void(http_answer)> done) const;
  void release(std::vector<practice_id> which, const audit_mark_ptr& by, broker_port& through,
               std::function<void(http_answer)> done) const;

  std::shared_ptr<backup::keeper> keeper_;
  std::shared_ptr<const practice_list> practices_;
  connector_tester test_;
  host_words host_;
  other_orders others_;
};

} // namespace tidings
