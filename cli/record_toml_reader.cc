// The other half of record_toml.h: the file back into the record.
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

#include "almanac/v1/options.pb.h"
#include "base/ids.h"
#include "cli/cell.h"
#include "cli/field_text.h"
#include "cli/record_toml.h"
#include "cli/request.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsMessage(const FieldDescriptor* field) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !IsTimestamp(field);
}

// `within` a message of the record, its name may be set too.
bool MayBeSet(const FieldDescriptor* field, bool within) {
  return within ? !field->options().GetExtension(v1::output_only) : IsSettable(field, true);
}

std::string Told(const UsageError& error) {
  const std::string text = error.what();
  return error.remedy().empty() ? text : fmt::format("{}{} {}", text, text.back() == '?' ? "" : ".", error.remedy());
}

class Reader {
 public:
  void Read(const toml::table& table, bool within, Message* message) {
    for (const auto& [key, node] : table) {
      const std::string name(key.str());
      const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(name);
      if (field != nullptr && MayBeSet(field, within)) {
        Take(node, field, message);
      } else {
        Unknown(name, node, within, message->GetDescriptor());
      }
    }
  }

  std::vector<TomlProblem> Problems() {
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const TomlProblem& a, const TomlProblem& b) { return a.line < b.line; });
    return problems_;
  }

 private:
  void Problem(const toml::node& node, const std::string& text) {
    problems_.push_back({static_cast<int>(node.source().begin.line), text});
  }

  void Unknown(const std::string& name, const toml::node& node, bool within, const Descriptor* type) {
    std::vector<std::string> known;
    for (int i = 0; i < type->field_count(); ++i) {
      if (MayBeSet(type->field(i), within)) known.push_back(type->field(i)->name());
    }
    const std::string nearest = Nearest(name, known);
    Problem(node, fmt::format("{} is no field that can be set{}", OneLine(name),
                              nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest)));
  }

  void Take(const toml::node& node, const FieldDescriptor* field, Message* message) {
    message->GetReflection()->ClearField(message, field);
    if (!field->is_repeated()) return TakeOne(node, field, message);
    const toml::array* array = node.as_array();
    if (array == nullptr) return Problem(node, fmt::format("{} is a list: [\"...\", \"...\"]", field->name()));
    for (const toml::node& element : *array) TakeOne(element, field, message);
  }

  void TakeOne(const toml::node& node, const FieldDescriptor* field, Message* message) {
    if (IsMessage(field)) return TakeTable(node, field, message);
    const auto text = TextOf(node, field);
    if (!text) return Problem(node, fmt::format("{} takes one value", field->name()));
    try {
      SetFieldText(message, field, *text, field->name());
    } catch (const UsageError& error) {
      Problem(node, Told(error));
    }
  }

  void TakeTable(const toml::node& node, const FieldDescriptor* field, Message* message) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      const char* form = field->is_repeated() ? "[[{}]] and its keys below" : "[{}] and its keys below";
      return Problem(node, fmt::format("{} is {}", field->name(), fmt::format(fmt::runtime(form), field->name())));
    }
    const auto read = NewMessage(field->message_type());
    Read(*table, true, read.get());
    // Keys that are all empty are no message.
    std::string bytes = read->SerializeAsString();
    if (bytes.empty() && !field->is_repeated()) return;
    const auto* r = message->GetReflection();
    (field->is_repeated() ? r->AddMessage(message, field) : r->MutableMessage(message, field))->CopyFrom(*read);
  }

  static std::optional<std::string> TextOf(const toml::node& node, const FieldDescriptor* field) {
    if (const auto* text = node.as_string()) {
      std::string value = text->get();
      // Prose stands on lines of its own, so its last line end is the file's.
      if (field->options().GetExtension(v1::form) == v1::MULTILINE) value.erase(value.find_last_not_of(" \t\r\n") + 1);
      return value;
    }
    if (node.is_table() || node.is_array()) return std::nullopt;
    // Zero and false are what a field is that says nothing.
    if (const auto* number = node.as_integer()) return number->get() == 0 ? "" : fmt::format("{}", number->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "";
    // A day or a number without quotes is meant as it is written.
    std::ostringstream written;
    node.visit([&](const auto& value) {
      if constexpr (toml::is_value<decltype(value)>) written << value;
    });
    return written.str();
  }

  std::vector<TomlProblem> problems_;
};

}  // namespace

std::vector<TomlProblem> ReadRecordToml(const std::string& text, Message* record) {
  if (!IsUtf8(text)) return {{0, "the file is not UTF-8"}};
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return {{static_cast<int>(error.source().begin.line), std::string(error.description())}};
  }
  Reader reader;
  reader.Read(table, false, record);
  return reader.Problems();
}

}  // namespace almanac::cli
