#include "store/filter.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "base/clock.h"
#include "base/error.h"
#include "store/filter_lexer.h"
#include "store/search_text.h"

namespace almanac::store {
namespace {

using google::protobuf::FieldDescriptor;
using Kind = FilterToken::Kind;

constexpr int kMostComparisons = 50;
constexpr int kDeepest = 10;
constexpr size_t kLongest = 4000;

// As it is stored, of what people write: tables show the last part of a name alone.
std::string FullName(const Column& column, const std::string& text) {
  const std::string& collection = column.field->options().GetExtension(v1::reference);
  const bool last_part = !collection.empty() && !text.empty() && text.find('/') == std::string::npos;
  return last_part ? fmt::format("{}/{}", collection, text) : text;
}

class Compiler {
 public:
  Compiler(const TableInfo& table, std::string_view filter, bool trusted, Binds* binds)
      : table_(table), tokens_(LexFilter(filter)), trusted_(trusted), binds_(binds) {}

  std::string Compile() {
    if (Peek().kind == Kind::kEnd) return {};
    std::string condition = Or(1);
    if (Peek().kind != Kind::kEnd) throw Invalid(Peek(), "expected AND, OR or the end");
    return condition;
  }

 private:
  const FilterToken& Peek(size_t ahead = 0) const { return tokens_[std::min(next_ + ahead, tokens_.size() - 1)]; }
  FilterToken Take() { return tokens_[std::min(next_++, tokens_.size() - 1)]; }
  bool TakeWord(std::string_view word) {
    // A field may be called like a keyword where an operator follows it.
    if (Peek().kind != Kind::kWord || Peek().text != word || Peek(1).kind == Kind::kOperator) return false;
    ++next_;
    return true;
  }

  Error Invalid(const FilterToken& token, const std::string& what) const {
    return Error(Reason::INVALID_FILTER,
                 fmt::format("the filter does not read at character {}: {}", token.at + 1, what))
        .Field("filter", fmt::format("character {}", token.at + 1));
  }

  std::string Or(int depth) {
    std::string condition = And(depth);
    while (TakeWord("OR")) condition = fmt::format("({} OR {})", condition, And(depth));
    return condition;
  }

  std::string And(int depth) {
    std::string condition = Not(depth);
    while (TakeWord("AND") || BeginsTerm()) condition = fmt::format("({} AND {})", condition, Not(depth));
    return condition;
  }

  // A term may follow a term without AND.
  bool BeginsTerm() const {
    if (Peek().kind == Kind::kOpen) return true;
    return Peek().kind == Kind::kWord && (Peek().text != "OR" || Peek(1).kind == Kind::kOperator);
  }

  std::string Not(int depth) {
    if (TakeWord("NOT")) return fmt::format("NOT ({})", Primary(depth));
    if (Peek().kind == Kind::kWord && Peek().text.size() > 1 && Peek().text.front() == '-') {
      tokens_[next_].text.erase(0, 1);
      return fmt::format("NOT ({})", Primary(depth));
    }
    return Primary(depth);
  }

  std::string Primary(int depth) {
    if (Peek().kind != Kind::kOpen) return Comparison();
    if (depth >= kDeepest) throw Invalid(Peek(), fmt::format("parentheses go {} deep at most", kDeepest));
    Take();
    std::string condition = Or(depth + 1);
    if (Take().kind != Kind::kClose) throw Invalid(Peek(), "a parenthesis is never closed");
    return "(" + condition + ")";
  }

  std::string Comparison();
  const Column& FieldAt(const FilterToken& token) const;
  std::string Has(const Column& column, const FilterToken& value);
  std::string IsSet(const Column& column) const;
  Value ValueFor(const Column& column, const FilterToken& token) const;
  Value TimeFor(const FilterToken& token) const;
  std::string Bind(Value value) {
    std::string name = fmt::format("f{}", bound_++);
    binds_->emplace_back(name, std::move(value));
    return ":" + name;
  }

  const TableInfo& table_;
  std::vector<FilterToken> tokens_;
  const bool trusted_;
  Binds* binds_;
  size_t next_ = 0;
  int comparisons_ = 0;
  int bound_ = 0;
};

std::string Compiler::Comparison() {
  const FilterToken name = Take();
  if (name.kind != Kind::kWord) throw Invalid(name, "expected a field, such as: title:water");
  if (++comparisons_ > kMostComparisons) throw Invalid(name, fmt::format("at most {} comparisons", kMostComparisons));
  const Column& column = FieldAt(name);
  const FilterToken op = Take();
  if (op.kind != Kind::kOperator) {
    throw Invalid(op, fmt::format("after {} comes =, !=, <, <=, >, >= or :", name.text));
  }
  const FilterToken value = Take();
  if (value.kind != Kind::kWord && value.kind != Kind::kQuoted) {
    throw Invalid(value, fmt::format("after {}{} comes a value", name.text, op.text));
  }
  if (op.text == ":") return Has(column, value);
  if (column.kind == ColumnKind::kJson)
    throw Invalid(op, fmt::format("{} is a list; ask {}:value", name.text, name.text));
  if (column.kind == ColumnKind::kEnum && op.text != "=" && op.text != "!=") {
    throw Invalid(op, fmt::format("{} has no order; use = or !=", name.text));
  }
  const std::string sql_op = op.text == "!=" ? "<>" : op.text;
  const std::string condition = fmt::format("t.{} {} {}", column.name, sql_op, Bind(ValueFor(column, value)));
  const bool is_day = column.kind == ColumnKind::kText && column.field->options().GetExtension(v1::form) == v1::DATE;
  // What has no day is neither before nor after one.
  const bool ordered = op.text.front() == '<' || op.text.front() == '>';
  return is_day && ordered ? fmt::format("({} AND {})", condition, IsSet(column)) : condition;
}

const Column& Compiler::FieldAt(const FilterToken& token) const {
  const Column* column = table_.Find(token.text);
  if (column != nullptr && column->kind != ColumnKind::kFolded &&
      (trusted_ || column->field->options().GetExtension(v1::filterable))) {
    return *column;
  }
  std::string known;
  for (const Column& candidate : table_.columns) {
    if (candidate.kind == ColumnKind::kFolded || !candidate.field->options().GetExtension(v1::filterable)) continue;
    known += (known.empty() ? "" : ", ") + candidate.name;
  }
  throw Invalid(token, fmt::format("'{}' is no field to filter by; there are {}", token.text, known));
}

std::string Compiler::IsSet(const Column& column) const {
  const bool number = column.kind == ColumnKind::kInteger || column.kind == ColumnKind::kReal;
  // Of an optional number zero is a value.
  if (number && column.nullable) return fmt::format("t.{} IS NOT NULL", column.name);
  switch (column.kind) {
    case ColumnKind::kInteger:
    case ColumnKind::kReal:
      return fmt::format("t.{} <> 0", column.name);
    case ColumnKind::kJson:
      return fmt::format("t.{} IS NOT NULL AND t.{} <> '[]'", column.name, column.name);
    default:
      if (column.far_date) return fmt::format("t.{} < '9999'", column.name);
      return column.nullable ? fmt::format("t.{} IS NOT NULL", column.name) : fmt::format("t.{} <> ''", column.name);
  }
}

std::string Compiler::Has(const Column& column, const FilterToken& value) {
  if (value.kind == Kind::kWord && value.text == "*") return "(" + IsSet(column) + ")";
  if (column.kind == ColumnKind::kJson && column.field->is_repeated() &&
      column.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
      column.field->options().GetExtension(v1::filterable)) {
    return fmt::format("EXISTS (SELECT 1 FROM {0}_{1} w WHERE w.name = t.{2} AND w.value = {3})", table_.table,
                       column.name, table_.key, Bind(FullName(column, value.text)));
  }
  if (column.kind != ColumnKind::kText) return fmt::format("t.{} = {}", column.name, Bind(ValueFor(column, value)));
  // Loose where a folded column is kept, by the letters as written elsewhere.
  const bool folded = column.field->options().GetExtension(v1::folded);
  std::string pattern = "%";
  for (const char c : folded ? Fold(value.text) : value.text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  pattern += '%';
  return fmt::format("t.{}{} LIKE {} ESCAPE '\\'", column.name, folded ? "_key" : "", Bind(std::move(pattern)));
}

Value Compiler::TimeFor(const FilterToken& token) const {
  if (const auto instant = ParseInstant(token.text)) return ToText(*instant);
  if (const auto day = ParseDay(token.text)) return ToText(Instant(*day));
  throw Invalid(token, fmt::format("'{}' is no time; write 2026-03-01 or 2026-03-01T09:30:00Z", token.text));
}

Value Compiler::ValueFor(const Column& column, const FilterToken& token) const {
  switch (column.kind) {
    case ColumnKind::kTime:
      return TimeFor(token);
    case ColumnKind::kEnum: {
      const auto* value = EnumOfText(column.field->enum_type(), token.text);
      if (value != nullptr) return EnumText(*value);
      std::string known;
      for (int i = 1; i < column.field->enum_type()->value_count(); ++i) {
        known += (known.empty() ? "" : ", ") + EnumText(*column.field->enum_type()->value(i));
      }
      throw Invalid(token, fmt::format("'{}' is no {}; there are {}", token.text, column.name, known));
    }
    case ColumnKind::kInteger: {
      if (token.text == "true") return int64_t{1};
      if (token.text == "false") return int64_t{0};
      int64_t number = 0;
      const auto read = std::from_chars(token.text.data(), token.text.data() + token.text.size(), number);
      if (read.ec == std::errc() && read.ptr == token.text.data() + token.text.size()) return number;
      throw Invalid(token, fmt::format("'{}' is no whole number, true or false", token.text));
    }
    case ColumnKind::kReal: {
      char* end = nullptr;
      const double number = std::strtod(token.text.c_str(), &end);
      if (!token.text.empty() && *end == '\0') return number;
      throw Invalid(token, fmt::format("'{}' is no number", token.text));
    }
    default:
      if (column.field->options().GetExtension(v1::form) == v1::DATE && !token.text.empty() && !ParseDay(token.text)) {
        throw Invalid(token, fmt::format("'{}' is no day; write 2026-03-01", token.text));
      }
      return FullName(column, token.text);
  }
}

}  // namespace

std::vector<std::pair<std::string, std::string>> ReferencesIn(const TableInfo& table, std::string_view filter) {
  std::vector<std::pair<std::string, std::string>> references;
  const auto tokens = LexFilter(filter);
  for (size_t i = 0; i + 2 < tokens.size(); ++i) {
    if (tokens[i].kind != Kind::kWord || tokens[i + 1].kind != Kind::kOperator || tokens[i + 1].text != "=") continue;
    const Column* column = table.Find(tokens[i].text);
    if (column == nullptr || column->kind != ColumnKind::kText || column->name == table.key) continue;
    const std::string& collection = column->field->options().GetExtension(v1::reference);
    if (!collection.empty() && !tokens[i + 2].text.empty()) {
      references.emplace_back(collection, FullName(*column, tokens[i + 2].text));
    }
  }
  return references;
}

std::string CompileFilter(const TableInfo& table, std::string_view filter, bool trusted, Binds* binds) {
  if (filter.size() > kLongest) {
    throw Error(Reason::INVALID_FILTER, fmt::format("the filter is longer than {} characters", kLongest));
  }
  return Compiler(table, filter, trusted, binds).Compile();
}

}  // namespace almanac::store
