#pragma once
// A log as some weeks of work leave it, made fast: every practice's life through the real fold of its state, with the
// snapshots that practice and board would have kept, and cut off as a kill does it.
#include "actors/board/fold.hpp"
#include "actors/board/pieces.hpp"
#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/key_ring/key_ring.hpp"
#include "actors/key_ring/master_key.hpp"
#include "actors/practice/snapshots.hpp"
#include "schemas/event_codec.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>

namespace tidings::bench {

struct log_plan {
  int practices = 100;
  std::uint64_t events = 1'000'000; ///< in all
  std::uint64_t queued = 100'000;   ///< messages of these that still wait to be sent
  bool pieces = true;               ///< false: the board never kept anything
  std::size_t text_bytes = 0;       ///< messages' texts are made so long at least, as e-mails are
};

inline practice_id practice_number(int number) { return *practice_id::parse(fmt::format("A{:05}", number)); }

class log_maker {
public:
  /// @param master of whoever will read it
  log_maker(const log_plan& plan, const std::filesystem::path& data_dir, const master_key& master)
      : plan_(plan), data_dir_(data_dir),
        keys_(master.derived("key ring"), key_files_, key_ring_options{.now = system_now}) {
    engine_ = must(open_rocksdb({.directory = data_dir / "log"}));
    for (int i = 0; i < plan.practices; ++i) {
      auto& one = makers_.emplace_back();
      one.id = practice_number(i);
      one.settings.id = one.id;
    }
  }

  /// All practices side by side, a little of each at a time. The queue comes last.
  void make() {
    constexpr std::uint64_t at_a_time = 500;
    const auto each = plan_.events / static_cast<std::uint64_t>(plan_.practices);
    const auto queue = plan_.queued / static_cast<std::uint64_t>(plan_.practices);
    const auto people = std::min<std::uint64_t>(2'000, each / 20);
    const auto lives_end = each > queue ? each - queue : 0;
    const auto now = system_now();
    const auto began = now - std::chrono::days(60);
    for (std::uint64_t goal = at_a_time;; goal += at_a_time) {
      const auto end = std::min(goal, each);
      for (auto& one : makers_) {
        // Two months for what is over, the last hour for the queue.
        while (one.version < std::min(end, lives_end)) {
          one.at = began + millis(static_cast<std::int64_t>(one.version) * (now - began).count() /
                                  static_cast<std::int64_t>(lives_end));
          if (one.people < people)
            add_patient(one);
          else
            add_life(one, lives_end);
        }
        while (one.version >= lives_end && one.version < end) {
          one.at = now - std::chrono::minutes(30);
          happens(one, accepted(one));
        }
        write(one);
      }
      std::fprintf(stderr, "\r%3.0f %% of the log made", 100.0 * static_cast<double>(end) / static_cast<double>(each));
      if (end == each) break;
    }
    std::fputc('\n', stderr);
    std::filesystem::create_directory(data_dir_ / "keys");
    for (const auto& [name, bytes] : key_files_->files)
      std::ofstream(data_dir_ / "keys" / name, std::ios::binary) << bytes;
  }

private:
  template <class T> static T must(result<T> what) {
    if (what) return std::move(*what);
    std::fprintf(stderr, "%s\n", what.error().detail.c_str());
    std::exit(1);
  }
  struct maker {
    practice_id id;
    practice_settings settings;
    practice_state core;
    std::uint64_t version = 0, snapshot_version = 0, people = 0, messages = 0;
    timestamp at{};
  };

  void happens(maker& one, const event& what) {
    group_.entries.push_back({one.id, ++one.version, must(seal(what, one.at, one.id, keys_))});
    evolve(one.core, what, one.at);
    fold(board_, what, one.id, one.version, one.at);
  }
  void add_patient(maker& one) {
    const auto name = "p" + std::to_string(one.people++);
    patient_details who;
    who.id = patient_id(name);
    who.first_name = secret_text("Sam");
    who.last_name = secret_text("Example");
    who.mobile = secret_text("07700 900123");
    happens(one, patient_updated{who});
    appointment_booked booked;
    booked.what.id = appointment_id("a" + name);
    booked.what.patient = who.id;
    booked.what.starts_at = system_now() + std::chrono::days(5);
    booked.what.clinician = "Dr Example";
    happens(one, booked);
  }
  message_accepted accepted(maker& one) {
    message_accepted e;
    e.message = id_from_name<message_id>("recovery", one.id.str() + std::to_string(one.messages++));
    e.kind = message_kind::now;
    e.to = secret_text("447700900123");
    std::string text =
        "Dear Sam, your results are in. Please ring us between nine and noon to talk about them. Example "
        "Surgery, 01632 960999";
    if (text.size() < plan_.text_bytes) text.resize(plan_.text_bytes, '.');
    e.text = secret_text(std::move(text));
    e.sender = "Example";
    e.due_at = one.at;
    e.expires_at = one.at + std::chrono::hours(48);
    e.asked_by = "campaign";
    return e;
  }
  void add_life(maker& one, std::uint64_t end) {
    const auto what = accepted(one);
    happens(one, what);
    if (one.version < end) happens(one, attempt_started{what.message, 1, provider_id("bench")});
    if (one.version < end) happens(one, attempt_sent{what.message, 1, "ft-" + std::to_string(one.version)});
    if (one.version < end)
      happens(one, receipt_received{what.message, provider_id("bench"), receipt_status::delivered, "000", one.at});
  }
  void write(maker& one) {
    if (snapshot_is_due(one.core, one.version - one.snapshot_version)) {
      prune(one.core, one.at);
      auto sealed = seal_snapshot(one.id, one.version, one.core, keys_);
      group_.snapshots.push_back(
          {one.id, one.version, state_format, wanted_at(one.core, one.settings, one.at), must(std::move(sealed)), {}});
      one.snapshot_version = one.version;
    }
    const auto number = board_.practice_numbers.at(one.id);
    if (plan_.pieces && piece_is_due(board_, number)) {
      auto sealed = seal_kept(board_pieces(), one.id, one.version, encode_piece(board_, number), keys_);
      group_.snapshots.push_back({one.id, one.version, board_format, never, must(std::move(sealed)), board_pieces()});
      board_.practices[number].kept = one.version;
    }
    group_.places = std::exchange(board_.places, {});
    if (const auto done = engine_->write(group_, durability::synced); !done) {
      std::fprintf(stderr, "%s\n", done.error().detail.c_str());
      std::exit(1);
    }
    group_.clear();
  }

  log_plan plan_;
  std::filesystem::path data_dir_;
  std::shared_ptr<memory_key_store> key_files_ = std::make_shared<memory_key_store>(); ///< no sync for each patient
  key_ring keys_;
  std::unique_ptr<log_engine> engine_;
  std::deque<maker> makers_;
  board_state board_;
  log_group group_;
};

} // namespace tidings::bench
