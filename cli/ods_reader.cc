// ODS by liborcus's ZIP and XML readers alone: its own import of ODS passes
// over flags, repeated rows and all paragraphs of a cell but the last.
#include <orcus/sax_parser.hpp>
#include <orcus/zip_archive.hpp>
#include <orcus/zip_archive_stream.hpp>

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "cli/grid.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

int Count(std::string_view text) {
  int count = 1;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count < 1 ? 1 : count;
}

// Follows content.xml: tables, rows, cells, and the paragraphs in them.
class Content : public orcus::sax_handler {
 public:
  // The library tells the attributes of an element before the element.
  void attribute(const orcus::sax::parser_attribute& attribute) {
    if (attribute.ns == "table" && attribute.name == "name") next_.name = attribute.value;
    if (attribute.ns == "table" && attribute.name == "number-columns-repeated") next_.columns = Count(attribute.value);
    if (attribute.ns == "table" && attribute.name == "number-rows-repeated") next_.rows = Count(attribute.value);
    if (attribute.ns == "text" && attribute.name == "c") next_.spaces = Count(attribute.value);
    if (attribute.ns != "office") return;
    if (attribute.name == "value-type") next_.type = attribute.value;
    if (attribute.name == "value" || attribute.name == "date-value" || attribute.name == "boolean-value")
      next_.value = attribute.value;
  }
  void start_element(const orcus::sax::parser_element& element) {
    const Attributes attributes = std::exchange(next_, {});
    if (element.ns == "office" && element.name == "annotation") ++notes_;
    if (notes_ > 0) return;
    if (element.ns == "table") {
      StartTable(element.name, attributes);
    } else if (element.ns == "text" && in_cell_) {
      StartText(element.name, attributes);
    }
  }
  void end_element(const orcus::sax::parser_element& element) {
    if (element.ns == "office" && element.name == "annotation" && notes_ > 0) --notes_;
    if (notes_ > 0) return;
    if (element.ns == "text" && element.name == "p") in_paragraph_ = false;
    if (element.ns != "table") return;
    if (element.name == "table-cell" || element.name == "covered-table-cell") EndCell();
    if (element.name == "table-row") EndRow();
  }
  void characters(std::string_view text, bool) {
    if (notes_ == 0 && in_paragraph_) text_ += text;
  }

  Grid Take() {
    if (tables_.empty()) throw UsageError("the spreadsheet has no sheet");
    for (auto& table : tables_) {
      if (table.name == Workbook().sheet) return table.grid.Take();
    }
    return tables_.front().grid.Take();
  }

 private:
  struct Attributes {
    std::string name{};
    std::string type{};
    std::string value{};
    int columns = 1;
    int rows = 1;
    int spaces = 1;
  };
  struct Table {
    std::string name;
    GridBuilder grid{};
    long row = 0;
  };

  void StartTable(std::string_view name, const Attributes& attributes) {
    if (name == "table") {
      if (tables_.size() >= 100) throw UsageError("the spreadsheet has more than 100 sheets");
      tables_.push_back({attributes.name});
    } else if (name == "table-row") {
      row_ = {};
      rows_ = attributes.rows;
      column_ = 0;
    } else if (name == "table-cell" || name == "covered-table-cell") {
      cell_ = attributes;
      text_.clear();
      paragraphs_ = 0;
      in_cell_ = true;
    }
  }
  void StartText(std::string_view name, const Attributes& attributes) {
    constexpr int kMostSpaces = 1000;
    if (name == "p") {
      if (paragraphs_++ > 0) text_ += '\n';
      in_paragraph_ = true;
    } else if (name == "s") {
      text_.append(static_cast<size_t>(std::min(attributes.spaces, kMostSpaces)), ' ');
    } else if (name == "tab") {
      text_ += '\t';
    } else if (name == "line-break") {
      text_ += '\n';
    }
  }

  // What is typed into the cell, not what it shows: 2026-05-01 and not 01/05/26.
  std::string CellText() const {
    if (cell_.type == "boolean") return cell_.value == "true" ? "yes" : "no";
    if (cell_.type == "date") return cell_.value.substr(0, 10);
    if (cell_.type != "float" && cell_.type != "percentage" && cell_.type != "currency") return text_;
    double number = 0;
    const auto [end, problem] = std::from_chars(cell_.value.data(), cell_.value.data() + cell_.value.size(), number);
    return problem == std::errc() ? NumberText(number) : text_;
  }
  void EndCell() {
    in_cell_ = in_paragraph_ = false;
    const std::string text = CellText();
    // A sheet ends with cells and rows that are empty and repeated to the edge of the world.
    for (int i = 0; !text.empty() && i < cell_.columns; ++i) row_.Put(0, column_ + i, text);
    column_ += cell_.columns;
  }
  void EndRow() {
    if (tables_.empty()) return;
    Table& table = tables_.back();
    const Grid cells = row_.Take();
    for (int i = 0; !cells.empty() && i < rows_; ++i) {
      for (size_t c = 0; c < cells[0].size(); ++c) table.grid.Put(table.row + i, static_cast<long>(c), cells[0][c]);
    }
    table.row += rows_;
  }

  Attributes next_;
  std::vector<Table> tables_;
  GridBuilder row_;
  int rows_ = 1;
  long column_ = 0;
  Attributes cell_;
  std::string text_;
  int paragraphs_ = 0;
  bool in_cell_ = false;
  bool in_paragraph_ = false;
  int notes_ = 0;
};

}  // namespace

Grid ReadOds(std::string_view bytes) {
  orcus::zip_archive_stream_blob stream(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  orcus::zip_archive archive(&stream);
  archive.load();
  std::vector<unsigned char> part;
  if (!archive.read_file_entry("content.xml", part)) throw UsageError("the spreadsheet has no content");
  // The library counts the NUL that it puts behind the text as text.
  std::string xml(part.begin(), part.end());
  xml.resize(xml.find_last_not_of('\0') + 1);
  Content content;
  orcus::sax_parser<Content>(xml.data(), xml.size(), content).parse();
  return content.Take();
}

}  // namespace almanac::cli
