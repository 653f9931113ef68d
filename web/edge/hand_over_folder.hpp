#pragma once
// The folder where documents for the record are left for the practice's own import: each appears whole, once, under a
// name that its operation gives. The broker uses it on its own host, the agent on the practice's site. Blocking.
//
//   FOLDER/tidings-<reference>.json   whose document it is; there before the PDF is
//   FOLDER/tidings-<reference>.pdf    whoever watches the folder takes both away
//   FOLDER/.tidings/<reference>.done  what was handed over stays known, though it was taken away
//   FOLDER/.tidings/<reference>.pdf   on its way; beside a .done it only has to be renamed
//   FOLDER/.tidings/look              there for a moment, now and then: can anything be put here?
#include "schemas/errors.hpp"
#include "schemas/secret.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

namespace tidings::edge {

constexpr std::size_t document_bytes_max = 16ULL << 20U; ///< a PDF: a conversation has some 50 KiB
constexpr std::size_t card_bytes_max = 4'096;
/// With less room than the largest document needs, on its way and at its place, the folder counts as full.
constexpr std::size_t folder_room_min = 2 * document_bytes_max;
/// Longer than any operation is tried.
constexpr std::chrono::hours handed_over_known{60 * 24};

/// An operation's id as text: nothing else becomes part of a path.
bool is_reference(std::string_view text);

/// No operation has it. Asked by it, an agent looks at its folder; one of before looks for it in vain, and says no when
/// the folder isn't there.
inline constexpr std::string_view look_reference = "00000000-0000-0000-0000-000000000000";

struct handed_document {
  std::string reference;
  secret_text pdf;
  secret_text card; ///< JSON
};

class hand_over_folder {
public:
  explicit hand_over_folder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Whether something can be put there. `unreachable` and why, in words for the practice's staff.
  result<void> probe() const;
  /// The same, found out by leaving a file there and taking it away again: what a share says of itself isn't always so.
  /// Also when there is too little room for a document.
  result<void> look(std::uint64_t room_wanted = folder_room_min) const;
  /// Whether it was handed over before; one that stopped just before its end is brought there.
  result<bool> has(std::string_view reference) const;
  /// On disk before it returns; the same a second time changes nothing. `unreachable`: it isn't there yet, and the next
  /// try or `has` goes on from where this one stopped.
  result<void> put(const handed_document& what) const;

private:
  std::filesystem::path journal() const { return folder_ / ".tidings"; }
  void forget_old() const;

  std::filesystem::path folder_;
};

} // namespace tidings::edge
