#include "domain/next_step.h"

#include "almanac/v1/program.pb.h"
#include "almanac/v1/records.pb.h"
#include "domain/grants.h"
#include "domain/program.h"
#include "sql/inbox.h"

namespace almanac::domain {
namespace {

NextStep SettingUp(store::Tx& tx, const v1::SetupCounts& there) {
  const auto program = tx.Find<v1::Program>("program").value_or(v1::Program());
  if (program.title().empty() || program.title() == kUnnamedBody) {
    return {"almanac program update --title 'Town of ...' --time-zone America/Phoenix", "the body has no name yet"};
  }
  if (there.departments() == 0) {
    return {"almanac department create parks --title 'Parks and Recreation' --contact-email parks@example.gov",
            "there is no department yet; an inventory can bring them along: almanac inventory import FILE "
            "--create-departments"};
  }
  if (there.people() == 0)
    return {"almanac person create dana-whitcomb --display-name 'Dana Whitcomb'", "there is nobody yet"};
  if (there.administrators() == 0) {
    return {"almanac person grant NAME administrator",
            "nobody may publish yet; `almanac person list` shows who there is"};
  }
  if (there.deciders() < 2) {
    return {"almanac person grant NAME owner --department DEPARTMENT",
            "it takes two people: nobody decides on what they wrote"};
  }
  if (there.tokens() < 2) {
    return {"almanac person enrol NAME", "people need an account each; the code works once: almanac login --code CODE"};
  }
  return {};
}

}  // namespace

NextStep NextStepFor(store::Tx& tx) {
  const auto there = tx.SelectOne<v1::SetupCounts>(sql::inbox::kSetupCounts, {}).value_or(v1::SetupCounts());
  if (Allows(tx.caller(), v1::Permission::ADMINISTER)) {
    if (auto step = SettingUp(tx, there); !step.command.empty()) return step;
  }
  if (there.datasets() == 0 && Allows(tx.caller(), v1::Permission::IMPORT)) {
    return {"almanac inventory import data.json --create-departments --dry-run", "nothing is inventoried yet"};
  }
  if (there.datasets() == 0 && Allows(tx.caller(), v1::Permission::EDIT)) {
    return {"almanac dataset create tree-inventory --title 'Public Tree Inventory' --department parks",
            "nothing is inventoried yet"};
  }
  // Told to those alone who may see to all of them.
  if (there.incomplete() > 0 && AllowsEverywhere(tx.caller(), v1::Permission::EDIT)) {
    return {"almanac completeness show program",
            "there are datasets that nobody owns or nobody has assessed; what is "
            "missing most comes first"};
  }
  return {"almanac timeline", "this is the plan"};
}

}  // namespace almanac::domain
