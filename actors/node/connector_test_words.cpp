#include "actors/node/connector_test_words.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace tidings {
namespace {

/// The connector's own words where it has some; `overloaded` is about the connector and not about the system.
std::string says(const connector_answer* got, std::chrono::milliseconds took) {
  if (got == nullptr)
    return fmt::format("No answer within {} s. The clinical system hangs, or a long reading is under way: wait a "
                       "minute, look at its state here, and test again.",
                       took.count() / 1'000);
  const auto& why = got->error;
  if (why.code == error_code::none)
    return fmt::format("It works: the clinical system let Tidings in and answered in {} ms.{}", took.count(),
                       why.detail.empty() ? std::string() : fmt::format(" But {}.", why.detail));
  if (why.code == error_code::overloaded)
    return fmt::format("It could not be tested now: {}. Test again in a minute.", why.detail);
  return why.detail.empty() ? "The clinical system can't be used now: see whether it runs and lets Tidings in."
                            : why.detail;
}

} // namespace

std::string connector_test_json(const connector_answer* got, std::chrono::milliseconds took) {
  const bool works = got != nullptr && got->error.code == error_code::none;
  return boost::json::serialize(
      boost::json::object{{"works", works}, {"took_ms", took.count()}, {"says", says(got, took)}});
}

} // namespace tidings
