#include "actors/event_log/memory_engine.hpp"

#include "actors/event_log/index_bytes.hpp"
#include "actors/event_log/snapshot_bytes.hpp"
#include "actors/event_log/stream.hpp"

namespace tidings {

void memory_disk::crash() {
  for (auto& [practice, one] : streams) {
    one.records.resize(one.synced);
    one.snapshot = one.synced_snapshot;
  }
  std::erase_if(streams, [](const auto& one) { return one.second.records.empty() && one.second.snapshot.empty(); });
  for (; !beside_before.empty(); beside_before.pop_back()) {
    auto& [key, value] = beside_before.back();
    if (value)
      beside[key] = std::move(*value);
    else
      beside.erase(key);
  }
}

namespace {

class memory_engine final : public log_engine {
public:
  explicit memory_engine(std::shared_ptr<memory_disk> disk) : disk_(std::move(disk)) {}

  /// What is found is written anew and synced before it is trusted, as RocksDB does with its write-ahead log when it
  /// opens: bytes that arrived by a failed write are either there for good or gone.
  result<void> open() {
    if (disk_->write_failure) return tl::unexpected<failure>(*disk_->write_failure);
    for (const auto& [practice, one] : disk_->streams) {
      if (one.records.empty()) continue;
      auto head = head_checked(*this, practice, one.records.size(), hasher_);
      if (head)
        heads_[practice] = *head;
      else
        damages_[practice] = head.error();
    }
    drop_incomplete(*this, heads_, damages_);
    for (auto& [practice, one] : disk_->streams) {
      one.synced = one.records.size();
      one.synced_snapshot = one.snapshot;
    }
    disk_->beside_before.clear();
    return {};
  }

  result<std::vector<practice_id>> practices() const override {
    std::vector<practice_id> found;
    for (const auto& [practice, one] : disk_->streams)
      if (!one.records.empty()) found.push_back(practice);
    return found;
  }

  result<std::uint64_t> last_of(const practice_id& practice) const override {
    const auto found = disk_->streams.find(practice);
    return found == disk_->streams.end() ? 0 : found->second.records.size();
  }

  result<void> scan(const practice_id& practice, std::uint64_t first, const record_visitor& visit) const override {
    const auto found = disk_->streams.find(practice);
    if (found == disk_->streams.end()) return {};
    const auto& records = found->second.records;
    for (auto sequence = first; sequence <= records.size(); ++sequence)
      if (!visit(sequence, records[sequence - 1])) break;
    return {};
  }

  result<std::optional<stored_snapshot>> read_snapshot(const practice_id& practice,
                                                       const reader_id& reader = {}) const override {
    if (!reader.empty()) {
      const auto kept = disk_->beside.find(key_of(practice, reader));
      if (kept == disk_->beside.end()) return std::nullopt;
      return parse_snapshot(practice, kept->second).map([&](auto&& one) {
        one.reader = reader;
        return std::optional(std::move(one));
      });
    }
    const auto found = disk_->streams.find(practice);
    if (found == disk_->streams.end() || found->second.snapshot.empty()) return std::nullopt;
    return parse_snapshot(practice, found->second.snapshot).map([](auto&& one) {
      return std::optional(std::move(one));
    });
  }

  result<void> scan_places(const message_id& from, const place_visitor& visit) const override {
    for (auto at = disk_->beside.lower_bound(place_index_key(from)); at != disk_->beside.end(); ++at) {
      auto place = parse_place(at->first, at->second);
      if (place && !visit(std::move(*place))) break;
    }
    return {};
  }

  const std::map<practice_id, std::uint64_t>& acknowledged() const override { return disk_->acknowledged; }

  result<void> write(const log_group& group, durability how) override {
    if (failed_) return fail(error_code::log_unavailable, "the log must be opened anew after a failed write");
    auto heads = heads_;
    std::vector<std::string> values;
    for (const auto& entry : group.entries) {
      if (const auto bad = damages_.find(entry.practice); bad != damages_.end())
        return tl::unexpected<failure>(bad->second);
      auto& head = heads[entry.practice];
      if (entry.sequence != head.last + 1)
        return fail(error_code::version_conflict, "practice " + entry.practice.str() + " is at " +
                                                      std::to_string(head.last) + ", not before " +
                                                      std::to_string(entry.sequence));
      values.push_back(encode_record(entry, head.hash));
      head = {entry.sequence, hasher_(entry.practice, values.back())};
    }
    ++disk_->writes;
    const auto refused = disk_->write_failure;
    if (refused && !disk_->failed_writes_arrive) return give_up(*refused);
    for (std::size_t i = 0; i < values.size(); ++i)
      disk_->streams[group.entries[i].practice].records.push_back(std::move(values[i]));
    for (const auto& one : group.snapshots)
      if (one.reader.empty())
        disk_->streams[one.practice].snapshot = encode_snapshot(one);
      else
        put_beside(key_of(one.practice, one.reader), encode_snapshot(one));
    for (const auto& one : group.places) {
      auto row = index_place(one);
      put_beside(row.key, std::move(row.value));
    }
    if (refused) return give_up(*refused);
    heads_ = std::move(heads);
    if (how == durability::synced) sync(group);
    return {};
  }

  const stream_heads& heads() const override { return heads_; }
  const std::map<practice_id, failure>& damages() const override { return damages_; }
  result<void> check_files() const override { return {}; }
  bool has_room() const override { return !disk_->write_failure; }

  result<std::vector<stream_line>> summaries() const override {
    std::vector<stream_line> lines;
    for (const auto& [practice, one] : disk_->streams) {
      stream_line line{practice, one.records.size(), 0, never};
      if (const auto kept = read_snapshot(practice); kept && *kept) {
        line.snapshot_version = (*kept)->version;
        line.wake_at = (*kept)->wake_at;
      }
      lines.push_back(line);
    }
    return lines;
  }

  std::uint64_t bytes() const override {
    std::uint64_t sum = 0;
    for (const auto& [practice, one] : disk_->streams) {
      sum += one.snapshot.size();
      for (const auto& value : one.records) sum += record_key_size + value.size();
    }
    return sum;
  }

private:
  static std::string key_of(const practice_id& practice, const reader_id& reader) {
    return "r" + reader.value + "/" + practice.str();
  }
  void put_beside(const std::string& key, std::string value) {
    auto& kept = disk_->beside[key];
    disk_->beside_before.emplace_back(key, kept.empty() ? std::nullopt : std::optional(std::move(kept)));
    kept = std::move(value);
  }
  result<void> give_up(const failure& why) {
    failed_ = true;
    return tl::unexpected<failure>(why);
  }
  void sync(const log_group& group) {
    ++disk_->syncs;
    disk_->beside_before.clear();
    for (auto& [practice, one] : disk_->streams) { // a sync is for all that was written before it
      one.synced = one.records.size();
      one.synced_snapshot = one.snapshot;
    }
    for (const auto& entry : group.entries) disk_->acknowledged[entry.practice] = entry.sequence;
  }

  std::shared_ptr<memory_disk> disk_;
  stream_heads heads_;
  std::map<practice_id, failure> damages_;
  record_hasher hasher_;
  bool failed_ = false;
};

} // namespace

result<std::unique_ptr<log_engine>> open_memory(std::shared_ptr<memory_disk> disk) {
  auto engine = std::make_unique<memory_engine>(std::move(disk));
  if (auto opened = engine->open(); !opened) return tl::unexpected<failure>(opened.error());
  return engine;
}

} // namespace tidings
