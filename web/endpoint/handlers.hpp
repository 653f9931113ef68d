#pragma once
// What each handler of the door gets, and their list. A handler answers `call.done` exactly once, now or later; what
// runs later runs on the endpoint's thread again (`house.on_io`), so nothing here needs a lock.
#include "schemas/settings.hpp"
#include "web/endpoint/access/directory.hpp"
#include "web/endpoint/access/password.hpp"
#include "web/endpoint/access/watching.hpp"
#include "web/endpoint/broker_port.hpp"
#include "web/endpoint/fairness.hpp"
#include "web/endpoint/http_types.hpp"
#include "web/endpoint/limits.hpp"
#include "web/endpoint/notify/rate.hpp"
#include "web/endpoint/static_files.hpp"
#include "web/endpoint/webhooks.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tidings::web {

/// What the endpoint counts of itself, for /metrics.
struct tallies {
  std::map<int, std::uint64_t> answers; ///< by status
  std::uint64_t connections = 0, connections_refused = 0, connections_evicted = 0, streams = 0, streams_dropped = 0;
};

namespace edge {
class office;
}

struct house {
  endpoint_settings settings;
  endpoint_limits limits;
  webhook_accounts accounts;
  session_keys keys;
  static_files files;
  broker_port& broker;
  wall_clock now;
  bool reason_needed = false; ///< for being shown patients' data
  /// Runs a function on the endpoint's thread, or drops it when the endpoint has stopped.
  std::function<void(std::function<void()>)> on_io;
  signed_out ended;
  wrong_passwords wrong;
  tallies counts;
  under_way busy;
  notify::rate_windows key_rates{};                                      ///< of programs, by their keys
  std::shared_ptr<const std::string> description{};                      ///< /openapi.json; null: there is none
  std::function<steady_time()> steady = &std::chrono::steady_clock::now; ///< what rates are measured on
  std::shared_ptr<edge::office> edges{};                                 ///< null: no agents are let in
  access::directory users{};
  std::vector<std::function<void(bool)>> waiting_for_users{}; ///< until the host's stream was read for the first time
  access::password_cost password_cost{};
  access::looks looks{}; ///< of support users
  /// Runs what takes long elsewhere than on the endpoint's thread; false: as much waits there as may. Empty: here.
  std::function<bool(std::function<void()>)> elsewhere{};
  allowances<practice_id> message_rates{};                          ///< of new messages, whoever asks for them
  allowances<practice_id> link_rates{};                             ///< of links that patients open
  wrong_passwords wrong_links{wrong_links_max, wrong_links_window}; ///< of one address
};

struct call {
  request asked;
  std::string_view route;             ///< the pattern that took it, e.g. `/api/v1/messages/{}`
  std::vector<std::string> arguments; ///< what stood at the route's `{}`
  std::optional<session> who;
  std::function<void(response)> done;
  access::principal as{}; ///< of `who`: their role and practices
};
using call_ptr = std::shared_ptr<call>;
using handler = void (*)(house&, const call_ptr&);

/// While the broker starts, a practice that isn't known may be known in a moment: the 503 that says so.
std::optional<response> not_known_yet(house& home);

/// Of the API: never kept by anybody.
response api_json(int status, std::string body);
/// `f` on the endpoint's thread, whichever thread the broker answers on.
template <class F> auto later(const house& home, F f) {
  return [run = home.on_io, f = std::move(f)](auto said) {
    run([f, said = std::move(said)]() mutable { f(std::move(said)); });
  };
}

// api_reads.cpp: each checks its parameters, then asks the board.
void get_overview(house&, const call_ptr&);
void get_practices(house&, const call_ptr&);
void get_practice(house&, const call_ptr&);
void get_messages(house&, const call_ptr&);
void get_message(house&, const call_ptr&);
void get_replies(house&, const call_ptr&);
void get_connectors(house&, const call_ptr&);
void get_providers(house&, const call_ptr&);
void get_actors(house&, const call_ptr&);
void get_parked(house&, const call_ptr&);
void get_staff_items(house&, const call_ptr&);
void get_audit(house&, const call_ptr&);
void get_audit_csv(house&, const call_ptr&);
void get_conversations(house&, const call_ptr&);
void get_conversation(house&, const call_ptr&);
void get_today(house&, const call_ptr&);
void get_waiting(house&, const call_ptr&);
void get_fft(house&, const call_ptr&);
void get_fft_csv(house&, const call_ptr&);
void get_events(house&, const call_ptr&);

// api_writes.cpp: each tells one practice, and answers when that is on disk.
void post_message(house&, const call_ptr&);
void post_message_cancel(house&, const call_ptr&);
void post_staff_item_done(house&, const call_ptr&);
void post_parked_retry(house&, const call_ptr&);
void post_parked_discard(house&, const call_ptr&);

/// Is there such a practice, and may whoever asks see it? A practice of others is as good as none.
bool knows(const house&, const call&, const practice_id&);
/// `?practice=`, which must be known. The host's own stream has parked commands and items too. Nothing: refused
/// already.
std::optional<practice_id> practice_asked(house&, const call&);

// talk_posts.cpp: as api_writes.cpp, about conversations and what they bring.
void post_conversation_move(house&, const call_ptr&);
void post_conversation_note(house&, const call_ptr&);
void post_conversation_answer(house&, const call_ptr&);
void post_conversation_trust(house&, const call_ptr&);
void post_questions(house&, const call_ptr&);
void post_fft_answer(house&, const call_ptr&);
void post_waiting(house&, const call_ptr&);
void post_waiting_off(house&, const call_ptr&);
void post_slot_stop(house&, const call_ptr&);

// node_orders.cpp: each asks the node.
void get_backups(house&, const call_ptr&);
void post_backup(house&, const call_ptr&);
void get_canned_replies(house&, const call_ptr&);
void post_restore_release(house&, const call_ptr&);

// api_keys.cpp: as api_writes.cpp, about what patients' data are sealed under.
void post_keys_rotate(house&, const call_ptr&);
void post_patient_erase(house&, const call_ptr&);
void post_practice_erase(house&, const call_ptr&);

// edge/edge_pages.cpp: agents on practices' sites.
void get_edges(house&, const call_ptr&);
void post_edge_code(house&, const call_ptr&);
void delete_edge(house&, const call_ptr&);
void post_edge_enrol(house&, const call_ptr&);

// access/reading.cpp
/// Takes over what happened to users since; `then` hears whether that worked. On the endpoint's thread.
void refresh_users(house&, std::function<void(bool)> then);
/// The same unless they were read once.
void with_users(house&, std::function<void(bool)> then);
/// Tells the host's stream something about users, and goes on once the directory knows what came of it.
void tell_of_users(house&, command what, audit_mark_ptr by, std::function<void(answer)> then);
/// Heavy work elsewhere than on the endpoint's thread, then `then` on it. False: too much of it waits already.
bool work_elsewhere(house&, std::function<void()> work, std::function<void()> then);

// access/users_api.cpp
void get_users(house&, const call_ptr&);
void get_user(house&, const call_ptr&);
void post_users(house&, const call_ptr&);
void post_user_change(house&, const call_ptr&);
void post_user_reset(house&, const call_ptr&);

// access/password_posts.cpp: signing in by name and password. `form` is the sign-in page's.
void sign_in_by_password(house&, const call_ptr&, const parameters& form);
response password_page(int status, std::string_view why);

// access/account_pages.cpp: one's own password and second factor.
void get_account(house&, const call_ptr&);
void post_account_password(house&, const call_ptr&);
void post_account_totp(house&, const call_ptr&);
void post_account_totp_confirm(house&, const call_ptr&);
void post_account_totp_remove(house&, const call_ptr&);

// sign_in_pages.cpp
/// A new session's first answer: its cookie, and the first page.
response welcome(const house&, const session& who);
void get_sign_in(house&, const call_ptr&);
void post_sign_in(house&, const call_ptr&);
void get_me(house&, const call_ptr&);
void post_sign_out(house&, const call_ptr&);

// questions/posts.cpp: patients, by the link they were texted.
void get_question_link(house&, const call_ptr&);
void post_question_link(house&, const call_ptr&);

// files/: whoever has the link of a file that went with an e-mail.
void get_file_link(house&, const call_ptr&);
void post_file_link(house&, const call_ptr&);

// webhook_posts.cpp: by the type of the provider's account. Some providers tell by GET.
void post_receipt(house&, const call_ptr&);
void post_reply(house&, const call_ptr&);
void get_receipt(house&, const call_ptr&);
void get_reply(house&, const call_ptr&);

// operations.cpp
void get_healthz(house&, const call_ptr&);
void get_readyz(house&, const call_ptr&);
void get_metrics(house&, const call_ptr&);
void get_stylesheet(house&, const call_ptr&);
void get_icon(house&, const call_ptr&);
void get_home(house&, const call_ptr&);
void get_description(house&, const call_ptr&);
/// Whatever no route takes: a file of the web app, a page of it, or 404.
void get_file(house&, const call_ptr&);

/// Tells the broker, unless the practice or the user has as much under way as one may: then `done` hears `overloaded`.
/// `done` runs on the endpoint's thread.
void tell(house& home, const practice_id& practice, command what, audit_mark_ptr by, std::function<void(answer)> done);
/// The same, with `user` bounded in the place of whoever `by` names; empty: nobody, the practice's bound is all.
void tell_for(house& home, const practice_id& practice, std::string user, command what, audit_mark_ptr by,
              std::function<void(answer)> done);

/// Who asks this, by which route, for the audit trail.
audit_mark_ptr mark_of(const house& home, const call& one, const session& who, std::vector<std::string> objects);
/// Asks the board, unless the user has as much under way as one may. `then` runs on the endpoint's thread.
void ask_board(house& home, const call_ptr& one, std::string resource, parameters query,
               std::function<void(http_answer)> then);
/// Asks the board and shows its answer only once the audit trail says who is shown whose data. The query has
/// `reveal=1` and was checked.
void ask_revealed(house& home, const call_ptr& one, std::string resource, parameters query);
/// The same of a file of CSV, which always shows patients' data: a link alone gets none.
void ask_revealed_file(house& home, const call_ptr& one, std::string resource, parameters query, std::string name);
response csv_file(std::string body, const std::string& name); // api_reads.cpp
/// Why this request isn't one that this session's own page made on purpose, if it isn't.
std::optional<response> not_on_purpose(const house& home, const request& asked, const session& who);

/// A same-origin request, as far as its headers tell (Sec-Fetch-Site, Origin). `null` as Origin is what browsers send
/// with a form under `Referrer-Policy: no-referrer`: let through with `null_too`.
bool same_origin(const house& home, const request& asked, bool null_too);
bool is_content_type(const request& asked, std::string_view type);
bool is_loopback(const request& asked);

} // namespace tidings::web
