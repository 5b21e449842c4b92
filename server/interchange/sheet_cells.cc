#include "interchange/sheet_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/clock.h"
#include "base/config.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/collections.h"
#include "domain/forms.h"

namespace almanac::interchange {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const Message& HolderOf(const v1::Dataset& dataset, const SheetColumn& column) {
  if (column.inner == nullptr) return dataset;
  return dataset.GetReflection()->GetMessage(dataset, column.field);
}

Message* HolderOf(v1::Dataset* dataset, const SheetColumn& column) {
  if (column.inner == nullptr) return dataset;
  return dataset->GetReflection()->MutableMessage(dataset, column.field);
}

// A message within that says nothing is not there.
void DropWhenEmpty(const SheetColumn& column, v1::Dataset* dataset) {
  if (column.inner == nullptr || HolderOf(*dataset, column).ByteSizeLong() > 0) return;
  dataset->GetReflection()->ClearField(dataset, column.field);
}

const std::string& CollectionOf(const SheetColumn& column) {
  return column.leaf()->options().GetExtension(v1::reference);
}

std::string Shown(const SheetColumn& column, const std::string& text) {
  const std::string prefix = CollectionOf(column) + "/";
  return prefix.size() > 1 && text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

std::string Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\n") - first + 1));
}

std::vector<std::string> Elements(const std::string& cell) {
  std::vector<std::string> elements;
  for (size_t start = 0; start <= cell.size();) {
    const size_t end = std::min(cell.find_first_of(";\n", start), cell.size());
    std::string element = Trimmed(std::string_view(cell).substr(start, end - start));
    const bool known = std::find(elements.begin(), elements.end(), element) != elements.end();
    if (!element.empty() && !known) elements.push_back(std::move(element));
    start = end + 1;
  }
  return elements;
}

std::string Lowered(std::string_view text) {
  std::string lower;
  for (const char c : text) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return lower;
}

// "In review", "in-review" and IN_REVIEW are all in_review.
std::string EnumKey(std::string_view text) {
  std::string key = Lowered(text);
  for (char& c : key) c = c == ' ' || c == '-' ? '_' : c;
  return key;
}

std::optional<double> NumberOf(const std::string& text) {
  double number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

CellProblem Problem(const SheetColumn& column, const char* rule, std::string_view what, std::string fix) {
  return {rule, fmt::format("{} {}", column.title, what), std::move(fix)};
}

std::string Quoted(const std::string& cell) {
  constexpr size_t kShown = 60;
  std::string text = cell.substr(0, kShown);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return cell.size() > kShown ? fmt::format("'{}...'", RepairUtf8(text)) : fmt::format("'{}'", text);
}

// As spreadsheets speak in the languages they come in.
std::optional<bool> FlagOf(const std::string& cell) {
  static constexpr std::string_view kYes[] = {"yes", "y",    "true", "1",         "x", "vrai",
                                              "oui", "wahr", "ja",   "verdadero", "si"};
  static constexpr std::string_view kNo[] = {"no", "n", "false", "0", "faux", "non", "falsch", "nein", "falso"};
  const std::string key = Lowered(cell);
  if (std::find(std::begin(kYes), std::end(kYes), key) != std::end(kYes)) return true;
  if (std::find(std::begin(kNo), std::end(kNo), key) != std::end(kNo)) return false;
  return std::nullopt;
}

CellProblem PutFlag(const SheetColumn& column, const std::string& cell, Message* to) {
  const auto flag = FlagOf(cell);
  if (!flag)
    return Problem(column, "not_yes_or_no", "is yes or no, and the cell has " + Quoted(cell), "Choose yes or no.");
  to->GetReflection()->SetBool(to, column.leaf(), *flag);
  return {};
}

CellProblem PutNumber(const SheetColumn& column, const std::string& cell, Message* to) {
  const auto number = NumberOf(cell);
  const auto whole = static_cast<int32_t>(number.value_or(-1));
  if (!number || *number < 0 || *number > 1'000'000'000 || whole != *number) {
    return Problem(column, "not_a_number", "is a whole number from 0, and the cell has " + Quoted(cell),
                   "Write digits alone, such as 11.");
  }
  to->GetReflection()->SetInt32(to, column.leaf(), whole);
  return {};
}

CellProblem PutEnum(const SheetColumn& column, const std::string& cell, Message* to) {
  const auto* type = column.leaf()->enum_type();
  if (const auto* value = EnumOfText(type, EnumKey(cell)); value != nullptr && value->number() != 0) {
    to->GetReflection()->SetEnum(to, column.leaf(), value);
    return {};
  }
  std::vector<std::string> known;
  std::string listed;
  for (int i = 1; i < type->value_count(); ++i) {
    known.push_back(EnumText(*type->value(i)));
    listed += (listed.empty() ? "" : ", ") + known.back();
  }
  const std::string nearest = Nearest(EnumKey(cell), known);
  return Problem(column, "not_a_choice", "cannot be " + Quoted(cell),
                 nearest.empty() ? fmt::format("One of {}.", listed)
                                 : fmt::format("Did you mean {}? One of {}.", nearest, listed));
}

// 46143 is what a spreadsheet keeps for 2026-05-01: days since 1899-12-30.
std::optional<std::string> DayOfCount(const std::string& cell) {
  const auto number = NumberOf(cell);
  if (!number || *number < 1000 || *number > 110'000 || *number != static_cast<int>(*number)) return std::nullopt;
  return ToText(*ParseDay("1899-12-30") + std::chrono::days(static_cast<int>(*number)));
}

CellProblem DayProblem(const SheetColumn& column, const std::string& cell) {
  return Problem(column, "not_a_day", "is a day, and the cell has " + Quoted(cell),
                 "Write year-month-day, such as 2026-03-01, and format the cell as text.");
}

// "007" that came back as 7, "2023.0" that came back as 2023.
bool LostAsNumber(const std::string& before, const std::string& cell) {
  const auto was = NumberOf(before), is = NumberOf(cell);
  return was && is && *was == *is && before != cell;
}

CellProblem CheckReference(store::Tx& tx, const SheetColumn& column, const std::string& name, const std::string& cell) {
  const auto message = domain::NewOfName(name);
  if (message != nullptr && tx.Exists(message->GetDescriptor(), name)) return {};
  return Problem(column, "not_there", fmt::format("names {}, which is not there", Quoted(cell)),
                 "Choose one of the sheet Lists, or have it created first.");
}

CellProblem CheckText(const SheetColumn& column, const std::string& text, const std::string& cell) {
  const std::string problem = domain::ProblemOfText(column.leaf(), text, true);
  if (problem.empty()) return {};
  return Problem(column, "not_in_form", fmt::format("{}; the cell has {}", problem, Quoted(cell)),
                 "Correct the cell, or put back what was there.");
}

CellProblem PutText(store::Tx& tx, const SheetColumn& column, const std::string& cell, Message* to) {
  const auto* leaf = column.leaf();
  const std::string before = to->GetReflection()->GetString(*to, leaf);
  std::string text = cell;
  if (leaf->options().GetExtension(v1::form) == v1::DATE) {
    if (const auto day = DayOfCount(cell)) text = *day;
    if (!ParseDay(text)) return DayProblem(column, cell);
  } else if (LostAsNumber(before, cell)) {
    return Problem(
        column, "became_a_number", fmt::format("was '{}' and reads {} now", before, cell),
        fmt::format("The spreadsheet has made a number of it. Format the cell as text and write {} again.", before));
  }
  const std::string& collection = CollectionOf(column);
  if (!collection.empty() && text.find('/') == std::string::npos) text = collection + "/" + Lowered(text);
  if (auto problem = CheckText(column, text, cell); !problem.rule.empty()) return problem;
  if (!collection.empty()) {
    if (auto problem = CheckReference(tx, column, text, cell); !problem.rule.empty()) return problem;
  }
  to->GetReflection()->SetString(to, leaf, text);
  return {};
}

CellProblem PutList(const SheetColumn& column, const std::string& cell, Message* to) {
  const auto elements = Elements(cell);
  for (const std::string& element : elements) {
    if (auto problem = CheckText(column, element, element); !problem.rule.empty()) return problem;
  }
  to->GetReflection()->ClearField(to, column.leaf());
  for (const std::string& element : elements) to->GetReflection()->AddString(to, column.leaf(), element);
  return {};
}

}  // namespace

std::string CellText(const v1::Dataset& dataset, const SheetColumn& column) {
  const Message& holder = HolderOf(dataset, column);
  const auto* leaf = column.leaf();
  const auto* r = holder.GetReflection();
  if (leaf->is_repeated()) {
    std::string text;
    for (int i = 0; i < r->FieldSize(holder, leaf); ++i)
      text += (i == 0 ? "" : "; ") + r->GetRepeatedString(holder, leaf, i);
    return text;
  }
  switch (leaf->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return r->GetBool(holder, leaf) ? "yes" : "no";
    case FieldDescriptor::CPPTYPE_INT32:
      return r->GetInt32(holder, leaf) == 0 ? std::string() : std::to_string(r->GetInt32(holder, leaf));
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumText(*r->GetEnum(holder, leaf));
    default:
      return Shown(column, r->GetString(holder, leaf));
  }
}

void CopyCell(const v1::Dataset& from, const SheetColumn& column, v1::Dataset* to) {
  v1::Dataset copy = from;
  const bool within = column.inner != nullptr && !from.GetReflection()->HasField(from, column.field);
  Message* holder = HolderOf(to, column);
  if (within) {
    holder->GetReflection()->ClearField(holder, column.leaf());
  } else {
    holder->GetReflection()->SwapFields(HolderOf(&copy, column), holder, {column.leaf()});
  }
  DropWhenEmpty(column, to);
}

std::string NormalCell(std::string_view text) {
  std::string normal;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\xC2\xA0")) {
      normal += ' ';
      ++i;
    } else if (text[i] == '\r') {
      if (i + 1 == text.size() || text[i + 1] != '\n') normal += '\n';
    } else {
      normal += text[i];
    }
  }
  return Trimmed(normal);
}

CellProblem PutCell(store::Tx& tx, const SheetColumn& column, const std::string& cell, v1::Dataset* dataset) {
  const auto* leaf = column.leaf();
  if (cell.empty()) {
    if (leaf->options().GetExtension(v1::required))
      return Problem(column, "required", "is required, and the cell is empty",
                     "Fill it in, or put back what was there.");
    Message* holder = HolderOf(dataset, column);
    holder->GetReflection()->ClearField(holder, leaf);
    DropWhenEmpty(column, dataset);
    return {};
  }
  Message* holder = HolderOf(dataset, column);
  if (leaf->is_repeated()) return PutList(column, cell, holder);
  switch (leaf->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return PutFlag(column, cell, holder);
    case FieldDescriptor::CPPTYPE_INT32:
      return PutNumber(column, cell, holder);
    case FieldDescriptor::CPPTYPE_ENUM:
      return PutEnum(column, cell, holder);
    default:
      return PutText(tx, column, cell, holder);
  }
}

}  // namespace almanac::interchange
