#include "actors/provider/mail/compose.hpp"

#include "actors/provider/mail/gmime.hpp"
#include "schemas/mail_address.hpp"
#include "schemas/unsubscribe_url.hpp"

#include <algorithm>

namespace tidings::mail {
namespace {

/// RFC 5322 §2.1.1 allows 998; nothing in between breaks lines of this length.
constexpr std::size_t plain_line_max = 900;

bool is_plain(std::string_view text) {
  std::size_t line = 0;
  for (const char c : text) {
    line = c == '\n' ? 0 : line + 1;
    if (static_cast<unsigned char>(c) >= 0x80 || line > plain_line_max) return false;
  }
  return true;
}

held<GMimeDataWrapper> as_content(std::string_view bytes) {
  const held<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  return held<GMimeDataWrapper>(g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
}

/// UTF-8 as it is: GMime's own way to set a text looks for the oldest character set that has its letters.
held<GMimeObject> text_for_people(const std::string& text) {
  auto* part = g_mime_text_part_new_with_subtype("plain");
  g_mime_part_set_content(GMIME_PART(part), as_content(text).get());
  g_mime_text_part_set_charset(part, "utf-8");
  g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return held<GMimeObject>(GMIME_OBJECT(part));
}

/// In the simplest encoding that carries it: a gateway that makes an SMS of it may know no other.
held<GMimeObject> text_part(const std::string& text) {
  const bool plain = is_plain(text);
  auto* part = g_mime_text_part_new_with_subtype("plain");
  g_mime_text_part_set_charset(part, plain ? "us-ascii" : "utf-8");
  g_mime_text_part_set_text(part, text.c_str());
  g_mime_part_set_content_encoding(GMIME_PART(part),
                                   plain ? GMIME_CONTENT_ENCODING_7BIT : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return held<GMimeObject>(GMIME_OBJECT(part));
}

held<GMimeObject> attached(const attachment& what) {
  const auto slash = what.type.find('/');
  const auto major = what.type.substr(0, slash);
  const auto minor = slash == std::string::npos ? std::string("octet-stream") : what.type.substr(slash + 1);
  auto* part = g_mime_part_new_with_type(major.c_str(), minor.c_str());
  g_mime_part_set_content(part, as_content(what.bytes).get());
  for (const auto& [name, value] : what.parameters)
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), name.c_str(), value.c_str());
  g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
  g_mime_part_set_filename(part, what.name.c_str());
  g_mime_object_set_disposition(GMIME_OBJECT(part), GMIME_DISPOSITION_ATTACHMENT);
  return held<GMimeObject>(GMIME_OBJECT(part));
}

held<GMimeObject> body_of(const draft& what) {
  auto text = what.for_people ? text_for_people(what.text) : text_part(what.text);
  if (what.attachments.empty()) return text;
  auto* parts = g_mime_multipart_new_with_subtype("mixed");
  const auto boundary = "=_" + what.message_id; // quoted-printable and base64 never have `=_`
  g_mime_multipart_set_boundary(parts, boundary.c_str());
  g_mime_multipart_add(parts, text.get());
  for (const auto& one : what.attachments) g_mime_multipart_add(parts, attached(one).get());
  return held<GMimeObject>(GMIME_OBJECT(parts));
}

/// RFC 5322 §3.6.4: In-Reply-To has the one that is answered, References all of them.
void name_thread(GMimeMessage* message, std::string_view thread) {
  std::string all, last;
  while (!thread.empty()) {
    const auto end = std::min(thread.find(' '), thread.size());
    const auto id = thread.substr(0, end);
    thread.remove_prefix(std::min(end + 1, thread.size()));
    const bool plain =
        std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 0x7F && c != '<' && c != '>'; });
    if (id.empty() || !plain) continue;
    last.assign("<").append(id).append(">");
    if (!all.empty()) all += ' ';
    all += last;
  }
  if (last.empty()) return;
  g_mime_object_set_header(GMIME_OBJECT(message), "In-Reply-To", last.c_str(), nullptr);
  g_mime_object_set_header(GMIME_OBJECT(message), "References", all.c_str(), nullptr);
}

/// RFC 8058 §3.1. As it is, in one line: GMime would make encoded words of a long address, and no program could follow
/// it.
void offer_to_unsubscribe(GMimeMessage* message, const std::string& url) {
  if (!is_unsubscribe_url(url)) return;
  constexpr const char* name = "List-Unsubscribe";
  g_mime_object_set_header(GMIME_OBJECT(message), name, "", nullptr);
  auto* header = g_mime_header_list_get_header(g_mime_object_get_header_list(GMIME_OBJECT(message)), name);
  g_mime_header_set_raw_value(header, (" <" + url + ">\n").c_str());
  g_mime_object_set_header(GMIME_OBJECT(message), "List-Unsubscribe-Post", "List-Unsubscribe=One-Click", nullptr);
}

/// A line break in a header would begin another.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return text;
}

} // namespace

result<std::string> compose(const draft& what) {
  start_gmime();
  if (!is_mail_address(what.from)) return fail(error_code::invalid_input, "the sender is no e-mail address");
  if (!is_mail_address(what.to)) return fail(error_code::invalid_input, "the recipient is no e-mail address");
  const held<GMimeMessage> message(g_mime_message_new(TRUE)); // headers in the usual order
  const auto name = one_line(what.from_name);
  g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_FROM, name.empty() ? nullptr : name.c_str(),
                             what.from.c_str());
  g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_TO, nullptr, what.to.c_str());
  g_mime_message_set_subject(message.get(), one_line(what.subject).c_str(), "utf-8");
  const std::unique_ptr<GDateTime, void (*)(GDateTime*)> date(g_date_time_new_from_unix_utc(to_ms(what.date) / 1'000),
                                                              &g_date_time_unref);
  g_mime_message_set_date(message.get(), date.get());
  g_mime_message_set_message_id(message.get(), what.message_id.c_str());
  name_thread(message.get(), what.thread);
  offer_to_unsubscribe(message.get(), what.unsubscribe_url);
  g_mime_object_set_header(GMIME_OBJECT(message.get()), "Auto-Submitted", "auto-generated", nullptr);
  g_mime_object_set_header(GMIME_OBJECT(message.get()), "X-Auto-Response-Suppress", "OOF, AutoReply", nullptr);
  g_mime_message_set_mime_part(message.get(), body_of(what).get());

  const std::unique_ptr<GMimeFormatOptions, void (*)(GMimeFormatOptions*)> options(g_mime_format_options_new(),
                                                                                   &g_mime_format_options_free);
  g_mime_format_options_set_newline_format(options.get(), GMIME_NEWLINE_FORMAT_DOS);
  const held<GMimeStream> memory(g_mime_stream_mem_new());
  if (g_mime_object_write_to_stream(GMIME_OBJECT(message.get()), options.get(), memory.get()) < 0)
    return fail(error_code::invalid_input, "the mail can't be put together");
  const auto* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
  return std::string(reinterpret_cast<const char*>(bytes->data), bytes->len);
}

} // namespace tidings::mail
