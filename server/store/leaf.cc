#include "store/leaf.h"

#include <fmt/format.h>

#include "almanac/v1/doctor.pb.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/merkle.h"
#include "store/tx_state.h"

namespace almanac::store {
namespace {

std::string TextAt(const Row& row, size_t column) {
  const Value value = row.At(column);
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string() : *text;
}

const v1::BlankedPart* FindPart(const v1::EventBlanks& blanks, std::string_view name) {
  for (const auto& part : blanks.parts()) {
    if (part.name() == name) return &part;
  }
  return nullptr;
}

// A number within a text column's place would hash like its text, so there is one way to write it.
std::string PartLine(const EventText& event, const v1::EventBlanks& blanks, size_t i) {
  const std::string_view name = kBlankableParts[i];
  const v1::BlankedPart* kept = FindPart(blanks, name);
  if (kept != nullptr && !kept->sha256().empty()) return fmt::format("{} {}\n", name, kept->sha256());
  const std::string hash = kept != nullptr ? PartHash(FromHex(kept->salt()), event.parts[i])
                                           : PartHash(PartSalt(event, name), event.parts[i]);
  return fmt::format("{} {}\n", name, hash);
}

}  // namespace

const char* const kEventTextColumns =
    "e.id, e.time, e.verb, e.actor, e.resource, e.reason, e.request_id, e.scope, e.body, e.salt, b.parts AS blanks";

std::vector<Cell> EventTextCells() {
  std::vector<Cell> cells(11, Cell::kText);
  cells[0] = Cell::kInteger;
  return cells;
}

EventText ReadEventText(const Row& row, size_t first) {
  EventText event;
  const Value id = row.At(first);
  if (const auto* number = std::get_if<int64_t>(&id)) event.there = true, event.id = *number;
  event.time = TextAt(row, first + 1);
  event.verb = TextAt(row, first + 2);
  for (size_t i = 0; i < event.parts.size(); ++i) event.parts[i] = TextAt(row, first + 3 + i);
  event.salt = TextAt(row, first + 9);
  event.blanks = TextAt(row, first + 10);
  return event;
}

std::optional<EventText> FindEventText(Tx& tx, int64_t id) {
  std::optional<EventText> event;
  const std::string text = fmt::format(
      "SELECT {} FROM events e LEFT JOIN log_blanks b ON b.event_id = e.id WHERE e.id = :id", kEventTextColumns);
  tx.state().Select(text, {{"id", id}}, EventTextCells(), [&](const Row& row) { event = ReadEventText(row); });
  return event;
}

std::string PartSalt(const EventText& event, std::string_view part) {
  return merkle::Sha256(fmt::format("{}\n{}", event.salt, part));
}

std::string PartHash(std::string_view salt, std::string_view value) {
  return Sha256Hex(fmt::format("{}{}", salt, value));
}

bool ReadBlanks(const EventText& event, v1::EventBlanks* blanks) {
  blanks->Clear();
  return event.blanks.empty() || FromJson(event.blanks, blanks);
}

std::string EntryOf(const EventText& event) {
  v1::EventBlanks blanks;
  // What does not read blanks nothing, and the entry is another one.
  if (!ReadBlanks(event, &blanks)) blanks.Clear();
  std::string card = fmt::format("almanac event 1\nid {}\ntime {}\nverb {}\n", event.id, event.time, event.verb);
  for (size_t i = 0; i < kBlankableParts.size(); ++i) card += PartLine(event, blanks, i);
  v1::EventSeal seal;
  if (FromJson(event.body(), &seal)) {
    for (const auto& revision : seal.revisions())
      card += fmt::format("seal {} {}\n", revision.revision(), revision.sha256());
  }
  return merkle::Sha256(card);
}

}  // namespace almanac::store
