// What lists and searches share: the members that their requests have in
// common, and a page that fills up.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "store/row.h"

namespace almanac::store {

// The text of a member; empty when the request has no such member.
std::string TextOf(const google::protobuf::Message& request, const char* name);
// The view asked for is FULL.
bool IsFullView(const google::protobuf::Message& request);
void SetToken(google::protobuf::Message* response, std::string token);

// Grows " WHERE a AND b"; an empty condition adds nothing.
void AddCondition(std::string* where, const std::string& condition);

// Rows into the response until the page is full; the rest tells that there is more.
class Page {
 public:
  // Throws INVALID_FIELD for a page size below zero.
  Page(const google::protobuf::Message& request, google::protobuf::Message* response);

  const TableInfo& table() const { return TableOf(rows_->message_type()); }
  int size() const { return size_; }
  int taken() const { return taken_; }
  bool more() const { return more_; }

  // False when the page is full, and the row is left for the next.
  bool Take(const TableInfo& table, const std::vector<int>& columns, const Row& row);

 private:
  google::protobuf::Message* response_;
  const google::protobuf::FieldDescriptor* rows_;
  int size_;
  int taken_ = 0;
  size_t bytes_ = 0;
  bool more_ = false;
};

}  // namespace almanac::store
