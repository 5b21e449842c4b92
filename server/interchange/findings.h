// What a catalogue does wrong, record by record, and what was done about it.
// The rules are listed in import_rules.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/inventory.pb.h"

namespace almanac::interchange {

struct ImportRule {
  // Stable: scripts may rely on it.
  const char* id;
  // What the keeper of the source can do.
  const char* fix;
};

// The findings of one record, or of the file itself (record 0).
class Findings {
 public:
  // Taken all the same; `done` says how. Each rule is told once a field.
  void Warn(const ImportRule& rule, std::string_view field, std::string message, std::string done);
  // The record is not taken.
  void Refuse(const ImportRule& rule, std::string_view field, std::string message);

  bool refused() const { return refused_; }
  // Names the record in all its findings.
  void Sign(int64_t record, std::string_view identifier, std::string_view title);
  const std::vector<v1::ImportProblem>& all() const { return all_; }
  // Puts these before its own.
  void Prepend(const Findings& earlier);

 private:
  v1::ImportProblem* Add(const ImportRule& rule, std::string_view field, std::string message);

  std::vector<v1::ImportProblem> all_;
  bool refused_ = false;
};

// The text as a message quotes it: in quotation marks, short, on one line.
std::string Quoted(std::string_view text);

}  // namespace almanac::interchange
