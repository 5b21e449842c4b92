// What a sheet's departments hold, read once each: to know which titles are
// taken, and how many datasets a sheet leaves out.
#pragma once

#include <map>
#include <set>
#include <string>

#include "almanac/v1/datasets.pb.h"
#include "store/tx.h"

namespace almanac::interchange {

class SheetDepartments {
 public:
  // What the caller may see of it.
  void Read(store::Tx& tx, const std::string& department);
  // The id of the dataset with this title in this department, new ones asked
  // about before included; empty when there is none.
  std::string NameOfTitle(store::Tx& tx, const v1::Dataset& dataset);
  // How many of the departments read are not among the names.
  int CountAbsent(const std::set<std::string>& names) const;

 private:
  // Department to title, folded, to name.
  std::map<std::string, std::map<std::string, std::string>> titles_;
  // A sheet of no known dataset leaves nothing out.
  std::set<std::string> held_;
};

}  // namespace almanac::interchange
