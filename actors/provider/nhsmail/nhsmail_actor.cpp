#include "actors/provider/nhsmail/nhsmail_actor.hpp"

#include "actors/provider/mail/mail.hpp"
#include "actors/provider/nhsmail/attachment_files.hpp"
#include "actors/provider/nhsmail/letter.hpp"
#include "actors/provider/nhsmail/submission.hpp"
#include "schemas/crash_point.hpp"
#include "schemas/json.hpp"

namespace tidings {
namespace {

using self_pointer = nhsmail_actor::stateful_pointer<nhsmail_state>;
using nhsmail::telling;

constexpr millis ready_again{1'000};       ///< the broker is starting
constexpr millis visit_again_max{600'000}; ///< longest pause after visits that broke

void send(self_pointer self, const provider_call& call) {
  auto& st = self->state;
  const auto& what = call.what;
  const auto refuse = [&](attempt_result result, std::string why) {
    attempt_outcome refused{
        .message = what.message, .attempt = what.attempt, .result = result, .detail = std::move(why)};
    self->send(call.answer_to, provider_answer{what.practice, std::move(refused), st.account.id, 0});
  };
  auto files = nhsmail::read_attachments(st.account.mail.attachments_dir, what.attachments);
  if (!files) return refuse(attempt_result::configuration, files.error().detail);
  auto letter = nhsmail::letter(st.account, what, st.ports.now(), std::move(*files));
  if (!letter) return refuse(attempt_result::permanent, letter.error().detail);
  crash_point("before_provider_call");
  st.ports.mail->submit(std::move(*letter), [practice = what.practice, message = what.message, attempt = what.attempt,
                                             id = st.account.id, to = call.answer_to](const nhsmail::smtp_report& got) {
    crash_point("after_provider_call");
    caf::anon_send(to,
                   provider_answer{practice, nhsmail::read_submission(message, attempt, got), id, got.took.count()});
  });
}

void visit_in(self_pointer self, millis wait) {
  self->delayed_send(self, std::chrono::duration_cast<caf::timespan>(wait), caf::tick_atom::value, ++self->state.timer);
}

nhsmail::mailbox_owner owner_of(const nhsmail_state& st) {
  return {st.account.id, nhsmail::own_address(st.account.mail), st.account.mail.sms_domain,
          st.ports.practices_of(st.account.id)};
}

// Mails are read on the mail thread: a large one takes longer than an actor's turn may.
void visit(self_pointer self) {
  auto& st = self->state;
  if (!st.ports.not_ready().empty()) return visit_in(self, ready_again);
  nhsmail::mail_visit next;
  next.server = nhsmail::pop3_server(st.account);
  next.bytes_max = mail::mail_bytes_max;
  st.mailbox.prepare(next);
  st.ports.mail->visit(std::move(next), [owner = owner_of(st), now = st.ports.now,
                                         to = caf::actor_cast<nhsmail_actor>(self)](nhsmail::visit_report got) {
    auto visited = std::make_shared<mailbox_visited>();
    for (auto& mail : got.mails) {
      auto meaning = mail.too_large ? nhsmail::meaning_of_mail{{}, false, "larger than 16 MiB"}
                                    : nhsmail::understand(owner, mail.bytes, now());
      mail.bytes.clear();
      visited->meanings.push_back(std::move(meaning));
    }
    visited->what = std::move(got);
    caf::anon_send(to, mailbox_visited_ptr(std::move(visited)));
  });
}

telling read_answer(const answer& said) {
  if (said.accepted) return telling::durable;
  switch (said.refusal) {
  case error_code::refused:
  case error_code::not_found:
  case error_code::invalid_input:
  case error_code::none:
    return telling::refused;
  default:
    return telling::not_now;
  }
}

// A practice that has gone, or won't have it: a patient's words still go to a person, the host's.
void tell(self_pointer self, const std::string& uid, const practice_id& practice, const command& what) {
  const auto& ports = self->state.ports;
  ports.tell(
      practice, what,
      [uid, practice, what, ports_tell = ports.tell, to = caf::actor_cast<nhsmail_actor>(self)](const answer& said) {
        const auto how = read_answer(said);
        const auto report = [uid, to](const answer& got) { caf::anon_send(to, mail_told{uid, read_answer(got)}); };
        if (how == telling::refused && !practice.is_host() && std::holds_alternative<reply_arrived>(what))
          ports_tell(practice_id::host(), what, report);
        else
          report(said);
      });
}

void show(self_pointer self) {
  auto& st = self->state;
  const auto aside = st.mailbox.aside();
  view::actor line;
  line.path = "/node/mailboxes/" + st.account.id.value;
  line.state = st.trouble.empty() ? "running" : "restarting";
  line.handled = static_cast<view::count>(st.mailbox.told_in_all());
  line.last_failure = st.trouble;
  if (st.trouble.empty() && aside > 0)
    line.last_failure = std::to_string(aside) + (aside == 1 ? " mail waits" : " mails wait") + " in it for a person";
  line.since = iso8601(st.since);
  st.ports.show(actor_report{line.path, {line}});
}

void rest(self_pointer self) {
  auto& st = self->state;
  show(self);
  const auto usual = st.account.mail.poll_every;
  if (st.failures > 0)
    visit_in(self, std::max(usual, std::min(usual * (1 << std::min(st.failures - 1, 10)), visit_again_max)));
  else
    visit_in(self, st.mailbox.go_on() ? millis(0) : usual);
}

void on_visited(self_pointer self, const mailbox_visited& got) {
  auto& st = self->state;
  const auto& name = st.account.id.value;
  if (got.what.trouble != st.trouble)
    st.ports.say("mailbox of " + name + (got.what.trouble.empty() ? " is read again" : ": " + got.what.trouble));
  st.trouble = got.what.trouble;
  st.failures = st.trouble.empty() ? 0 : st.failures + 1;
  st.mailbox.visited(got.what);
  for (std::size_t i = 0; i < got.meanings.size(); ++i) {
    const auto& uid = got.what.mails[i].uid;
    st.mailbox.begin(uid, got.meanings[i]);
    if (const auto why = st.mailbox.why_aside(uid); !why.empty())
      st.ports.say("mailbox of " + name + ": a mail is left for a person: " + why);
    for (const auto& one : got.meanings[i].tell) tell(self, uid, one.practice, one.what);
  }
  if (!st.mailbox.is_waiting()) rest(self);
}

} // namespace

nhsmail_actor::behavior_type nhsmail_provider(self_pointer self, provider_settings account, nhsmail_ports ports) {
  auto& state = self->state;
  state.account = std::move(account);
  state.ports = std::move(ports);
  state.since = state.ports.now();
  if (state.account.mail.pop3_port != 0) visit_in(self, millis(0));
  return {
      [self](const provider_call& call) { send(self, call); },
      [self](const provider_look_up& call) {
        const auto& what = call.what;
        const looked_up nothing{what.message, what.attempt, look_up_finding::unknown,
                                "no mail server can be asked what became of a mail"};
        self->send(call.answer_to, look_up_answer{what.practice, nothing, self->state.account.id, {}});
      },
      [self](caf::tick_atom, std::uint64_t generation) {
        if (generation == self->state.timer) visit(self);
      },
      [self](const mailbox_visited_ptr& got) { on_visited(self, *got); },
      [self](const mail_told& got) {
        self->state.mailbox.told(got.uid, got.how);
        if (!self->state.mailbox.is_waiting()) rest(self);
      },
  };
}

} // namespace tidings
