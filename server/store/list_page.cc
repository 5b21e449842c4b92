#include "store/list_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "store/list.h"
#include "store/tx_state.h"

namespace almanac::store {
namespace {

using google::protobuf::Message;

constexpr int kDefaultPage = 50;
constexpr int kLargestPage = 1000;
// A page ends early rather than outgrow what clients accept in one message.
constexpr size_t kPageBytes = 2 << 20;

int PageSizeOf(const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("page_size");
  const int size = field == nullptr ? 0 : request.GetReflection()->GetInt32(request, field);
  if (size < 0)
    throw Error(Reason::INVALID_FIELD, "page_size is below zero").Field("page_size", "0 means the default, 50");
  return size == 0 ? kDefaultPage : std::min(size, kLargestPage);
}

}  // namespace

std::string TextOf(const Message& request, const char* name) {
  const auto* field = request.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? std::string() : request.GetReflection()->GetString(request, field);
}

bool IsFullView(const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("view");
  return field != nullptr && request.GetReflection()->GetEnumValue(request, field) == v1::FULL;
}

void SetToken(Message* response, std::string token) {
  const auto* field = response->GetDescriptor()->FindFieldByName("next_page_token");
  response->GetReflection()->SetString(response, field, std::move(token));
}

void AddCondition(std::string* where, const std::string& condition) {
  if (condition.empty()) return;
  *where += where->empty() ? " WHERE " : " AND ";
  *where += condition;
}

Page::Page(const Message& request, Message* response)
    : response_(response), rows_(RowsOf(*response)), size_(PageSizeOf(request)) {}

bool Page::Take(const TableInfo& table, const std::vector<int>& columns, const Row& row) {
  if (taken_ == size_ || (taken_ > 0 && bytes_ > kPageBytes)) {
    more_ = true;
    return false;
  }
  ++taken_;
  Message* message = response_->GetReflection()->AddMessage(response_, rows_);
  ReadRow(table, columns, row, message);
  bytes_ += message->ByteSizeLong();
  return true;
}

const google::protobuf::FieldDescriptor* RowsOf(const Message& response) {
  const auto* type = response.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    if (type->field(i)->is_repeated() &&
        type->field(i)->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE)
      return type->field(i);
  }
  throw Error(Reason::INTERNAL, fmt::format("{} lists nothing", type->full_name()));
}

}  // namespace almanac::store
