#pragma once
// Which mails are told, kept and deleted: what is known of a mailbox between two visits. In memory only: after a
// restart everything that is still there is read again, and telling it twice changes nothing.
#include "actors/provider/nhsmail/incoming.hpp"
#include "actors/provider/nhsmail/mail_port.hpp"

#include <map>

namespace tidings::nhsmail {

/// What became of telling a practice.
enum class telling : std::uint8_t {
  durable, ///< on disk, or known already
  refused, ///< it will never be taken
  not_now, ///< to be told again
};

class mailbox {
public:
  /// What the next visit deletes and leaves alone.
  void prepare(mail_visit& visit) const;
  /// A visit has ended: what is gone is forgotten.
  void visited(const visit_report& what);
  /// A fetched mail that `tellings` answers are awaited for.
  void begin(const std::string& uid, const meaning_of_mail& what);
  void told(const std::string& uid, telling how);

  /// Answers are awaited.
  bool is_waiting() const { return !open_.empty(); }
  /// Something came of the last visit, and all that it brought is settled: look again at once, to delete it and to see
  /// what else there is. False as well when a practice could not be told: it is asked again after a while.
  bool go_on() const { return fetched_ > 0 && !postponed_ && open_.empty(); }

  std::size_t aside() const { return aside_.size(); } ///< mails left for a person
  std::uint64_t told_in_all() const { return told_in_all_; }
  /// Why a mail was left; empty when it wasn't.
  std::string why_aside(const std::string& uid) const;

private:
  struct open_mail {
    std::size_t answers = 0;
    bool remove = false, refused = false, postponed = false;
    std::string why;
  };
  void settle(const std::string& uid, const open_mail& one);

  std::set<std::string> to_remove_;
  std::map<std::string, std::string> aside_; ///< unique id, why
  std::map<std::string, open_mail> open_;
  std::size_t fetched_ = 0; ///< in the last visit
  bool postponed_ = false;  ///< something of the last visit
  std::uint64_t told_in_all_ = 0;
};

} // namespace tidings::nhsmail
