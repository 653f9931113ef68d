#include "actors/node/canned_replies.hpp"

#include "schemas/conversation_settings.hpp"

#include <boost/json.hpp>

namespace tidings {

std::string canned_replies_json(const practice_settings& settings) {
  boost::json::array all;
  for (const auto& [name, text] : conversations_of(settings).canned)
    all.emplace_back(boost::json::object{{"name", name}, {"text", text}});
  return boost::json::serialize(boost::json::object{{"canned", std::move(all)}});
}

} // namespace tidings
