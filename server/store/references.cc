#include "store/references.h"

#include "almanac/v1/options.pb.h"

namespace almanac::store {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void EachReference(const Message& message,
                   const std::function<void(const FieldDescriptor*, const std::string&)>& each) {
  const auto* type = message.GetDescriptor();
  const Reflection* r = message.GetReflection();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && field->is_repeated()) {
      for (int k = 0; k < r->FieldSize(message, field); ++k)
        EachReference(r->GetRepeatedMessage(message, field, k), each);
    }
    if (field->name() == "name" || !field->options().HasExtension(v1::reference)) continue;
    if (!field->is_repeated()) {
      if (auto value = r->GetString(message, field); !value.empty()) each(field, value);
      continue;
    }
    for (int k = 0; k < r->FieldSize(message, field); ++k) each(field, r->GetRepeatedString(message, field, k));
  }
}

}  // namespace almanac::store
