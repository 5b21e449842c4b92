// Tables that repeat a part of a row, for joins and for search.
#include <fmt/format.h>

#include <map>
#include <set>

#include "base/json.h"
#include "store/doctor.h"
#include "store/search_text.h"
#include "store/tx_state.h"

namespace almanac::store {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr const char* kWriteAgain = "change that field of the record and change it back: each write makes it anew";

// What a mirror holds of the rows of a run, in one text a row, by name.
using Held = std::map<std::string, std::string>;

Binds Between(const Run& run) {
  Binds binds{{"after", run.after}};
  if (!run.last.empty()) binds.emplace_back("last", run.last);
  return binds;
}

std::string BetweenText(const Run& run, std::string_view key) {
  return fmt::format("{0} > :after{1}", key, run.last.empty() ? "" : fmt::format(" AND {} <= :last", key));
}

// What a mirror ought to say of a row.
struct Mirror {
  const char* check;
  std::string table;
  std::function<std::string(const Message&)> said;
};

// Both ways: what the rows say and the mirror does not, and what nobody says.
void Compare(const Run& run, Held held, const Mirror& mirror, const Report& report) {
  for (const auto& [name, message] : run.rows) {
    const auto found = held.find(name);
    // A row that does not read is told elsewhere.
    const bool same =
        message == nullptr || (found == held.end() ? std::string() : found->second) == mirror.said(*message);
    if (!same)
      report(FindingOf(mirror.check, name, fmt::format("{} does not say what the record says", mirror.table),
                       kWriteAgain));
    if (found != held.end()) held.erase(found);
  }
  for (const auto& left : held) {
    report(FindingOf(mirror.check, left.first, fmt::format("{} speaks of what is not there", mirror.table),
                     fmt::format("delete its rows of that name from {}", mirror.table)));
  }
}

// The words of a repeated field, in the order of their mirror.
std::string WordsOf(const Message& message, const FieldDescriptor* field) {
  std::set<std::string> words;
  for (int k = 0; k < message.GetReflection()->FieldSize(message, field); ++k)
    words.insert(message.GetReflection()->GetRepeatedString(message, field, k));
  std::string text;
  for (const std::string& word : words) text.append(word).append("\n");
  return text;
}

void InspectWordMirror(Tx& tx, const FieldDescriptor* field, const Run& run, const Report& report) {
  const std::string mirror = fmt::format("{}_{}", TableOf(field->containing_type()).table, field->name());
  Held held;
  const Cell cells[] = {Cell::kText, Cell::kText};
  tx.state().Select(
      fmt::format("SELECT name, value FROM {} WHERE {} ORDER BY name, value", mirror, BetweenText(run, "name")),
      Between(run), cells, [&](const Row& row) { held[TextOf(row.At(0))] += TextOf(row.At(1)) + '\n'; });
  Compare(run, std::move(held), {"mirrors", mirror, [&](const Message& message) { return WordsOf(message, field); }},
          report);
}

void InspectRowMirror(Tx& tx, const FieldDescriptor* field, const Run& run, const Report& report) {
  const TableInfo& child = TableOf(field->message_type());
  std::unique_ptr<Message> element(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(child.message)->New());
  Held held;
  auto cells = LooseCellsOf(child, child.full);
  cells.push_back(Cell::kText);
  tx.state().Select(fmt::format("SELECT {}, parent FROM {} WHERE {} ORDER BY parent, position",
                                ColumnList(child, child.full), child.table, BetweenText(run, "parent")),
                    Between(run), cells, [&](const Row& row) {
                      const auto problem = ReadLoosely(child, child.full, row, element.get());
                      held[TextOf(row.At(child.full.size()))] += (problem.empty() ? ToJson(*element) : problem) + '\n';
                    });
  const auto said = [&](const Message& message) {
    std::string text;
    const auto* r = message.GetReflection();
    for (int k = 0; k < r->FieldSize(message, field); ++k)
      text.append(ToJson(r->GetRepeatedMessage(message, field, k))).append("\n");
    return text;
  };
  Compare(run, std::move(held), {"mirrors", child.table, said}, report);
}

}  // namespace

void InspectMirrors(Tx& tx, const TableInfo& table, const Run& run, const Report& report) {
  for (const FieldDescriptor* field : table.word_mirrors) InspectWordMirror(tx, field, run, report);
  for (const FieldDescriptor* field : table.row_mirrors) InspectRowMirror(tx, field, run, report);
}

void InspectWords(Tx& tx, const std::string& index, const Run& run, const Report& report) {
  const Backend backend = tx.state().connection.backend();
  Held held;
  const Cell cells[] = {Cell::kText, Cell::kText, Cell::kText};
  tx.state().Select(
      fmt::format("{} WHERE {}", IndexedText(backend, index), BetweenText(run, "name")), Between(run), cells,
      [&](const Row& row) { held[TextOf(row.At(0))] = WordsAsFound(backend, TextOf(row.At(1)), TextOf(row.At(2))); });
  const auto said = [&](const Message& message) {
    SearchText text = SearchTextOf(message);
    return WordsAsKept(backend, {{}, std::move(text.title), std::move(text.words)});
  };
  Compare(run, std::move(held), {"search", index, said}, report);
}

}  // namespace almanac::store
