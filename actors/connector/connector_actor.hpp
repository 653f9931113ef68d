#pragma once
// One practice's SystmOne: reads its appointments and patients by itself, writes what it is asked to, one request at a
// time and no faster than SystmOne allows.
#include "actors/connector/device_store.hpp"
#include "actors/connector/diary_window.hpp"
#include "actors/connector/health.hpp"
#include "actors/connector/limits.hpp"
#include "actors/connector/practice_sinks_actor.hpp"
#include "actors/connector/readings.hpp"
#include "actors/connector/systmone_requests.hpp"
#include "actors/connector/throttle.hpp"
#include "actors/connector/wire_port.hpp"
#include "schemas/actors.hpp"
#include "schemas/sealing.hpp"

#include <deque>
#include <unordered_map>

namespace tidings {

/// A call on its way through the steps it takes.
struct open_call {
  enum class stage : std::uint8_t {
    main,         ///< what was asked; for a re-read the narrow diary
    look_up,      ///< the system's own id of an appointment that came without one
    record,       ///< a re-read in the patient's record, because the diary doesn't show it
    check_access, ///< refused for good: is it this one thing, or the whole connector?
  };
  connector_call call;
  stage at = stage::main;
  patient_id asked_as; ///< the patient's mark; in `call` stands what SystmOne calls them
  appointment_id system_uid;
  std::string refused_because;
  throttle::instant taken_at{};
};

struct systmone_connector_state {
  explicit systmone_connector_state(connector_actor::pointer me) : self(me) {}
  /// Whoever still waits is told that nothing comes any more.
  ~systmone_connector_state();
  systmone_connector_state(const systmone_connector_state&) = delete;
  systmone_connector_state& operator=(const systmone_connector_state&) = delete;
  static inline const char* name = "connector";

  using instant = throttle::instant;

  // Jobs that there is one of at most; those of calls count up from here.
  static constexpr std::uint64_t poll_job = 1, demographics_job = 2;

  connector_actor::pointer self;
  practice_settings_ptr settings;
  practice_command_sink practices;
  connector_report_sink reports;
  std::shared_ptr<wire_port> wire;
  wall_clock now;
  std::shared_ptr<device_store> devices;
  sealer_ptr keys;
  std::optional<marker> marks; ///< once the practice's keys could be read

  // What goes out, and what is out.
  std::optional<throttle> queue;
  std::unordered_map<std::uint64_t, open_call> calls; ///< by job
  std::uint64_t last_job = demographics_job;
  struct under_way {
    std::uint64_t job = 0, token = 0;
    std::string request_uid;
    std::string function;
    instant sent_at{}, give_up_at{};
    patient_id patient;      ///< demographics
    systmone::window window; ///< poll
    std::uint64_t peer = 0;  ///< which gateway it went to, counted by `change`
  };
  std::optional<under_way> out;
  std::uint64_t last_token = 0;
  timestamp started_at{};
  std::string device_id;
  std::uint64_t peer = 0;

  // Reading.
  instant poll_at{};
  bool poll_queued = false;
  bool poll_again = false;        ///< the settings changed while one was under way
  std::deque<patient_id> backlog; ///< patients to read, soonest appointment first
  bool demographics_queued = false;
  unsigned refusals = 0;
  patient_memory patients;
  std::vector<std::pair<std::size_t, timestamp>> starts; ///< hash of appointment id and its start, sorted
  bool diary_has_uids = true;
  diary_memory told;

  // Reporting.
  connector_health health;
  view::connector line;
  connector_state told_state = connector_state::degraded;
  std::string told_reason;
  bool report_wanted = false;
  instant report_at{};

  std::uint64_t timer = 0;
  std::optional<instant> timer_at;

  void start(practice_settings_ptr with);
  void change(practice_settings_ptr with);
  void take(connector_call call);
  void tick(std::uint64_t generation);
  void on_answer(const wire_answer& what);

  // connector_actor.cpp: the clockwork
  instant steady_now() const;
  void pump();
  void send(const throttle::job& job);
  void handle(const under_way& what, const result<systmone::answer>& answer, const failure& why);
  void report();
  void poll_within(millis delay);
  millis retry_delay() const;
  void load_device();
  void keep_device(const systmone::answer& answer);

  // connector_reading_actor.cpp: appointments and patients
  void on_diary(const under_way& what, const result<systmone::answer>& answer);
  void on_demographics(const under_way& what, const result<systmone::answer>& answer);
  void tell_appointments(const systmone::diary& read, const systmone::window& window);
  void queue_demographics(const systmone::diary& read);
  void next_demographics();
  void tell(command what);
  void tell_patient(patient_details what);
  bool has_marks();
  patient_id pseudonym(const patient_id& system_id) const { return patient_id(marks->of_patient(system_id.value)); }

  // connector_calls_actor.cpp: what others ask
  void drop_old_calls();
  void queue_call(std::uint64_t job, bool first);
  std::string call_request(const open_call& one, const systmone::envelope& about, std::string& function) const;
  void on_call(const under_way& what, const result<systmone::answer>& answer, const failure& why);
  void on_call_answer(std::uint64_t job, open_call& one, const systmone::answer& answer);
  void finish(std::uint64_t job, connector_answer what);
  void finish(std::uint64_t job, error_code code, std::string detail);
  std::optional<timestamp> known_start(const appointment_id& id) const;
};

/// @param practices  told `patient_read` and `appointments_read`, without a sink
/// @param reports    told `connector_report` on each change of state, and at most every 5 s while counters move
/// @param now        the time of day; spans are measured on the actor system's clock
/// @param keys       patients are told by their marks, never by what SystmOne calls them
/// @param devices    where the approved DeviceID is kept, under `connector.systmone.device_file`
connector_actor::behavior_type systmone_connector(connector_actor::stateful_pointer<systmone_connector_state> self,
                                                  practice_settings_ptr settings, practice_command_sink practices,
                                                  connector_report_sink reports, std::shared_ptr<wire_port> wire,
                                                  wall_clock now, std::shared_ptr<device_store> devices,
                                                  sealer_ptr keys);

} // namespace tidings
