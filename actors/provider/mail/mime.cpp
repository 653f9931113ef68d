#include "actors/provider/mail/mime.hpp"

#include "actors/provider/mail/gmime.hpp"

#include <algorithm>

namespace tidings::mail {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string text_or_empty(const char* text) { return text == nullptr ? std::string() : std::string(text); }

/// Always UTF-8: what isn't is read as Windows-1252's Latin part.
std::string valid(std::string text) {
  if (g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr) != 0) return text;
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xC0 | (byte >> 6));
      out += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return out;
}

std::string unix_lines(std::string text) {
  std::erase(text, '\r');
  std::erase(text, '\0');
  return text;
}

/// The part's bytes after its transfer encoding, at most `text_bytes_max`.
std::string content(GMimePart* part) {
  auto* data = g_mime_part_get_content(part);
  if (data == nullptr) return {};
  const held<GMimeStream> memory(g_mime_stream_mem_new());
  g_mime_data_wrapper_write_to_stream(data, memory.get());
  const auto* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
  return {reinterpret_cast<const char*>(bytes->data), std::min<std::size_t>(bytes->len, text_bytes_max)};
}

/// In UTF-8, whatever the charset says.
std::string words(GMimePart* part) {
  auto raw = content(part);
  const auto charset = lower(text_or_empty(g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset")));
  if (!charset.empty() && charset != "utf-8" && charset != "us-ascii") {
    const auto* known = g_mime_charset_iconv_name(charset == "iso-8859-1" ? "windows-1252" : charset.c_str());
    gsize size = 0;
    char* converted = g_convert_with_fallback(raw.data(), static_cast<gssize>(raw.size()), "UTF-8", known, "?", nullptr,
                                              &size, nullptr);
    if (converted != nullptr) {
      raw.assign(converted, size);
      g_free(converted);
    }
  }
  return unix_lines(valid(std::move(raw)));
}

void read_headers(GMimeObject* object, fields& into) {
  auto* list = g_mime_object_get_header_list(object);
  const int count = std::min(g_mime_header_list_get_count(list), 1000);
  for (int i = 0; i < count; ++i) {
    auto* header = g_mime_header_list_get_header_at(list, i);
    const auto* raw = g_mime_header_get_value(header);
    into.emplace(lower(text_or_empty(g_mime_header_get_name(header))), valid(text_or_empty(raw)));
  }
}

/// `Name: value` lines with folding; groups are parted by empty lines.
std::vector<fields> groups_of(std::string_view text) {
  std::vector<fields> groups;
  fields group;
  std::string name;
  const auto close = [&] {
    if (!group.empty()) groups.push_back(std::move(group));
    group = {};
    name.clear();
  };
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find_first_not_of(" \t") == line.npos) {
      close();
      continue;
    }
    if ((line.front() == ' ' || line.front() == '\t') && !name.empty()) {
      if (const auto last = group.find(name); last != group.end())
        last->second.append(" ").append(line.substr(line.find_first_not_of(" \t")));
      continue;
    }
    const auto colon = line.find(':');
    if (colon == line.npos) continue;
    name = lower(line.substr(0, colon));
    const auto value = line.find_first_not_of(" \t", colon + 1);
    group.emplace(name, value == line.npos ? std::string() : std::string(line.substr(value)));
  }
  close();
  return groups;
}

/// Every `<id>` in it; one without brackets when there are none.
void mention(opened& into, std::string_view header) {
  bool any = false;
  for (auto open = header.find('<'); open != header.npos; open = header.find('<', open + 1)) {
    const auto close = header.find('>', open);
    if (close == header.npos) break;
    any = true;
    if (into.mentions.size() < mentions_max) into.mentions.emplace_back(header.substr(open + 1, close - open - 1));
  }
  if (any || header.empty() || into.mentions.size() >= mentions_max) return;
  into.mentions.emplace_back(header.substr(0, header.find_first_of(" \t")));
}

class walker {
public:
  explicit walker(opened& into) : into_(into) {}

  void visit(GMimeObject* object, int depth) {
    if (object == nullptr || depth > depth_max || ++seen_ > parts_max) return;
    if (GMIME_IS_MULTIPART(object)) {
      auto* multipart = GMIME_MULTIPART(object);
      const int count = g_mime_multipart_get_count(multipart);
      for (int i = 0; i < count; ++i) visit(g_mime_multipart_get_part(multipart, i), depth + 1);
    } else if (GMIME_IS_PART(object)) {
      part(GMIME_PART(object));
    } else if (GMIME_IS_MESSAGE_PART(object)) { // what we sent comes back; not the sender's words
      auto* returned = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
      if (returned != nullptr) mention(into_, text_or_empty(g_mime_message_get_message_id(returned)));
      if (depth <= 1) ++into_.attachments;
    }
  }

private:
  void part(GMimePart* one) {
    auto* type = g_mime_object_get_content_type(GMIME_OBJECT(one));
    const auto name = lower(text_or_empty(g_mime_content_type_get_media_type(type))) + "/" +
                      lower(text_or_empty(g_mime_content_type_get_media_subtype(type)));
    if (name == "message/delivery-status" || name == "message/global-delivery-status") {
      into_.has_delivery = true;
      for (auto& group : groups_of(words(one))) into_.delivery.push_back(std::move(group));
    } else if (name == "message/disposition-notification") {
      into_.has_disposition = true;
      for (auto& group : groups_of(words(one))) into_.disposition.merge(group);
    } else if (name == "text/rfc822-headers") {
      for (const auto& group : groups_of(words(one)))
        if (const auto id = group.find("message-id"); id != group.end()) mention(into_, id->second);
    } else if (name == "text/plain" || name == "text/html") {
      text(one, name == "text/html");
    } else {
      ++into_.attachments;
    }
  }

  void text(GMimePart* one, bool html) {
    if (g_mime_part_is_attachment(one) != 0) {
      ++into_.attachments;
      return;
    }
    auto said = words(one);
    if (into_.returned_text.size() < text_bytes_max) into_.returned_text.append(said).append("\n");
    auto& place = html ? into_.html : into_.text;
    if (place.empty()) place = std::move(said);
  }

  opened& into_;
  int seen_ = 0;
};

std::string first_address(GMimeMessage* message) {
  auto* list = g_mime_message_get_from(message);
  if (list == nullptr || internet_address_list_length(list) < 1) return {};
  auto* one = internet_address_list_get_address(list, 0);
  if (!INTERNET_ADDRESS_IS_MAILBOX(one)) return {};
  return lower(text_or_empty(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one))));
}

} // namespace

std::string_view opened::header(std::string_view lower_case_name) const {
  const auto found = headers.find(std::string(lower_case_name));
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

bool opened::has(std::string_view lower_case_name) const { return headers.contains(std::string(lower_case_name)); }

opened open(std::string_view bytes) {
  start_gmime();
  opened mail;
  const held<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  const held<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  const held<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
  if (!message) return mail;
  read_headers(GMIME_OBJECT(message.get()), mail.headers);
  if (mail.headers.empty()) return mail;
  mail.readable = true;
  mail.from = first_address(message.get());
  if (auto* date = g_mime_message_get_date(message.get()); date != nullptr)
    mail.date_ms = g_date_time_to_unix(date) * 1'000;
  for (const auto* name : {"in-reply-to", "references"}) mention(mail, mail.header(name));
  auto* body = g_mime_message_get_mime_part(message.get());
  if (body != nullptr) {
    read_headers(body, mail.headers);
    auto* type = g_mime_object_get_content_type(body);
    mail.content_type = lower(text_or_empty(g_mime_content_type_get_media_type(type))) + "/" +
                        lower(text_or_empty(g_mime_content_type_get_media_subtype(type)));
    mail.report_type = lower(text_or_empty(g_mime_content_type_get_parameter(type, "report-type")));
    walker(mail).visit(body, 0);
    if (const auto id = mail.disposition.find("original-message-id"); id != mail.disposition.end())
      mention(mail, id->second);
  }
  return mail;
}

} // namespace tidings::mail
