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

// Of an edit of what is published: which fields are public now, and which wait.
void SayWhoSees(const Session& session, const google::protobuf::Message& before,
                const google::protobuf::Message& after);

// A write that was done: what came back, what was asked, and who asked (people/..., or empty).
struct Done {
  const google::protobuf::Message& answer;
  const google::protobuf::Message& request;
  std::string caller;
};

// "Submitted {name}[, version {published_version}]." with values in its
// places, as options.proto has it.
std::string FillIn(const std::string& words, const Done& done);

}  // namespace almanac::cli
