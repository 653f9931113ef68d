#include "actors/node/canned_replies.hpp"

#include "schemas/conversation_settings.hpp"

#include <boost/json.hpp>

namespace tidings {

std::string canned_replies_json(const practice_settings& settings) {
  boost::json::array all;
  for (const auto& [name, text] : conversations_of(settings).canned)
    all.emplace_back(boost::json::object{{"name", name}, {"text", text}});
  boost::json::array codes;
  for (const auto& one : conversations_of(settings).codes_by_hand)
    codes.emplace_back(boost::json::object{{"code", one.code}, {"text", one.text}});
  const auto* alphabet = boost::describe::enum_to_string(settings.alphabet, "gsm");
  return boost::json::serialize(boost::json::object{{"canned", std::move(all)},
                                                    {"alphabet", alphabet},
                                                    {"codes", std::move(codes)},
                                                    {"documents", settings.documents != nullptr}});
}

} // namespace tidings
