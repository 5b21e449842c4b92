// What is known of one dataset that waits, criterion by criterion, with where it comes from (ob:G4.8-G4.10).
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/priority_scoring.h"

namespace almanac::domain {

// Signals by what they speak of.
class SignalIndex {
 public:
  explicit SignalIndex(const std::vector<v1::Signal>& signals);
  // Of the dataset itself and of its themes and keywords, each once, in order of name.
  std::vector<const v1::Signal*> About(const v1::Dataset& dataset) const;
  bool Knows(const std::string& theme) const { return by_theme_.contains(theme); }

 private:
  std::unordered_map<std::string, std::vector<const v1::Signal*>> by_dataset_, by_theme_;
};

// Themes and keywords as signals are compared with them.
std::vector<std::string> ThemeKeys(const v1::Dataset& dataset);

// What a criterion comes to.
struct Assessed {
  int level = 0;
  std::string why;
  std::vector<v1::PriorityTrace> traces;
};

class PriorityEvidence {
 public:
  PriorityEvidence(const PriorityInput& input, const SignalIndex& index, const v1::Dataset& dataset);

  // One a criterion of the body's own score.
  std::vector<v1::PriorityPoint> OwnPoints() const;
  // One a criterion of the CHHS template, 31 points at most.
  std::vector<v1::PriorityPoint> ChhsPoints() const;
  // P1 to P4; empty while nobody has classified it.
  std::string Grid(std::string* why) const;
  int Readiness() const;

 private:
  int64_t CountOf(v1::Signal::Kind kind) const;
  int64_t Demand() const;
  Assessed Counted(v1::Signal::Kind kind, const char* one, const char* many) const;
  // The highest that somebody said.
  Assessed Judged(v1::Signal::Kind kind, const char* none) const;
  Assessed Goals() const;
  Assessed OwnLevel(std::string_view criterion) const;
  Assessed PublicInterest() const;
  Assessed Years() const;
  Assessed DataPoints() const;
  Assessed UpdateFrequency() const;
  Assessed Timeliness() const;
  v1::PriorityTrace OfRecord(std::string words) const;
  v1::PriorityTrace TraceOf(const v1::Signal& signal) const;
  std::string DayOf(const google::protobuf::Timestamp& time) const;

  const PriorityInput& input_;
  const v1::Dataset& dataset_;
  std::vector<const v1::Signal*> signals_;
};

}  // namespace almanac::domain
