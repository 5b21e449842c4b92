// Lists and searches, compiled from a request's filter, order and page token
// to one SELECT with named places. Values never reach the text.
#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "store/tx.h"

namespace almanac::store {

// Narrows a list beyond what the caller asked: `filter` in the same grammar,
// over every field, written by domain and never by a caller.
struct Scope {
  std::string filter;
  // Reads the record as it stood then, as it writes times; empty: as it stands.
  std::string as_of{};
};

// The field of a List or Search response that holds its rows.
const google::protobuf::FieldDescriptor* RowsOf(const google::protobuf::Message& response);

// Fills the response of a List rpc: its one repeated message field and
// next_page_token, from page_size (default 50, at most 1,000), page_token,
// filter, order_by and view of the request, by those names. Only rows the
// caller may see. Throws INVALID_FILTER, INVALID_ORDER, INVALID_PAGE_TOKEN,
// INVALID_FIELD (page_size below zero).
void List(Tx& tx, const google::protobuf::Message& request, google::protobuf::Message* response,
          const Scope& scope = {});

// The same for a Search rpc, whose request has `query`: best match first; of
// more than 1,000, those whose words changed last first.
void Search(Tx& tx, const google::protobuf::Message& request, google::protobuf::Message* response);

}  // namespace almanac::store
