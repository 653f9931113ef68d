#pragma once
#include "gateway/dialect.hpp"

#include <memory>

namespace tidings::sim {

struct words_account {
  std::string user = "practice", password = "demo-key";
};

/// A gateway that takes forms and answers in words: `0 001 OK`, then `Message-ID: 12`. After public descriptions of
/// Soprano's HTTP interface (sendmsg); BT's own has never been seen, and which numbers stand for which failure is made
/// up here, as is what querymsg answers (JSON). Receipts and replies are brought by GET.
std::unique_ptr<gateway_dialect> make_words_dialect(words_account);

} // namespace tidings::sim
