// Keys: what is sealed opens again for its owner alone, is erased for good, and survives a crash anywhere.
#include "tests/support/memory_keys.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <thread>
#include <unordered_set>

namespace tidings {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const practice_id a = *practice_id::parse("A99001"), b = *practice_id::parse("B99002");
const seal_subject ann{seal_subject::kind::patient, "ann"}, bob{seal_subject::kind::patient, "bob"},
    shot{seal_subject::kind::snapshot, {}};

struct a_key_ring : testing::Test {
  timestamp now{std::chrono::hours(500'000)};
  std::shared_ptr<memory_key_store> store = std::make_shared<memory_key_store>();
  key_limits limits;
  std::shared_ptr<key_ring> keys = ring();

  std::shared_ptr<key_ring> ring() {
    return test::memory_keys([this] { return now; }, store, limits);
  }
  /// As after a restart: only what is on disk is left.
  void restart() { keys = ring(); }
  std::string seal(const seal_subject& whose, std::string_view text, const practice_id& practice = a) {
    auto box = keys->seal(practice, whose, "aad", text);
    EXPECT_TRUE(box) << (box ? "" : box.error().detail);
    return box.value_or("");
  }
  /// The text, `erased`, or the failure's code.
  std::string open(std::string_view box, const practice_id& practice = a, std::string_view aad = "aad") {
    const auto text = keys->open(practice, aad, box);
    if (!text) return text.error().code == error_code::log_damaged ? "damaged" : "failed: " + text.error().detail;
    return text->value_or("erased");
  }
};

TEST_F(a_key_ring, opens_what_it_sealed_also_after_a_restart) {
  const auto box = seal(ann, "Dear Ann"), empty = seal(bob, "");
  EXPECT_EQ(open(box), "Dear Ann");
  restart();
  EXPECT_EQ(open(box), "Dear Ann");
  EXPECT_EQ(open(empty), "");
  EXPECT_EQ(box.find("Dear"), std::string::npos);
}

TEST_F(a_key_ring, refuses_a_box_with_any_bit_changed) {
  const std::string text(128, 'x');
  const auto box = seal(ann, text);
  std::mt19937_64 dice(7);
  std::size_t opened = 0;
  for (int i = 0; i < 10'000; ++i) {
    auto changed = box;
    const auto bit = dice() % (changed.size() * 8);
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    opened += open(changed) != "damaged";
  }
  EXPECT_EQ(opened, 0U);
  for (std::size_t size = 0; size < box.size(); ++size) EXPECT_EQ(open(box.substr(0, size)), "damaged");
}

TEST_F(a_key_ring, refuses_a_box_of_another_practice_or_record) {
  std::size_t opened = 0;
  for (int i = 0; i < 1'000; ++i) {
    const auto here = keys->seal(a, ann, "record " + std::to_string(i), "text");
    opened += open(*here, b, "record " + std::to_string(i)) != "damaged";
    opened += open(*here, a, "record " + std::to_string(i + 1)) != "damaged";
  }
  EXPECT_EQ(opened, 0U);
}

TEST_F(a_key_ring, never_uses_a_nonce_twice) {
  constexpr std::size_t seals = 100'000, threads = 2; // TIDINGS_NONCES=10000000 for the long form
  const char* wanted = std::getenv("TIDINGS_NONCES");
  const auto each = (wanted ? std::strtoull(wanted, nullptr, 10) : seals) / threads;
  std::vector<std::vector<std::string>> nonces(threads);
  std::vector<std::thread> workers;
  for (std::size_t t = 0; t < threads; ++t)
    workers.emplace_back([&, t] {
      nonces[t].reserve(each);
      for (std::size_t i = 0; i < each; ++i) nonces[t].push_back(keys->seal(a, ann, {}, {})->substr(8, 12));
    });
  for (auto& one : workers) one.join();
  std::unordered_set<std::string> all;
  for (const auto& some : nonces) all.insert(some.begin(), some.end());
  EXPECT_EQ(all.size(), each * threads);
}

TEST_F(a_key_ring, forgets_an_erased_patient_and_nobody_else) {
  const auto anns = seal(ann, "Ann"), bobs = seal(bob, "Bob"), snapshot = seal(shot, "all of them");
  ASSERT_TRUE(keys->erase(a, std::array{ann}));
  for (int restarts = 0; restarts < 2; ++restarts) {
    EXPECT_EQ(open(anns), "erased");
    EXPECT_EQ(open(bobs), "Bob");
    EXPECT_EQ(open(snapshot), "erased");
    restart();
  }
}

TEST_F(a_key_ring, makes_every_older_copy_of_its_keys_useless_when_it_erases) {
  const auto box = seal(ann, "Ann");
  const auto copy = store->files.at("A99001.keys");
  ASSERT_TRUE(keys->erase(a, std::array{ann}));
  store->files["A99001.keys"] = copy; // from a backup, say
  restart();
  EXPECT_EQ(open(box), "damaged");
  EXPECT_THAT(keys->open(a, "aad", box).error().detail, HasSubstr("don't belong together"));
}

TEST_F(a_key_ring, erases_nothing_a_second_time) {
  seal(ann, "Ann");
  ASSERT_TRUE(keys->erase(a, std::array{ann}));
  const auto before = store->files;
  ASSERT_TRUE(keys->erase(a, std::array{ann}));
  EXPECT_EQ(store->files, before);
}

TEST_F(a_key_ring, syncs_once_for_as_many_new_keys_as_were_needed) {
  for (int n = 0; n < 100; ++n) seal({seal_subject::kind::patient, std::to_string(n)}, "x");
  EXPECT_EQ(store->syncs, 0);
  ASSERT_TRUE(keys->settle(a));
  EXPECT_EQ(store->syncs, 1);
  seal(ann, "x");
  ASSERT_TRUE(keys->settle(a));
  seal(ann, "x");
  ASSERT_TRUE(keys->settle(a));
  EXPECT_EQ(store->syncs, 2) << "the last one needed no new key";
  restart();
  seal(ann, "x");
  ASSERT_TRUE(keys->settle(a));
  EXPECT_EQ(store->syncs, 3) << "who was before may have died between adding and syncing";
}

TEST_F(a_key_ring, writes_its_keys_anew_after_a_sync_that_failed) {
  seal(bob, "x");
  ASSERT_TRUE(keys->settle(a));
  const auto box = seal(ann, "Ann");
  store->fails_after = 0;
  EXPECT_FALSE(keys->settle(a));
  EXPECT_FALSE(keys->seal(a, ann, {}, {})) << "the disk still fails";
  store->fails_after = -1;
  const auto again = seal(ann, "Ann");
  EXPECT_EQ(open(again), "Ann");
  EXPECT_EQ(store->replaced, "A99001.keys");
}

TEST_F(a_key_ring, keeps_a_note_beside_the_keys_and_makes_none_for_it) {
  EXPECT_EQ(*keys->note_of(a), "");
  EXPECT_TRUE(store->files.empty());
  ASSERT_TRUE(keys->keep_note(a, "Ann was erased"));
  EXPECT_EQ(*keys->note_of(a), "Ann was erased");
  EXPECT_EQ(*keys->note_of(b), "");
  restart();
  EXPECT_EQ(*keys->note_of(a), "Ann was erased");
  store->fails_after = 0;
  EXPECT_TRUE(keys->keep_note(a, "Ann was erased")) << "the same again needs no disk";
  EXPECT_FALSE(keys->keep_note(a, "and Bob"));
  EXPECT_EQ(*keys->note_of(a), "Ann was erased");
  store->files["A99001.note"][21] ^= 1;
  EXPECT_EQ(keys->note_of(a).error().code, error_code::log_damaged);
}

TEST_F(a_key_ring, erases_a_practice_for_ever) {
  const auto box = seal(ann, "Ann"), other = seal(ann, "Ann", b);
  ASSERT_TRUE(keys->erase_practice(a));
  for (int restarts = 0; restarts < 2; ++restarts) {
    EXPECT_EQ(open(box), "erased");
    EXPECT_EQ(keys->seal(a, ann, {}, "again").error().code, error_code::refused);
    EXPECT_EQ(open(other, b), "Ann");
    EXPECT_FALSE(store->files.contains("A99001.keys"));
    restart();
  }
}

TEST_F(a_key_ring, seals_under_new_keys_after_a_rotation_and_reads_the_old) {
  const auto old = seal(ann, "old");
  ASSERT_TRUE(keys->rotate(a));
  const auto fresh = seal(ann, "new");
  EXPECT_NE(old.substr(0, 8), fresh.substr(0, 8)) << "the data key's id";
  restart();
  EXPECT_EQ(open(old) + open(fresh), "oldnew");
  EXPECT_EQ(keys->status(a)->generation, 2U);
}

TEST_F(a_key_ring, rotates_by_itself_before_too_many_uses_and_after_90_days) {
  limits.uses_max = 1'000;
  limits.uses_booked = 64;
  restart();
  const auto first = seal(ann, "x");
  for (int i = 0; i < 5'000; ++i) {
    seal(ann, "x");
    if (i % 700 == 0) restart(); // a crash counts too many uses, never too few
    ASSERT_LE(keys->status(a)->uses, limits.uses_max);
  }
  EXPECT_GE(keys->status(a)->generation, 5U);
  const auto before = keys->status(a)->generation;
  now += 24h * 90;
  seal(ann, "x");
  EXPECT_EQ(keys->status(a)->generation, before + 1);
  EXPECT_EQ(open(first), "x");
}

TEST_F(a_key_ring, comes_through_a_crash_at_every_step_of_every_change) {
  const auto changes = std::to_array<std::function<void()>>({
      [this] {
        (void)keys->seal(a, {seal_subject::kind::patient, "new"}, "aad", "new");
      },
      [this] { (void)keys->erase(a, std::array{ann}); },
      [this] { (void)keys->rotate(a); },
      [this] { (void)keys->erase_practice(a); },
  });
  for (std::size_t change = 0; change < changes.size(); ++change)
    for (int steps = 0; steps < 5; ++steps) {
      store = std::make_shared<memory_key_store>();
      restart();
      const auto anns = seal(ann, "Ann"), bobs = seal(bob, "Bob");
      store->fails_after = steps;
      changes[change]();
      store->fails_after = -1;
      restart();
      const auto left = open(anns), other = open(bobs);
      EXPECT_TRUE(left == "Ann" || (left == "erased" && change != 0 && change != 2)) << change << ' ' << steps << left;
      EXPECT_TRUE(other == "Bob" || (other == "erased" && change == 3)) << change << ' ' << steps << other;
      if (other == "Bob") {
        EXPECT_EQ(open(seal(bob, "more")), "more");
      }
      // What was cut off is done when it is told again, as the practice does after its restart.
      changes[change]();
      EXPECT_EQ(open(anns), change == 1 || change == 3 ? "erased" : "Ann") << change << ' ' << steps;
    }
}

TEST_F(a_key_ring, says_what_is_wrong_with_its_files_and_makes_no_new_ones) {
  const auto box = seal(ann, "Ann");
  const auto good = store->files;
  const auto why = [&] {
    restart();
    EXPECT_FALSE(keys->seal(a, ann, {}, {}));
    const auto opened = keys->open(a, "aad", box);
    return opened ? std::string("opened") : opened.error().detail;
  };
  store->files.erase("A99001.unlock");
  EXPECT_THAT(why(), HasSubstr("A99001.unlock is gone"));
  store->files = good;
  store->files.erase("A99001.keys");
  EXPECT_THAT(why(), HasSubstr("A99001.keys is gone"));
  store->files = good;
  store->files["A99001.unlock"][30] ^= 1;
  EXPECT_THAT(why(), HasSubstr("it is damaged"));
  store->files = good;
  store->files["A99001.keys"][60] ^= 1;
  EXPECT_THAT(why(), HasSubstr("record 1 is damaged"));
  store->files = good;
  keys = std::make_shared<key_ring>(cipher::random_key(), store, key_ring_options{.now = [] { return timestamp{}; }});
  EXPECT_THAT(keys->open(a, "aad", box).error().detail, HasSubstr("the master key is not the one"));
  store->files.clear(); // the log is there, its keys aren't: never taken for an erasure
  EXPECT_THAT(
      [&] {
        restart();
        return keys->open(a, "aad", box).error().detail;
      }(),
      HasSubstr("was never erased"));
}

TEST_F(a_key_ring, holds_only_as_many_practices_in_memory_as_it_may) {
  key_ring small(cipher::random_key(), store,
                 key_ring_options{.now = [this] { return now; }, .limits = {}, .loaded_bytes_max = 20'000});
  std::vector<std::string> boxes;
  const auto numbered = [](int i) { return *practice_id::parse("B" + std::to_string(10'000 + i)); };
  for (int i = 0; i < 200; ++i) {
    boxes.push_back(*small.seal(numbered(i), ann, "aad", "x"));
    ASSERT_TRUE(small.settle(numbered(i)));
  }
  EXPECT_LT(small.loaded(), 25U);
  for (int i = 0; i < 200; ++i)
    EXPECT_EQ((*small.open(numbered(i), "aad", boxes[static_cast<std::size_t>(i)])).value(), "x");
  small.rest(numbered(199));
  EXPECT_TRUE(small.open(numbered(199), "aad", boxes[199]).has_value());
}

TEST_F(a_key_ring, marks_alike_for_ever_and_differently_in_each_practice) {
  const auto mark = keys->marker_of(a)->of_patient("9990000018");
  EXPECT_EQ(mark.size(), 20U);
  EXPECT_EQ(mark.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), mark.npos);
  EXPECT_NE(mark, keys->marker_of(a)->of_patient("9990000026"));
  EXPECT_NE(mark, keys->marker_of(a)->of_number("9990000018"));
  EXPECT_NE(mark, keys->marker_of(b)->of_patient("9990000018"));
  ASSERT_TRUE(keys->rotate(a));
  restart();
  EXPECT_EQ(mark, keys->marker_of(a)->of_patient("9990000018"));
}

TEST_F(a_key_ring, seals_while_it_rotates_without_a_failure) {
  std::atomic<bool> over = false;
  std::atomic<int> failed = 0, sealed = 0;
  std::vector<std::thread> workers;
  for (int t = 0; t < 2; ++t)
    workers.emplace_back([&, t] {
      const seal_subject who{seal_subject::kind::patient, std::to_string(t)};
      while (!over || sealed < 200) {
        const auto box = keys->seal(a, who, "aad", "x");
        const auto text = box ? keys->open(a, "aad", *box) : result<std::optional<std::string>>();
        if (!box || !text || *text != "x") ++failed;
        ++sealed;
      }
    });
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(keys->rotate(a));
  over = true;
  for (auto& one : workers) one.join();
  EXPECT_EQ(failed, 0);
  EXPECT_GE(keys->status(a)->generation, 51U);
}

TEST(a_key_folder, is_for_its_owner_alone_and_takes_up_where_it_was) {
  const test::temporary_directory here;
  const auto folder = here.path / "keys";
  const auto open = [&] {
    return std::make_shared<key_ring>(key_bytes("the master key of every test, 32"), *open_key_folder(folder),
                                      key_ring_options{.now = [] { return timestamp{}; }});
  };
  const auto box = *open()->seal(a, ann, "aad", "Ann");
  EXPECT_EQ((*open()->open(a, "aad", box)).value(), "Ann");
  ASSERT_TRUE(open()->rotate(a));
  ASSERT_TRUE(open()->erase(a, std::array{bob}));
  struct stat about {};
  ::stat(folder.c_str(), &about);
  EXPECT_EQ(about.st_mode & 0777U, 0700U);
  std::size_t files = 0;
  for (const auto& one : std::filesystem::directory_iterator(folder)) {
    ::stat(one.path().c_str(), &about);
    EXPECT_EQ(about.st_mode & 0777U, 0600U) << one.path();
    ++files;
  }
  EXPECT_EQ(files, 2U);
  key_ring one(key_bytes("the master key of every test, 32"), look_into_key_folder(folder),
               key_ring_options{.now = [] { return timestamp{}; }});
  EXPECT_EQ((*one.open(a, "aad", box)).value(), "Ann");
  EXPECT_FALSE(one.seal(a, {seal_subject::kind::patient, "new"}, "aad", "x"));
}

} // namespace
} // namespace tidings
