// Publishers and departments: which department a record belongs to, and which
// have to be made for it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/departments.pb.h"
#include "almanac/v1/inventory.pb.h"
#include "interchange/findings.h"
#include "interchange/import_report.h"
#include "store/tx.h"

namespace almanac::interchange {

using Departments = std::map<std::string, v1::Department, std::less<>>;

// Who publishes a record, and what that is part of, outwards.
struct Publishers {
  const std::vector<std::string>& titles;
  // Another Almanac says so: its tree is taken as it is, down to departments that share a title.
  bool exact;
};

class DepartmentChoice {
 public:
  // `body` is the title of the public body itself, for records without a
  // publisher. Throws REFERENCE_NOT_FOUND when the options name no department.
  DepartmentChoice(const Departments& known, const v1::ImportOptions& options, std::string body);

  // By the publisher and what it is part of, outwards: the department of that
  // title, one to be made, the one that the options name, or one that nobody
  // knows. Notes in `findings` what it had to decide itself.
  uint32_t For(const Publishers& publishers, Findings* findings);
  // The department of that title as it stands; empty when there is none.
  std::string FindName(const Publishers& publishers) const;

  // A record that is created or changed belongs there.
  void Need(uint32_t department);
  // Tells each needed publisher that is no department as a problem of the
  // file, and throws REFERENCE_NOT_FOUND with the two ways out. Nothing when there is none.
  void RefuseUnknown(ImportReport* report) const;
  // The titles of those that are needed and to be made.
  std::vector<std::string> ToMake() const;
  // Makes what is needed: whatever is part of something after it. Adds them to
  // `known`. Starts anew when it is called again.
  void Make(store::Tx& tx, Departments* known);
  // Empty for one that is not made yet.
  const std::string& NameOf(uint32_t department) const { return choices_[department].name; }

 private:
  enum class Kind { kKnown, kToMake, kUnknown };
  struct Choice {
    Kind kind;
    std::string name;
    std::string title;
    uint32_t parent;
    int64_t needed = 0;
  };

  uint32_t Known(const Publishers& publishers, size_t from) const;
  uint32_t Exactly(const Publishers& publishers, size_t from) const;
  uint32_t Chosen(const Publishers& publishers, size_t from);
  bool IsChain(uint32_t choice, const Publishers& publishers, size_t from) const;
  uint32_t Add(Choice choice);
  // What a department was called before still names it, and one that ended names who goes on in its place.
  void AddOldNames(const Departments& known, const std::map<std::string, uint32_t>& index);
  uint32_t WithoutPublisher(Findings* findings);
  void MakeOne(store::Tx& tx, Choice* choice, Departments* known);

  const v1::ImportOptions& options_;
  std::string body_;
  std::vector<Choice> choices_;
  // The one that the options name.
  uint32_t named_;
  // By folded title, and by slug; several departments may share a title.
  std::multimap<std::string, uint32_t> by_title_;
  std::map<std::string, uint32_t, std::less<>> by_slug_;
};

}  // namespace almanac::interchange
