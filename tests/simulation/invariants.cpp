#include "tests/simulation/invariants.hpp"

#include "schemas/event_codec.hpp"

#include <algorithm>

namespace tidings::simulation {
namespace {

struct story {
  practice_id practice;
  std::vector<std::pair<timestamp, event>> events;
  practice_state end;
};

result<std::vector<story>> read_all(const outside& world, const std::shared_ptr<memory_disk>& disk) {
  auto engine = open_memory(disk); // checks sequence, CRC and hash chain of each stream's end
  if (!engine) return tl::unexpected(engine.error());
  std::vector<story> all;
  for (const auto& [practice, stream] : disk->streams) {
    story one{practice, {}, {}};
    record_hasher hash;
    record_hash previous{};
    std::uint64_t expected = 1;
    for (const auto& bytes : stream.records) {
      const auto record = parse_record(bytes);
      if (!record) return tl::unexpected(record.error());
      if (record->sequence != expected++) return fail(error_code::log_damaged, "a gap in " + practice.str());
      if (record->previous != previous) return fail(error_code::log_damaged, "a broken chain in " + practice.str());
      previous = hash(practice, bytes);
      auto what = open(record->entry(practice).what, practice, *world.keys);
      if (!what) return tl::unexpected(what.error());
      evolve(one.end, *what, record->at);
      one.events.emplace_back(record->at, std::move(*what));
    }
    all.push_back(std::move(one));
  }
  return all;
}

bool listed(const std::vector<std::string>& words, const std::string& text) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

struct checker {
  const outside& world;
  std::vector<std::string>& wrong;
  const story& about;
  practice_state before; ///< the state each event met
  std::map<reply_id, int> replies;
  std::map<message_id, std::set<std::uint32_t>> attempts;
  std::set<message_id> doubted;
  std::map<operation_id, operation_requested> operations;
  std::map<operation_id, int> finished;

  void complain(std::string what) { wrong.push_back(about.practice.str() + ": " + std::move(what)); }

  void operator()(const appointment_booked& e) {
    if (!e.what.id.value.starts_with(about.practice.text()))
      complain("an appointment of another practice: " + e.what.id.value);
  }
  void operator()(const message_accepted& e) {
    if (before.messages.contains(e.message)) complain("a message accepted twice: " + to_text(e.message));
  }
  void operator()(const attempt_started& e) {
    if (!attempts[e.message].insert(e.attempt).second) complain("an attempt started twice: " + to_text(e.message));
    if (e.attempt > 1 && doubted.contains(e.message) == false && !failed.contains(e.message))
      complain("a second attempt without a failed or doubted first: " + to_text(e.message));
    const auto& track = before.messages.at(e.message);
    if (before.opted_out.contains(track.what.to.reveal())) complain("an attempt after the number opted out");
    if (track.what.appointment.empty()) return;
    const auto found = before.appointments.find(track.what.appointment);
    if (found == before.appointments.end() || !found->second.stands() ||
        found->second.what.starts_at != track.what.appointment_starts_at)
      complain("a reminder of what was known to be no longer so: " + to_text(e.message));
  }
  std::set<message_id> failed;
  void operator()(const attempt_failed& e) { failed.insert(e.message); }
  void operator()(const attempt_in_doubt& e) { doubted.insert(e.message); }
  void operator()(const reply_received& e) {
    if (++replies[e.reply] > 1) complain("a reply stored twice");
  }
  void operator()(const operation_requested& e) {
    if (operations.contains(e.operation)) complain("an operation requested twice");
    operations[e.operation] = e;
    if (e.kind == operation_kind::cancel_appointment && !listed(plain_cancellations, text_of(e.reply)))
      complain("a cancellation on the words: " + text_of(e.reply));
    if (e.kind == operation_kind::confirm_appointment && !listed(plain_confirmations, text_of(e.reply)))
      complain("a confirmation on the words: " + text_of(e.reply));
    if (e.kind == operation_kind::cancel_appointment) right_patient(e);
  }
  std::string text_of(const reply_id& id) const {
    const auto found = world.reply_texts.find(id);
    return found == world.reply_texts.end() ? "(nobody sent it)" : found->second;
  }
  void right_patient(const operation_requested& e) {
    const auto found = before.appointments.find(e.appointment);
    if (found == before.appointments.end() || found->second.what.patient != e.patient)
      complain("a cancellation of somebody else's appointment");
  }
  void operator()(const operation_finished& e) {
    if (++finished[e.operation] > 1) complain("an operation finished twice");
  }
  template <class Other> void operator()(const Other&) {}

  void check() {
    for (const auto& [at, what] : about.events) {
      std::visit(*this, what);
      evolve(before, what, at);
    }
    for (const auto& [id, track] : about.end.messages) settled(id, track);
    for (const auto& [id, operation] : operations)
      if (!finished.contains(id)) complain("an operation without an end");
    clinical();
  }

  void settled(const message_id& id, const message_track& track) {
    const bool person_decides = track.state == message_state::in_doubt && track.handed_over;
    if (!is_end(track.state) && !person_decides)
      complain("no end state: " + to_text(id) + " is " + std::to_string(static_cast<int>(track.state)));
    const bool never_went = track.state == message_state::cancelled || track.state == message_state::expired ||
                            track.state == message_state::technical_failure;
    if (!world.taken(id) && !never_went && !person_decides) complain("the provider never took " + to_text(id));
    const auto submitted = world.submitted.find(id);
    if (submitted == world.submitted.end()) return;
    std::set<std::uint32_t> numbers;
    std::size_t taken = 0;
    for (const auto& one : submitted->second) {
      if (!numbers.insert(one.attempt).second) complain("one attempt submitted twice: " + to_text(id));
      taken += one.taken ? 1 : 0;
    }
    if (taken > 1) complain("the patient got it " + std::to_string(taken) + " times: " + to_text(id));
  }

  void clinical() {
    const auto& record = world.practices.at(about.practice);
    for (const auto& [id, slot] : record.book) {
      if (slot.cancelled_by_us == 0) continue;
      const bool wanted = std::any_of(operations.begin(), operations.end(), [&](const auto& one) {
        return one.second.kind == operation_kind::cancel_appointment && one.second.appointment == id &&
               slot.cancelled_at_start.contains(one.second.expected_starts_at);
      });
      if (!wanted) complain("cancelled in the clinical system without a patient's word: " + id.value);
      if (slot.cancelled_by_us > 1) complain("cancelled twice: " + id.value);
    }
    for (const auto& mark : record.entries)
      if (record.entries.count(mark) > 1) complain("a coded entry filed twice");
  }
};

} // namespace

std::vector<std::string> broken_promises(const outside& world, const std::shared_ptr<memory_disk>& disk) {
  std::vector<std::string> wrong;
  const auto stories = read_all(world, disk);
  if (!stories) return {stories.error().detail};
  std::set<message_id> known;
  std::set<reply_id> heard;
  for (const auto& one : *stories) {
    if (one.practice.is_host()) continue;
    checker check{world, wrong, one};
    check.check();
    for (const auto& [id, track] : one.end.messages) known.insert(id);
    for (const auto& [id, at] : one.end.replies) heard.insert(id);
  }
  for (const auto& id : world.accepted_by_api)
    if (!known.contains(id)) wrong.push_back("accepted and lost: " + to_text(id));
  for (const auto& id : world.acknowledged_replies)
    if (!heard.contains(id)) wrong.push_back("a reply acknowledged and lost: " + to_text(id));
  for (const auto& [id, tries] : world.submitted)
    if (!known.contains(id)) wrong.push_back("the provider got what the log doesn't know: " + to_text(id));
  for (const auto& [token, times] : world.answers)
    if (times > 1) wrong.push_back("one command answered " + std::to_string(times) + " times");
  return wrong;
}

bool at_rest(const outside& world, const std::shared_ptr<memory_disk>& disk) {
  const auto stories = read_all(world, disk);
  if (!stories) return true; // said by broken_promises
  return std::all_of(stories->begin(), stories->end(), [](const story& one) {
    const bool messages = std::all_of(one.end.messages.begin(), one.end.messages.end(), [](const auto& entry) {
      const auto& track = entry.second;
      return is_end(track.state) || (track.state == message_state::in_doubt && track.handed_over);
    });
    return messages && one.end.operations.empty();
  });
}

std::string all_events(const outside& world, const memory_disk& disk) {
  std::string all;
  for (const auto& [practice, stream] : disk.streams)
    for (const auto& bytes : stream.records) {
      const auto record = parse_record(bytes);
      const auto what = record ? open(record->entry(practice).what, practice, *world.keys)
                               : result<event>(tl::unexpected(record.error()));
      all += what ? encode(*what, record->at).payload : what.error().detail;
    }
  return all;
}

} // namespace tidings::simulation
