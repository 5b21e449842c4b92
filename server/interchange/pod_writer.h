// A dataset as a record of Project Open Data 1.1.
#pragma once

#include <string>
#include <unordered_set>

#include "interchange/export_source.h"

namespace almanac::interchange {

class PodWriter {
 public:
  // The body outlives the writer.
  explicit PodWriter(const ExportBody& body) : body_(body) {}

  // From the catalogue's brace to the beginning of its list.
  static std::string Head();
  static std::string Tail();
  // Compact JSON. What the standard requires and the record lacks falls back
  // to the nearest truth: the department's contact, its title as a keyword.
  // Identifiers are unique in one writer's life.
  std::string Record(const ExportRow& row);

 private:
  std::string IdentifierOf(const v1::Dataset& dataset);

  const ExportBody& body_;
  std::unordered_set<uint64_t> identifiers_;
};

}  // namespace almanac::interchange
