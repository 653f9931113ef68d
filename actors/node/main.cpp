// The command line. Each command is a function in cli/commands.hpp.
#include "actors/node/cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

using namespace tidings;

namespace {

void add_log(CLI::App& app, cli::log_arguments& log, int& status) {
  auto* tool = app.add_subcommand("log", "Look at the event log, beside a running broker or without one");
  tool->require_subcommand(1);
  const auto common = [&](CLI::App* one) {
    one->add_option("--data", log.data_dir, "The broker's data_dir")->required();
    return one;
  };
  auto* show = common(tool->add_subcommand("show", "Print a practice's events, one a line"));
  show->add_option("--practice", log.practice, "Its ODS code; all practices when not given");
  show->add_option("--after", log.after, "Only events after this sequence");
  show->add_option("--limit", log.limit, "At most so many")->capture_default_str();
  show->callback([&] { status = cli::log_show(log); });
  auto* verify =
      common(tool->add_subcommand("verify", "Check every record, sequence and hash chain; non-zero on damage"));
  verify->callback([&] { status = cli::log_verify(log); });
  auto* dump = common(tool->add_subcommand("export", "Every event as one line of JSON; patients' data redacted"));
  dump->add_option("--practice", log.practice, "Its ODS code; all practices when not given");
  auto* shown = dump->add_flag("--reveal", log.reveal, "Patients' data as it is: treat the output as a patient record");
  dump->add_option("--config", log.broker_yaml, "Path of broker.yaml, for the keys")->needs(shown);
  dump->callback([&] { status = cli::log_export(log); });
}

void add_key_changes(CLI::App& app, CLI::App& keys, cli::config_arguments& config, cli::key_change_arguments& change,
                     int& status) {
  auto* about = keys.add_subcommand("status", "Show each practice's keys: their age, uses and number");
  about->add_option("config", config.broker_yaml, "Path of broker.yaml")->capture_default_str();
  about->callback([&] { status = cli::keys_status(config.broker_yaml); });

  const auto to_a_running_broker = [&](CLI::App* one) {
    one->add_option("--config", change.broker_yaml, "Path of the running broker's broker.yaml")->capture_default_str();
    return one;
  };
  auto* rotate = to_a_running_broker(keys.add_subcommand(
      "rotate", "Have a running broker seal under new keys from now on; what was sealed stays readable"));
  rotate->add_option("--practice", change.practice, "Its ODS code; every practice when not given");
  rotate->callback([&] { status = cli::keys_rotate(change); });

  auto* erase = app.add_subcommand("erase", "Have a running broker destroy keys, so that nothing sealed under them can "
                                            "ever be read again");
  erase->require_subcommand(1);
  auto* patient = to_a_running_broker(
      erase->add_subcommand("patient", "Forget a patient of one practice. An opt-out of their number still holds."));
  patient->add_option("practice", change.practice, "The practice's ODS code")->required();
  auto* own = patient->add_option("--id", change.patient, "The patient's id here, as the log and the API show it");
  patient
      ->add_option("--system-id", change.system_id,
                   "The clinical system's own id, e.g. the NHS number. `-`: read from standard input, so that it is in "
                   "no shell's history")
      ->excludes(own);
  patient->callback([&] { status = cli::erase_patient(change); });
  auto* practice = to_a_running_broker(
      erase->add_subcommand("practice", "Forget a practice whose file is no longer in practices_dir"));
  practice->add_option("practice", change.practice, "Its ODS code")->required();
  practice->callback([&] { status = cli::erase_practice(change); });
}

void add_audit(CLI::App& app, cli::audit_arguments& audit, int& status) {
  auto* tool = app.add_subcommand("audit", "What people did and whose data they were shown, beside a running broker or "
                                           "without one");
  tool->require_subcommand(1);
  const auto common = [&](CLI::App* one) {
    one->add_option("--data", audit.data_dir, "The broker's data_dir")->required();
    return one;
  };
  const auto filters = [&](CLI::App* one) {
    one->add_option("--practice", audit.practice, "Its ODS code, or `host`; all practices when not given");
    one->add_option("--who", audit.user, "Only what this user did");
    one->add_option("--from", audit.from, "Not before this day or moment, e.g. 2026-03-02 or 2026-03-02T09:30:00Z");
    one->add_option("--until", audit.until, "Before this day or moment");
    one->add_flag("--views", audit.views, "Only when patients' data were shown");
    return one;
  };
  filters(common(tool->add_subcommand("show", "Print the entries, one a line")))->callback([&] {
    status = cli::audit_show(audit);
  });
  filters(common(tool->add_subcommand("export", "The entries as lines of JSON")))->callback([&] {
    status = cli::audit_export(audit);
  });
  auto* verify = common(tool->add_subcommand(
      "verify", "Check every record against its stream and against the anchor; non-zero when anything is wrong"));
  verify->add_option("--anchor", audit.anchor,
                     "The anchor (audit.anchor in broker.yaml), or the copy of it that is kept elsewhere");
  verify->callback([&] { status = cli::audit_verify(audit); });
}

void add_backup(CLI::App& app, cli::backup_arguments& backup, int& status) {
  const auto with_config = [&](CLI::App* one) {
    one->add_option("--config", backup.broker_yaml, "Path of broker.yaml")->capture_default_str();
    return one;
  };
  const auto with_folder = [&](CLI::App* one) {
    one->add_option("--master", backup.master, "The master key's file; else the one of --config");
    return with_config(one);
  };
  auto* take = with_config(app.add_subcommand(
      "backup", "Make a backup now, from the running broker, into the folder of `backup:` in broker.yaml"));
  take->require_subcommand(0, 1);
  auto* list = with_folder(take->add_subcommand("list", "The backups in a folder"));
  list->add_option("FOLDER", backup.folder, "The backups' folder")->required();
  auto* verify = with_folder(take->add_subcommand(
      "verify", "Read every file of a folder's backups again; non-zero when one was changed, removed or exchanged"));
  verify->add_option("FOLDER", backup.folder, "The backups' folder")->required();
  verify->add_option("--backup", backup.number, "Only this one");
  take->callback([&, take, list, verify] {
    status = take->got_subcommand(list)     ? cli::backup_list(backup)
             : take->got_subcommand(verify) ? cli::backup_verify(backup)
                                            : cli::backup_now(backup);
  });

  auto* restore = with_folder(app.add_subcommand(
      "restore", "Make a data directory out of a backup. It begins a new epoch: the broker that starts with it sends\n"
                 "nothing before `tidings restore release`. deploy/RUNBOOK.md tells the whole way."));
  restore->require_subcommand(0, 1);
  restore->add_option("FOLDER", backup.folder, "The backups' folder");
  restore->add_option("--to", backup.to, "The new data directory: missing or empty");
  restore->add_option("--backup", backup.number, "Its number; the newest when not given");
  auto* release = with_config(restore->add_subcommand(
      "release", "Let the running broker, which was restored, send and write again. The old broker must be off"));
  release->add_option("--practice", backup.practice, "Its ODS code; all practices when not given");
  restore->callback([&, restore, release] {
    if (restore->got_subcommand(release)) {
      status = cli::restore_release(backup);
      return;
    }
    if (backup.folder.empty() || backup.to.empty())
      throw CLI::RequiredError("FOLDER and --to"); // CLI11's own way; caught by CLI11_PARSE
    status = cli::restore(backup);
  });
}

void add_doctor(CLI::App& app, cli::doctor_arguments& doctor, int& status) {
  auto* tool =
      app.add_subcommand("doctor", "Can this host reach and use what its configuration names? A line for each\n"
                                   "address, certificate, account and folder, with how to mend what is wrong.\n"
                                   "Nothing is sent, fetched or changed; non-zero when anything fails");
  tool->add_option("--config", doctor.broker_yaml, "Path of broker.yaml")->capture_default_str();
  tool->add_option("--practice", doctor.practice, "Its ODS code: it, the providers of its route, and this host");
  tool->add_flag("--json", doctor.json, "One JSON object instead of lines");
  tool->callback([&] { status = cli::doctor(doctor); });
}

void add_edge(CLI::App& app, cli::edge_arguments& edge, int& status) {
  auto* tool = app.add_subcommand("edge", "An agent on a practice's site: it dials out to the broker and carries what\n"
                                          "its own file allows. deploy/RUNBOOK.md tells the whole way");
  tool->require_subcommand(1);
  auto* code = tool->add_subcommand("code", "At the broker: print a one-time code for an agent, good for 15 minutes");
  code->add_option("name", edge.name, "The agent's name, as `connector.edge` has it")->required();
  code->add_option("--config", edge.broker_yaml, "Path of the running broker's broker.yaml")->capture_default_str();
  code->callback([&] { status = cli::edge_code(edge); });
  const auto on_site = [&](CLI::App* one) {
    one->add_option("config", edge.edge_yaml, "Path of edge.yaml")->capture_default_str();
    return one;
  };
  on_site(tool->add_subcommand("enrol", "On the site: make a key, and get its certificate for the code that is typed\n"
                                        "(or read from standard input). 2: the broker can't be reached"))
      ->callback([&] { status = cli::edge_enrol(edge); });
  on_site(tool->add_subcommand("run", "On the site: dial the broker until SIGTERM or Ctrl-C"))->callback([&] {
    status = cli::edge_run(edge);
  });
}

void add_user(CLI::App& app, cli::user_arguments& user, int& status) {
  auto* tool = app.add_subcommand("user", "Who may do what, in a running broker");
  tool->require_subcommand(1);
  const auto named = [&](const char* name, const char* what) {
    auto* one = tool->add_subcommand(name, what);
    one->add_option("name", user.name, "The name to sign in with")->required();
    one->add_option("--config", user.broker_yaml, "Path of the running broker's broker.yaml")->capture_default_str();
    return one;
  };
  const auto with_practices = [&](CLI::App* one) {
    one->add_option("--practice", user.practices, "An ODS code; may be given more than once");
    one->add_option("--group", user.groups, "A group of practices, as broker.yaml names it");
    one->add_flag("--all", user.all, "Every practice");
    return one;
  };
  const char* const roles = "read_only, support, read_write, full, practice_administrator or host_operator";
  auto* list = tool->add_subcommand("list", "The users, one a line");
  list->add_option("--config", user.broker_yaml, "Path of the running broker's broker.yaml")->capture_default_str();
  list->callback([&] { status = cli::user_list(user); });
  auto* add = with_practices(named("add", "Make a user, and print the link by which they choose a password"));
  add->add_option("--role", user.role, roles)->required();
  add->callback([&] { status = cli::user_add(user); });
  auto* change = with_practices(named("set-role", "Give a user another role, or other practices"));
  change->add_option("--role", user.role, roles);
  change->callback([&] { status = cli::user_set_role(user); });
  named("disable", "End a user's sessions and let them in no more")->callback([&] {
    status = cli::user_disable(user, true);
  });
  named("enable", "Let a disabled user in again")->callback([&] { status = cli::user_disable(user, false); });
  named("reset-password", "Take a user's password and second factor away, and print a link for choosing a new one")
      ->callback([&] { status = cli::user_reset_password(user); });
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Tidings: messages between general practices and their patients.\n"
      "Start with `deploy/demo`, or write config/broker.yaml, run `tidings check-config` and then `tidings serve`.",
      "tidings");
  app.set_version_flag("--version", std::string("tidings ") + TIDINGS_VERSION);
  app.require_subcommand(1);
  int status = 0;

  cli::config_arguments config;
  const auto with_config = [&](CLI::App* one) {
    one->add_option("config", config.broker_yaml, "Path of broker.yaml")->capture_default_str();
    return one;
  };
  with_config(app.add_subcommand("serve", "Run the broker until SIGTERM or Ctrl-C; SIGHUP reads the certificate anew"))
      ->callback([&] { status = cli::serve(config); });
  with_config(app.add_subcommand("check-config", "Check every configuration file; all errors at once, non-zero if any"))
      ->callback([&] { status = cli::check_config(config); });
  auto* sign_in = with_config(app.add_subcommand("sign-in", "Print a one-time sign-in link, good for 15 minutes"));
  sign_in->add_option("--user", config.user, "Who signs in")->capture_default_str();
  sign_in->callback([&] { status = cli::sign_in(config); });

  cli::edge_arguments edge;
  add_edge(app, edge, status);

  cli::user_arguments user;
  add_user(app, user, status);

  cli::doctor_arguments doctor;
  add_doctor(app, doctor, status);

  std::string master_file;
  auto* keys = app.add_subcommand("keys", "The keys that patients' data are sealed under");
  keys->require_subcommand(1);
  auto* new_master = keys->add_subcommand(
      "new-master", "Make a master key in a new file that only its owner can read.\n"
                    "Name the file in broker.yaml (`keys: {master: {file: FILE}}`) and keep a copy away from the data\n"
                    "and its backups: without it nothing can be read, with it everything can.");
  new_master->add_option("FILE", master_file, "The new file; one that is there is never overwritten")->required();
  new_master->callback([&] { status = cli::keys_new_master(master_file); });

  cli::backup_arguments backup;
  add_backup(app, backup, status);

  cli::key_change_arguments change;
  add_key_changes(app, *keys, config, change, status);

  cli::log_arguments log;
  add_log(app, log, status);
  cli::audit_arguments audit;
  add_audit(app, audit, status);

  auto* reply = app.add_subcommand("reply", "Try how patients' replies are understood");
  reply->require_subcommand(1);
  reply->add_subcommand("explain", "JSON lines {\"text\":…,\"context\":\"reminder\"} on stdin to verdicts on stdout")
      ->callback([&] { status = cli::reply_explain(std::cin, std::cout); });

  auto* sms = app.add_subcommand("sms", "Try what a text message would cost");
  sms->require_subcommand(1);
  sms->add_subcommand("explain",
                      "JSON lines {\"text\":…} on stdin; encoding, units, segments and what is sent on stdout")
      ->callback([&] { status = cli::sms_explain(std::cin, std::cout); });
  std::vector<std::string> mails;
  auto* mail = app.add_subcommand("mail", "Try how incoming mail is understood");
  mail->require_subcommand(1);
  auto* mail_explain =
      mail->add_subcommand("explain", "One JSON line a mail: kind, status, and the sender's own words");
  mail_explain->add_option("file", mails, "Mails as files (RFC 5322, .eml)")->required();
  mail_explain->callback([&] { status = cli::mail_explain(mails, std::cout); });
  auto* phone = app.add_subcommand("phone", "Try whose number it is and whether it may be texted");
  phone->require_subcommand(1);
  phone->add_subcommand("explain", "JSON lines {\"number\":…} on stdin; E.164, type, may_text and why on stdout")
      ->callback([&] { status = cli::phone_explain(std::cin, std::cout); });

  cli::demo_arguments demo;
  auto* play = app.add_subcommand("demo", "Parts of deploy/demo");
  play->require_subcommand(1);
  auto* watch =
      play->add_subcommand("watch", "Show progress until nothing is in flight, then compare the three ledgers");
  watch->add_option("--config", demo.broker_yaml, "Path of broker.yaml, for the keys")->required();
  watch->add_option("--data", demo.data_dir, "The broker's data_dir")->required();
  watch->add_option("--clinical", demo.clinical_url, "Control URL of tidings-sim systmone")->required();
  watch->add_option("--ledger", demo.ledger_programs, "A program that prints another clinical system's ledger; many");
  watch->add_option("--provider", demo.provider_url, "Control URL of tidings-sim firetext")->required();
  watch->add_option("--appointments", demo.appointments, "How many are booked in all")->required();
  watch->add_option("--limit", demo.limit_s, "Give up after so many seconds")->capture_default_str();
  watch->add_flag("--until-drained", demo.until_drained, "End when nothing is in flight");
  watch->callback([&] { status = cli::demo_watch(demo); });

  auto* schema = app.add_subcommand("schema", "Generated descriptions");
  schema->require_subcommand(1);
  schema->add_subcommand("typescript", "The API's rows as TypeScript: web/src/api/types.ts")->callback([&] {
    status = cli::schema_typescript(std::cout);
  });

  CLI11_PARSE(app, argc, argv);
  return status;
}
