// Which message a full name is one of.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <string_view>

#include "store/tx.h"

namespace almanac::domain {

// An empty message of the kind that datasets/..., departments/... and so on
// name, or of the program; null for a name of no kind that there is.
std::unique_ptr<google::protobuf::Message> NewOfName(std::string_view name);

// A name without its collection is that of the first resource that has it: a
// dataset, else a release, review, department, person and so on. Throws
// NOT_FOUND when none has.
std::string FullName(store::Tx& tx, const std::string& name);

// The history of a resource is for those who see the resource. Throws NOT_FOUND.
void RequireSeen(store::Tx& tx, const std::string& full_name);

}  // namespace almanac::domain
