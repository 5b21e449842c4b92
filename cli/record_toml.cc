#include "cli/record_toml.h"

#include <fmt/format.h>

#include <memory>

#include "almanac/v1/options.pb.h"
#include "cli/cell.h"
#include "cli/commands.h"
#include "cli/field_text.h"
#include "cli/request.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kCommentWidth = 100;

bool IsMessage(const FieldDescriptor* field) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !IsTimestamp(field);
}

bool IsProse(const FieldDescriptor* field) { return field->options().GetExtension(v1::form) == v1::MULTILINE; }

// Of a message within a record, too: its own name may be set.
bool IsWritable(const FieldDescriptor* field) { return !field->options().GetExtension(v1::output_only); }

std::string Escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      escaped += std::string("\\") + c;
    } else if (c == '\n') {
      escaped += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      escaped += fmt::format("\\u{:04X}", byte);
    } else {
      escaped += c;
    }
  }
  return escaped;
}

// Prose stands on lines of its own where nothing in it would end them. What is no prose keeps its ends exactly.
std::string Quoted(const std::string& text, bool prose) {
  bool plain = text.find("'''") == text.npos && text.back() != '\'';
  for (const char c : text) plain = plain && (c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7F) || c < 0);
  if (!prose || !plain) return "\"" + Escaped(text) + "\"";
  return "'''\n" + text + "\n'''";
}

// Names lose their collection, as everywhere on the command line.
std::string ShortText(const FieldDescriptor* field, const std::string& text) {
  const std::string& collection = field->options().GetExtension(v1::reference);
  return !collection.empty() && text.starts_with(collection + "/") ? text.substr(collection.size() + 1) : text;
}

// One value of a field that is no message; `at` counts where it is repeated.
std::string ScalarText(const Message& message, const FieldDescriptor* field, int at) {
  const auto* r = message.GetReflection();
  const bool many = field->is_repeated();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    const std::string text = many ? r->GetRepeatedString(message, field, at) : r->GetString(message, field);
    return text.empty() ? "\"\"" : Quoted(ShortText(field, text), IsProse(field));
  }
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return r->GetBool(message, field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return fmt::format("{}", r->GetInt32(message, field));
    case FieldDescriptor::CPPTYPE_INT64:
      return fmt::format("{}", r->GetInt64(message, field));
    default:
      return "\"" + Escaped(ProgramText(message, field)) + "\"";
  }
}

std::string ValueText(const Message& message, const FieldDescriptor* field) {
  if (!field->is_repeated()) return ScalarText(message, field, 0);
  std::vector<std::string> parts;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
    parts.push_back(ScalarText(message, field, i));
  }
  return "[" + Join(parts, ", ") + "]";
}

std::string Comment(const std::string& text) {
  std::string lines;
  for (const std::string& line : Wrap(Harmless(text), kCommentWidth)) lines += "# " + line + "\n";
  return lines;
}

std::string HelpOf(const FieldDescriptor* field) {
  std::string help = CommentOf(field);
  if (help.empty() && IsMessage(field)) help = CommentOf(field->message_type());
  if (!help.empty() && help.find_last_of(".?!") != help.size() - 1) help += '.';
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    help += (help.empty() ? "One of " : " One of ") + Join(EnumTexts(field->enum_type()), ", ") + ".";
  }
  if (field->options().GetExtension(v1::required)) help = help.empty() ? "Required." : "Required. " + help;
  return help;
}

std::string HeadOf(const FieldDescriptor* field, const FieldNotes& notes) {
  std::string head = "\n";
  const std::string help = HelpOf(field);
  head += help.empty() ? "" : Comment(help);
  if (const auto found = notes.find(field->name()); found != notes.end()) {
    for (const std::string& note : found->second) head += Comment(note);
  }
  return head;
}

std::string PairsOf(const Message& message, bool set_alone, const std::string& lead) {
  std::string text;
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (!IsWritable(field) || IsMessage(field) || (set_alone && !IsSet(message, field))) continue;
    text += fmt::format("{}{} = {}\n", lead, field->name(), ValueText(message, field));
  }
  return text;
}

// What the keys of a message within mean, once, above the first.
std::string KeysHelp(const Descriptor* type) {
  std::string text;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    const std::string help = HelpOf(field);
    if (IsWritable(field)) text += Comment(fmt::format("  {}{}{}", field->name(), help.empty() ? "" : ": ", help));
  }
  return text;
}

std::string TablesText(const Message& record, const FieldDescriptor* field, const FieldNotes& notes) {
  const auto* r = record.GetReflection();
  std::string text = HeadOf(field, notes) + KeysHelp(field->message_type());
  if (!field->is_repeated()) {
    return text + fmt::format("[{}]\n", field->name()) + PairsOf(r->GetMessage(record, field), false, "");
  }
  text +=
      Comment(fmt::format("One goes with its lines; for none at all, `{} = []` above the first `[`.", field->name()));
  for (int i = 0; i < r->FieldSize(record, field); ++i) {
    text += fmt::format("{}[[{}]]\n", i > 0 ? "\n" : "", field->name());
    text += PairsOf(r->GetRepeatedMessage(record, field, i), true, "");
  }
  if (r->FieldSize(record, field) > 0) return text;
  const auto empty = NewMessage(field->message_type());
  return text + fmt::format("# [[{}]]\n", field->name()) + PairsOf(*empty, false, "# ");
}

// Without what the server writes within it.
std::unique_ptr<Message> Comparable(const Message& record, const FieldDescriptor* field) {
  std::unique_ptr<Message> copy(record.New());
  copy->CopyFrom(record);
  const auto* r = copy->GetReflection();
  if (!IsMessage(field)) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING || field->is_repeated()) return copy;
    std::string text = r->GetString(*copy, field);
    if (IsProse(field)) text.erase(text.find_last_not_of(" \t\r\n") + 1);
    r->SetString(copy.get(), field, text);
    return copy;
  }
  for (int k = 0; k < field->message_type()->field_count(); ++k) {
    const FieldDescriptor* inner = field->message_type()->field(k);
    if (IsWritable(inner)) continue;
    const int size = field->is_repeated() ? r->FieldSize(*copy, field) : 0;
    for (int i = 0; i < size; ++i) {
      Message* item = r->MutableRepeatedMessage(copy.get(), field, i);
      item->GetReflection()->ClearField(item, inner);
    }
  }
  return copy;
}

}  // namespace

std::string RecordToml(const Message& record, const FieldNotes& notes) {
  std::string keys, tables;
  for (int i = 0; i < record.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = record.GetDescriptor()->field(i);
    if (!IsSettable(field, true)) continue;
    if (IsMessage(field)) {
      tables += TablesText(record, field, notes);
    } else {
      keys += HeadOf(field, notes) + fmt::format("{} = {}\n", field->name(), ValueText(record, field));
    }
  }
  return keys + tables;
}

std::string FieldLine(const Message& record, const std::string& field) {
  const FieldDescriptor* found = record.GetDescriptor()->FindFieldByName(field);
  return OneLine(ProgramText(*Comparable(record, found), found));
}

std::vector<std::string> ChangedFields(const Message& before, const Message& after) {
  std::vector<std::string> changed;
  for (int i = 0; i < before.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = before.GetDescriptor()->field(i);
    if (!IsSettable(field, true)) continue;
    if (ProgramText(*Comparable(before, field), field) != ProgramText(*Comparable(after, field), field)) {
      changed.push_back(field->name());
    }
  }
  return changed;
}

void CopyField(const Message& from, const std::string& field, Message* to) {
  const FieldDescriptor* found = from.GetDescriptor()->FindFieldByName(field);
  std::unique_ptr<Message> copy(from.New());
  copy->CopyFrom(from);
  to->GetReflection()->SwapFields(copy.get(), to, {found});
}

}  // namespace almanac::cli
