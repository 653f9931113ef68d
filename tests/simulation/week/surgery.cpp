#include "tests/simulation/week/surgery.hpp"

#include "tests/simulation/week/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace tidings::week {
namespace {

/// TIDINGS_STORY="3:447700900363 7:447700900591" prints what was said to and from these mobiles of these practices: the
/// way to see what a complaint is about.
void tell_story(int practice, const std::string& number, timestamp at, std::string_view who, std::string_view words) {
  static const char* const told = std::getenv("TIDINGS_STORY");
  if (told && std::string_view(told).find(fmt::format("{}:{}", practice, number)) != std::string_view::npos)
    fmt::print("{}:{} {}, {}: {}\n", practice, number, day_and_time(at), who, words);
}

constexpr timestamp quiet_after = week_ends + 36h; ///< what is under way then comes to its end
const provider_id carrier("carrier");

std::string number_of(std::size_t household) { return fmt::format("{:012}", 447'700'900'000 + household); }

} // namespace

surgery::surgery(std::uint64_t seed, int number, std::size_t households, const corpus& words)
    : random_(seed * 1'000 + static_cast<std::uint64_t>(number)), number_(number), settings_(settings_of(number)),
      now_(week_begins) {
  state_.marks = marker(std::array<std::uint8_t, 32>{7, static_cast<std::uint8_t>(number)});
  settle_in(words, households);
}

void surgery::at(timestamp when, std::function<void()> what) {
  jobs_.push({std::max(when, now_), ++jobs_made_, std::make_shared<std::function<void()>>(std::move(what))});
}

void surgery::play() {
  for (auto when = week_begins; when < quiet_after; when += 15min) at(when, [this] { tell(clock_ticked{}); });
  for (auto when = week_begins + 1h; when < quiet_after; when += 1h) at(when, [this] { poll(); });
  for (auto when = week_begins + 23h; when < quiet_after; when += 24h) at(when, [this] { prune(state_, now_); });
  poll();
  while (!jobs_.empty() && jobs_.top().at < quiet_after) {
    const auto next = jobs_.top();
    jobs_.pop();
    now_ = next.at;
    (*next.what)();
  }
  judge_.week_is_over(now_);
}

std::vector<event> surgery::tell(const command& what, const reply_id& cause) {
  auto made = decide(state_, settings_, what, now_);
  for (const auto& one : made.events) evolve(state_, one, now_);
  for (auto& one : follow_up(state_, settings_, what, made.events, now_)) {
    evolve(state_, one, now_);
    made.events.push_back(std::move(one));
  }
  for (const auto& one : made.events) judge_.sees(now_, cause, one);
  for (const auto& one : made.events) heard(one);
  return std::move(made.events);
}

/// What the world outside does about it.
void surgery::heard(const event& what) {
  if (const auto* e = std::get_if<message_accepted>(&what)) {
    const bool held_up = chance(random_, 0.05);
    at(std::max(now_, e->due_at) + (held_up ? between(random_, 10min, 3h) : millis(3'000)),
       [this, id = e->message] { deliver(id); });
  }
  if (const auto* e = std::get_if<operation_requested>(&what)) {
    to_write_[e->operation] = *e;
    at(now_ + between(random_, 2s, 12min), [this, id = e->operation] { write(id); });
  }
  if (const auto* e = std::get_if<withdrawal_requested>(&what)) unwanted_.insert(e->operation);
  if (const auto* e = std::get_if<number_disputed>(&what))
    at(now_ + between(random_, 1h, 20h), [this, talk = e->conversation] { tell(trust_number{talk, "staff"}); });
}

void surgery::deliver(const message_id& id) {
  const auto made = tell(start_attempt{id, carrier});
  if (std::none_of(made.begin(), made.end(), [](const event& e) { return std::holds_alternative<attempt_started>(e); }))
    return;
  const auto found = state_.messages.find(id);
  if (found == state_.messages.end()) return;
  const auto what = found->second.what;
  const bool answer_lost = chance(random_, 0.03);
  tell(attempt_outcome{
      .message = id, .attempt = 1, .result = answer_lost ? attempt_result::unknown : attempt_result::sent});
  if (answer_lost)
    at(now_ + 1min, [this, id] { tell(looked_up{.message = id, .attempt = 1, .finding = look_up_finding::seen}); });
  if (chance(random_, 0.8))
    at(now_ + 30s, [this, id] {
      tell(receipt_arrived{.message = id, .provider = carrier, .status = receipt_status::delivered, .code = "0"});
    });
  const auto home = home_of_number_.find(what.to.reveal());
  if (home == home_of_number_.end()) return;
  tell_story(number_, what.to.reveal(), now_, what.asked_by, what.text.reveal());
  auto& asked = homes_[home->second];
  if (!what.appointment.empty() && what.question != question_kind::none)
    asked.asked_about.insert({what.appointment, what.appointment_starts_at});
  else if (what.question != question_kind::none)
    asked.asked_otherwise = true;
  asked.mobile->reads({.id = id,
                       .words = what.text.reveal(),
                       .question = what.question,
                       .about = {what.appointment, what.appointment_starts_at},
                       .reply = what.talk.about});
}

void surgery::write(const operation_id& id) {
  const auto what = to_write_.at(id);
  to_write_.erase(id);
  auto result = operation_result::done;
  if (unwanted_.contains(id)) {
    result = operation_result::withdrawn;
  } else if (what.kind == operation_kind::cancel_appointment) {
    const auto row = book_.find(what.appointment);
    const bool same = row != book_.end() && row->second.status == appointment_status::booked &&
                      row->second.starts_at == what.expected_starts_at && row->second.patient == what.patient &&
                      row->second.clinician == what.expected_clinician;
    if (!same)
      result = operation_result::differs;
    else if (chance(random_, 0.5))
      book_.erase(row);
    else
      row->second.status = appointment_status::cancelled;
  }
  tell(operation_outcome{.operation = id, .result = result, .system_uid = {}, .detail = "as the system says"});
}

void surgery::send(meant what, bool again) {
  what.reply = id_from_name<reply_id>("week", fmt::format("{} {}", settings_.id.str(), ++replies_made_));
  at(what.arrived, [this, what] { arrive(what); });
  if (again) at(what.arrived + between(random_, 1s, 1h), [this, what] { arrive(what); });
}

/// Nobody need be asked what it is about: one patient, one appointment as it was when we asked, time enough.
bool surgery::answers_the_only_question(const meant& what) const {
  constexpr minutes cut_off{60}, on_its_way{10};
  const bool is_wish = what.what == wish::cancel || what.what == wish::confirm;
  if (!is_wish || !what.plain || !what.about || what.arrived - what.written > on_its_way) return false;
  const auto& home = homes_[home_of_number_.at(what.number)];
  const auto row = book_.find(what.about->id);
  return home.patients.size() == 1 && !home.asked_otherwise && home.asked_about == std::set{*what.about} &&
         row != book_.end() && row->second.status == appointment_status::booked &&
         row->second.starts_at == what.about->starts_at && row->second.patient == home.patients.front() &&
         now_ + cut_off < row->second.starts_at;
}

void surgery::arrive(meant what) {
  what.alone = answers_the_only_question(what);
  judge_.hears(what);
  tell_story(number_, what.number, now_, what.about ? "the patient, of " + what.about->id.value : "the patient",
             what.text);
  tell(reply_arrived{.reply = what.reply,
                     .provider = carrier,
                     .from = secret_text(what.number),
                     .to = settings_.sender,
                     .text = secret_text(what.text),
                     .reported_at = what.written},
       what.reply);
  judge_.is_done_with(what.reply);
  tell_story(number_, what.number, now_, "understood", judge_.understood(what.reply));
}

std::vector<booking> surgery::diary(const std::string& number) const {
  std::vector<booking> all;
  const auto& mine = homes_[home_of_number_.at(number)].patients;
  for (const auto& [id, row] : book_)
    if (row.starts_at > now_ - 24h && row.status != appointment_status::cancelled &&
        std::find(mine.begin(), mine.end(), row.patient) != mine.end())
      all.push_back({id, row.starts_at});
  return all;
}

bool surgery::is_over(const booking& one) const {
  const auto row = book_.find(one.id);
  return (row != book_.end() && row->second.status == appointment_status::finished) || judge_.is_cancelled(one);
}

void surgery::poll() {
  appointments_read seen{now_ - 24h, now_ + 14 * 24h, {}};
  for (const auto& [id, row] : book_)
    if (row.starts_at >= seen.from && row.starts_at < seen.to) seen.rows.push_back(row);
  tell(seen);
}

void surgery::settle_in(const corpus& words, std::size_t households) {
  for (std::size_t i = 0; i < households; ++i) {
    household home{number_of(i), {}, nullptr};
    home.mobile =
        std::make_unique<phone>(static_cast<line&>(*this), words, random_, home.number, chance(random_, 0.01));
    const std::size_t family = chance(random_, 0.25) ? 2 + below(random_, 2) : 1;
    for (std::size_t k = 0; k < family; ++k) {
      patient_details who;
      who.id = patient_id(fmt::format("{}-{}-{}", settings_.id.str(), i, k));
      who.first_name = secret_text("Amira");
      who.mobile = secret_text("0" + home.number.substr(2));
      home_of_patient_[who.id] = i;
      home.patients.push_back(who.id);
      tell(patient_read{who});
    }
    home_of_number_[home.number] = i;
    homes_.push_back(std::move(home));
  }
  for (auto& home : homes_) {
    book(home, 3 + static_cast<int>(below(random_, 4)));
    for (int i = 0; i < 2; ++i) at(week_begins + between(random_, 6h, 6 * 24h), [&home] { home.mobile->writes(); });
    if (home.patients.size() > 1) continue;
    static const std::vector<std::string> sets = {"pressure", "lungs", "sugar"};
    at(week_begins + between(random_, 9h, 5 * 24h), [this, &home, set = one_of(random_, sets)] {
      tell(ask_questions{.patient = home.patients.front(), .set = set, .idempotency_key = set, .by = "staff"});
    });
  }
}

void surgery::book(household& home, int how_many) {
  static const std::vector<std::string> sessions = {"GP Surgery",   "GP Surgery",   "GP Surgery",
                                                    "Nurse Clinic", "Nurse Clinic", "Flu Clinic"};
  static const std::vector<std::string> clinicians = {"Dr Patel", "Dr Jones", "Nurse Kaur", "Sister Byrne"};
  std::set<timestamp> taken;
  for (int i = 0; i < how_many; ++i) {
    appointment row;
    const auto hour = static_cast<int>(8 + below(random_, 10));
    row.starts_at = at_local(static_cast<int>(below(random_, 9)), hour == 12 ? 13 : hour, // noon has several names
                             static_cast<int>(10 * below(random_, 6)));
    if (!taken.insert(row.starts_at).second) continue;
    row.id = appointment_id(fmt::format("{}-a{}", settings_.id.str(), ++bookings_made_));
    row.patient = one_of(random_, home.patients);
    row.minutes = 10;
    row.session = one_of(random_, sessions);
    row.clinician = one_of(random_, clinicians);
    const bool known = chance(random_, 0.5) || row.starts_at < week_begins + 24h;
    const auto booked = known ? week_begins : row.starts_at - between(random_, 3h, 60h);
    if (booked <= week_begins) {
      book_[row.id] = row;
      live_through(row.id);
    } else {
      at(booked, [this, row] {
        book_[row.id] = row;
        live_through(row.id);
      });
    }
  }
}

/// What befalls a booking besides what its patient wants.
void surgery::live_through(const appointment_id& id) {
  const auto starts = book_.at(id).starts_at;
  const auto still = [this, id](auto change) {
    return [this, id, change] {
      const auto row = book_.find(id);
      if (row != book_.end() && row->second.status == appointment_status::booked && row->second.starts_at > now_)
        change(row->second);
    };
  };
  const auto before = starts - now_ > 2h ? now_ + between(random_, 1h, starts - now_ - 1h) : now_;
  const auto roll = below(random_, 100);
  if (roll < 6)
    at(before, still([this](appointment& row) { row.starts_at += chance(random_, 0.5) ? 24h : 2h; }));
  else if (roll < 9)
    at(before, still([this](appointment& row) { book_.erase(appointment_id(row.id)); }));
  else if (roll < 11)
    at(before, still([this](appointment& row) { row.patient = one_of(random_, one_of(random_, homes_).patients); }));
  const bool attended = chance(random_, 0.85);
  for (const auto later : {starts + 20min, starts + 24h + 20min}) // the second: it was moved by a day
    at(later, [this, id, attended] {
      const auto row = book_.find(id);
      if (row == book_.end() || row->second.status != appointment_status::booked || row->second.starts_at > now_)
        return;
      row->second.status = attended ? appointment_status::finished : appointment_status::did_not_attend;
    });
}

} // namespace tidings::week
