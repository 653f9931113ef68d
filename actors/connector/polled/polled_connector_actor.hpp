#pragma once
// One practice's clinical system that is asked one thing after the other: reads its appointments and patients by
// itself, writes what it is asked to. The system's calls block, so they are made by a worker; this actor never waits
// for one.
#include "actors/connector/limits.hpp"
#include "actors/connector/polled/clinical_worker.hpp"
#include "actors/connector/polled/system_health.hpp"
#include "actors/connector/practice_sinks_actor.hpp"
#include "actors/connector/readings.hpp"
#include "actors/connector/throttle.hpp"
#include "schemas/sealing.hpp"

#include <deque>
#include <memory>
#include <unordered_map>

namespace tidings {

/// What people are shown of a system.
struct system_words {
  std::string name;  ///< as in `connector.system`
  std::string title; ///< for people
  std::string address;
  bool may_write = true;
};

struct polled_ports {
  /// A worker with the practice's system, made anew when its settings change.
  std::function<std::shared_ptr<clinical_worker>(const practice_settings&)> start;
  std::function<system_words(const practice_settings&)> describe;
  wall_clock now;  ///< the time of day; spans are measured on the actor system's clock
  sealer_ptr keys; ///< patients are told by their marks, never by what the system calls them
};

struct polled_connector_state {
  explicit polled_connector_state(connector_actor::pointer me) : self(me) {}
  /// Whoever still waits is told that nothing comes any more.
  ~polled_connector_state();
  polled_connector_state(const polled_connector_state&) = delete;
  polled_connector_state& operator=(const polled_connector_state&) = delete;
  static inline const char* name = "connector";

  using instant = throttle::instant;

  // Jobs that there is one of at most; those of calls count up from here.
  static constexpr std::uint64_t poll_job = 1, demographics_job = 2;

  /// What the worker brings back. It writes, and only then the actor is woken to read.
  struct brought {
    result<void> probed;
    result<std::vector<appointment>> rows;
    systmone::window window;
    clinical_system::group_lists groups;
    std::string remark;
    std::vector<patient_id> changed;        ///< whose details did
    std::optional<timestamp> changes_known; ///< up to then, when that was asked and told
    result<patient_details> patient;
    connector_answer answer;
  };
  struct under_way {
    std::uint64_t job = 0, token = 0;
    instant sent_at{}, give_up_at{};
    bool given_up = false; ///< answered already; the worker isn't back yet
    bool write = false;
    patient_id patient; ///< demographics: whose
    std::shared_ptr<brought> what;
  };
  struct open_call {
    connector_call call;
    patient_id asked_as; ///< the patient's mark; in `call` stands what the system calls them
    instant taken_at{};
  };

  connector_actor::pointer self;
  practice_settings_ptr settings;
  practice_command_sink practices;
  connector_report_sink reports;
  polled_ports ports;
  std::optional<marker> marks; ///< once the practice's keys could be read
  std::shared_ptr<clinical_worker> worker;
  bool probed = false; ///< since the worker was started, or a reading failed

  std::optional<throttle> queue;
  std::unordered_map<std::uint64_t, open_call> calls; ///< by job
  std::uint64_t last_job = demographics_job, last_token = 0;
  std::optional<under_way> out;

  // Reading.
  instant poll_at{};
  bool poll_queued = false, poll_again = false, demographics_queued = false;
  std::deque<patient_id> backlog; ///< patients to read, soonest appointment first
  unsigned refusals = 0;
  patient_memory patients;
  std::optional<timestamp> changes_known; ///< whose details changed up to then is known; nothing: nobody's are known
  diary_memory told;
  group_memory told_groups;

  // Reporting.
  system_health health;
  view::connector line;
  std::string told_state, told_reason;
  bool report_wanted = false;
  instant report_at{};

  std::uint64_t timer = 0;
  std::optional<instant> timer_at;

  void start(practice_settings_ptr with);
  void change(practice_settings_ptr with);
  void take(connector_call call);
  void tick(std::uint64_t generation);
  void on_answer(const wire_answer& what);

  // polled_connector_actor.cpp: the clockwork
  instant steady_now() const;
  void begin_anew();
  void pump();
  void send(const throttle::job& job);
  void dispatch(std::function<void(clinical_system&, brought&)> call);
  void give_up();
  void report();
  void poll_within(millis delay);
  millis back_off() const;

  // polled_reading_actor.cpp: appointments and patients
  void read_appointments();
  void read_next_patient();
  void on_rows(const under_way& done);
  void on_patient(const under_way& done);
  void next_demographics();
  void tell_groups(const clinical_system::group_lists& groups);
  bool has_marks();
  patient_id pseudonym(const patient_id& system_id) const { return patient_id(marks->of_patient(system_id.value)); }
  void tell_patient(patient_details what);
  void tell(command what);

  // polled_calls_actor.cpp: what others ask
  void ask(const open_call& one);
  void on_call(const under_way& done);
  void drop_old_calls();
  void finish(std::uint64_t job, connector_answer what);
  void finish(std::uint64_t job, error_code code, std::string detail);
};

/// @param practices  told `patient_read` and `appointments_read`, without a sink
/// @param reports    told `connector_report` on each change of state, and at most every 5 s while counters move
connector_actor::behavior_type polled_connector(connector_actor::stateful_pointer<polled_connector_state> self,
                                                practice_settings_ptr settings, practice_command_sink practices,
                                                connector_report_sink reports, polled_ports ports);

} // namespace tidings
