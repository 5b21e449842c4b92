// An edit that comes too late: what somebody else made of the record meanwhile, beside what is in hand.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

#include "cli/record_toml.h"
#include "cli/session.h"

namespace almanac::cli {

struct StaleEdit {
  // A line each, for the reader: field, yours, theirs, who, when.
  std::vector<std::string> lines;
  // What to say at these fields in the file.
  FieldNotes notes;
  // Theirs with the fields of the edit put on top.
  std::unique_ptr<google::protobuf::Message> merged;
  // Fields that both made something else of.
  std::vector<std::string> both;
};

// `base` was read, `mine` is what became of it here, `theirs` is what is there now. Throws Error.
StaleEdit CompareStale(Session& session, const google::protobuf::Message& base, const google::protobuf::Message& mine,
                       const google::protobuf::Message& theirs);

}  // namespace almanac::cli
