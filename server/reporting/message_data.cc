#include "reporting/message_data.h"

#include <fmt/format.h>
#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <cstdlib>

#include "almanac/v1/annual.pb.h"
#include "almanac/v1/options.pb.h"
#include "base/ids.h"
#include "base/json.h"
#include "reporting/words.h"

namespace almanac::reporting {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;

// Long lists of rows are for machines; people find them in the JSON.
constexpr int kMostRowsShown = 150;
// A sentence that names more is not read.
constexpr size_t kMostTitles = 5;

bool IsDay(const FieldDescriptor* field) { return field->options().GetExtension(v1::form) == v1::DATE; }

std::string Plain(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

void SetCount(const std::string& name, int64_t count, Data* data) {
  data->Set(name + "_count", Data::Text(std::to_string(count)));
  data->Set(name + "_count_words", Data::Text(NumberWords(count)));
  data->Set(name + "_any", Data::Flag(count > 0));
  data->Set(name + "_one", Data::Flag(count == 1));
}

// "Trails, Capital Projects and 4 more"; empty where the elements have no title.
std::string Titles(const Data& list) {
  std::vector<std::string> titles;
  for (const Data& item : list.items()) {
    const Data* title = item.Find("title");
    if (title == nullptr) return {};
    if (titles.size() == kMostTitles && list.items().size() > kMostTitles + 1) {
      titles.push_back(fmt::format("{} more", NumberWords(static_cast<int64_t>(list.items().size() - kMostTitles))));
      break;
    }
    titles.push_back(title->text());
  }
  return ListWords(titles);
}

class Converter {
 public:
  Converter(const Message& message, std::string_view zone)
      : message_(message), reflection_(*message.GetReflection()), zone_(zone) {}

  Data Run() {
    const Descriptor* type = message_.GetDescriptor();
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      field->is_repeated() ? SetList(field) : SetField(field);
    }
    for (int i = 0; i < type->field_count(); ++i) SetSpan(type->field(i));
    if (type == v1::Figure::descriptor()) SetFigureWords(static_cast<const v1::Figure&>(message_));
    return std::move(data_);
  }

 private:
  void SetList(const FieldDescriptor* field) {
    Data list = Data::List();
    const int size = reflection_.FieldSize(message_, field);
    const bool rows = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
    for (int i = 0; i < size && (!rows || i < kMostRowsShown); ++i) {
      if (!rows) {
        list.Add(DataOf(reflection_.GetRepeatedMessage(message_, field, i), zone_));
        continue;
      }
      const std::string name = reflection_.GetRepeatedString(message_, field, i);
      list.Add(Data::Object().Set("name", Data::Text(name)).Set("id", Data::Text(std::string(IdOf(name)))));
    }
    if (rows) {
      data_.Set(field->name() + "_cut", Data::Flag(size > kMostRowsShown));
    } else {
      data_.Set(field->name() + "_first", list.items().empty() ? Data() : list.items().front());
      data_.Set(field->name() + "_titles", Data::Text(Titles(list)));
    }
    data_.Set(field->name(), std::move(list));
    SetCount(field->name(), size, &data_);
  }

  void SetField(const FieldDescriptor* field) {
    const std::string& name = field->name();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING: {
        const std::string text = reflection_.GetString(message_, field);
        data_.Set(name, Data::Text(text));
        if (IsDay(field)) data_.Set(name + "_words", Data::Text(DayWords(text)));
        return;
      }
      case FieldDescriptor::CPPTYPE_BOOL:
        data_.Set(name, Data::Flag(reflection_.GetBool(message_, field)));
        return;
      case FieldDescriptor::CPPTYPE_INT32:
        return SetNumber(name, reflection_.GetInt32(message_, field));
      case FieldDescriptor::CPPTYPE_INT64:
        return SetNumber(name, reflection_.GetInt64(message_, field));
      case FieldDescriptor::CPPTYPE_ENUM:
        return SetEnum(field);
      default:
        return SetMessage(field);
    }
  }

  void SetNumber(const std::string& name, int64_t number) {
    data_.Set(name, Data::Text(std::to_string(number)));
    data_.Set(name + "_words", Data::Text(NumberWords(number)));
    data_.Set(name + "_size_words", Data::Text(NumberWords(std::abs(number))));
    data_.Set(name + "_any", Data::Flag(number != 0));
    data_.Set(name + "_one", Data::Flag(std::abs(number) == 1));
    data_.Set(name + "_negative", Data::Flag(number < 0));
  }

  void SetEnum(const FieldDescriptor* field) {
    const auto* value = reflection_.GetEnum(message_, field);
    const std::string text = value->number() == 0 ? std::string() : EnumText(*value);
    data_.Set(field->name(), Data::Text(text));
    data_.Set(field->name() + "_words", Data::Text(Plain(text)));
    for (int i = 0; i < field->enum_type()->value_count(); ++i) {
      const auto* candidate = field->enum_type()->value(i);
      if (candidate->number() == 0) continue;
      data_.Set(fmt::format("{}_{}", field->name(), EnumText(*candidate)), Data::Flag(candidate == value));
    }
  }

  void SetMessage(const FieldDescriptor* field) {
    const Message& child = reflection_.GetMessage(message_, field);
    const bool set = reflection_.HasField(message_, field);
    if (field->message_type() != Timestamp::descriptor()) {
      data_.Set(field->name(), set ? DataOf(child, zone_) : Data());
      return;
    }
    const std::string instant = set ? TimeText(child) : std::string();
    data_.Set(field->name(), Data::Text(instant));
    data_.Set(field->name() + "_words", Data::Text(InstantWords(instant, zone_)));
  }

  void SetSpan(const FieldDescriptor* field) {
    constexpr std::string_view kEnding = "last_day";
    if (!IsDay(field) || !field->name().ends_with(kEnding)) return;
    const std::string prefix = field->name().substr(0, field->name().size() - kEnding.size());
    const FieldDescriptor* first = field->containing_type()->FindFieldByName(prefix + "first_day");
    if (first == nullptr) return;
    data_.Set(prefix + "span",
              Data::Text(SpanWords(reflection_.GetString(message_, first), reflection_.GetString(message_, field))));
  }

  void SetFigureWords(const v1::Figure& figure) {
    const int64_t part = figure.numerator(), whole = figure.denominator();
    data_.Set("words", Data::Text(ShareWords(part, whole)));
    data_.Set("percent", Data::Text(PercentWords(part, whole)));
    data_.Set("applicable", Data::Flag(whole > 0));
    data_.Set("all", Data::Flag(whole > 0 && part == whole));
    data_.Set("none", Data::Flag(whole > 0 && part == 0));
    data_.Set("some", Data::Flag(part > 0));
    SetNumber("missing", whole - part);
  }

  const Message& message_;
  const google::protobuf::Reflection& reflection_;
  std::string_view zone_;
  Data data_ = Data::Object();
};

// Fills every field, one element in every list, so that conversion shows every name.
void FillEveryField(Message* message) {
  const auto* reflection = message->GetReflection();
  const Descriptor* type = message->GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING: {
        const std::string text = IsDay(field) ? "2026-06-09" : "x";
        field->is_repeated() ? reflection->AddString(message, field, text)
                             : reflection->SetString(message, field, text);
        break;
      }
      case FieldDescriptor::CPPTYPE_BOOL:
        reflection->SetBool(message, field, true);
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        reflection->SetInt32(message, field, 1);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        reflection->SetInt64(message, field, 1);
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        reflection->SetEnumValue(message, field, 1);
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        FillEveryField(field->is_repeated() ? reflection->AddMessage(message, field)
                                            : reflection->MutableMessage(message, field));
        break;
      default:
        break;
    }
  }
}

}  // namespace

Data DataOf(const Message& message, std::string_view zone) { return Converter(message, zone).Run(); }

Data SpecimenOf(const Descriptor* type) {
  const Message* prototype = google::protobuf::MessageFactory::generated_factory()->GetPrototype(type);
  std::unique_ptr<Message> message(prototype->New());
  FillEveryField(message.get());
  return DataOf(*message, "UTC");
}

}  // namespace almanac::reporting
