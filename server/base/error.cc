#include "base/error.h"

#include "almanac/v1/options.pb.h"

namespace almanac {
namespace {

const google::protobuf::EnumValueOptions& OptionsOf(Reason reason) {
  const auto* value = v1::Reason_descriptor()->FindValueByNumber(reason);
  return value != nullptr ? value->options() : google::protobuf::EnumValueOptions::default_instance();
}

}  // namespace

Error& Error::Field(std::string field, std::string description) {
  fields_.push_back({std::move(field), std::move(description)});
  return *this;
}

Error& Error::Missing(std::string rule, std::string message, std::string command) {
  missing_.push_back({std::move(rule), std::move(message), std::move(command)});
  return *this;
}

Error Joined(const std::vector<Error>& errors) {
  std::string message;
  for (const auto& error : errors) message += (message.empty() ? "" : "; ") + error.message();
  Error joined(errors.front().reason(), message);
  for (const auto& error : errors) {
    for (const auto& field : error.fields()) joined.Field(field.field, field.description);
    for (const auto& missing : error.missing()) joined.Missing(missing.rule, missing.message, missing.command);
  }
  return joined;
}

std::string_view ReasonName(Reason reason) {
  const auto* value = v1::Reason_descriptor()->FindValueByNumber(reason);
  return value != nullptr ? std::string_view(value->name()) : "REASON_UNSPECIFIED";
}

int StatusOf(Reason reason) { return OptionsOf(reason).GetExtension(v1::status); }

int ExitOf(Reason reason) { return OptionsOf(reason).GetExtension(v1::exit); }

std::string RemedyOf(Reason reason) { return OptionsOf(reason).GetExtension(v1::remedy); }

}  // namespace almanac
