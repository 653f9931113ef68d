#pragma once
// The agent's end of a stream by which the broker hands a document over (schemas/edge.md). One line, then the bytes it
// speaks of:
//
//   put PRACTICE REFERENCE PDF-BYTES CARD-BYTES\n <PDF> <card>    ->  done\n  or  no CODE WHY\n
//   find PRACTICE REFERENCE\n                                     ->  there\n, absent\n  or  no CODE WHY\n
//
// To find the reference of zeros is to look at the folder: it is absent where a document could be put there now.
//
// CODE: `refused` for good, `unreachable` when a later try may do. A stream that ends without an answer leaves it open.
#include "web/edge/agent.hpp"
#include "web/edge/hand_over_folder.hpp"
#include "web/edge/link.hpp"

namespace tidings::edge {

/// What was asked, as far as its line tells.
struct document_order {
  bool is_look() const { return !put && reference == look_reference; }
  bool put = false; ///< false: find
  practice_id practice;
  std::string reference;
  std::size_t pdf_bytes = 0, card_bytes = 0;
};
/// Without the line's end.
std::optional<document_order> read_order(std::string_view line);

/// What is answered to an order that came whole.
std::string answer_to(const document_order& what, std::string_view bytes, const std::vector<outbox_settings>& folders);

class document_user final : public stream_user {
public:
  document_user(std::vector<outbox_settings> folders, std::weak_ptr<link> on, std::uint32_t stream)
      : folders_(std::move(folders)), link_(std::move(on)), stream_(stream) {}

  void on_bytes(std::string bytes) override;
  void on_close() override;
  void on_broken(reset_code, const std::string&) override {}

private:
  void refuse();

  std::vector<outbox_settings> folders_;
  std::weak_ptr<link> link_;
  std::uint32_t stream_;
  std::optional<document_order> order_;
  std::string got_;
  bool answered_ = false;
};

} // namespace tidings::edge
