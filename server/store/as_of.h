// Lists of the record as it stood.
#pragma once

#include <google/protobuf/message.h>

#include "store/list.h"

namespace almanac::store {

// As List, over the resources as they stood at `scope.as_of`. The rows of then
// are laid into a table of their own in memory, so that filter, order and paging
// mean what they mean now, on either database; each page lays them anew.
void ListAsOf(Tx& tx, const google::protobuf::Message& request, google::protobuf::Message* response,
              const Scope& scope);

}  // namespace almanac::store
