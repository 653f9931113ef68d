#include "web/edge/document_user.hpp"

#include <algorithm>
#include <charconv>

namespace tidings::edge {
namespace {

constexpr std::size_t line_max = 100;

std::string_view word(std::string_view& from) {
  const auto one = from.substr(0, from.find(' '));
  from.remove_prefix(std::min(one.size() + 1, from.size()));
  return one;
}

std::optional<std::size_t> count(std::string_view text, std::size_t most) {
  std::size_t value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (wrong != std::errc{} || end != text.data() + text.size() || text.empty() || value > most) return std::nullopt;
  return value;
}

std::string no(const failure& why) {
  return (why.code == error_code::refused ? "no refused " : "no unreachable ") + why.detail + '\n';
}

} // namespace

std::optional<document_order> read_order(std::string_view line) {
  const auto kind = word(line);
  const auto practice = practice_id::parse(word(line));
  const auto reference = word(line);
  if ((kind != "put" && kind != "find") || !practice || practice->is_host() || !is_reference(reference))
    return std::nullopt;
  document_order out{kind == "put", *practice, std::string(reference), 0, 0};
  if (!out.put) return line.empty() ? std::optional(out) : std::nullopt;
  const auto pdf = count(word(line), document_bytes_max), card = count(word(line), card_bytes_max);
  if (!pdf || !card || *pdf == 0 || !line.empty()) return std::nullopt;
  out.pdf_bytes = *pdf;
  out.card_bytes = *card;
  return out;
}

std::string answer_to(const document_order& what, std::string_view bytes, const std::vector<outbox_settings>& folders) {
  const auto whose =
      std::find_if(folders.begin(), folders.end(), [&](const auto& one) { return one.practice == what.practice; });
  if (whose == folders.end())
    return no({error_code::unreachable, "the agent's `documents` has no folder for this practice"});
  const hand_over_folder folder(whose->folder);
  if (what.is_look()) {
    const auto fine = folder.look();
    return fine ? "absent\n" : no(fine.error());
  }
  if (!what.put) {
    const auto there = folder.has(what.reference);
    if (!there) return no(there.error());
    return *there ? "there\n" : "absent\n";
  }
  const auto done = folder.put({what.reference, secret_text(std::string(bytes.substr(0, what.pdf_bytes))),
                                secret_text(std::string(bytes.substr(what.pdf_bytes)))});
  return done ? "done\n" : no(done.error());
}

void document_user::on_bytes(std::string bytes) {
  const auto on = link_.lock();
  if (!on || answered_) return;
  on->used(stream_, bytes.size());
  got_ += bytes;
  if (!order_) {
    const auto end = got_.find('\n');
    if (end == got_.npos && got_.size() <= line_max) return;
    order_ = end == got_.npos ? std::nullopt : read_order(std::string_view(got_).substr(0, end));
    if (!order_) return refuse();
    got_.erase(0, end + 1);
  }
  const auto wanted = order_->pdf_bytes + order_->card_bytes;
  if (got_.size() > wanted) return refuse();
  if (got_.size() < wanted) return;
  answered_ = true;
  on->send(stream_, answer_to(*order_, got_, folders_));
  got_.clear();
  on->close(stream_);
}

void document_user::on_close() {
  if (!answered_) refuse();
}

void document_user::refuse() {
  answered_ = true;
  if (const auto on = link_.lock()) on->reset(stream_, reset_code::refused, "no order for a document");
}

} // namespace tidings::edge
