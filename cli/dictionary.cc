#include "cli/dictionary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "cli/field_text.h"
#include "cli/heads.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

const std::map<std::string, std::string>& Names() {
  static const auto& names = *[] {
    auto* all = new std::map<std::string, std::string>{{"field", "name"},
                                                       {"fieldname", "name"},
                                                       {"column", "name"},
                                                       {"columnname", "name"},
                                                       {"variable", "name"},
                                                       {"variablename", "name"},
                                                       {"attribute", "name"},
                                                       {"attributename", "name"},
                                                       {"apifieldname", "name"},
                                                       {"header", "name"},
                                                       {"title", "label"},
                                                       {"alias", "label"},
                                                       {"displayname", "label"},
                                                       {"caption", "label"},
                                                       {"description", "definition"},
                                                       {"desc", "definition"},
                                                       {"fielddescription", "definition"},
                                                       {"columndescription", "definition"},
                                                       {"meaning", "definition"},
                                                       {"comment", "definition"},
                                                       {"comments", "definition"},
                                                       {"notes", "definition"},
                                                       {"datatype", "type"},
                                                       {"fieldtype", "type"},
                                                       {"columntype", "type"},
                                                       {"format", "type"},
                                                       {"units", "unit"},
                                                       {"unitofmeasure", "unit"},
                                                       {"uom", "unit"},
                                                       {"codelist", "code_list"},
                                                       {"domain", "code_list"}};
    const auto* field = v1::Field::descriptor();
    for (int i = 0; i < field->field_count(); ++i) (*all)[HeadKey(field->field(i)->name())] = field->field(i)->name();
    return all;
  }();
  return names;
}

// What databases and catalogues call a type, in our words; as it was where nobody knows it.
std::string TypeOf(const std::string& text) {
  static const auto& types = *new std::map<std::string, std::string>{{"string", "text"},
                                                                     {"str", "text"},
                                                                     {"varchar", "text"},
                                                                     {"nvarchar", "text"},
                                                                     {"char", "text"},
                                                                     {"character", "text"},
                                                                     {"plaintext", "text"},
                                                                     {"int", "integer"},
                                                                     {"bigint", "integer"},
                                                                     {"smallint", "integer"},
                                                                     {"long", "integer"},
                                                                     {"wholenumber", "integer"},
                                                                     {"float", "number"},
                                                                     {"double", "number"},
                                                                     {"decimal", "number"},
                                                                     {"numeric", "number"},
                                                                     {"real", "number"},
                                                                     {"money", "number"},
                                                                     {"bool", "boolean"},
                                                                     {"checkbox", "boolean"},
                                                                     {"yesno", "boolean"},
                                                                     {"calendardate", "datetime"},
                                                                     {"floatingtimestamp", "datetime"},
                                                                     {"timestamp", "datetime"},
                                                                     {"fixedtimestamp", "datetime"},
                                                                     {"dateandtime", "datetime"},
                                                                     {"point", "geometry"},
                                                                     {"line", "geometry"},
                                                                     {"polygon", "geometry"},
                                                                     {"multipolygon", "geometry"},
                                                                     {"multiline", "geometry"},
                                                                     {"location", "geometry"}};
  static const auto& ours = *new std::set<std::string>{"text", "integer",  "number",   "boolean", "date",
                                                       "time", "datetime", "geometry", "code"};
  // varchar(20) is a varchar.
  std::string key = HeadKey(text.substr(0, text.find('(')));
  if (ours.count(key) > 0) return key;
  const auto found = types.find(key);
  return found != types.end() ? found->second : text;
}

// Lower-case words for yes in a column of marks, besides those ParseFlag knows.
std::string FlagOf(const std::string& text) {
  const std::string word = Lower(text);
  return word == "x" || word == "y" ? "true" : word == "n" ? "false" : text;
}

void SetCell(v1::Field* field, const std::string& column, const std::string& text, const std::string& where) {
  const auto* descriptor = v1::Field::descriptor()->FindFieldByName(column);
  std::string value = column == "type" ? TypeOf(text) : text;
  if (descriptor->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_BOOL) value = FlagOf(text);
  SetFieldText(field, descriptor, value, fmt::format("{}, {}", where, column));
}

}  // namespace

std::string DictionaryColumn(const std::string& header) {
  const auto found = Names().find(HeadKey(header));
  return found == Names().end() ? std::string() : found->second;
}

bool IsDictionary(const std::vector<std::string>& headers) {
  std::set<std::string> columns;
  size_t known = 0;
  for (const std::string& header : headers) {
    const std::string column = DictionaryColumn(header);
    if (column.empty()) continue;
    ++known;
    columns.insert(column);
  }
  return columns.count("name") > 0 && columns.count("type") + columns.count("definition") > 0 &&
         known * 2 >= headers.size();
}

Dictionary ReadDictionary(const std::vector<std::vector<std::string>>& rows, const std::string& file) {
  Dictionary dictionary;
  std::vector<std::string> columns;
  std::set<std::string> taken, names;
  if (rows.empty()) throw UsageError(fmt::format("{} has no header row", file));
  for (const std::string& header : rows[0]) {
    // Two columns that mean the same: the first counts.
    std::string column = DictionaryColumn(header);
    if (!column.empty() && !taken.insert(column).second) column.clear();
    if (column.empty()) dictionary.ignored.push_back(OneLine(header));
    columns.push_back(column);
  }
  if (taken.count("name") == 0) {
    throw UsageError(fmt::format("{} has no column of names", file), "Call it name, field or column.");
  }
  for (size_t row = 1; row < rows.size(); ++row) {
    const std::string where = fmt::format("{} row {}", file, row + 1);
    v1::Field field;
    for (size_t i = 0; i < std::min(rows[row].size(), columns.size()); ++i) {
      if (!columns[i].empty() && !rows[row][i].empty()) SetCell(&field, columns[i], rows[row][i], where);
    }
    if (field.name().empty()) {
      if (field.ByteSizeLong() == 0) continue;
      throw UsageError(fmt::format("{} names no field", where));
    }
    if (!names.insert(field.name()).second) {
      throw UsageError(fmt::format("{}: {} stands there twice", where, OneLine(field.name())));
    }
    dictionary.fields.push_back(std::move(field));
  }
  return dictionary;
}

}  // namespace almanac::cli
