// What a leaf of the log commits to: everything that an event says, so that
// no part of it can change unseen, and yet nothing that a reader of the log
// could guess at.
//
// The entry of an event is the SHA-256 of its card:
//
//   almanac event 1
//   id 42
//   time 2026-03-01T09:30:00.000000Z
//   verb dataset.submitted
//   actor, resource, reason, request_id, scope, body: each SHA-256(part salt || value)
//   seal <revision> <SHA-256(salt || revision body)>, one a revision that the body names
//
// A part's salt is SHA-256(salt of the event, line end, name of the part). When
// a part is blanked, its salt goes with it and its hash stays, in log_blanks
// (blanking.h); the other parts keep salts of their own there, and the event
// keeps none. So what was blanked cannot be found by trying.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/log.pb.h"
#include "store/connection.h"

namespace almanac::store {

inline constexpr std::array<std::string_view, 6> kBlankableParts{"actor",      "resource", "reason",
                                                                 "request_id", "scope",    "body"};

// A row of events as it is stored, with what was blanked of it.
struct EventText {
  // Not so: a LEFT JOIN found none.
  bool there = false;
  int64_t id = 0;
  std::string time;
  std::string verb;
  // In the order of kBlankableParts.
  std::array<std::string, kBlankableParts.size()> parts;
  std::string salt;
  // JSON; empty when nothing was blanked.
  std::string blanks;

  const std::string& resource() const { return parts[1]; }
  const std::string& body() const { return parts[5]; }
};

// Columns of `events e LEFT JOIN log_blanks b`, their cells, and a row of them from column `first` on. What is no text
// is read as none.
extern const char* const kEventTextColumns;
std::vector<Cell> EventTextCells();
EventText ReadEventText(const Row& row, size_t first = 0);

// None when there is no such event.
std::optional<EventText> FindEventText(Tx& tx, int64_t id);

// 32 bytes.
std::string EntryOf(const EventText& event);

// The salt of a part, 32 bytes, and its hash in hexadecimal.
std::string PartSalt(const EventText& event, std::string_view part);
std::string PartHash(std::string_view salt, std::string_view value);
// False when `blanks` is no such JSON.
bool ReadBlanks(const EventText& event, v1::EventBlanks* blanks);

}  // namespace almanac::store
