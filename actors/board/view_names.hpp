#pragma once
// The rows of schemas/views.hpp by name. Boost.Describe knows the names of fields, not of structs.
#include "schemas/views.hpp"

#include <boost/mp11/list.hpp>

#include <string_view>

namespace tidings {

template <class View> struct view_name;
#define TIDINGS_VIEW(type, text)                                                                                       \
  template <> struct view_name<view::type> { static constexpr std::string_view value = text; };
TIDINGS_VIEW(tick, "Tick")
TIDINGS_VIEW(totals, "Totals")
TIDINGS_VIEW(practice, "Practice")
TIDINGS_VIEW(message, "Message")
TIDINGS_VIEW(timeline_entry, "TimelineEntry")
TIDINGS_VIEW(message_page, "MessagePage")
TIDINGS_VIEW(reply, "Reply")
TIDINGS_VIEW(connector, "Connector")
TIDINGS_VIEW(provider, "Provider")
TIDINGS_VIEW(actor, "Actor")
TIDINGS_VIEW(parked, "Parked")
TIDINGS_VIEW(staff_item, "StaffItem")
TIDINGS_VIEW(audit_entry, "AuditEntry")
TIDINGS_VIEW(note, "Note")
TIDINGS_VIEW(overview, "Overview")
TIDINGS_VIEW(backup, "Backup")
TIDINGS_VIEW(backups, "Backups")
#undef TIDINGS_VIEW

/// In the order of views.hpp.
using all_views =
    boost::mp11::mp_list<view::tick, view::totals, view::practice, view::message, view::timeline_entry,
                         view::message_page, view::reply, view::connector, view::provider, view::actor, view::parked,
                         view::staff_item, view::audit_entry, view::note, view::overview, view::backup, view::backups>;

} // namespace tidings
