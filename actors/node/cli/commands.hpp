#pragma once
// What the command line can do. Each returns the process's exit status; errors go to stderr with how to mend them.
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace tidings::cli {

struct config_arguments {
  std::string broker_yaml = "config/broker.yaml";
  std::string user = "administrator";
};
int serve(const config_arguments& arguments);
int check_config(const config_arguments& arguments);
int sign_in(const config_arguments& arguments);

struct doctor_arguments {
  std::string broker_yaml = "config/broker.yaml";
  std::string practice; ///< ODS code; empty: all
  bool json = false;
};
/// 0 unless something failed.
int doctor(const doctor_arguments& arguments);

int keys_new_master(const std::string& file);
int keys_status(const std::string& broker_yaml);

struct key_change_arguments {
  std::string broker_yaml = "config/broker.yaml";
  std::string practice, patient, system_id;
};
int keys_rotate(const key_change_arguments& arguments);
int erase_patient(const key_change_arguments& arguments);
int erase_practice(const key_change_arguments& arguments);

struct log_arguments {
  std::string data_dir, practice;
  std::uint64_t after = 0, limit = 1'000;
  bool reveal = false;
  std::string broker_yaml; ///< for the keys, with `reveal`
};
int log_show(const log_arguments& arguments);
int log_verify(const log_arguments& arguments);
int log_export(const log_arguments& arguments);

struct audit_arguments {
  std::string data_dir, anchor, practice, user, from, until;
  bool views = false;
};
int audit_show(const audit_arguments& arguments);
int audit_export(const audit_arguments& arguments);
int audit_verify(const audit_arguments& arguments);

struct backup_arguments {
  std::string broker_yaml = "config/broker.yaml";
  std::string folder, master, to, practice;
  std::uint32_t number = 0; ///< 0: the newest, or all
};
int backup_now(const backup_arguments& arguments);
int backup_list(const backup_arguments& arguments);
int backup_verify(const backup_arguments& arguments);
int restore(const backup_arguments& arguments);
int restore_release(const backup_arguments& arguments);

struct edge_arguments {
  std::string broker_yaml = "config/broker.yaml"; ///< of the running broker, for `code`
  std::string edge_yaml = "edge.yaml";
  std::string name;
};
int edge_code(const edge_arguments& arguments);
/// 2: the broker can't be reached.
int edge_enrol(const edge_arguments& arguments);
int edge_run(const edge_arguments& arguments);

struct user_arguments {
  std::string broker_yaml = "config/broker.yaml";
  std::string name, role;
  std::vector<std::string> practices, groups;
  bool all = false;
};
int user_list(const user_arguments& arguments);
int user_add(const user_arguments& arguments);
/// Role and practices anew, whichever are given.
int user_set_role(const user_arguments& arguments);
int user_disable(const user_arguments& arguments, bool disabled);
int user_reset_password(const user_arguments& arguments);

int reply_explain(std::istream& in, std::ostream& out);
int sms_explain(std::istream& in, std::ostream& out);
int phone_explain(std::istream& in, std::ostream& out);
/// A file that can't be read is named on stderr and makes the status 1; the others are explained all the same.
int mail_explain(const std::vector<std::string>& files, std::ostream& out);

struct demo_arguments {
  std::string broker_yaml, data_dir, clinical_url, provider_url;
  std::vector<std::string> ledger_programs;
  int appointments = 0;
  int limit_s = 600;
  bool until_drained = false;
};
int demo_watch(const demo_arguments& arguments);

int schema_typescript(std::ostream& out);

} // namespace tidings::cli
