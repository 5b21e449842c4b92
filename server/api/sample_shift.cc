#include "api/sample_shift.h"

#include <fmt/format.h>

#include <regex>

#include "almanac/v1/options.pb.h"

namespace almanac::api {
namespace {

using google::protobuf::FieldDescriptor;
using std::chrono::days;

constexpr int kYear = 2026;
constexpr int kMonth = 6;

Day WrittenFor() { return *ParseDay("2026-06-30"); }

}  // namespace

SampleShift::SampleShift(Day year_end) {
  const std::chrono::year_month_day ymd(year_end);
  year_end_ = {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month()))};
  weeks_ = std::chrono::floor<std::chrono::weeks>(year_end - WrittenFor());
  months_ = (year_end_.year - kYear) * 12 + year_end_.month - kMonth;
}

std::string SampleShift::MovedMonths(int year, int first, int last) const {
  const auto text = [&](int month) {
    const int at = year * 12 + month - 1 + months_;
    return fmt::format("{:04}-{:02}", at / 12, at % 12 + 1);
  };
  return first == last ? text(first) : text(first) + ".." + text(last);
}

std::string SampleShift::MovedWhen(std::string_view when) const {
  if (const auto dots = when.find(".."); dots != std::string_view::npos) {
    return MovedWhen(when.substr(0, dots)) + ".." + MovedWhen(when.substr(dots + 2));
  }
  if (const auto day = ParseDay(when)) return ToText(Moved(*day));
  std::string text(when);
  std::smatch parts;
  static const std::regex month("(\\d{4})-(\\d{2})"), quarter("(\\d{4})-Q([1-4])"), year("(\\d{4})");
  if (std::regex_match(text, parts, month))
    return MovedMonths(std::stoi(parts[1]), std::stoi(parts[2]), std::stoi(parts[2]));
  if (std::regex_match(text, parts, quarter)) {
    const int first = std::stoi(parts[2]) * 3 - 2;
    return MovedMonths(std::stoi(parts[1]), first, first + 2);
  }
  if (std::regex_match(text, parts, year)) return MovedMonths(std::stoi(parts[1]), 1, 12);
  return text;
}

std::string SampleShift::MovedText(const FieldDescriptor* field, const std::string& text) const {
  if (field->name() == "when") return MovedWhen(text);
  if (field->options().GetExtension(v1::form) == v1::DATE) {
    const auto day = ParseDay(text);
    return day ? ToText(Moved(*day)) : text;
  }
  static const std::regex report("reports/annual-(\\d{4})");
  std::smatch parts;
  if (std::regex_match(text, parts, report)) return fmt::format("reports/annual-{}", MovedYear(std::stoi(parts[1])));
  return text;
}

void SampleShift::Move(google::protobuf::Message* message) const {
  const auto* type = message->GetDescriptor();
  const auto* r = message->GetReflection();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->name() == "year" && field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
      if (const int year = r->GetInt32(*message, field); year != 0) r->SetInt32(message, field, MovedYear(year));
    } else if (field->name() == "year_end_month") {
      if (r->GetInt32(*message, field) != 0) r->SetInt32(message, field, year_end_.month);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && !field->is_repeated()) {
      if (const std::string text = r->GetString(*message, field); !text.empty())
        r->SetString(message, field, MovedText(field, text));
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated() && r->HasField(*message, field)) Move(r->MutableMessage(message, field));
      for (int k = 0; field->is_repeated() && k < r->FieldSize(*message, field); ++k)
        Move(r->MutableRepeatedMessage(message, field, k));
    }
  }
}

std::string SampleShift::MovedDays(const std::string& json) const {
  static const std::regex quoted("\"(\\d{4}-\\d{2}-\\d{2})\"");
  std::string moved;
  auto from = json.cbegin();
  for (std::sregex_iterator it(json.begin(), json.end(), quoted), end; it != end; ++it) {
    moved.append(from, (*it)[0].first);
    const auto day = ParseDay((*it)[1].str());
    moved += day ? '"' + ToText(Moved(*day)) + '"' : (*it)[0].str();
    from = (*it)[0].second;
  }
  return moved.append(from, json.cend());
}

}  // namespace almanac::api
