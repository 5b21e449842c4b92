// The record as it stood, as far as a report needs it, and how its rows may be
// called in public. Figures are computed from this alone: no database, no clock.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "almanac/v1/annual.pb.h"
#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/departments.pb.h"
#include "almanac/v1/priority.pb.h"
#include "almanac/v1/program.pb.h"
#include "almanac/v1/releases.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "almanac/v1/signals.pb.h"
#include "domain/priority_rules.h"
#include "domain/program.h"

namespace almanac::reporting {

struct Record {
  v1::Program program;
  int promise_grace_days = 14;
  int year = 0;
  domain::ProgramYear days;
  domain::ProgramYear next;
  // The instant the figures speak of, its day there, and when they were taken.
  Instant as_of;
  std::string as_of_day;
  Instant frozen;
  std::vector<v1::Department> departments;
  std::vector<v1::Dataset> datasets;
  // At the last instant of the year before.
  std::vector<v1::Dataset> before;
  std::vector<v1::Release> releases_before;
  std::vector<v1::Department> departments_before;
  std::vector<v1::Release> releases;
  std::vector<v1::Review> reviews;
  // What speaks for publishing something next, and who said otherwise.
  std::vector<v1::Signal> signals;
  std::vector<v1::PriorityOverride> overrides;
  domain::PriorityRules priority = domain::DefaultPriorityRules();
  // Published sets at the ends of earlier years, the oldest first.
  std::vector<v1::YearLine> earlier;
};

// Rows by name, and what the public may call them.
class Directory {
 public:
  explicit Directory(const Record& record);

  // Null when there is none.
  const v1::Dataset* Dataset(std::string_view name) const;
  const v1::Department* Department(std::string_view name) const;
  std::string DepartmentTitle(std::string_view name) const;

  // The alias where one is set. A set of restricted sight, shared or closed
  // that nobody put on the public list yet is "A set not on the public list".
  static std::string Title(const v1::Dataset& dataset);
  // Its name where that reveals nothing, else the title above.
  static std::string Name(const v1::Dataset& dataset);
  // The title above is not its own: description, stand-in and pages would tell.
  static bool Hidden(const v1::Dataset& dataset);
  // Of its dataset; of a release whose dataset is hidden, no name of its own.
  std::string TitleOf(const v1::Release& release) const;
  std::string NameOf(const v1::Release& release) const;

  // Everything that has a name to be told, in order of name.
  google::protobuf::RepeatedPtrField<v1::RowTitle> Titles() const;

  // Everything a list says of a set, with its next release.
  v1::DatasetLine Line(const v1::Dataset& dataset) const;

  const Record& record() const { return record_; }

 private:
  void SetReasons(const v1::Dataset& dataset, v1::DatasetLine* line) const;

  const Record& record_;
  std::unordered_map<std::string_view, const v1::Dataset*> datasets_;
  std::unordered_map<std::string_view, const v1::Department*> departments_;
  // The next open release and the last decided review, by dataset.
  std::unordered_map<std::string_view, const v1::Release*> releases_;
  std::unordered_map<std::string_view, const v1::Review*> decisions_;
};

bool IsPublished(const v1::Dataset& dataset);

// By title, then name.
void SortLines(google::protobuf::RepeatedPtrField<v1::DatasetLine>* lines);

// Fills a figure row by row. Rows are in order of name, whatever the order of the input.
class Counting {
 public:
  Counting(v1::Figure* figure, std::string title, std::string definition);
  // `why` it is counted or not, in the words of a reader.
  void Add(std::string row, bool counted, std::string why);
  // Sorts and counts. Called once, at the end.
  void Finish();

 private:
  using Rows = std::vector<std::pair<std::string, std::string>>;

  v1::Figure* figure_;
  Rows counted_, not_counted_;
};

}  // namespace almanac::reporting
