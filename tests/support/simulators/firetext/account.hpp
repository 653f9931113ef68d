#pragma once
#include "support/instant.hpp"

#include <boost/describe.hpp>
#include <boost/json/fwd.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <unordered_map>
#include <vector>

namespace tidings::sim {

/// One text to one phone, as the provider took it.
struct sms {
  std::string id, reference;
  /// E.164 digits, `447700900123`.
  std::string to;
  /// As submitted: a number or a name.
  std::string from;
  std::string text;
  /// How many times the same reference and recipient were submitted: each is one more text on the phone.
  std::uint64_t count = 1;
  instant received_at, updated_at;
  /// Pending, Buffered, Delivered or Declined.
  std::string status = "Pending";
  /// Of the last receipt, `000`.
  std::string code;
  /// Given with the message; empty takes the account's.
  std::string receipt_url;
};

/// What a patient wrote back. `intent` is what they mean: confirm, cancel, opt_out, person.
struct sms_reply {
  std::string id, from, to, text, intent;
  /// The message it answers; empty when sent from the control port without one.
  std::string reference;
  instant sent_at;
  /// The broker's webhook said 200.
  bool delivered = false;
  bool given_up = false;
  std::uint64_t attempts = 0;
  /// `receivedmessages?from=last` has shown it.
  bool listed = false;
};

/// Something to be posted to the broker, until it says 200.
struct delivery {
  /// receipt or reply.
  std::string kind;
  /// The message's or the reply's id.
  std::string subject;
  /// Receipts: what becomes of the message when this falls due.
  std::string status, code;
  instant due;
  std::uint64_t attempts = 0;
  /// The network knows, but the broker is never told (fault `lose_receipt`).
  bool lost = false;
};

struct webhooks {
  std::string receipt_url, inbound_url, ca;
};

BOOST_DESCRIBE_STRUCT(sms, (),
                      (id, reference, to, from, text, count, received_at, updated_at, status, code, receipt_url))
BOOST_DESCRIBE_STRUCT(sms_reply, (),
                      (id, from, to, text, intent, reference, sent_at, delivered, given_up, attempts, listed))
BOOST_DESCRIBE_STRUCT(delivery, (), (kind, subject, status, code, due, attempts, lost))
BOOST_DESCRIBE_STRUCT(webhooks, (), (receipt_url, inbound_url, ca))

/// Everything one FireText account holds. Plain values.
class sms_account {
public:
  std::int64_t credit = 1000000;
  webhooks hooks;
  /// By a number counted up, which is also the order they were made in.
  std::map<std::uint64_t, delivery> deliveries;
  std::vector<sms_reply> replies;

  /// Takes a submission; a repeated one (same reference, same phone) counts on the row it made first.
  sms& take(sms, instant now);
  sms* find(std::string_view id);
  std::vector<const sms*> by_reference(std::string_view reference) const;
  const std::map<std::string, sms, std::less<>>& messages() const { return messages_; }
  sms_reply* find_reply(std::string_view id);
  sms_reply& add_reply(sms_reply);
  /// When this phone wrote last; nothing when it never did.
  std::optional<instant> last_reply_of(std::string_view phone) const;
  std::uint64_t schedule(delivery);
  std::uint64_t messages_to(std::string_view phone) const;
  std::size_t waiting(std::string_view kind) const;

  std::string write_state() const;
  tl::expected<void, std::string> read_state(std::string_view);
  boost::json::object ledger() const;

private:
  void index(sms);
  void note(const sms_reply&);
  std::uint64_t next_id_ = 1000000;
  std::uint64_t next_delivery_ = 0;
  std::map<std::string, sms, std::less<>> messages_;
  std::unordered_multimap<std::string, std::string> by_reference_;
  std::unordered_map<std::string, std::uint64_t> to_phone_;
  std::unordered_map<std::string, instant> last_reply_;
};

} // namespace tidings::sim
