#include "actors/board/audit_kinds.hpp"

#include <array>

namespace tidings {
namespace {

struct prefix {
  std::string_view of;
  audit_kind kind;
};
/// The first that fits; reads come before all of them.
constexpr std::array prefixes = {
    prefix{"POST /api/v1/patient-searches", audit_kind::shown},
    prefix{"POST /api/v1/now-messages/preview", audit_kind::shown},
    prefix{"POST /api/v1/messages/preview", audit_kind::shown},
    prefix{"POST /f/", audit_kind::shown},
    prefix{"POST /api/v1/conversations/{}/code", audit_kind::records},
    prefix{"POST /api/v1/conversations/{}/document", audit_kind::records},
    prefix{"POST /api/v1/conversations/{}/trust", audit_kind::records},
    prefix{"POST /api/v1/messages", audit_kind::messages},
    prefix{"POST /api/v1/now-messages", audit_kind::messages},
    prefix{"POST /api/v1/conversations", audit_kind::messages},
    prefix{"POST /api/v1/staff-items", audit_kind::messages},
    prefix{"POST /api/v1/question-sets", audit_kind::messages},
    prefix{"POST /v2/", audit_kind::messages},
    prefix{"POST /api/v1/data-quality", audit_kind::records},
    prefix{"POST /api/v1/fft-answers", audit_kind::records},
    prefix{"POST /api/v1/waiting", audit_kind::records},
    prefix{"POST /api/v1/slots", audit_kind::records},
    prefix{"POST /api/v1/patients", audit_kind::records},
    prefix{"POST /api/v1/template", audit_kind::settings},
    prefix{"POST /api/v1/reply-readings", audit_kind::settings},
    prefix{"POST /api/v1/practice-sections", audit_kind::settings},
    prefix{"POST /api/v1/onboarding", audit_kind::settings},
    prefix{"FILE ", audit_kind::settings},
    prefix{"POST /api/v1/users", audit_kind::access},
    prefix{"POST /api/v1/api-keys", audit_kind::access},
    prefix{"POST /api/v1/restore/confirm-keys", audit_kind::access},
    prefix{"POST /api/v1/practices/{}/support", audit_kind::access},
    prefix{"POST /api/v1/sign-out", audit_kind::access},
    prefix{"POST /sign-in", audit_kind::access},
    prefix{"POST /account", audit_kind::access},
};

} // namespace

audit_kind kind_of_action(std::string_view action) {
  if (action.starts_with("GET ")) return audit_kind::shown;
  for (const auto& one : prefixes)
    if (action.starts_with(one.of)) return one.kind;
  return audit_kind::running;
}

} // namespace tidings
