// What some verbs ask of who and of the record, beyond the permission of their policy: looked into before they are
// tried.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>

#include "store/tx.h"

namespace almanac::domain {

struct Condition {
  // Such as OverridePriority.
  std::string_view rpc;
  // What it asks, for where no record is named that could be looked at.
  std::string_view asks;
  // Throws what the rpc itself would throw to them. Returns what allows it, or is to be known besides; empty for
  // nothing.
  std::string (*look)(store::Tx& tx, const Caller& who, const google::protobuf::Message& record);
};

// None: the permission is all, or `can-i` asks the rest itself.
const Condition* ConditionOf(std::string_view rpc);

}  // namespace almanac::domain
