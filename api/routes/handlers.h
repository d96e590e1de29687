#pragma once

// The handlers of the routes, by file. The table of routes is in service.cc.

#include "api/routes/call.h"

namespace mingzhang {

// record_events.cc: POST /v1/events
void record_events(const Call& call, const Respond& respond);

// events.cc
Reply list_events(const Call& call);
Reply show_event(const Call& call);

// stream.cc: GET /v1/stream
void follow_events(const Call& call, const Respond& respond);

// communities.cc
Reply list_communities(const Call& call);
Reply show_community(const Call& call);
Reply list_houses(const Call& call);

// owners.cc: the directory beside the log
Reply show_owner(const Call& call);
Reply put_owner(const Call& call);
Reply erase_owner(const Call& call);

// reports.cc
Reply show_report(const Call& call);
Reply show_house_statement(const Call& call);

// session.cc: signing in to the pages
Reply sign_in(const Call& call);
Reply show_session(const Call& call);
Reply sign_out(const Call& call);

// audit_trail.cc
Reply list_audit_trail(const Call& call);

// contract.cc
Reply show_contract(const Call& call);

// operations.cc
Reply show_health(const Call& call);
Reply show_readiness(const Call& call);
Reply show_metrics(const Call& call);

}  // namespace mingzhang
