// A conversation that staff file, as a document, in the record of the one patient whose it is.
#include "actors/practice/talk/act.hpp"
#include "actors/practice/talk/inbox.hpp"
#include "schemas/documents.hpp"

namespace tidings::talk {
namespace {

constexpr std::string_view title = "Conversation by text message";
constexpr std::string_view title_of_answers = "Answers to questions by a link";
constexpr std::chrono::hours document_given_up{3 *
                                               24}; ///< over a weekend; then whoever filed it hears that it isn't there

std::string name_of(const patient_details& who) {
  std::string name;
  for (const auto* part : {&who.title, &who.first_name, &who.last_name})
    if (!part->reveal().empty()) name.append(name.empty() ? "" : " ").append(part->reveal());
  return name;
}

} // namespace

std::optional<operation_requested> file_answers(const reply_at_hand& reply, const patient_id& patient,
                                                document_lines said) {
  const auto& settings = reply.settings;
  const auto who = reply.state.patients.find(patient);
  if (!settings.documents || !settings.documents->question_sets || who == reply.state.patients.end() ||
      said.all.empty() || said.all.size() > document_lines_max)
    return std::nullopt;
  const auto operation = id_from_name<operation_id>("answers as a document", to_text(reply.said.reply));
  auto source = encode(document_source{.practice_name = settings.name,
                                       .practice_code = settings.id.str(),
                                       .title = std::string(title_of_answers),
                                       .patient_name = name_of(who->second),
                                       .nhs_number = who->second.nhs_number.reveal(),
                                       .filed_at = reply.now,
                                       .filed_by = settings.name,
                                       .said = std::move(said),
                                       .mark = to_text(operation)});
  if (source.size() > document_words_max) return std::nullopt; // what is typed there is far shorter
  return operation_requested{.operation = operation,
                             .kind = operation_kind::file_document,
                             .patient = patient,
                             .text = std::string(title_of_answers),
                             .reply = reply.said.reply,
                             .give_up_at = reply.now + document_given_up,
                             .requested_at = reply.now,
                             .document = secret_text(std::move(source))};
}

decision file_conversation(const practice_state& state, const practice_settings& settings,
                           const tidings::file_conversation& c, timestamp now) {
  if (!settings.documents) return refused(error_code::refused, "this practice files no documents");
  const auto found = state.conversations.find(c.conversation);
  if (found == state.conversations.end())
    return refused(error_code::not_found, "no such conversation at this practice");
  const auto& known = found->second;
  if (known.notes.contains(hand_code_mark(c.operation)))
    return {{}, answer{.repeated = true, .id = to_text(c.operation)}};
  if (c.lines.reveal().size() > document_words_max)
    return refused(error_code::invalid_input, "the conversation is too long for one document");
  auto said = decode_document_lines(c.lines.reveal());
  if (!said || said->all.empty() || said->all.size() > document_lines_max)
    return refused(error_code::invalid_input, "there is nothing that could be filed");
  patient_id patient;
  if (auto why = whose_record(state, known, patient); !why.empty()) return refused(error_code::refused, std::move(why));
  if (known.notes.size() >= notes_max)
    return refused(error_code::refused, "this conversation has 200 notes, codes and documents already");
  const auto& who = state.patients.at(patient);
  const document_source source{.practice_name = settings.name,
                               .practice_code = settings.id.str(),
                               .title = std::string(title),
                               .patient_name = name_of(who),
                               .nhs_number = who.nhs_number.reveal(),
                               .filed_at = now,
                               .filed_by = c.by,
                               .said = std::move(*said),
                               .mark = to_text(c.operation)};
  return {{operation_requested{.operation = c.operation,
                               .kind = operation_kind::file_document,
                               .patient = patient,
                               .text = std::string(title),
                               .give_up_at = now + document_given_up,
                               .requested_at = now,
                               .document = secret_text(encode(source)),
                               .conversation = c.conversation,
                               .by = c.by}},
          answer{.id = to_text(c.operation)}};
}

} // namespace tidings::talk
