#pragma once
// What a fetched mail says, and to whom.
#include "schemas/commands.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::nhsmail {

/// Whose mailbox it is.
struct mailbox_owner {
  provider_id provider;
  std::string address;
  std::string sms_domain;
  std::vector<practice_id> practices; ///< that send by this account
};

struct told {
  practice_id practice;
  command what;
};

struct meaning_of_mail {
  std::vector<told> tell; ///< to be on disk before the mail goes
  bool remove = false;    ///< false: it stays in the mailbox for a person, whatever was told
  std::string why;        ///< in plain English, without patients' words
};

/// A reply is told with the sender's own words; a bounce or a receipt that names a message of ours as its receipt.
/// Answering machines, newsletters, mails that nobody can read and everything else stay where they are.
///
/// A mail can name any practice: it is believed only about those that use this mailbox. Others' go to the host.
/// @param fetched_at stands for the mail's own date when that is missing or in the future
meaning_of_mail understand(const mailbox_owner& owner, std::string_view bytes, timestamp fetched_at);

/// Replies longer than this are told up to here, and the mail stays.
constexpr std::size_t reply_bytes_max = 16U << 10;
constexpr std::size_t subject_bytes_max = 400; ///< what is longer is cut off
/// Of all Message-IDs of a thread together: what every mail system takes as one header.
constexpr std::size_t thread_bytes_max = 900;

} // namespace tidings::nhsmail
