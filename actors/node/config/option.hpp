#pragma once
// The options as plain data: one row a key. The reader, the JSON Schemas and the check of config/broker.yaml's comments
// all go by these rows, and defaults are those of schemas/settings.hpp, so that none of them can say something else.
#include "schemas/settings.hpp"

#include <boost/json/object.hpp>

#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace tidings {
struct microtest_mapping; // schemas/connectors/microtest.hpp
}

namespace tidings::config {

class reader;
struct node;

/// What a value looks like.
enum class shape {
  text,       ///< a line of text, `low` to `high` characters
  body,       ///< a message, lines allowed
  short_name, ///< of a provider, template or rule
  secret,     ///< `{env: NAME}`, `{file: path}` or, with a warning, plain text
  whole,      ///< `low` to `high`
  number,     ///< `low` to `high`
  boolean,
  duration,    ///< `low` to `high` milliseconds
  time_of_day, ///< minutes after midnight
  path,        ///< relative to the file it stands in
  url,
  host,
  mail_address,
  phone,        ///< UK, kept as written
  reply_number, ///< UK, kept as digits
  sender,
  snomed,
  one_of,  ///< `words`
  section, ///< read by a function of its own
};

struct rule {
  shape what;
  double low = 0, high = 0;
  std::vector<std::string_view> words{};
  bool required = false;
  bool may_be_empty = false;
  std::string_view mend{}; ///< what to write when it is missing, where that needs more than `allowed_by`
  bool may_repeat = false; ///< of a list: its order counts, and the same may come again
};

/// A value that stands in a shape of its own: how to read it, and its JSON Schema.
template <class Owner> struct custom {
  void (*read)(reader&, const node&, Owner&);
  boost::json::object (*schema)();
};

template <class Owner>
using target = std::variant<std::string Owner::*, secret_text Owner::*, int Owner::*, std::size_t Owner::*,
                            double Owner::*, bool Owner::*, millis Owner::*, minutes Owner::*, question_kind Owner::*,
                            sms_alphabet Owner::*, template_id Owner::*, rule_id Owner::*,
                            std::vector<std::string> Owner::*, std::vector<provider_id> Owner::*,
                            std::vector<message_kind> Owner::*, std::vector<channel> Owner::*, custom<Owner>>;

template <class Owner> struct option {
  std::string_view key;
  rule what; ///< of each item, when the target is a list
  target<Owner> into;
  std::string_view doc;
};

template <class Owner> using options = std::vector<option<Owner>>;

template <class T> constexpr bool is_list = false;
template <class T> constexpr bool is_list<std::vector<T>> = true;

// The tables (options_host.cpp, options_practice.cpp).
const options<broker_settings>& broker_options();
const options<audit_settings>& audit_options();
const options<endpoint_settings>& endpoint_options();
const options<key_settings>& key_options();
const options<backup_settings>& backup_options();
const options<provider_settings>& provider_options();
const options<mail_settings>& mail_options();
const options<smpp_account>& smpp_options();
const options<template_settings>& template_options();
const options<practice_settings>& practice_options();
const options<connector_settings>& connector_options();
const options<system_one_settings>& system_one_options();
const options<microtest_settings>& microtest_options();
const options<microtest_mapping>& microtest_mapping_options();
const options<file_drop_settings>& file_drop_options();
const options<sending_hours>& sending_hours_options();
const options<opening_hours>& opening_hours_options();
const options<reminder_rule>& reminder_options();
const options<code_settings>& code_options();
const options<vocabulary_settings>& vocabulary_options();
const options<http_contract>& http_contract_options();
const options<notify_account>& notify_options();
const options<voice_account>& voice_options();
const options<api_key_settings>& api_key_options();

} // namespace tidings::config
