#include "store/json.h"

#include "almanac/v1/options.pb.h"

namespace almanac::store {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Whether a field belongs to what an approval binds to: marked itself, or a
// message whose own marked fields narrow it.
bool IsMaterial(const FieldDescriptor* field) { return field->options().GetExtension(v1::material); }

bool IsPublic(const FieldDescriptor* field) { return field->options().GetExtension(v1::public_output); }

}  // namespace

std::string MaterialJson(const Message& message) { return ToJson(message, IsMaterial); }

std::string PublicJson(const Message& message) { return ToJson(message, IsPublic); }

}  // namespace almanac::store
