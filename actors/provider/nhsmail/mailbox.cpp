#include "actors/provider/nhsmail/mailbox.hpp"

namespace tidings::nhsmail {

void mailbox::prepare(mail_visit& visit) const {
  visit.remove = to_remove_;
  visit.skip.clear();
  for (const auto& [uid, why] : aside_) visit.skip.insert(uid);
}

void mailbox::visited(const visit_report& what) {
  fetched_ = what.mails.size();
  postponed_ = false;
  for (const auto& uid : what.removed) to_remove_.erase(uid);
  if (!what.listed) return;
  std::erase_if(to_remove_, [&](const auto& uid) { return !what.present.contains(uid); });
  std::erase_if(aside_, [&](const auto& entry) { return !what.present.contains(entry.first); });
}

void mailbox::begin(const std::string& uid, const meaning_of_mail& what) {
  const open_mail one{what.tell.size(), what.remove, false, false, what.why};
  if (one.answers == 0)
    settle(uid, one);
  else
    open_[uid] = one;
}

void mailbox::told(const std::string& uid, telling how) {
  const auto found = open_.find(uid);
  if (found == open_.end()) return;
  auto& one = found->second;
  if (how == telling::refused) one.refused = true;
  if (how == telling::not_now) one.postponed = true;
  if (--one.answers > 0) return;
  const auto settled = one;
  open_.erase(found);
  settle(uid, settled);
}

void mailbox::settle(const std::string& uid, const open_mail& one) {
  if (one.postponed) {
    postponed_ = true;
    return;
  }
  if (one.refused)
    aside_[uid] = one.why + ", which nobody takes";
  else if (one.remove)
    to_remove_.insert(uid);
  else
    aside_[uid] = one.why;
  if (!one.refused && one.remove) ++told_in_all_;
}

std::string mailbox::why_aside(const std::string& uid) const {
  const auto found = aside_.find(uid);
  return found == aside_.end() ? std::string() : found->second;
}

} // namespace tidings::nhsmail
