#pragma once
// Write-back's own rules over a clinical system, with time passing as fast as it is looked at.
#include "actors/write_back/outbox.hpp"
#include "schemas/documents.hpp"
#include "schemas/ids.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace tidings::test {

/// What a practice asks for after a patient's answer about this appointment.
inline operation_wanted wanted(operation_kind kind, const practice_id& practice, const appointment& asked_about) {
  operation_wanted out{.practice = practice, .what = {}, .system_id = {}};
  out.what.operation = random_id<operation_id>();
  out.what.kind = kind;
  out.what.patient = asked_about.patient;
  out.what.appointment = asked_about.id;
  out.what.expected_starts_at = asked_about.starts_at;
  out.what.expected_clinician = asked_about.clinician;
  out.what.code = "279991000000102";
  out.what.text = kind == operation_kind::set_consent ? "no" : "Said so by text message";
  if (kind == operation_kind::file_document)
    out.what.document = secret_text(encode(document_source{.practice_name = "Brook Lane Surgery",
                                                           .practice_code = practice.str(),
                                                           .title = "Conversation",
                                                           .patient_name = "Zoë Ŵilliams",
                                                           .nhs_number = "9990000018",
                                                           .filed_at = asked_about.starts_at,
                                                           .filed_by = "ann",
                                                           .said = {},
                                                           .mark = to_text(out.what.operation)}));
  out.what.requested_at = system_now();
  out.what.give_up_at = out.what.requested_at + std::chrono::hours(24);
  return out;
}

inline finished_operation carry_out(const operation_wanted& what,
                                    const std::function<connector_answer(const connector_request&)>& ask) {
  outbox aut;
  aut.put(what);
  moment now(system_now());
  for (int i = 0; i < 20; ++i) {
    now = moment(now.wall + std::chrono::seconds(60));
    const auto request = aut.next(now);
    if (!request) continue;
    auto answer = ask(request->what);
    answer.token = request->token;
    if (auto done = aut.answered(answer, now)) return *done;
  }
  ADD_FAILURE() << "it never came to an end";
  return {};
}

} // namespace tidings::test
