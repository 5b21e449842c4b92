// XLSX by liborcus. It calls back for each cell it meets; we keep the text of
// one sheet and let everything else pass.
#include <fmt/format.h>
#include <orcus/orcus_xlsx.hpp>
#include <orcus/spreadsheet/import_interface.hpp>
#include <orcus/spreadsheet/types.hpp>
#include <orcus/zip_archive.hpp>
#include <orcus/zip_archive_stream.hpp>

#include <algorithm>
#include <cctype>
#include <map>
#include <memory>

#include "cli/grid.h"
#include "cli/usage.h"
#include "cli/workbook.h"

namespace almanac::cli {
namespace {

namespace ss = orcus::spreadsheet;

constexpr size_t kMostText = size_t{64} << 20;

// Rich text is its words.
class Strings : public ss::iface::import_shared_strings {
 public:
  size_t append(std::string_view text) override {
    Count(text);
    texts_.emplace_back(text);
    return texts_.size() - 1;
  }
  size_t add(std::string_view text) override {
    const auto known = places_.find(text);
    if (known != places_.end()) return known->second;
    const size_t place = append(text);
    places_.emplace(std::string(text), place);
    return place;
  }
  void set_segment_font(size_t) override {}
  void set_segment_bold(bool) override {}
  void set_segment_italic(bool) override {}
  void set_segment_font_name(std::string_view) override {}
  void set_segment_font_size(double) override {}
  void set_segment_font_color(ss::color_elem_t, ss::color_elem_t, ss::color_elem_t, ss::color_elem_t) override {}
  void append_segment(std::string_view text) override {
    Count(text);
    segments_ += text;
  }
  size_t commit_segments() override {
    const size_t place = append(segments_);
    segments_.clear();
    return place;
  }
  // Empty for an index that nobody gave.
  const std::string& At(size_t index) const {
    static const auto& none = *new std::string();
    return index < texts_.size() ? texts_[index] : none;
  }

 private:
  void Count(std::string_view text) {
    size_ += text.size();
    if (size_ > kMostText)
      throw UsageError("the spreadsheet holds too much text", "Check that it is the file you meant.");
  }

  std::vector<std::string> texts_;
  std::map<std::string, size_t, std::less<>> places_;
  std::string segments_;
  size_t size_ = 0;
};

class Sheet;

// Of a formula, what it came to.
class Formula : public ss::iface::import_formula {
 public:
  explicit Formula(Sheet& sheet) : sheet_(sheet) {}
  void set_position(ss::row_t row, ss::col_t column) override {
    row_ = row;
    column_ = column;
    result_.clear();
  }
  void set_formula(ss::formula_grammar_t, std::string_view) override {}
  void set_shared_formula_index(size_t) override {}
  void set_result_string(std::string_view value) override { result_ = value; }
  void set_result_value(double value) override { result_ = NumberText(value); }
  void set_result_bool(bool value) override { result_ = value ? "yes" : "no"; }
  void set_result_empty() override { result_.clear(); }
  void commit() override;

 private:
  Sheet& sheet_;
  ss::row_t row_ = 0;
  ss::col_t column_ = 0;
  std::string result_;
};

class Sheet : public ss::iface::import_sheet {
 public:
  // `kept`: its cells are wanted.
  Sheet(Strings& strings, bool kept) : strings_(strings), kept_(kept), formula_(*this) {}

  ss::iface::import_formula* get_formula() override { return &formula_; }
  void set_auto(ss::row_t row, ss::col_t column, std::string_view text) override {
    Put(row, column, std::string(text));
  }
  void set_string(ss::row_t row, ss::col_t column, ss::string_id_t index) override {
    Put(row, column, strings_.At(index));
  }
  void set_value(ss::row_t row, ss::col_t column, double value) override { Put(row, column, NumberText(value)); }
  void set_bool(ss::row_t row, ss::col_t column, bool value) override { Put(row, column, value ? "yes" : "no"); }
  // NOLINTNEXTLINE(readability-function-size): the library says which parameters.
  void set_date_time(ss::row_t row, ss::col_t column, int year, int month, int day, int, int, double) override {
    Put(row, column, fmt::format("{:04}-{:02}-{:02}", year, month, day));
  }
  void set_format(ss::row_t, ss::col_t, size_t) override {}
  void set_format(ss::row_t, ss::col_t, ss::row_t, ss::col_t, size_t) override {}
  void fill_down_cells(ss::row_t, ss::col_t, ss::row_t) override {}
  ss::range_size_t get_sheet_size() const override { return {1 << 20, 1 << 14}; }

  void Put(ss::row_t row, ss::col_t column, std::string text) {
    if (kept_) grid_.Put(row, column, std::move(text));
  }
  Grid Take() { return grid_.Take(); }

 private:
  Strings& strings_;
  const bool kept_;
  Formula formula_;
  GridBuilder grid_;
};

void Formula::commit() { sheet_.Put(row_, column_, result_); }

class Settings : public ss::iface::import_global_settings {
 public:
  void set_origin_date(int year, int, int) override { origin_ = year; }
  void set_default_formula_grammar(ss::formula_grammar_t grammar) override { grammar_ = grammar; }
  ss::formula_grammar_t get_default_formula_grammar() const override { return grammar_; }
  void set_character_set(orcus::character_set_t) override {}
  // Old spreadsheets of one maker count days from 1904.
  bool CountsFrom1904() const { return origin_ == 1904; }

 private:
  int origin_ = 1899;
  ss::formula_grammar_t grammar_ = ss::formula_grammar_t::unknown;
};

// "$B$3" is a place. What stands before the last dot or mark names a sheet.
class Resolver : public ss::iface::import_reference_resolver {
 public:
  ss::src_address_t resolve_address(std::string_view address) override {
    ss::src_address_t place{0, 0, 0};
    address = address.substr(address.find_last_of(".!") == address.npos ? 0 : address.find_last_of(".!") + 1);
    size_t at = 0;
    const auto next = [&] { return at < address.size() ? address[at] : '\0'; };
    if (next() == '$') ++at;
    for (; next() >= 'A' && next() <= 'Z' && place.column < kFar; ++at)
      place.column = place.column * 26 + (next() - 'A' + 1);
    if (next() == '$') ++at;
    for (; next() >= '0' && next() <= '9' && place.row < kFar; ++at) place.row = place.row * 10 + (next() - '0');
    if (at != address.size() || place.column == 0 || place.row == 0) {
      throw UsageError("a cell of the spreadsheet has a place that does not read");
    }
    --place.column;
    --place.row;
    return place;
  }
  ss::src_range_t resolve_range(std::string_view range) override {
    const size_t colon = range.find(':');
    const auto first = resolve_address(range.substr(0, colon));
    return {first, colon == range.npos ? first : resolve_address(range.substr(colon + 1))};
  }

 private:
  // Beyond every sheet.
  static constexpr int kFar = 1 << 24;
};

class Factory : public ss::iface::import_factory {
 public:
  explicit Factory(std::string wanted) : wanted_(std::move(wanted)) {}

  ss::iface::import_global_settings* get_global_settings() override { return &settings_; }
  ss::iface::import_shared_strings* get_shared_strings() override { return &strings_; }
  ss::iface::import_reference_resolver* get_reference_resolver(ss::formula_ref_context_t) override {
    return &resolver_;
  }
  ss::iface::import_sheet* append_sheet(ss::sheet_t, std::string_view name) override {
    if (sheets_.size() >= 100) throw UsageError("the spreadsheet has more than 100 sheets");
    sheets_.push_back({std::string(name), std::make_unique<Sheet>(strings_, sheets_.empty() || name == wanted_)});
    return sheets_.back().sheet.get();
  }
  ss::iface::import_sheet* get_sheet(std::string_view name) override {
    for (auto& one : sheets_) {
      if (one.name == name) return one.sheet.get();
    }
    return nullptr;
  }
  ss::iface::import_sheet* get_sheet(ss::sheet_t index) override {
    return index >= 0 && static_cast<size_t>(index) < sheets_.size() ? sheets_[index].sheet.get() : nullptr;
  }
  void finalize() override {}

  Grid Take() {
    if (settings_.CountsFrom1904()) {
      throw UsageError("the spreadsheet counts its days from 1904, so that its dates would be read wrongly",
                       "Save it as CSV, and read that.");
    }
    if (sheets_.empty()) throw UsageError("the spreadsheet has no sheet");
    for (auto& one : sheets_) {
      if (one.name == wanted_) return one.sheet->Take();
    }
    return sheets_.front().sheet->Take();
  }

 private:
  struct Named {
    std::string name;
    std::unique_ptr<Sheet> sheet;
  };
  std::string wanted_;
  Strings strings_;
  Settings settings_;
  Resolver resolver_;
  std::vector<Named> sheets_;
};

// The value of an attribute of a tag; empty when it has none.
std::string_view Attribute(std::string_view tag, std::string_view name) {
  for (size_t at = tag.find(name); at != tag.npos; at = tag.find(name, at + 1)) {
    const size_t quote = at + name.size() + 1;
    if (at == 0 || tag[at - 1] > ' ' || quote >= tag.size() || tag[quote - 1] != '=') continue;
    if (tag[quote] != '"' && tag[quote] != '\'') continue;
    return tag.substr(quote + 1, tag.find(tag[quote], quote + 1) - quote - 1);
  }
  return {};
}

// Some kinds of cells the library passes over without a word. What is not read would look like a cell that was
// emptied, so a sheet with such a cell is refused.
void RequireKnownCells(std::string_view xml) {
  for (size_t at = xml.find("<c "); at != xml.npos; at = xml.find("<c ", at + 3)) {
    const std::string_view tag = xml.substr(at, xml.find('>', at) - at);
    const std::string_view kind = Attribute(tag, "t");
    if (kind.empty() || kind == "s" || kind == "n" || kind == "b" || kind == "str") continue;
    if (kind == "e") {
      throw UsageError(fmt::format("cell {} of the spreadsheet shows an error and no value", Attribute(tag, "r")),
                       "Write the value there that is meant.");
    }
    throw UsageError("the spreadsheet was written by a program that keeps its cells in an unusual way",
                     "Open it in your spreadsheet program and save it again; or save it as ODS or CSV.");
  }
}

// Every & begins something that a ; ends: &amp; or &#65;.
bool EntitiesEnd(std::string_view text) {
  for (size_t at = text.find('&'); at != text.npos; at = text.find('&', at + 1)) {
    size_t end = at + 1;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '#')) ++end;
    if (end == text.size() || text[end] != ';') return false;
  }
  return true;
}

// Where what begins at `at` with a `<` ends; npos when the text ends before it does.
size_t EndOfMarkup(std::string_view xml, size_t at) {
  static constexpr std::pair<std::string_view, std::string_view> kEnds[] = {
      {"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};
  for (const auto& [start, end] : kEnds) {
    if (!xml.substr(at).starts_with(start)) continue;
    const size_t found = xml.find(end, at + start.size());
    return found == xml.npos ? found : found + end.size();
  }
  const size_t start = at;
  while (at < xml.size() && xml[at] != '>') {
    // What is quoted may hold anything.
    if (xml[at] == '"' || xml[at] == '\'') at = xml.find(xml[at], at + 1);
    if (at == xml.npos) return at;
    ++at;
  }
  return at < xml.size() && EntitiesEnd(xml.substr(start, at - start)) ? at + 1 : xml.npos;
}

// The library's reader of XML goes on reading behind the end, of a part that is cut off inside a tag or a quote, and
// for the end of an entity, past quotes and tags.
void RequireWhole(std::string_view xml, const std::string& part) {
  const size_t last = xml.find_last_not_of(" \t\r\n");
  bool whole = last == xml.npos || xml[last] == '>';
  for (size_t end = 0; whole && end < xml.size();) {
    const size_t at = std::min(xml.find('<', end), xml.size());
    whole = EntitiesEnd(xml.substr(end, at - end));
    end = at == xml.size() ? at : EndOfMarkup(xml, at);
    whole = whole && end != xml.npos;
  }
  if (whole) return;
  throw UsageError(fmt::format("the spreadsheet is damaged or cut off in its part {}", part),
                   "Open it in your spreadsheet program and save it again.");
}

void RequireSoundParts(std::string_view bytes) {
  orcus::zip_archive_stream_blob stream(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  orcus::zip_archive archive(&stream);
  archive.load();
  for (size_t i = 0; i < archive.get_file_entry_count(); ++i) {
    const std::string name(archive.get_file_entry_name(i));
    if (!name.ends_with(".xml") && !name.ends_with(".rels")) continue;
    std::vector<unsigned char> part;
    archive.read_file_entry(name, part);
    // The library puts a NUL behind the text.
    std::string_view xml(reinterpret_cast<const char*>(part.data()), part.size());
    while (xml.ends_with('\0')) xml.remove_suffix(1);
    RequireWhole(xml, name);
    if (name.starts_with("xl/worksheets/")) RequireKnownCells(xml);
  }
}

}  // namespace

Grid ReadWorkbook(std::string_view bytes, WorkbookKind kind) {
  RequireModestZip(bytes);
  try {
    RequireSoundParts(bytes);
    if (kind == WorkbookKind::kXlsx) {
      Factory factory(Workbook().sheet);
      orcus::orcus_xlsx(&factory).read_stream(bytes);
      return factory.Take();
    }
    return ReadOds(bytes);
  } catch (const UsageError&) {
    throw;
  } catch (const std::exception& error) {
    throw UsageError(fmt::format("the spreadsheet does not read: {}", error.what()),
                     "Open it in your spreadsheet program and save it again as XLSX, ODS or CSV.");
  }
}

}  // namespace almanac::cli
