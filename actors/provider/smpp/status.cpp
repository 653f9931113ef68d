#include "actors/provider/smpp/status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace tidings::smpp {
namespace {

struct entry {
  std::uint32_t status;
  std::string_view name;
  attempt_result meaning;
};
using enum attempt_result;

/// In rising order. `permanent`: it is about this message. `configuration`: it is about how this account is set up, and
/// the next message would be told the same.
constexpr entry table[] = {
    {0x00, "ESME_ROK", sent},
    {0x01, "ESME_RINVMSGLEN", permanent},
    {0x02, "ESME_RINVCMDLEN", configuration},
    {0x03, "ESME_RINVCMDID", configuration},
    {0x04, "ESME_RINVBNDSTS", retry},
    {0x05, "ESME_RALYBND", retry},
    {0x06, "ESME_RINVPRTFLG", configuration},
    {0x07, "ESME_RINVREGDLVFLG", configuration},
    {0x08, "ESME_RSYSERR", unknown},
    {0x0A, "ESME_RINVSRCADR", configuration},
    {0x0B, "ESME_RINVDSTADR", permanent},
    {0x0C, "ESME_RINVMSGID", permanent},
    {0x0D, "ESME_RBINDFAIL", configuration},
    {0x0E, "ESME_RINVPASWD", configuration},
    {0x0F, "ESME_RINVSYSID", configuration},
    {0x14, "ESME_RMSGQFUL", retry},
    {0x15, "ESME_RINVSERTYP", configuration},
    {0x43, "ESME_RINVESMCLASS", configuration},
    {0x45, "ESME_RSUBMITFAIL", retry},
    {0x48, "ESME_RINVSRCTON", configuration},
    {0x49, "ESME_RINVSRCNPI", configuration},
    {0x50, "ESME_RINVDSTTON", configuration},
    {0x51, "ESME_RINVDSTNPI", configuration},
    {0x53, "ESME_RINVSYSTYP", configuration},
    {0x54, "ESME_RINVREPFLAG", configuration},
    {0x58, "ESME_RTHROTTLED", retry},
    {0x61, "ESME_RINVSCHED", configuration},
    {0x62, "ESME_RINVEXPIRY", configuration},
    {0x63, "ESME_RINVDFTMSGID", configuration},
    {0x64, "ESME_RX_T_APPN", retry},
    {0x65, "ESME_RX_P_APPN", permanent},
    {0x66, "ESME_RX_R_APPN", permanent},
    {0x67, "ESME_RQUERYFAIL", retry},
    {0xC0, "ESME_RINVOPTPARSTREAM", configuration},
    {0xC1, "ESME_ROPTPARNOTALLWD", configuration},
    {0xC2, "ESME_RINVPARLEN", configuration},
    {0xC3, "ESME_RMISSINGOPTPARAM", configuration},
    {0xC4, "ESME_RINVOPTPARAMVAL", configuration},
    {0xFE, "ESME_RDELIVERYFAILURE", permanent},
    {0xFF, "ESME_RUNKNOWNERR", unknown},
};
static_assert(std::is_sorted(std::begin(table), std::end(table),
                             [](const entry& a, const entry& b) { return a.status < b.status; }));

const entry* find(std::uint32_t status) {
  const auto* found = std::lower_bound(std::begin(table), std::end(table), status,
                                       [](const entry& one, std::uint32_t wanted) { return one.status < wanted; });
  return found != std::end(table) && found->status == status ? found : nullptr;
}

} // namespace

attempt_result meaning_of(std::uint32_t status) {
  const auto* known = find(status);
  return known == nullptr ? attempt_result::unknown : known->meaning;
}

std::string name_of_status(std::uint32_t status) {
  const auto* known = find(status);
  return known == nullptr ? fmt::format("{:#010x}", status) : std::string(known->name);
}

} // namespace tidings::smpp
