#pragma once
// Patients' texts as they come in: parts put together, each told once, each acknowledged only when it is on disk. Pure.
//
// Parts. A part is not acknowledged before the whole is on disk, so that a crash loses nothing: the message centre
// brings it again. But some bring the next part only when the last was acknowledged. So after `part_held` it is
// answered "later" and kept in memory; when it comes again it is known. What is still incomplete after the account's
// `part_wait` is told as it is, with words in it that send it to a person.
//
// Once. SMPP gives a text no id and no time. Ours is made of provider, numbers, words and day, so that one brought
// again, after a restart too, is the same reply. The same words on the same day are a new reply only when the message
// centre has certainly read our acknowledgement of the earlier one.
#include "actors/provider/smpp/pace.hpp"
#include "actors/provider/smpp/text.hpp"
#include "schemas/commands.hpp"

#include <deque>
#include <map>
#include <variant>

namespace tidings::smpp {

constexpr std::size_t texts_open_max = 1'000;   ///< not yet on disk; more come later
constexpr std::size_t joins_open_max = 500;     ///< texts of which parts are missing
constexpr std::size_t texts_known_max = 20'000; ///< told in the last day
constexpr instant part_held{5'000};             ///< message centres wait ten seconds and more
constexpr instant acknowledged_promptly{5'000}; ///< later, the message centre may have given up and bring it again
constexpr std::size_t reply_bytes_max = 16U << 10;

/// The deliver_sm to acknowledge.
struct ticket {
  std::uint64_t link = 0;
  std::uint32_t sequence = 0;
  instant came{0};
};

class replies {
public:
  replies(provider_id provider, millis part_wait) : provider_(std::move(provider)), part_wait_(part_wait) {}

  struct tell {
    std::uint64_t number = 0; ///< comes back in `told`
    reply_arrived what;
  };
  struct answer {
    ticket to;
    std::uint32_t status = 0;
    std::uint64_t mark = 0; ///< for `answer_read`; 0: not needed
  };
  using wish = std::variant<tell, answer>;

  void arrived(const ticket& by, const short_message& from, const received_text& text, instant now, timestamp wall);
  /// @param durable false: nobody could be told now
  void told(std::uint64_t number, bool durable, instant now);
  /// The message centre has read the acknowledgement with this mark.
  void answer_read(std::uint64_t mark);
  void on_tick(instant now, timestamp wall);

  std::vector<wish> take() { return std::exchange(wishes_, {}); }
  instant next_at() const;
  std::size_t incomplete() const { return joins_.size(); }

private:
  struct join_key {
    std::string from, to;
    std::uint16_t reference = 0;
    std::uint8_t total = 0;
    auto operator<=>(const join_key&) const = default;
  };
  struct join {
    std::map<std::uint8_t, std::string> parts;
    std::vector<ticket> tickets;
    instant began{0};
    bool telling = false;
    bool done = false; ///< on disk: kept for parts that are brought again
  };
  struct open_text {
    std::vector<ticket> tickets;
    reply_id base;
    std::optional<join_key> of;
  };
  struct known_text {
    reply_id id;
    std::uint64_t mark = 0;
    bool settled = false; ///< the message centre knows that we have it
    timestamp at{};
  };

  void begin(std::vector<ticket> by, std::string from, std::string to, std::string text, std::optional<join_key> of,
             timestamp wall);
  void tell_join(const join_key& key, join& what, timestamp wall);
  reply_id id_of(const reply_id& base, const std::string& name, timestamp wall);
  void later(const ticket& by);

  provider_id provider_;
  millis part_wait_;
  std::uint64_t numbers_ = 0;
  std::map<join_key, join> joins_;
  std::map<std::uint64_t, open_text> open_;
  std::map<reply_id, known_text> known_; ///< by the id that a text has by its words and day
  std::deque<reply_id> known_by_age_;
  std::map<std::uint64_t, reply_id> marks_;
  std::vector<wish> wishes_;
};

/// E.164 or as it was written, with its `+` when it says that it is international.
std::string number_of(const address& what);

} // namespace tidings::smpp
