// What waits on the caller, and the command that deals with it.
#pragma once

#include "almanac/v1/inbox.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Most pressing first: decisions, what somebody hands over, approved sets to publish, releases and
// refreshes overdue, lists to certify, descriptions to complete. When nothing waits, the next
// useful command: on an empty body, the next step of setting it up.
v1::GetInboxResponse GetInbox(store::Tx& tx, const v1::GetInboxRequest& request);

}  // namespace almanac::domain
