// Options and words become the request of an rpc, by reflection: every field
// is either given by position, an option of its own name, or one of the few
// that the command line looks after (paging, view, mask, etag, request id).
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

#include "cli/command_line.h"
#include "cli/commands.h"

namespace almanac::cli {

// What the command takes, in the order its help shows it.
std::vector<Argument> ArgumentsOf(const Command& command);

// The request as given. Throws UsageError. Not yet set: page_size, page_token,
// a generated request_id, an etag that was not given.
std::unique_ptr<google::protobuf::Message> BuildRequest(const Command& command, const Values& values);

// The field of a Create or Update request that carries the resource; null elsewhere.
const google::protobuf::FieldDescriptor* ResourceField(const google::protobuf::Descriptor* request);

// A field of a resource that a caller may set, on creation or on update.
bool IsSettable(const google::protobuf::FieldDescriptor* field, bool update);

// The resource that a request speaks of: `name`, or the name within the
// resource. Empty for a singleton.
std::string NameIn(const google::protobuf::Message& request);

// An empty message of a generated type.
std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor* type);

// Strings by field name; nothing happens, or empty, when there is no such field.
void SetString(google::protobuf::Message* message, const std::string& field, const std::string& text);
std::string GetString(const google::protobuf::Message& message, const std::string& field);

}  // namespace almanac::cli
