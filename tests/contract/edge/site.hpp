#pragma once
// For one test: a broker's endpoint that lets agents in, and agents of practices' sites.
#include "actors/connector/edge/edge_wire.hpp"
#include "actors/connector/tcp_wire.hpp"
#include "tests/contract/faults/certificates.hpp"
#include "tests/contract/scripted_server.hpp"
#include "web/edge/agent.hpp"
#include "web/edge/enrol.hpp"
#include "web/endpoint/edge/office.hpp"
#include "web/endpoint/server.hpp"
#include "web/endpoint/tests/client.hpp"
#include "web/endpoint/tests/fake_broker.hpp"
#include "web/endpoint/tests/folder.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <future>

namespace tidings::test {

constexpr std::chrono::seconds long_enough{20};

/// What was said, and a wait until it was.
class heard_lines {
public:
  std::function<void(std::string)> ear() {
    return [this](const std::string& line) {
      const std::lock_guard guard(lock_);
      lines_ += line + '\n';
      more_.notify_all();
    };
  }
  /// Since the last `hear`.
  bool hear(const std::string& part) {
    std::unique_lock guard(lock_);
    const bool came = more_.wait_for(guard, long_enough, [&] { return lines_.find(part, from_) != lines_.npos; });
    if (came) from_ = lines_.find(part, from_) + part.size();
    return came;
  }
  std::string all() {
    const std::lock_guard guard(lock_);
    return lines_;
  }

private:
  std::mutex lock_;
  std::condition_variable more_;
  std::string lines_;
  std::size_t from_ = 0;
};

/// As node's own.
struct office_sites final : site_port {
  explicit office_sites(std::shared_ptr<web::edge::office> of) : desk(std::move(of)) {}
  result<std::uint16_t> way_to(const practice_id& practice, const std::string& agent, const std::string& host,
                               int port) override {
    return desk->ways.port_to(practice, agent, host, port);
  }
  site_traffic traffic_of(std::uint16_t way) const override {
    const auto now = desk->ways.traffic_of(way);
    return {now.begun, now.ended, now.untouched, now.last_trouble};
  }
  std::shared_ptr<web::edge::office> desk;
};

class edge_site : public ::testing::Test {
protected:
  edge_site() {
    const auto files = make_certificate(where.path(), certificate_wish{.file = "broker"});
    settings.port = 0;
    settings.certificate = files.certificate;
    settings.private_key = files.key;
    start_broker();
  }
  ~edge_site() override { stop_broker(); }

  void start_broker() {
    auto opened = web::edge::office::open(where.path() + "/edge", system_now);
    ASSERT_TRUE(opened) << opened.error().detail;
    desk = *opened;
    wire = std::make_shared<tcp_wire>();
    door =
        std::make_unique<endpoint>(endpoint_parts{.settings = settings,
                                                  .accounts = {},
                                                  .keys = session_keys{secret_text(std::string(32, 'k'))},
                                                  .log = broker_says.ear(),
                                                  .edges = desk,
                                                  .edge_folder =
                                                      [this](const practice_id& practice, const std::string& agent) {
                                                        const auto found = folders.find({practice.str(), agent});
                                                        return found == folders.end() ? std::string() : found->second;
                                                      }},
                                   broker);
    const auto port = door->start();
    ASSERT_TRUE(port) << port.error().detail;
    settings.port = *port; // the next one takes its place
  }
  void stop_broker() {
    if (wire) wire->stop();
    if (door) door->stop(millis(1'000));
    door.reset();
    wire.reset();
  }

  edge::agent_settings settings_of(const std::string& name) {
    edge::agent_settings made;
    made.broker = "https://127.0.0.1:" + std::to_string(settings.port);
    made.folder = where.path() + "/agents/" + name;
    made.ca_file = settings.certificate;
    return made;
  }
  result<edge::credentials> enrol(const std::string& name) {
    const auto invited = desk->invite(name);
    EXPECT_TRUE(invited);
    std::filesystem::create_directories(where.path() + "/agents");
    auto made = edge::enrol(settings_of(name), secret_text(invited->code));
    EXPECT_TRUE(made) << made.error().detail;
    return made;
  }
  /// Enrolled before; when this returns its link stands.
  std::unique_ptr<edge::agent> run(edge::agent_settings with) {
    auto made = edge::agent::start(std::move(with), agent_says.ear());
    EXPECT_TRUE(made) << made.error().detail;
    if (!made) return nullptr;
    EXPECT_TRUE(agent_says.hear("connected to")) << agent_says.all();
    return std::move(*made);
  }
  std::unique_ptr<edge::agent> run(const std::string& name, std::vector<std::uint16_t> allowed) {
    if (!enrol(name)) return nullptr;
    auto with = settings_of(name);
    for (const auto port : allowed) with.allow.push_back({"127.0.0.1", port});
    return run(std::move(with));
  }

  /// One request by the practice's way, as SystmOne's connector makes it.
  std::future<result<std::string>> send(std::uint16_t port, const std::string& agent = "riverside",
                                        const std::string& practice = "A99001", std::string line = "<q/>\n") {
    auto promise = std::make_shared<std::promise<result<std::string>>>();
    auto answer = promise->get_future();
    edge_wire by(wire, std::make_shared<office_sites>(desk), *practice_id::parse(practice), agent);
    by.exchange({"127.0.0.1", port, std::move(line), "u", std::chrono::seconds(15)},
                [promise](result<std::string> got) { promise->set_value(std::move(got)); });
    return answer;
  }
  static result<std::string> wait(std::future<result<std::string>> answer) {
    if (answer.wait_for(long_enough) != std::future_status::ready) return fail(error_code::none, "never answered");
    return answer.get();
  }
  result<std::string> ask(std::uint16_t port, const std::string& agent = "riverside",
                          const std::string& practice = "A99001") {
    return wait(send(port, agent, practice));
  }

  folder where;
  fake_broker broker;
  endpoint_settings settings;
  std::map<std::pair<std::string, std::string>, std::string> folders;
  heard_lines broker_says, agent_says;
  std::shared_ptr<web::edge::office> desk;
  std::shared_ptr<tcp_wire> wire;
  std::unique_ptr<endpoint> door;
};

} // namespace tidings::test
