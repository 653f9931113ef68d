#include "actors/provider/mail/html_text.hpp"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <memory>

namespace tidings::mail {
namespace {

constexpr int nesting_max = 256;

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

std::string attribute(xmlNode* node, const char* name) {
  xmlChar* value = xmlGetNoNsProp(node, reinterpret_cast<const xmlChar*>(name));
  std::string out(view(value));
  xmlFree(value);
  return out;
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

enum class part { words, skipped, end_of_words };

part role_of(xmlNode* node) {
  const auto name = view(node->name);
  if (is_one_of(name, {"script", "style", "head", "title", "blockquote", "noscript", "object"})) return part::skipped;
  const auto id = attribute(node, "id");
  if (is_one_of(id, {"divRplyFwdMsg", "appendonsend", "mail-editor-reference-message-container"}))
    return part::end_of_words;
  const auto has = [kind = attribute(node, "class")](std::string_view what) { return kind.find(what) != kind.npos; };
  if (has("gmail_quote") || has("yahoo_quoted") || has("moz-cite-prefix") || has("gmail_signature") ||
      has("protonmail_quote") || has("AppleMailSignature"))
    return part::skipped;
  const auto style = attribute(node, "style");
  // Outlook parts the quotation by a line above it.
  if (name == "div" && style.find("border-top:solid #") != style.npos) return part::end_of_words;
  if (style.find("display:none") != style.npos || style.find("display: none") != style.npos) return part::skipped;
  return part::words;
}

class speaker {
public:
  std::string out;

  /// False: nothing of the sender's follows.
  bool say(xmlNode* node, int depth) {
    for (; node != nullptr; node = node->next) {
      if (node->type == XML_TEXT_NODE) {
        add(view(node->content));
      } else if (node->type == XML_ELEMENT_NODE && depth < nesting_max) {
        if (!element(node, depth)) return false;
      }
    }
    return true;
  }

private:
  bool element(xmlNode* node, int depth) {
    const auto role = role_of(node);
    if (role == part::end_of_words) return false;
    if (role == part::skipped) return true;
    const auto name = view(node->name);
    if (name == "br") {
      out += '\n';
      return true;
    }
    const bool block = is_one_of(
        name, {"p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "hr", "pre", "section", "body"});
    if (block) new_line();
    const bool more = say(node->children, depth + 1);
    if (block) new_line();
    return more;
  }

  void new_line() {
    if (!out.empty() && out.back() != '\n') out += '\n';
  }

  void add(std::string_view text) { // white space in HTML is one space
    for (const char c : text) {
      const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
      if (!space)
        out += c;
      else if (!out.empty() && out.back() != ' ' && out.back() != '\n')
        out += ' ';
    }
  }
};

} // namespace

std::string text_of_html(std::string_view utf8) {
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> page(
      htmlReadMemory(utf8.data(), static_cast<int>(utf8.size()), nullptr, "UTF-8",
                     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET),
      &xmlFreeDoc);
  if (!page) return {};
  speaker one;
  one.say(xmlDocGetRootElement(page.get()), 0);
  return std::move(one.out);
}

} // namespace tidings::mail
