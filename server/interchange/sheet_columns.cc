#include "interchange/sheet_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/departments.pb.h"
#include "almanac/v1/people.pb.h"
#include "almanac/v1/series.pb.h"
#include "almanac/v1/systems.pb.h"
#include "base/config.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/profile.h"
#include "store/list.h"

namespace almanac::interchange {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// By these the next import knows a record again.
constexpr std::array<std::string_view, 2> kKeptFromSheets{"catalogue", "source_identifier"};

bool IsEditable(const FieldDescriptor* field) {
  const auto& options = field->options();
  if (options.GetExtension(v1::output_only) || options.GetExtension(v1::immutable)) return false;
  return std::find(kKeptFromSheets.begin(), kKeptFromSheets.end(), field->name()) == kKeptFromSheets.end();
}

// "contact_email" -> "Contact email"
std::string TitleOf(std::string_view field) {
  std::string title(field);
  std::replace(title.begin(), title.end(), '_', ' ');
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 32);
  return title;
}

std::vector<SheetColumn> AllColumns() {
  std::vector<SheetColumn> columns;
  const Descriptor* type = v1::Dataset::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (!IsEditable(field)) continue;
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      columns.push_back({field->name(), TitleOf(field->name()), field, nullptr});
      continue;
    }
    // A list of messages is a table of its own, and no cell.
    for (int k = 0; !field->is_repeated() && k < field->message_type()->field_count(); ++k) {
      const FieldDescriptor* inner = field->message_type()->field(k);
      columns.push_back(
          {field->name() + "." + inner->name(), TitleOf(field->name()) + ": " + TitleOf(inner->name()), field, inner});
    }
  }
  return columns;
}

// "Contact  E-Mail" and contact_email are the same head but for what is no letter or digit.
std::string HeadKey(std::string_view head) {
  std::string key;
  for (const char c : head) {
    if (c >= 'A' && c <= 'Z') key += static_cast<char>(c + 32);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) key += c;
  }
  return key;
}

void AddChoice(std::string_view value, std::string_view label, v1::InventoryColumn* column) {
  auto* choice = column->add_choices();
  choice->set_value(std::string(value));
  choice->set_label(std::string(label));
}

template <class Request, class Response>
void AddMembers(store::Tx& tx, v1::InventoryColumn* column) {
  Request request;
  request.set_page_size(1000);
  do {
    Response page;
    store::List(tx, request, &page);
    const auto* rows = store::RowsOf(page);
    const auto* r = page.GetReflection();
    for (int i = 0; i < r->FieldSize(page, rows); ++i) {
      const auto& row = r->GetRepeatedMessage(page, rows, i);
      const auto text = [&](const char* name) {
        const auto* field = row.GetDescriptor()->FindFieldByName(name);
        return field == nullptr ? std::string() : row.GetReflection()->GetString(row, field);
      };
      const std::string title = text("title");
      AddChoice(IdOf(text("name")), title.empty() ? text("display_name") : title, column);
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
}

void AddFrequencies(v1::InventoryColumn* column) {
  static constexpr std::pair<const char*, const char*> kUsual[] = {
      {"R/P1D", "daily"},         {"R/P1W", "weekly"},           {"R/P1M", "monthly"},
      {"R/P3M", "quarterly"},     {"R/P6M", "every six months"}, {"R/P1Y", "yearly"},
      {"irregular", "no rhythm"}, {"none", "a closed series"}};
  for (const auto& [value, label] : kUsual) AddChoice(value, label, column);
  column->set_open_choices(true);
}

void AddReferences(store::Tx& tx, const std::string& collection, v1::InventoryColumn* column) {
  if (collection == "departments") {
    AddMembers<v1::ListDepartmentsRequest, v1::ListDepartmentsResponse>(tx, column);
  } else if (collection == "people") {
    AddMembers<v1::ListPeopleRequest, v1::ListPeopleResponse>(tx, column);
  } else if (collection == "systems") {
    AddMembers<v1::ListSystemsRequest, v1::ListSystemsResponse>(tx, column);
  } else if (collection == "series") {
    AddMembers<v1::ListAllSeriesRequest, v1::ListAllSeriesResponse>(tx, column);
  }
}

void AddChoices(store::Tx& tx, const FieldDescriptor* leaf, v1::InventoryColumn* column) {
  if (leaf->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
    AddChoice("yes", "", column);
    AddChoice("no", "", column);
  } else if (leaf->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    for (int i = 1; i < leaf->enum_type()->value_count(); ++i)
      AddChoice(EnumText(*leaf->enum_type()->value(i)), "", column);
  } else if (leaf->options().GetExtension(v1::form) == v1::DURATION) {
    AddFrequencies(column);
  } else if (leaf->options().GetExtension(v1::form) == v1::SPDX) {
    for (const auto& licence : domain::ProfileOf(tx).licences) AddChoice(licence, "", column);
    column->set_open_choices(true);
  } else {
    AddReferences(tx, leaf->options().GetExtension(v1::reference), column);
  }
}

v1::InventoryColumn KeyColumn(const char* field) {
  v1::InventoryColumn column;
  column.set_field(field);
  column.set_title(TitleOf(field));
  column.set_key(true);
  return column;
}

v1::InventoryProblem HeadProblem(const std::string& head, const char* rule, std::string message, std::string fix) {
  v1::InventoryProblem problem;
  problem.set_column(head);
  problem.set_rule(rule);
  problem.set_message(std::move(message));
  problem.set_fix(std::move(fix));
  return problem;
}

// Where a head belongs; null: it is no column.
int* PlaceOf(const std::string& key, SheetHead* head) {
  if (key == "name") return &head->name;
  if (key == "etag") return &head->etag;
  const auto& columns = SheetColumns();
  for (size_t i = 0; i < columns.size(); ++i) {
    if (HeadKey(columns[i].path) == key) return &head->columns[i];
  }
  return nullptr;
}

v1::InventoryProblem UnknownHead(const std::string& head) {
  std::vector<std::string> titles{"Name", "Etag"};
  for (const auto& column : SheetColumns()) titles.push_back(column.title);
  const std::string nearest = Nearest(head, titles);
  return HeadProblem(head, "column_unknown", fmt::format("There is no column '{}'.", head),
                     nearest.empty() ? "Give it back the head it had when it was pulled, or delete the column."
                                     : fmt::format("Did you mean '{}'? Else delete the column.", nearest));
}

}  // namespace

const std::vector<SheetColumn>& SheetColumns() {
  static const auto& columns = *new std::vector<SheetColumn>(AllColumns());
  return columns;
}

std::vector<v1::InventoryColumn> DescribeColumns(store::Tx& tx) {
  std::vector<v1::InventoryColumn> columns{KeyColumn("name"), KeyColumn("etag")};
  for (const SheetColumn& column : SheetColumns()) {
    v1::InventoryColumn described;
    described.set_field(column.path);
    described.set_title(column.title);
    described.set_list(column.leaf()->is_repeated());
    AddChoices(tx, column.leaf(), &described);
    columns.push_back(std::move(described));
  }
  return columns;
}

SheetHead ReadHead(const v1::InventorySheet& sheet, std::vector<v1::InventoryProblem>* problems) {
  SheetHead head;
  head.columns.assign(SheetColumns().size(), -1);
  for (int i = 0; i < sheet.columns_size(); ++i) {
    const std::string& text = sheet.columns(i);
    const std::string key = HeadKey(text);
    int* place = key.empty() ? nullptr : PlaceOf(key, &head);
    if (key.empty()) {
      // A column without a head is fine while nothing stands in it.
      const bool used = std::any_of(sheet.rows().begin(), sheet.rows().end(),
                                    [&](const auto& row) { return i < row.cells_size() && !row.cells(i).empty(); });
      if (used)
        problems->push_back(HeadProblem("", "column_unknown", fmt::format("Column {} has no head.", i + 1),
                                        "Give it back the head it had when it was pulled, or delete the column."));
    } else if (place == nullptr) {
      problems->push_back(UnknownHead(text));
    } else if (*place >= 0) {
      problems->push_back(HeadProblem(text, "column_twice", fmt::format("The column '{}' is there twice.", text),
                                      "Delete the one that is not meant."));
    } else {
      *place = i;
    }
  }
  if (head.name < 0) {
    problems->push_back(HeadProblem("Name", "column_missing",
                                    "The column 'Name' is missing; it tells the datasets apart.",
                                    "Take the file as it was pulled, or pull anew and copy your changes over."));
  }
  return head;
}

}  // namespace almanac::interchange
