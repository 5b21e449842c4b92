#include "cli/request.h"

#include <fmt/format.h>
#include <google/protobuf/field_mask.pb.h>

#include <algorithm>

#include "almanac/v1/options.pb.h"
#include "base/ids.h"
#include "cli/cell.h"
#include "cli/field_text.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Group = Argument::Group;
using Kind = Argument::Kind;

bool IsLookedAfter(const std::string& name) {
  static constexpr std::string_view kNames[] = {"page_size",     "page_token", "view",       "request_id",
                                                "validate_only", "etag",       "update_mask"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

bool IsPositional(const Command& command, const std::string& path) {
  const auto& positional = command.cli().positional();
  return std::find(positional.begin(), positional.end(), path) != positional.end();
}

bool IsUpdate(const Descriptor* request) { return request->FindFieldByName("update_mask") != nullptr; }

const FieldDescriptor* FieldAt(const Descriptor* type, std::string_view path) {
  const size_t dot = path.find('.');
  const FieldDescriptor* field = type->FindFieldByName(std::string(path.substr(0, dot)));
  if (dot == path.npos || field == nullptr) return field;
  return FieldAt(field->message_type(), path.substr(dot + 1));
}

void SetAt(Message* message, std::string_view path, const std::string& text, const std::string& spelled) {
  const size_t dot = path.find('.');
  const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
  if (dot == path.npos) return SetFieldText(message, field, text, spelled);
  SetAt(message->GetReflection()->MutableMessage(message, field), path.substr(dot + 1), text, spelled);
}

// Messages say their keys, since no placeholder can.
std::string HelpOf(const FieldDescriptor* field) {
  std::string help = CommentOf(field);
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || IsTimestamp(field)) return help;
  std::vector<std::string> keys;
  for (int i = 0; i < field->message_type()->field_count(); ++i) {
    const FieldDescriptor* key = field->message_type()->field(i);
    if (!key->options().GetExtension(v1::output_only)) keys.push_back(key->name());
  }
  if (help.empty()) help = FirstSentence(CommentOf(field->message_type()));
  if (!help.empty()) help += help.back() == '.' ? " " : ". ";
  help += fmt::format("Keys: {}.", Join(keys, ", "));
  if (field->is_repeated())
    help += " @FILE reads JSON or CSV. All that are given replace all that were there; may be given again.";
  return help;
}

Argument OptionOf(const FieldDescriptor* field, Group group) {
  Argument argument;
  argument.name = Dashed(field->name());
  argument.kind = field->is_repeated()                                 ? Kind::kList
                  : field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL ? Kind::kFlag
                                                                       : Kind::kText;
  argument.value = Placeholder(field);
  argument.help = HelpOf(field);
  argument.group = group;
  argument.required = field->options().GetExtension(v1::required);
  return argument;
}

std::string NameHelp(const FieldDescriptor* field, const std::string& noun) {
  const std::string& collection = field->options().GetExtension(v1::reference);
  const Command* getter = collection.empty() ? nullptr : GetterOf(collection);
  if (collection.empty()) return CommentOf(field);
  return fmt::format("Which {}; {}/ before its name may be left out.", getter != nullptr ? getter->noun : noun,
                     collection);
}

void AddPositionals(const Command& command, std::vector<Argument>* arguments) {
  for (const std::string& path : command.cli().positional()) {
    const FieldDescriptor* field = FieldAt(command.method->input_type(), path);
    Argument argument = OptionOf(field, Group::kOwn);
    argument.name = path;
    argument.positional = true;
    // Of a record within the request nothing is required, since an update gives some of it alone.
    argument.required = argument.required || path.ends_with(".name");
    // A search for several words needs no quotes.
    argument.kind = path == "query" ? Kind::kList : Kind::kText;
    const bool of_noun = field->name() == "name" && field->options().HasExtension(v1::reference);
    argument.value = of_noun ? Upper(command.noun) : Upper(Dashed(field->name()));
    if (field->name() == "name" || argument.help.empty()) argument.help = NameHelp(field, command.noun);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      argument.help = fmt::format("One of {}.", Join(EnumTexts(field->enum_type()), ", "));
    }
    arguments->push_back(std::move(argument));
  }
}

void AddPaging(const Command& command, std::vector<Argument>* arguments) {
  const Descriptor* request = command.method->input_type();
  if (RowsOf(command.method) != nullptr) {
    arguments->push_back({"limit", Kind::kText, "N", "How many at most. 50 unless --all.", Group::kList});
    arguments->push_back({"all", Kind::kFlag, "", "All of them, page by page.", Group::kList});
    arguments->push_back({"page-size", Kind::kText, "N", "How many to fetch at once, 1,000 at most.", Group::kList});
  }
  if (request->FindFieldByName("view") != nullptr) {
    arguments->push_back({"full", Kind::kFlag, "", "Every field of each, not only the basic ones.", Group::kList});
  }
}

void AddWriting(const Command& command, std::vector<Argument>* arguments) {
  const Descriptor* request = command.method->input_type();
  const auto has = [&](const char* name) { return request->FindFieldByName(name) != nullptr; };
  if (has("update_mask")) {
    arguments->push_back({"clear", Kind::kList, "FIELD", "Leave this field empty. May be given again.", Group::kWrite});
  }
  if (has("validate_only")) {
    arguments->push_back({"dry-run", Kind::kFlag, "",
                          "Check, and say what would change; change nothing. With -o, all of it.", Group::kWrite});
  }
  if (has("etag")) {
    arguments->push_back(
        {"etag", Kind::kText, "ETAG",
         "Only if the record still is the one with this etag. Without it, the command reads the record "
         "first and stops if somebody changes it in between.",
         Group::kWrite});
    arguments->push_back({"force", Kind::kFlag, "",
                          "If somebody changes it in between, read it again and repeat, up to 5 times.",
                          Group::kWrite});
  }
  if (has("request_id")) {
    arguments->push_back(
        {"request-id", Kind::kText, "ID",
         "Makes a repetition harmless: the same id and request give the same answer for a day. A fresh "
         "one unless given.",
         Group::kWrite});
  }
}

void SetMask(const Command& command, const Values& values, Message* request) {
  const FieldDescriptor* resource = ResourceField(request->GetDescriptor());
  google::protobuf::FieldMask mask;
  std::vector<std::string> settable;
  for (int i = 0; i < resource->message_type()->field_count(); ++i) {
    const FieldDescriptor* field = resource->message_type()->field(i);
    if (!IsSettable(field, true)) continue;
    settable.push_back(field->name());
    if (values.Has(Dashed(field->name()))) mask.add_paths(field->name());
  }
  for (const std::string& given : values.All("clear")) {
    const std::string path = Underscored(given);
    const std::string field = path.substr(0, path.find('.'));
    if (std::find(settable.begin(), settable.end(), field) == settable.end()) {
      const std::string nearest = Nearest(field, settable);
      throw UsageError(fmt::format("--clear: {} has no field {} to clear{}", command.noun, OneLine(given),
                                   nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest)));
    }
    if (values.Has(Dashed(path)))
      throw UsageError(fmt::format("--clear {} and --{} contradict each other", given, Dashed(path)));
    mask.add_paths(path);
  }
  if (mask.paths().empty()) {
    throw UsageError("nothing to change",
                     fmt::format("Give what changes, such as --{} TEXT, or --clear FIELD; `almanac {} "
                                 "--help` lists all of it.",
                                 Dashed(settable.front()), command.Path()));
  }
  const FieldDescriptor* field = request->GetDescriptor()->FindFieldByName("update_mask");
  request->GetReflection()->MutableMessage(request, field)->CopyFrom(mask);
}

void SetGiven(const Values& values, const FieldDescriptor* field, Message* message) {
  const std::string option = Dashed(field->name());
  // A time of the past may be typed as tables show it.
  const bool past = field->name() == "as_of";
  for (const std::string& text : values.All(option)) {
    SetFieldText(message, field, past ? InstantOfLocalTime(text) : text, "--" + option);
  }
}

void SetLookedAfter(const Values& values, Message* request) {
  const Descriptor* type = request->GetDescriptor();
  const auto* reflection = request->GetReflection();
  if (const auto* field = type->FindFieldByName("view"); field != nullptr && values.Flag("full")) {
    reflection->SetEnumValue(request, field, v1::FULL);
  }
  if (const auto* field = type->FindFieldByName("validate_only"); field != nullptr && values.Flag("dry-run")) {
    reflection->SetBool(request, field, true);
  }
  if (values.Has("etag")) SetString(request, "etag", values.Text("etag"));
  if (values.Has("request-id")) SetString(request, "request_id", values.Text("request-id"));
}

}  // namespace

bool IsSettable(const FieldDescriptor* field, bool update) {
  const auto& options = field->options();
  if (options.GetExtension(v1::output_only) || field->name() == "name") return false;
  return !(update && options.GetExtension(v1::immutable));
}

const FieldDescriptor* ResourceField(const Descriptor* request) {
  for (int i = 0; i < request->field_count(); ++i) {
    const FieldDescriptor* field = request->field(i);
    const bool single = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated();
    if (single && field->message_type()->options().HasExtension(v1::table)) return field;
  }
  return nullptr;
}

std::vector<Argument> ArgumentsOf(const Command& command) {
  std::vector<Argument> arguments;
  AddPositionals(command, &arguments);
  const Descriptor* request = command.method->input_type();
  const FieldDescriptor* resource = ResourceField(request);
  for (int i = 0; i < request->field_count(); ++i) {
    const FieldDescriptor* field = request->field(i);
    if (field == resource || IsLookedAfter(field->name()) || IsPositional(command, field->name())) continue;
    const bool list = field->name() == "filter" || field->name() == "order_by";
    arguments.push_back(OptionOf(field, list ? Group::kList : Group::kOwn));
    if (field->name() == "filter")
      arguments.back().help = "Only those for which this holds; see `almanac help filter`.";
    if (field->name() == "order_by") arguments.back().help = "A field, and ` desc` for the last first.";
  }
  AddPaging(command, &arguments);
  for (int i = 0; resource != nullptr && i < resource->message_type()->field_count(); ++i) {
    const FieldDescriptor* field = resource->message_type()->field(i);
    const bool update = IsUpdate(request);
    if (!IsSettable(field, update)) continue;
    arguments.push_back(OptionOf(field, Group::kRecord));
    if (update) arguments.back().required = false;
  }
  AddWriting(command, &arguments);
  return arguments;
}

std::unique_ptr<Message> BuildRequest(const Command& command, const Values& values) {
  auto request = NewMessage(command.method->input_type());
  const Descriptor* type = request->GetDescriptor();
  for (const std::string& path : command.cli().positional()) {
    if (!values.Has(path)) continue;
    const std::string shown = Upper(Dashed(path.substr(path.rfind('.') + 1)));
    SetAt(request.get(), path, Join(values.All(path), " "), shown);
  }
  const FieldDescriptor* resource = ResourceField(type);
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field == resource || IsLookedAfter(field->name()) || IsPositional(command, field->name())) continue;
    SetGiven(values, field, request.get());
  }
  if (resource != nullptr) {
    Message* record = request->GetReflection()->MutableMessage(request.get(), resource);
    for (int i = 0; i < resource->message_type()->field_count(); ++i) {
      const FieldDescriptor* field = resource->message_type()->field(i);
      if (IsSettable(field, IsUpdate(type))) SetGiven(values, field, record);
    }
    // A resource without a positional name is a singleton; its name is its noun.
    if (IsUpdate(type) && GetString(*record, "name").empty()) SetString(record, "name", command.noun);
  }
  if (IsUpdate(type)) SetMask(command, values, request.get());
  SetLookedAfter(values, request.get());
  return request;
}

std::string NameIn(const Message& request) {
  const FieldDescriptor* resource = ResourceField(request.GetDescriptor());
  if (resource == nullptr) return GetString(request, "name");
  return GetString(request.GetReflection()->GetMessage(request, resource), "name");
}

std::unique_ptr<Message> NewMessage(const Descriptor* type) {
  const auto* prototype = google::protobuf::MessageFactory::generated_factory()->GetPrototype(type);
  return std::unique_ptr<Message>(prototype->New());
}

void SetString(Message* message, const std::string& field, const std::string& text) {
  const FieldDescriptor* found = message->GetDescriptor()->FindFieldByName(field);
  if (found == nullptr || found->cpp_type() != FieldDescriptor::CPPTYPE_STRING || found->is_repeated()) return;
  message->GetReflection()->SetString(message, found, text);
}

std::string GetString(const Message& message, const std::string& field) {
  const FieldDescriptor* found = message.GetDescriptor()->FindFieldByName(field);
  if (found == nullptr || found->cpp_type() != FieldDescriptor::CPPTYPE_STRING || found->is_repeated()) return {};
  return message.GetReflection()->GetString(message, found);
}

}  // namespace almanac::cli
