// What people do on a day: patients, staff, and software that asks for messages.
#include "tests/simulation/day.hpp"

#include <fmt/format.h>

namespace tidings::simulation {
namespace {

std::string mobile_of(const practice_id& practice, int person) {
  return fmt::format("07700 900{}{:02}", practice.str().back(), person % 100);
}

const std::string& one_of(dice& d, const std::vector<std::string>& all) {
  return all[static_cast<std::size_t>(between(d, 0, static_cast<int>(all.size()) - 1))];
}

template <class Map> auto& some(dice& d, Map& all) {
  return *std::next(all.begin(), between(d, 0, static_cast<int>(all.size()) - 1));
}

} // namespace

// A patient may have several appointments, and several patients one mobile.
void day::book() {
  auto& [id, practice] = some_practice();
  const auto number = static_cast<int>(practice.book.size()) + 1;
  const auto person = between(world_.random, 1, number);
  patient_details who;
  who.id = patient_id(id.str() + "-p" + std::to_string(person));
  who.system_id = secret_text("999" + id.str().substr(1) + std::to_string(person));
  who.first_name = secret_text("Amira" + std::to_string(person));
  who.mobile = secret_text(mobile_of(id, world_.strikes(world_.with.shared_mobile) ? 1 : person));
  if (chance(world_.random, 0.03)) who.mobile = secret_text("01632 960123");
  practice.patients.emplace(who.id, who);
  appointment what;
  what.id = appointment_id(id.str() + "-a" + std::to_string(number));
  what.patient = who.id;
  what.starts_at = life_->time() + std::chrono::minutes(between(world_.random, 2 * 60, 50 * 60));
  what.clinician = "Dr Patel";
  what.session = chance(world_.random, 0.2) ? "Blood Clinic" : "GP Surgery";
  practice.book[what.id].now = what;
}

void day::staff_change() {
  auto& [id, practice] = some_practice();
  if (practice.book.empty()) return;
  auto& slot = some(world_.random, practice.book).second;
  slot.changed_since = true;
  switch (between(world_.random, 0, 7)) {
  case 0:
  case 1:
    slot.now.starts_at += std::chrono::hours(1);
    break;
  case 2:
    slot.now.starts_at -= std::chrono::minutes(30);
    break;
  case 3:
    slot.now.status = appointment_status::cancelled;
    break;
  case 4:
    slot.rebooked += slot.now.status == appointment_status::cancelled ? 1 : 0;
    slot.now.status = appointment_status::booked;
    break;
  case 5:
    slot.now.patient = some(world_.random, practice.patients).first;
    break;
  case 6:
    slot.listed = !slot.listed;
    break;
  default:
    slot.now.status = appointment_status::arrived;
    break;
  }
}

void day::record_changes() {
  auto& [id, practice] = some_practice();
  if (practice.patients.empty()) return;
  auto& who = some(world_.random, practice.patients).second;
  switch (between(world_.random, 0, 3)) {
  case 0:
    who.dead = true;
    break;
  case 1:
    who.mobile = secret_text(mobile_of(id, between(world_.random, 1, 99)));
    break;
  case 2:
    who.sms_consent = consent::no;
    break;
  default:
    who.sms_consent = consent::yes;
    break;
  }
}

void day::read_book(practice_entry& one) {
  for (const auto& [id, patient] : one.second.patients) life_->tell_practice(one.first, patient_read{patient}, {});
  appointments_read read{day_begins - std::chrono::hours(24), day_begins + std::chrono::hours(24 * 14), {}};
  for (const auto& [id, slot] : one.second.book)
    if (slot.listed) read.rows.push_back(slot.now);
  life_->tell_practice(one.first, std::move(read), {});
}

void day::api_message() {
  constexpr std::array kinds = {message_kind::now, message_kind::now, message_kind::confirmation,
                                message_kind::campaign, message_kind::survey};
  auto& [id, practice] = some_practice();
  const auto name = std::to_string(++api_messages_);
  const auto message = id_from_name<message_id>("api", name);
  const bool poisoned = world_.strikes(world_.with.poison);
  if (poisoned) {
    world_.poisoned.insert(message);
    ++world_.disturbances;
  }
  accept_message what{.message = message,
                      .kind = kinds[static_cast<std::size_t>(between(world_.random, 0, 4))],
                      .to = secret_text(fmt::format("07700 9005{:02}", between(world_.random, 0, 20))),
                      .text = secret_text(name_of(id) + ": your results are in." +
                                          (poisoned ? std::string(poison_word) : std::string())),
                      .asked_by = "api",
                      .idempotency_key = name};
  if (!practice.patients.empty() && chance(world_.random, 0.3)) {
    what.patient = some(world_.random, practice.patients).first;
    what.to = secret_text();
  }
  const int times = world_.strikes(world_.with.asked_twice) ? 2 : 1;
  for (int i = 0; i < times; ++i)
    life_->tell_practice(id, what, [this, message](const answer& said) {
      if (said.accepted) world_.accepted_by_api.insert(message);
    });
}

void day::person_tells(const practice_id& practice, command what, std::function<void(const answer&)> on_answer) {
  audit_mark mark;
  mark.request = id_from_name<request_id>("person", std::to_string(++people_told_));
  mark.user = "sam";
  mark.role = "user";
  mark.session = "s1";
  mark.action = "POST /simulated";
  life_->tell_practice(
      practice, std::move(what),
      [this, request = mark.request, on_answer](const answer& said) {
        world_.people[request] = said.accepted;
        if (on_answer) on_answer(said);
      },
      std::make_shared<const audit_mark>(mark));
}

// What waits for a person is seen to, sometimes; a message that waits is taken back; keys are made anew.
void day::staff_looks_after() {
  const auto& id = some_practice().first;
  const auto known = reader_.states().find(id);
  if (world_.strikes(world_.with.keys_rotate)) person_tells(id, rotate_keys{"sam"});
  if (known == reader_.states().end() || !chance(world_.random, 0.2)) {
    if (chance(world_.random, 0.3)) reader_.catch_up();
    return;
  }
  const auto& state = known->second;
  if (!state.staff_items.empty()) person_tells(id, finish_item{some(world_.random, state.staff_items), "sam"});
  if (!state.parked.empty())
    person_tells(id, release_parked{some(world_.random, state.parked).first, "sam", chance(world_.random, 0.3)});
  if (!state.unsettled.empty() && world_.strikes(world_.with.staff_cancel_message * 5))
    person_tells(id, cancel_message{some(world_.random, state.unsettled), "sam"});
}

void day::erase_somebody() {
  auto& [id, practice] = some_practice();
  if (practice.patients.empty()) return;
  const auto who = some(world_.random, practice.patients).first;
  person_tells(id, erase_patient{who, {}, "sam"}, [&practice = practice, who](const answer& said) {
    if (said.accepted) practice.erasure_promised.insert(who);
  });
}

void day::change_settings() {
  const auto& id = some_practice().first;
  world_.settings[id].push_back(draw_settings(world_.random, id));
  life_->change_settings(world_.settings[id].back());
}

void day::deliver_receipts() {
  const auto now = life_->time();
  if (now < world_.provider_cut_until) return;
  if (world_.strikes(world_.with.receipt_of_nothing))
    life_->tell_practice(some_practice().first,
                         receipt_arrived{id_from_name<message_id>("nothing", std::to_string(to_ms(now))),
                                         provider_id("lying"), receipt_status::delivered, "000", now},
                         {});
  auto due = std::exchange(world_.receipts, {});
  for (auto& one : due) {
    if (one.due <= now) {
      if (one.what.status == receipt_status::delivered) maybe_answer(one.what, one.practice);
      one.due = now + std::chrono::seconds(5); // again until acknowledged
      life_->tell_practice(one.practice, one.what, [this, number = one.number](const answer& said) {
        if (said.accepted) std::erase_if(world_.receipts, [&](const auto& r) { return r.number == number; });
      });
    }
    world_.receipts.push_back(std::move(one));
  }
}

void day::deliver_replies() {
  const auto now = life_->time();
  if (now < world_.provider_cut_until) return;
  for (auto& one : world_.replies) {
    if (one.due > now) continue;
    one.due = now + std::chrono::seconds(5);
    const auto reply = one.what.reply;
    const int times = world_.strikes(world_.with.reply_twice) ? 2 : 1;
    for (int i = 0; i < times; ++i)
      life_->tell_practice(one.practice, one.what, [this, reply](const answer& said) {
        if (!said.accepted) return;
        world_.acknowledged_replies.insert(reply);
        std::erase_if(world_.replies, [&](const auto& r) { return r.what.reply == reply; });
      });
  }
}

// The phone has it: its owner answers, sometimes, and some change their minds.
void day::maybe_answer(const receipt_arrived& receipt, const practice_id& practice) {
  if (!world_.trouble || !world_.answered_messages.insert(receipt.message).second) return;
  const auto& number = world_.submitted.at(receipt.message).front().to;
  if (chance(world_.random, 0.2)) return;
  const int times = chance(world_.random, 0.1) ? 2 : 1;
  for (int i = 0; i < times; ++i) {
    const auto& words = chance(world_.random, 0.45)   ? plain_confirmations
                        : chance(world_.random, 0.6)  ? plain_cancellations
                        : chance(world_.random, 0.85) ? awkward_words
                                                      : stop_words;
    send_reply(practice, receipt.message, number, one_of(world_.random, words));
  }
  if (world_.strikes(world_.with.odd_reply)) // from somebody we never wrote to
    send_reply(practice, receipt.message, "07700 900999", one_of(world_.random, plain_cancellations));
}

void day::send_reply(const practice_id& practice, const message_id& about, const std::string& from,
                     const std::string& text) {
  const auto reply = id_from_name<reply_id>("sim", to_text(about) + std::to_string(++replies_sent_));
  world_.reply_texts[reply] = text;
  world_.replies.push_back({world_.in(1'000, 60'000), practice,
                            reply_arrived{reply, provider_id("lying"), secret_text(from), sender_of(practice),
                                          secret_text(text), life_->time()}});
}

} // namespace tidings::simulation
