#pragma once
// Parts of files that more than one place reads.
#include "schemas/settings.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::config {

class reader;
struct node;
struct place;

/// Paths that may be filled in later, such as certificates.
void warn_if_absent(reader& in, const node& map, std::string_view key, const std::string& path);

/// Where providers shall post receipts (schemas/API.md), for accounts that don't say so themselves.
void complete_receipt_urls(reader& in, const node& root, broker_settings& broker);

/// With a public_url practices may text links that patients open.
void allow_links(broker_settings& broker);

/// Where the master key is; one that is there already is tried.
void read_keys(reader& in, const node& what, broker_settings& into);

/// `microtest` and `file_drop` of a connector (options_microtest.cpp, options_file_drop.cpp).
void read_microtest(reader& in, const node& what, connector_settings& into);
boost::json::object schema_of_microtest();
void check_microtest(reader& in, const node& connector, const microtest_settings* given);
void read_file_drop(reader& in, const node& what, connector_settings& into);
boost::json::object schema_of_file_drop();
void check_file_drop(reader& in, const node& connector, const file_drop_settings* given);

/// Maps with names of the other system's: our name -> its column, its word -> ours.
using name_map = std::map<std::string, std::string>;
void read_columns(reader& in, const node& what, const std::vector<std::string_view>& known, name_map& into);
boost::json::object schema_of_columns(const std::vector<std::string_view>& known);
void read_statuses(reader& in, const node& what, std::map<std::string, appointment_status>& into);
boost::json::object schema_of_statuses();
void read_consents(reader& in, const node& what, std::map<std::string, consent>& into);
boost::json::object schema_of_consents();

/// What of a key concerns more than one option, and the keys before it.
void check_api_key(reader& in, const node& map, const api_key_settings& key,
                   const std::vector<api_key_settings>& others);

void read_providers(reader& in, const node& what, broker_settings& into);

/// The account at a message centre (options_smpp.cpp).
void read_smpp(reader& in, const node& what, provider_settings& into);
boost::json::object schema_of_smpp();
void check_smpp(reader& in, const node& provider, const smpp_account* account);
/// `contract` and `notify` of a provider, and what must hold for an account of `type: http` or `type: notify`.
void read_contract(reader& in, const node& what, provider_settings& into);
boost::json::object schema_of_contract();
/// Does the contract tell the provider where to post receipts?
bool tells_receipt_url(const provider_settings& account);
void check_contract(reader& in, const node& provider, const provider_settings& account);
void read_notify(reader& in, const node& what, provider_settings& into);
boost::json::object schema_of_notify();
/// Also fills in Notify's own address when none is given.
void check_notify(reader& in, const node& provider, provider_settings& account);

/// `voice` of a provider, and what must hold for an account of `type: voice`.
void read_voice(reader& in, const node& what, provider_settings& into);
boost::json::object schema_of_voice();
void check_voice(reader& in, const node& provider, const provider_settings& account);

/// Over TLS, or to this machine itself. `url` is one.
bool is_protected(const std::string& url);
/// Patients' words over a plain connection to another machine.
void warn_if_unprotected(reader& in, place at, const std::string& url);

/// Whether a reminder can fill this field in.
bool is_reminder_field(std::string_view name);

/// A map `name: {body: …}`. Adds to `into`; a name that is there already is replaced.
void read_templates(reader& in, const node& map, std::map<template_id, template_settings>& into);

/// The files that the templates of this map send along: each is there, a PDF by its name and not too large.
/// @param folder the host's attachments_dir
void check_attachments(reader& in, const node& map, const std::string& folder);

/// `vocabulary:` of the host or of a practice, every entry checked.
void read_vocabulary(reader& in, const node& what, vocabulary_settings& into);
boost::json::object schema_of_vocabulary();
/// Both as look-ups; null if there is nothing in them.
std::shared_ptr<const own_vocabulary> compiled(const vocabulary_settings& host, const vocabulary_settings& own);

} // namespace tidings::config
