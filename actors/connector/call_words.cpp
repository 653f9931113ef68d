#include "actors/connector/call_words.hpp"

namespace tidings {
namespace {

template <class... Fs> struct overloaded : Fs... { using Fs::operator()...; };
template <class... Fs> overloaded(Fs...) -> overloaded<Fs...>;

} // namespace

urgency urgency_of(const connector_request& what) {
  return std::visit(
      overloaded{
          [](const read_appointment&) { return urgency::cancel; }, [](const write_cancel&) { return urgency::cancel; },
          [](const write_note&) { return urgency::note; }, [](const write_code&) { return urgency::code; },
          [](const find_code&) { return urgency::code; }, [](const write_consent&) { return urgency::consent; },
          [](const read_patient&) { return urgency::asked; }, [](const write_document&) { return urgency::code; },
          [](const find_document&) { return urgency::code; }, [](const write_booking&) { return urgency::cancel; }},
      what);
}

patient_id patient_of(const connector_request& what) {
  return std::visit([](const auto& one) { return one.patient; }, what);
}

bool is_write(const connector_request& what) {
  return !std::holds_alternative<read_appointment>(what) && !std::holds_alternative<find_code>(what) &&
         !std::holds_alternative<read_patient>(what) && !std::holds_alternative<find_document>(what);
}

} // namespace tidings
