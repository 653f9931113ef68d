#pragma once
// A set of health questions, or the Friends and Family Test, asked by one text with a link to a page that has all of
// it. Whoever has the link's secret may answer for its one patient, once, until it is too old. The secret is made from
// the practice's own key and the message's id: it stands in the text on its way to the provider and nowhere else.
#include "actors/practice/talk/say.hpp"

namespace tidings::talk {

/// For how long a link can be opened. Not longer than an ended message is remembered.
inline constexpr std::chrono::hours link_lasts{7 * 24};
static_assert(link_lasts <= messages_kept);
/// What can't be sent by then would be of little use before the link is too old.
inline constexpr std::chrono::hours link_worth_sending{72};
/// 24 letters of 64: 144 bits. Nobody guesses one.
inline constexpr std::size_t link_secret_size = 24;
/// In one field. Longer than any answer that can be read; what is longer is refused there.
inline constexpr std::size_t link_words_max = 400;

/// In `talk_details::step`, in the place of one question's name: no name has a space.
inline constexpr std::string_view link_step = "by link";

/// Whether this text has such a link.
bool has_link(const message_accepted& what);
/// Empty when the practice's key isn't known.
std::string link_secret(const marker& marks, const message_id& message);
/// Finds the links of a state again, once its marks are known.
void index_links(practice_state& state);
/// The text as it goes out. Kept and shown, it has stars in the place of the secret.
secret_text with_secret(const practice_state& state, const practice_settings& settings, const message_accepted& what);

/// `link` and `link_until` of a text that has one.
std::map<std::string, std::string> link_values(const practice_settings& settings, timestamp now);
/// The text that invites a patient to the page.
outgoing invitation(const practice_settings& settings, const question_set& set, timestamp now);

decision take_by_link(const practice_state& state, const practice_settings& settings, const answer_by_link& c,
                      timestamp now);

} // namespace tidings::talk
