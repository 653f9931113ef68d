#include "actors/key_ring/practice_keys.hpp"

#include "schemas/crash_point.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <cstring>

namespace tidings {
namespace {

using key_file::record;
using key_file::record_kind;

key_file::subject_id digest_of(const seal_subject& subject) {
  std::string input(1, static_cast<char>(subject.what));
  input += subject.name;
  std::array<unsigned char, 32> digest{};
  unsigned size = 0;
  EVP_Digest(input.data(), input.size(), digest.data(), &size, EVP_sha256(), nullptr);
  key_file::subject_id id{};
  std::copy_n(digest.begin(), id.size(), id.begin());
  return id;
}

std::uint64_t random_id() {
  std::uint64_t id = 0;
  cipher::random_bytes(reinterpret_cast<std::uint8_t*>(&id), sizeof id);
  return id;
}

cipher::nonce random_nonce() {
  cipher::nonce once{};
  cipher::random_bytes(once.data(), once.size());
  return once;
}

key_file::wrapped_key wrap(const key_bytes& key, const key_bytes& by, std::string_view aad) {
  std::string text;
  cipher::seal(text, by, random_nonce(), aad, key.view());
  key_file::wrapped_key wrapped{};
  std::copy(text.begin(), text.end(), wrapped.begin());
  return wrapped;
}

std::optional<key_bytes> unwrap(const key_file::wrapped_key& wrapped, const key_bytes& by, std::string_view aad) {
  auto plain = cipher::open(by, aad, {wrapped.data(), wrapped.size()});
  if (!plain) return std::nullopt;
  const key_bytes key(*plain);
  OPENSSL_cleanse(plain->data(), plain->size());
  return key;
}

bool holds_key(const record& what) { return what.kind == record_kind::data_key || what.kind == record_kind::marker; }

marker marker_with(const key_bytes& key) {
  std::array<std::uint8_t, key_bytes::size> raw{};
  std::copy_n(key.data(), raw.size(), raw.begin());
  const marker made(raw);
  OPENSSL_cleanse(raw.data(), raw.size());
  return made;
}

} // namespace

tl::unexpected<failure> practice_keys::damaged(std::string why) const {
  return fail(error_code::log_damaged, "the keys of practice " + practice_.str() + ": " + std::move(why));
}

record practice_keys::wrapped(record what, const key_bytes& key, const key_bytes& by) const {
  what.wrapped = wrap(key, by, key_file::bound_to(practice_, what));
  return what;
}
std::optional<key_bytes> practice_keys::unwrapped(const record& what, const key_bytes& by) const {
  return unwrap(what.wrapped, by, key_file::bound_to(practice_, what));
}
key_file::unlock::practice_key practice_keys::lock_of(std::uint32_t number, const key_bytes& key) const {
  return {number, wrap(key, master_, key_file::bound_to(practice_, number))};
}

result<std::unique_ptr<practice_keys>> practice_keys::load(const practice_id& practice, const key_bytes& master,
                                                           key_store& store, const key_limits& limits, timestamp now) {
  auto keys = std::unique_ptr<practice_keys>(new practice_keys(practice, master, store, limits));
  const auto lock_bytes = store.read(keys->unlock_name());
  if (!lock_bytes) return tl::unexpected(lock_bytes.error());
  const auto key_bytes_there = store.read(keys->keys_name());
  if (!key_bytes_there) return tl::unexpected(key_bytes_there.error());
  result<void> done;
  if (!*lock_bytes) {
    // A crash while the files were made leaves keys without anything that opens them, and nothing sealed under them.
    if (*key_bytes_there &&
        (*key_bytes_there)->size() > key_file::header(practice, 0).size() + 2 * key_file::record_size)
      return keys->damaged("the file " + keys->unlock_name() +
                           " is gone; without it they can't be opened: bring it back");
    done = keys->make(now);
  } else {
    const auto lock = key_file::read_unlock(practice, **lock_bytes);
    if (!lock) return tl::unexpected(lock.error());
    if (lock->erased) {
      keys->erased_ = true;
      done = *key_bytes_there && store.writable() ? store.remove(keys->keys_name()) : result<void>();
    } else if (!*key_bytes_there) {
      return keys->damaged("the file " + keys->keys_name() + " is gone: bring it back");
    } else {
      done = keys->take(*lock, **key_bytes_there);
    }
  }
  if (!done) return tl::unexpected(done.error());
  return keys;
}

result<void> practice_keys::make(timestamp now) {
  practice_key_ = cipher::random_key();
  practice_key_number_ = 1;
  generation_ = 1;
  since_ = now;
  const auto mark_key = cipher::random_key();
  marks_ = marker_with(mark_key);
  records_ = {wrapped({.kind = record_kind::marker, .at = now}, mark_key, practice_key_),
              {.kind = record_kind::generation, .number = generation_, .at = now}};
  auto bytes = key_file::header(practice_, practice_key_number_);
  for (const auto& one : records_) key_file::add(bytes, one);
  if (auto kept = store_->replace(keys_name(), bytes); !kept) return kept;
  if (auto kept = store_->replace(unlock_name(),
                                  key_file::write(practice_, {false, {lock_of(practice_key_number_, practice_key_)}}));
      !kept)
    return kept;
  index();
  return {};
}

result<void> practice_keys::take(const key_file::unlock& lock, std::string_view bytes) {
  auto content = key_file::read(practice_, bytes);
  if (!content) return tl::unexpected(content.error());
  const auto mine = std::find_if(lock.keys.begin(), lock.keys.end(),
                                 [&](const auto& one) { return one.number == content->practice_key; });
  if (mine == lock.keys.end())
    return damaged("its two files don't belong together: " + keys_name() + " is older or newer than " + unlock_name());
  const auto key = unwrap(mine->wrapped, master_, key_file::bound_to(practice_, mine->number));
  if (!key) return damaged("the master key is not the one they were made with");
  practice_key_ = *key;
  practice_key_number_ = mine->number;
  if (content->size < bytes.size() && store_->writable()) // torn: never relied on
    if (auto cut = store_->replace(keys_name(), bytes.substr(0, content->size)); !cut) return cut;
  if (lock.keys.size() > 1 &&
      store_->writable()) // a change was interrupted: the other key is not needed, or not any more
    if (auto kept = store_->replace(unlock_name(), key_file::write(practice_, {false, {*mine}})); !kept) return kept;
  return take(std::move(*content));
}

result<void> practice_keys::take(key_file::content&& content) {
  records_ = std::move(content.records);
  index();
  const auto mark =
      std::find_if(records_.begin(), records_.end(), [](const record& one) { return one.kind == record_kind::marker; });
  const auto key = mark == records_.end() ? std::nullopt : unwrapped(*mark, practice_key_);
  if (!key || generation_ == 0) return damaged(keys_name() + " is not whole");
  marks_ = marker_with(*key);
  return {};
}

void practice_keys::index() {
  by_id_.clear();
  current_.clear();
  gone_.clear();
  booked_ = 0;
  for (const auto& one : records_)
    if (one.kind == record_kind::generation) {
      generation_ = one.number;
      since_ = one.at;
      booked_ = 0;
    } else if (one.kind == record_kind::uses) {
      booked_ = std::max(booked_, one.id);
    } else if (one.kind == record_kind::erased) {
      gone_.insert(one.id);
    }
  for (std::size_t i = 0; i < records_.size(); ++i) {
    if (records_[i].kind != record_kind::data_key) continue;
    by_id_[records_[i].id] = i;
    if (records_[i].number == generation_) current_[records_[i].subject] = i;
  }
  uses_ = booked_;
}

result<void> practice_keys::add(const record& what) {
  std::string bytes;
  key_file::add(bytes, what);
  if (auto kept = store_->append(keys_name(), bytes); !kept) {
    stale_ = true;
    return kept;
  }
  records_.push_back(what);
  unsettled_ = true;
  return {};
}

result<void> practice_keys::settle() {
  if (erased_ || (!unsettled_ && !unsure_)) return {};
  if (auto kept = store_->sync(keys_name()); !kept) {
    stale_ = true;
    return kept;
  }
  unsettled_ = unsure_ = false;
  return {};
}

result<void> practice_keys::write_anew() {
  if (erased_) return {};
  auto bytes = key_file::header(practice_, practice_key_number_);
  for (const auto& one : records_) key_file::add(bytes, one);
  if (auto kept = store_->replace(keys_name(), bytes); !kept) return kept;
  unsettled_ = unsure_ = false;
  return {};
}

result<void> practice_keys::book(timestamp now) {
  if (uses_ < booked_) return {};
  const auto upto = uses_ + limits_.uses_booked;
  if (auto kept = add({.kind = record_kind::uses, .id = upto, .at = now}); !kept) return kept;
  booked_ = upto;
  return {};
}

result<practice_keys::usable> practice_keys::key_for(const seal_subject& subject, timestamp now) {
  if (uses_ + 1 >= limits_.uses_max || now - since_ >= limits_.rotate_after)
    if (auto done = rotate(now); !done) return tl::unexpected(done.error());
  if (auto booked = book(now); !booked) return tl::unexpected(booked.error());
  ++uses_;
  const auto whose = digest_of(subject);
  if (const auto found = current_.find(whose); found != current_.end()) {
    const auto& one = records_[found->second];
    const auto key = unwrapped(one, practice_key_);
    if (!key) return damaged("a key is damaged");
    return usable{one.id, *key};
  }
  record fresh{.kind = record_kind::data_key, .subject = whose, .number = generation_, .at = now};
  do fresh.id = random_id();
  while (fresh.id == 0 || by_id_.contains(fresh.id) || gone_.contains(fresh.id));
  const auto key = cipher::random_key();
  fresh = wrapped(fresh, key, practice_key_);
  if (auto kept = add(fresh); !kept) return tl::unexpected(kept.error());
  by_id_[fresh.id] = current_[whose] = records_.size() - 1;
  return usable{fresh.id, key};
}

result<std::optional<key_bytes>> practice_keys::key_of(std::uint64_t id) const {
  if (erased_ || gone_.contains(id)) return std::nullopt;
  const auto found = by_id_.find(id);
  if (found == by_id_.end())
    return damaged("one that was never erased isn't there: " + keys_name() + " is older than the log");
  auto key = unwrapped(records_[found->second], practice_key_);
  if (!key) return damaged("a key is damaged");
  return key;
}

result<bool> practice_keys::erase(std::span<const seal_subject> subjects, timestamp now) {
  std::set<key_file::subject_id> whose;
  for (const auto& one : subjects) whose.insert(digest_of(one));
  const auto meant = [&](const record& one) {
    return one.kind == record_kind::data_key && whose.contains(one.subject);
  };
  if (std::none_of(records_.begin(), records_.end(), meant)) return false;
  whose.insert(digest_of({seal_subject::kind::snapshot, {}})); // a snapshot holds what others are to forget
  std::vector<record> keep;
  keep.reserve(records_.size());
  for (const auto& one : records_)
    keep.push_back(meant(one) ? record{.kind = record_kind::erased, .id = one.id, .at = now} : one);
  return rewrap(std::move(keep)).map([] { return true; });
}

result<void> practice_keys::rotate(timestamp now) {
  auto keep = records_;
  std::erase_if(keep, [](const record& one) { return one.kind == record_kind::uses; });
  keep.push_back({.kind = record_kind::generation, .number = generation_ + 1, .at = now});
  return rewrap(std::move(keep));
}

// In an order that a crash may cut anywhere: both practice keys open the file while it changes from one to the other.
result<void> practice_keys::rewrap(std::vector<record> keep) {
  const auto fresh = cipher::random_key();
  const auto number = practice_key_number_ + 1;
  auto bytes = key_file::header(practice_, number);
  for (auto& one : keep) {
    if (holds_key(one)) {
      const auto key = unwrapped(one, practice_key_);
      if (!key) return damaged("a key is damaged");
      one = wrapped(one, *key, fresh);
    }
    key_file::add(bytes, one);
  }
  stale_ = true; // until all three are done
  const auto lock = lock_of(number, fresh);
  if (auto kept = store_->replace(
          unlock_name(), key_file::write(practice_, {false, {lock_of(practice_key_number_, practice_key_), lock}}));
      !kept)
    return kept;
  crash_point("mid_key_rotation");
  if (auto kept = store_->replace(keys_name(), bytes); !kept) return kept;
  crash_point("mid_key_rotation");
  if (auto kept = store_->replace(unlock_name(), key_file::write(practice_, {false, {lock}})); !kept) return kept;
  stale_ = unsettled_ = unsure_ = false;
  practice_key_ = fresh;
  practice_key_number_ = number;
  records_ = std::move(keep);
  const auto uses = uses_;
  const auto generation = generation_;
  index();
  if (generation == generation_) uses_ = uses;
  return {};
}

result<void> practice_keys::erase_all() {
  if (erased_) return {};
  stale_ = true;
  if (auto kept = store_->replace(unlock_name(), key_file::write(practice_, {true, {}})); !kept) return kept;
  if (auto kept = store_->remove(keys_name()); !kept) return kept;
  stale_ = unsettled_ = unsure_ = false;
  erased_ = true;
  records_.clear();
  practice_key_ = key_bytes();
  marks_ = marker();
  index();
  return {};
}

key_status practice_keys::status() const {
  return {erased_, practice_key_number_, generation_, since_, uses_, by_id_.size(), gone_.size()};
}

} // namespace tidings
