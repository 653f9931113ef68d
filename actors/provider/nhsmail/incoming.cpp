#include "actors/provider/nhsmail/incoming.hpp"

#include "actors/provider/mail/mail.hpp"
#include "actors/provider/nhsmail/reference.hpp"

#include <algorithm>

namespace tidings::nhsmail {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n";
  const auto first = text.find_first_not_of(spaces);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

/// The phone behind `+447700900123@sms.example`; empty when it is somebody's e-mail address.
std::string number_of(const mailbox_owner& owner, std::string_view from) {
  constexpr std::size_t shortest = 5, longest = 15; // a short code; ITU-T E.164 §6
  const auto at = from.rfind('@');
  if (at == from.npos || lower(from.substr(at + 1)) != lower(owner.sms_domain)) return {};
  auto digits = from.substr(0, at);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  const bool all = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  return all && digits.size() >= shortest && digits.size() <= longest ? std::string(digits) : std::string();
}

practice_id practice_for(const mailbox_owner& owner, const std::optional<reference>& about) {
  const auto& mine = owner.practices;
  if (about && std::find(mine.begin(), mine.end(), about->practice) != mine.end()) return about->practice;
  return !about && mine.size() == 1 ? mine.front() : practice_id::host();
}

timestamp sent_at(const mail::reading& it, timestamp fetched_at) {
  constexpr std::chrono::hours oldest{30 * 24}; // an older date is a wrong clock's
  if (!it.date_ms) return fetched_at;
  const auto at = from_ms(*it.date_ms);
  return at > fetched_at || at < fetched_at - oldest ? fetched_at : at;
}

/// The same mail fetched or delivered twice is one reply; the same Message-ID with other words is another.
reply_id name_of(const mailbox_owner& owner, const mail::reading& it, std::string_view bytes) {
  std::string name;
  for (const std::string_view part :
       {std::string_view(owner.provider.value), std::string_view(it.from), std::string_view(it.message_id),
        it.message_id.empty() ? bytes : std::string_view(it.text), std::string_view(it.subject)})
    name.append(std::to_string(part.size())).append(1, ':').append(part);
  return id_from_name<reply_id>("mail-reply", name);
}

/// Some gateways write the words into the subject and nothing, or a dot, into the body.
std::string words_of(const mail::reading& it, bool from_phone) {
  const auto text = trimmed(it.text);
  if (!from_phone || (!text.empty() && text != ".")) return std::string(text);
  auto subject = trimmed(it.subject);
  while (lower(subject.substr(0, 3)) == "re:") subject = trimmed(subject.substr(3));
  return std::string(subject);
}

/// At most `most` bytes, and no character torn in two.
std::string shortened(std::string text, std::size_t most = reply_bytes_max) {
  if (text.size() <= most) return text;
  auto end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text;
}

bool may_stand_in_header(std::string_view id) {
  return !id.empty() &&
         std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 0x7F && c != '<' && c != '>'; });
}

/// The Message-IDs of its thread, oldest first, its own last; empty when it has none that could be answered. Of a long
/// thread the first and the latest stay, as RFC 5322 §3.6.4 wants it for References.
std::string thread_of(const mail::reading& it) {
  if (!may_stand_in_header(it.message_id)) return {};
  std::vector<std::string_view> earlier;
  for (const auto& id : it.thread)
    if (may_stand_in_header(id) && id != it.message_id) earlier.emplace_back(id);
  std::size_t bytes = it.message_id.size();
  for (const auto id : earlier) bytes += id.size() + 1;
  while (earlier.size() > 1 && bytes > thread_bytes_max) {
    bytes -= earlier[1].size() + 1;
    earlier.erase(earlier.begin() + 1);
  }
  if (bytes > thread_bytes_max) earlier.clear();
  if (it.message_id.size() > thread_bytes_max) return {};
  std::string all;
  for (const auto id : earlier) all.append(id).append(1, ' ');
  return all + it.message_id;
}

meaning_of_mail stays(std::string why) { return {{}, false, std::move(why)}; }

meaning_of_mail reply(const mailbox_owner& owner, const mail::reading& it, std::string_view bytes,
                      timestamp fetched_at) {
  const auto number = number_of(owner, it.from);
  if (number.empty() && it.from.empty()) return stays("nobody is named as its sender");
  auto text = words_of(it, !number.empty());
  const auto subject = number.empty() ? trimmed(it.subject) : std::string_view();
  // Of a new mail, perhaps a keyword or all that they have to say; that of an answer is ours.
  const bool in_subject =
      !subject.empty() && it.attachments == 0 && it.thread.empty() && lower(subject.substr(0, 3)) != "re:";
  if (text.empty() && !in_subject)
    return stays(it.attachments > 0 ? "an attachment without words" : "a reply without words");
  const bool whole = text.size() <= reply_bytes_max;
  reply_arrived said;
  said.reply = name_of(owner, it, bytes);
  said.provider = owner.provider;
  said.from = secret_text(number.empty() ? it.from : number);
  said.to = owner.address;
  said.text = secret_text(shortened(std::move(text)));
  said.reported_at = sent_at(it, fetched_at);
  said.by = number.empty() ? channel::email : channel::sms;
  if (said.by == channel::email) {
    said.subject = secret_text(shortened(std::string(subject), subject_bytes_max));
    said.thread = secret_text(thread_of(it));
  }
  const auto about = find_reference(it.mentions);
  if (about && said.by == channel::email) said.answers = about->message;
  meaning_of_mail out;
  out.tell.push_back({practice_for(owner, about), std::move(said)});
  out.remove = whole && it.attachments == 0;
  out.why = !whole ? "a reply too long to be kept whole" : out.remove ? "a reply" : "a reply with an attachment";
  return out;
}

receipt_status status_of(const mail::reading& it) {
  if (it.what == mail::kind::receipt) {
    if (it.status == "failed") return receipt_status::permanent_failure;
    return it.for_good ? receipt_status::delivered : receipt_status::pending;
  }
  if (!it.for_good) return receipt_status::pending;
  return it.status.starts_with('4') ? receipt_status::temporary_failure : receipt_status::permanent_failure;
}

meaning_of_mail receipt(const mailbox_owner& owner, const mail::reading& it, timestamp fetched_at) {
  constexpr std::size_t code_bytes_max = 16;
  const auto about = find_reference(it.mentions);
  const bool bounce = it.what == mail::kind::bounce;
  if (!about)
    return stays(bounce ? "a bounce that names no message of ours" : "a receipt that names no message of ours");
  meaning_of_mail out;
  out.tell.push_back(
      {practice_for(owner, about), receipt_arrived{about->message, owner.provider, status_of(it),
                                                   it.status.substr(0, code_bytes_max), sent_at(it, fetched_at)}});
  out.remove = true;
  out.why = bounce ? "a bounce" : "a receipt";
  return out;
}

} // namespace

meaning_of_mail understand(const mailbox_owner& owner, std::string_view bytes, timestamp fetched_at) {
  const auto it = mail::read(bytes);
  switch (it.what) {
  case mail::kind::reply:
    return reply(owner, it, bytes, fetched_at);
  case mail::kind::bounce:
  case mail::kind::receipt:
    return receipt(owner, it, fetched_at);
  case mail::kind::auto_reply:
    return stays("an answering machine's: " + it.why);
  case mail::kind::other:
    break;
  }
  return stays(it.why.empty() ? "no answer to us" : it.why);
}

} // namespace tidings::nhsmail
