#include "actors/key_ring/key_ring.hpp"

#include <algorithm>
#include <cstring>

namespace tidings {
namespace {

constexpr std::size_t id_size = 8;

std::string bound_to(const practice_id& practice, std::string_view aad) {
  std::string all = "tidings box 1";
  all.append(practice.padded().data(), practice.padded().size());
  all += aad;
  return all;
}

} // namespace

key_ring::key_ring(const key_bytes& wrapping, std::shared_ptr<key_store> store, key_ring_options options)
    : wrapping_(wrapping), store_(std::move(store)), options_(std::move(options)) {
  std::uint64_t low = 0;
  cipher::random_bytes(reinterpret_cast<std::uint8_t*>(&low), sizeof low);
  cipher::random_bytes(reinterpret_cast<std::uint8_t*>(&nonce_high_), sizeof nonce_high_);
  nonce_low_ = low;
}

cipher::nonce key_ring::next_nonce() {
  const auto low = nonce_low_.fetch_add(1);
  cipher::nonce once{};
  std::memcpy(once.data(), &nonce_high_, sizeof nonce_high_);
  std::memcpy(once.data() + sizeof nonce_high_, &low, sizeof low);
  return once;
}

key_ring::slot& key_ring::slot_of(const practice_id& practice) {
  const std::lock_guard guard(lock_);
  auto& one = slots_[practice];
  one.used = ++clock_;
  return one;
}

template <class F>
auto key_ring::with(const practice_id& practice, F&& f) -> decltype(f(std::declval<practice_keys&>())) {
  auto& mine = slot_of(practice);
  bool fresh = false;
  auto answer = [&]() -> decltype(f(*mine.keys)) {
    const std::lock_guard guard(mine.lock);
    if (!mine.keys || mine.keys->stale()) {
      if (mine.keys) mine.failed = true;
      mine.keys.reset();
      auto loaded = practice_keys::load(practice, wrapping_, *store_, options_.limits, options_.now());
      if (!loaded) return tl::unexpected(loaded.error());
      if (mine.failed)
        if (const auto anew = (*loaded)->write_anew(); !anew) return tl::unexpected(anew.error());
      mine.failed = false;
      mine.keys = std::move(*loaded);
      fresh = true;
    }
    auto made = f(*mine.keys);
    mine.bytes = mine.keys->bytes();
    return made;
  }();
  if (fresh) make_room(mine);
  return answer;
}

// Those in use are passed over: they are needed, and nobody waits for them here.
void key_ring::make_room(const slot& but) {
  const std::lock_guard guard(lock_);
  std::size_t all = 0;
  std::vector<slot*> loaded;
  for (auto& [practice, one] : slots_) {
    all += one.bytes;
    if (one.bytes > 0 && &one != &but) loaded.push_back(&one);
  }
  std::sort(loaded.begin(), loaded.end(), [](const slot* a, const slot* b) { return a->used < b->used; });
  for (auto* one : loaded) {
    if (all <= options_.loaded_bytes_max) return;
    const std::unique_lock mine(one->lock, std::try_to_lock);
    if (!mine) continue;
    if (one->keys && (one->keys->unsettled() || one->keys->stale())) continue; // whoever sealed is about to settle
    all -= one->bytes.exchange(0);
    one->keys.reset();
  }
}

result<std::string> key_ring::seal(const practice_id& practice, const seal_subject& subject, std::string_view aad,
                                   std::string_view plain) {
  const auto key = with(practice, [&](practice_keys& keys) -> result<practice_keys::usable> {
    if (keys.erased()) return fail(error_code::refused, "practice " + practice.str() + " was erased");
    return keys.key_for(subject, options_.now());
  });
  if (!key) return tl::unexpected(key.error());
  std::string box(id_size, '\0');
  std::memcpy(box.data(), &key->id, id_size);
  cipher::seal(box, key->key, next_nonce(), bound_to(practice, aad), plain);
  return box;
}

result<void> key_ring::settle(const practice_id& practice) {
  return with(practice, [](practice_keys& keys) { return keys.settle(); });
}

result<std::optional<std::string>> key_ring::open(const practice_id& practice, std::string_view aad,
                                                  std::string_view box) {
  std::uint64_t id = 0;
  if (box.size() < id_size + cipher::nonce_size + cipher::tag_size)
    return fail(error_code::log_damaged, "practice " + practice.str() + ": a sealed box is cut off");
  std::memcpy(&id, box.data(), id_size);
  const auto key = with(practice, [&](practice_keys& keys) { return keys.key_of(id); });
  if (!key) return tl::unexpected(key.error());
  if (!*key) return std::nullopt;
  auto plain = cipher::open(**key, bound_to(practice, aad), box.substr(id_size));
  if (!plain)
    return fail(error_code::log_damaged, "practice " + practice.str() + ": a sealed box is not what was sealed");
  return plain;
}

result<marker> key_ring::marker_of(const practice_id& practice) {
  return with(practice, [&](practice_keys& keys) -> result<marker> { return keys.marks(); });
}

result<bool> key_ring::erase(const practice_id& practice, std::span<const seal_subject> subjects) {
  return with(practice, [&](practice_keys& keys) { return keys.erase(subjects, options_.now()); });
}

result<void> key_ring::erase_practice(const practice_id& practice) {
  return with(practice, [](practice_keys& keys) { return keys.erase_all(); });
}

// Without loading the keys: a practice that has none yet may have a note, and be it an empty one.
result<std::string> key_ring::note_of(const practice_id& practice) {
  auto& mine = slot_of(practice);
  const std::lock_guard guard(mine.lock);
  const auto bytes = store_->read(key_file::note_name(practice));
  if (!bytes) return tl::unexpected(bytes.error());
  return *bytes ? key_file::read_note(practice, **bytes) : std::string();
}

result<void> key_ring::keep_note(const practice_id& practice, std::string_view note) {
  auto& mine = slot_of(practice);
  const std::lock_guard guard(mine.lock);
  const auto name = key_file::note_name(practice);
  const auto fresh = key_file::write_note(practice, note);
  const auto there = store_->read(name);
  if (!there) return tl::unexpected(there.error());
  return *there == fresh ? result<void>() : store_->replace(name, fresh);
}

result<void> key_ring::rotate(const practice_id& practice) {
  return with(practice, [&](practice_keys& keys) -> result<void> {
    if (keys.erased()) return fail(error_code::refused, "practice " + practice.str() + " was erased");
    return keys.rotate(options_.now());
  });
}

void key_ring::rest(const practice_id& practice) {
  auto& mine = slot_of(practice);
  const std::lock_guard guard(mine.lock);
  if (mine.keys && (mine.keys->unsettled() || mine.keys->stale())) return; // the board's, which settles in a moment
  mine.keys.reset();
  mine.bytes = 0;
}

result<key_status> key_ring::status(const practice_id& practice) {
  return with(practice, [](practice_keys& keys) -> result<key_status> { return keys.status(); });
}

std::size_t key_ring::loaded() const {
  const std::lock_guard guard(lock_);
  return static_cast<std::size_t>(
      std::count_if(slots_.begin(), slots_.end(), [](const auto& one) { return one.second.bytes > 0; }));
}

} // namespace tidings
