// Who calls, and whether they may.
#pragma once

#include "api/handlers.h"
#include "api/serve.h"
#include "base/caller.h"
#include "store/work.h"

namespace almanac::api {

// The caller of this call: by token, in one statement; without one the console
// on the socket and nobody on the network. An rpc that anyone may call asks for
// no token. Throws UNAUTHENTICATED, always in the same words.
Caller FindCaller(store::Work& work, const CallInfo& call, const Handler& handler);

// Throws PERSON_REQUIRED, PERMISSION_DENIED naming the roles that would do.
void RequireAllowed(const Caller& caller, const Handler& handler);

}  // namespace almanac::api
