#include "actors/node/alert_orders.hpp"

#include "schemas/json.hpp"

#include <boost/json.hpp>

namespace tidings {
namespace {

std::string given(const std::map<std::string, std::string>& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

http_answer said(int status, const boost::json::value& body) { return {status, boost::json::serialize(body)}; }

} // namespace

void alert_orders::run(const std::string& what, const std::map<std::string, std::string>& parameters, audit_mark_ptr by,
                       broker_port& through, std::function<void(http_answer)> done) {
  const auto keeper = keeper_.lock();
  if (what == "GET alerts") return done(said(200, to_json(keeper ? keeper->page() : view::alerts{})));
  if (what != "POST alerts/acknowledge") return others_->run(what, parameters, std::move(by), through, std::move(done));
  if (keeper && keeper->acknowledge(given(parameters, "id"), given(parameters, "by"), given(parameters, "note")))
    return done(said(200, boost::json::object{{"id", given(parameters, "id")}}));
  done(said(404, boost::json::object{
                     {"errors", boost::json::array{boost::json::object{
                                    {"code", "not_found"}, {"reason", "no such alert fires"}, {"field", ""}}}}}));
}

} // namespace tidings
