// Conversations as staff see them, and the figures of the Friends and Family Test.
#include "actors/board/folder.hpp"
#include "actors/board/rows.hpp"
#include "actors/board/talks.hpp"

#include <algorithm>

namespace tidings {
namespace {

void drop_least_wanted(std::map<std::string, conversation_row>& all) {
  if (all.size() <= board_conversations_max) return;
  all.erase(std::min_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
    const auto done = [](const auto& one) { return one.second.status != conversation_status::done; };
    return std::pair(done(a), a.second.at) < std::pair(done(b), b.second.at);
  }));
}

struct inbox_reader {
  const board_state& state;

  bool operator()(const message_accepted& e) const { return !e.talk.conversation.empty(); }
  bool operator()(const message_cancelled& e) const {
    const auto* row = e.message.is_nil() ? nullptr : state.messages.find(e.message);
    return row && row->talk != 0;
  }
  template <class Event> bool operator()(const Event& e) const {
    if constexpr (requires { e.conversation; })
      return !e.conversation.empty();
    else
      return false;
  }
};

} // namespace

bool concerns_inbox(const board_state& state, const event& what) { return std::visit(inbox_reader{state}, what); }

std::uint64_t talk_hash(const std::string& conversation) {
  return conversation.empty() ? 0 : std::hash<std::string>{}(conversation);
}

void board_folder::belongs_to(conversation_row& row) {
  if (row.events.size() >= board_talk_events_max) row.events.erase(row.events.begin());
  row.events.push_back(sequence);
}

conversation_row* board_folder::conversation_of(const std::string& id) {
  const auto found = practice.conversations.find(id);
  return found == practice.conversations.end() ? nullptr : &found->second;
}

void board_folder::talked(const reply_received& e) {
  if (e.conversation.empty()) return;
  auto& row = practice.conversations[e.conversation];
  row.at = at;
  row.status = conversation_status::unread;
  row.last_reply = e.reply;
  row.by = e.by;
  if (e.by == channel::email)
    row.address = address_hash(e.from.reveal());
  else
    row.from = tail_of(e.from.reveal());
  if (const auto mobile = msisdn::parse_uk_mobile(e.from.reveal())) row.number = number_hash(mobile->digits);
  ++row.replies;
  belongs_to(row);
  drop_least_wanted(practice.conversations);
}

void board_folder::forget_talks(const patient_erased& e) {
  for (const auto& mark : e.numbers) practice.conversations.erase(mark);
  std::erase_if(practice.waiting_list.waiting, [&](const auto& entry) { return entry.second.patient == e.patient; });
}

void board_folder::operator()(const conversation_moved& e) {
  auto* row = conversation_of(e.conversation);
  if (!row) return;
  row->status = e.status;
  row->assigned_to = state.words.number(e.assigned_to);
  belongs_to(*row);
}

void board_folder::operator()(const conversation_noted& e) {
  auto* row = conversation_of(e.conversation);
  if (!row) return;
  ++row->notes;
  belongs_to(*row);
}

// The latest reply of the conversation is taken for what led to it: so its message's page, and with it the
// conversation's, says what came of it.
void board_folder::came_of_talk(const std::string& conversation, const operation_id& asked) {
  auto* row = conversation_of(conversation);
  if (!row) return;
  belongs_to(*row);
  auto* operation = find(state.operations, asked);
  if (!operation) return;
  operation->reply = row->last_reply;
  operation->message = message_of(row->last_reply);
  concerns(operation->message);
}

void board_folder::operator()(const code_chosen& e) { came_of_talk(e.conversation, e.operation); }

void board_folder::operator()(const number_disputed& e) {
  if (const auto number = number_hash(e.number.reveal()); number != 0)
    practice.quality.disputed[e.conversation] = number;
  auto* row = conversation_of(e.conversation);
  if (!row) return;
  row->disputed = true;
  belongs_to(*row);
}

void board_folder::operator()(const number_trusted& e) {
  practice.quality.disputed.erase(e.conversation);
  auto* row = conversation_of(e.conversation);
  if (!row) return;
  row->disputed = false;
  belongs_to(*row);
}

void board_folder::asked_fft(const message_accepted& e) {
  if (e.question == question_kind::fft) ++practice.fft[london_month(at)].asked;
}

void board_folder::operator()(const fft_answered& e) {
  auto& month = practice.fft[london_month(at)];
  const auto method = static_cast<std::size_t>(e.method);
  if (method >= month.answers.size() || e.score >= month.answers[method].size()) return;
  if (e.score == 0 || !e.comment.reveal().empty()) ++month.comments;
  if (e.score == 0) return;
  if (e.replaces && e.replaced_score < month.answers[method].size()) {
    // A change of mind on the first of a month is about an answer of the month before.
    for (auto from = practice.fft.rbegin(); from != practice.fft.rend(); ++from)
      if (auto& before = from->second.answers[method][e.replaced_score]; before > 0) {
        --before;
        break;
      }
  }
  ++month.answers[method][e.score];
}

} // namespace tidings
