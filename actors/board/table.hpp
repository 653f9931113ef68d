#pragma once
// Rows by id, in order of time, within a bound. Rows stay where they are in memory.
#include "schemas/time.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <bit>
#include <cstdint>
#include <cstring>
#include <deque>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace tidings {

/// Where a row stands in its table's order: by time, then by id, so that a reader's place survives a restart.
struct row_key {
  std::int64_t at_ms = 0;
  std::uint64_t tie = 0; ///< the id's first 8 bytes
  std::uint32_t slot = 0;
  auto operator<=>(const row_key&) const = default;
};

/// `Row` has `id`, `at` (its place in the order), `practice` (a small number), both never changed, and `bool ended`.
template <class Row> class bounded_table {
public:
  using id_type = decltype(Row::id);

  /// @param rows_max above this the row that ended longest ago goes
  /// @param open_max above this the oldest row goes, ended or not
  bounded_table(std::size_t rows_max, std::size_t open_max) : rows_max_(rows_max), open_max_(open_max) {}

  std::size_t size() const { return slots_.size(); }
  bool contains(const id_type& id) const { return slots_.contains(id); }
  Row* find(const id_type& id) {
    const auto found = slots_.find(id);
    return found == slots_.end() ? nullptr : &rows_[found->second];
  }
  const Row* find(const id_type& id) const { return const_cast<bounded_table*>(this)->find(id); }
  const Row& at_slot(std::uint32_t slot) const { return rows_[slot]; }
  Row& at_slot(std::uint32_t slot) { return rows_[slot]; }

  /// The id must not be there yet. Call `drop_one` until it gives nothing.
  Row& insert(Row row) {
    std::uint32_t slot = 0;
    if (free_.empty()) {
      slot = static_cast<std::uint32_t>(rows_.size());
      rows_.emplace_back();
    } else {
      slot = free_.back();
      free_.pop_back();
    }
    slots_.emplace(row.id, slot);
    order_.insert(order_.end(), key_of(row, slot));
    link(row.practice, slot);
    rows_[slot] = std::move(row);
    return rows_[slot];
  }

  /// The row may be dropped from now on.
  void end(Row& row) {
    if (row.ended) return;
    row.ended = true;
    if (const auto found = slots_.find(row.id); found != slots_.end()) ended_.push_back(found->second);
  }

  /// Takes out what is over the bound, one row a call.
  std::optional<Row> drop_one() {
    if (size() > rows_max_ && !ended_.empty()) {
      const auto slot = ended_.front();
      ended_.pop_front();
      return take(slot);
    }
    if (size() > open_max_) return take(order_.begin()->slot);
    return std::nullopt;
  }

  /// Takes out a row that has not ended.
  std::optional<Row> erase(const id_type& id) {
    const auto found = slots_.find(id);
    if (found == slots_.end() || rows_[found->second].ended) return std::nullopt;
    return take(found->second);
  }

  /// Newest first, rows before `before` only; `visit` returns false to stop.
  template <class Visit> void newest_first(const std::optional<row_key>& before, Visit&& visit) const {
    auto it = before ? order_.lower_bound(row_key{before->at_ms, before->tie, 0}) : order_.end();
    while (it != order_.begin()) {
      --it;
      if (!visit(rows_[it->slot], *it)) return;
    }
  }

  /// How many rows the practice has.
  std::size_t count_of(std::uint32_t practice) const { return practice < chains_.size() ? chains_[practice].rows : 0; }
  /// A practice's rows, in no order.
  template <class Visit> void of_practice(std::uint32_t practice, Visit&& visit) const {
    if (practice >= chains_.size()) return;
    for (auto slot = chains_[practice].first; slot != none; slot = links_[slot].next) visit(rows_[slot]);
  }

private:
  static constexpr std::uint32_t none = 0xffff'ffff;
  /// A practice's rows hang together by their slots: a snapshot of one needn't look at all others'.
  struct link_pair {
    std::uint32_t previous = none, next = none;
  };
  struct chain {
    std::uint32_t first = none;
    std::size_t rows = 0;
  };
  void link(std::uint32_t practice, std::uint32_t slot) {
    if (practice >= chains_.size()) chains_.resize(practice + 1);
    if (slot >= links_.size()) links_.resize(rows_.size());
    auto& of = chains_[practice];
    links_[slot] = {none, of.first};
    if (of.first != none) links_[of.first].previous = slot;
    of.first = slot;
    ++of.rows;
  }
  void unlink(std::uint32_t practice, std::uint32_t slot) {
    auto& of = chains_[practice];
    const auto [previous, next] = links_[slot];
    (previous == none ? of.first : links_[previous].next) = next;
    if (next != none) links_[next].previous = previous;
    --of.rows;
  }
  static row_key key_of(const Row& row, std::uint32_t slot) {
    std::uint64_t head = 0;
    std::memcpy(&head, row.id.bytes.data(), sizeof head);
    return {to_ms(row.at), head, slot};
  }
  Row take(std::uint32_t slot) {
    Row row = std::move(rows_[slot]);
    rows_[slot] = Row{};
    slots_.erase(row.id);
    order_.erase(key_of(row, slot));
    unlink(row.practice, slot);
    free_.push_back(slot);
    return row;
  }

  std::size_t rows_max_, open_max_;
  boost::unordered_flat_map<id_type, std::uint32_t, std::hash<id_type>> slots_;
  std::deque<Row> rows_;
  std::vector<link_pair> links_; ///< by slot
  std::vector<chain> chains_;    ///< by practice
  std::vector<std::uint32_t> free_;
  std::deque<std::uint32_t> ended_; ///< slots, the one that ended first in front
  std::set<row_key> order_;
};

} // namespace tidings
