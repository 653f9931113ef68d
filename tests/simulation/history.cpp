#include "tests/simulation/history.hpp"

#include "schemas/event_codec.hpp"

#include <algorithm>

namespace tidings::simulation {
namespace {

story read_story(const outside& world, const practice_id& practice, const memory_disk::stream& stream,
                 std::vector<std::string>& unreadable) {
  story one{.practice = practice, .events = {}, .end = {}};
  if (auto marks = world.keys->marker_of(practice)) one.end.marks = std::move(*marks);
  record_hasher hash;
  record_hash previous{};
  std::uint64_t expected = 1;
  const auto wrong = [&](const std::string& what) { unreadable.push_back(practice.str() + ": " + what); };
  for (const auto& bytes : stream.records) {
    const auto record = parse_record(bytes);
    if (!record) {
      wrong(record.error().detail);
      return one;
    }
    if (record->sequence != expected++) wrong("a gap before record " + std::to_string(record->sequence));
    if (record->previous != previous) wrong("a broken chain at record " + std::to_string(record->sequence));
    previous = hash(practice, bytes);
    auto what = open(record->entry(practice).what, practice, *world.keys);
    if (!what) {
      wrong(what.error().detail);
      return one;
    }
    evolve(one.end, *what, record->at);
    one.events.push_back({record->at, std::move(*what)});
  }
  return one;
}

} // namespace

history read_history(const outside& world, const std::shared_ptr<memory_disk>& disk, timestamp ended) {
  history all{world, {}, {}, ended};
  for (const auto& [practice, stream] : disk->streams) {
    if (practice.is_host()) continue;
    all.stories.push_back(read_story(world, practice, stream, all.unreadable));
    if (const auto said = disk->acknowledged.find(practice); said != disk->acknowledged.end())
      all.stories.back().acknowledged = said->second;
  }
  return all;
}

void log_reader::catch_up() {
  for (const auto& [practice, stream] : disk_->streams) {
    auto& read = read_[practice];
    for (; read < stream.synced; ++read) {
      const auto record = parse_record(stream.records[read]);
      if (!record) return; // said by the history
      const auto what = open(record->entry(practice).what, practice, *keys_);
      if (what) evolve(states_[practice], *what, record->at);
    }
  }
}

bool is_at_rest(const practice_state& state) {
  const bool messages = std::all_of(state.messages.begin(), state.messages.end(), [](const auto& entry) {
    const auto& track = entry.second;
    return track.state >= message_state::sent || (track.state == message_state::in_doubt && track.handed_over);
  });
  return messages && state.operations.empty();
}

namespace {
/// They are made under a key that is another one in each run.
void forget_marks(event& what) {
  if (auto* erased = std::get_if<patient_erased>(&what)) erased->numbers = erased->opted_out = {};
  if (auto* message = std::get_if<message_accepted>(&what)) message->talk.conversation.clear();
  if (auto* reply = std::get_if<reply_received>(&what)) reply->conversation.clear();
  if (auto* disputed = std::get_if<number_disputed>(&what)) disputed->conversation.clear();
}
} // namespace

std::string all_events(const outside& world, const memory_disk& disk) {
  std::string all;
  for (const auto& [practice, stream] : disk.streams)
    for (const auto& bytes : stream.records) {
      const auto record = parse_record(bytes);
      auto what = record ? open(record->entry(practice).what, practice, *world.keys)
                         : result<event>(tl::unexpected(record.error()));
      if (what) forget_marks(*what);
      all += what ? encode(*what, record->at).payload : what.error().detail;
    }
  return all;
}

} // namespace tidings::simulation
