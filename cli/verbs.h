// Every rpc that needs no command of its own: ask, page, show, say what was done.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/session.h"

namespace almanac::cli {

// The exit code. Throws UsageError, Error.
int RunVerb(Session& session, const Command& command, const Values& values);

// Calls the rpc. Before a write, fills what the command line looks after: a
// request id, and the etag as it stands; with `force` reads again and repeats,
// up to 5 times, when somebody was faster. Throws Error.
std::unique_ptr<google::protobuf::Message> CallVerb(Session& session, const Command& command,
                                                    google::protobuf::Message* request, bool force = false);

// What a rehearsed write would have done to its record; with -o, or where that
// cannot be read, the answer itself. Throws Error.
void ShowRehearsal(Session& session, const google::protobuf::Message& answer);

// "Submitted {name}." with the answer's values in its places.
std::string FillIn(const std::string& words, const google::protobuf::Message& answer);

}  // namespace almanac::cli
