// Who is next in line when somebody leaves.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/handovers.pb.h"
#include "almanac/v1/people.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// A duty that somebody gives up.
struct Duty {
  v1::Handover::Duty kind;
  // Of a role alone.
  v1::Role role;
  // Of the dataset, or where the role holds; empty: in all.
  std::string department;
  std::string leaver;
};

// Of a dataset: whoever else owns data in its department, else who coordinates there, else an administrator; of its
// coordination the other way round; holders before deputies. Of a role its first deputy, then the second. Nobody who
// leaves too. Empty when nobody is in line.
std::string NextInLine(store::Tx& tx, const Duty& duty);
// Who else holds the role there in their own right.
std::vector<std::string> OtherHolders(store::Tx& tx, const Duty& role);

// Who is next in line for the datasets of one person, asked once a department.
class Line {
 public:
  Line(store::Tx& tx, std::string leaver) : tx_(tx), leaver_(std::move(leaver)) {}
  const std::string& Next(v1::Handover::Duty kind, const std::string& department);

 private:
  store::Tx& tx_;
  const std::string leaver_;
  std::map<std::pair<v1::Handover::Duty, std::string>, std::string> next_;
};

// Throws WRONG_STATE for somebody who left, or whose last day is set.
void RequireStays(store::Tx& tx, const v1::Person& person);
// Throws NOT_FOUND, INVALID_FIELD for the leaver, for somebody who leaves too, and for one who may not see the dataset;
// the dataset is null for a role.
void RequireSuccessor(store::Tx& tx, const std::string& successor, const std::string& leaver,
                      const v1::Dataset* dataset);

// The last parts of names.
std::vector<std::string> IdsOf(const std::vector<std::string>& names);

}  // namespace almanac::domain
