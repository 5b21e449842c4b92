#include "api/doctor.h"

#include <fmt/format.h>

#include "domain/soundness.h"
#include "store/doctor.h"

namespace almanac::api {
namespace {

// What the public finds are the words of what it sees.
void InspectPublicSearch(store::Tx& tx, const Report& report) {
  store::Run run;
  domain::EachPublished(tx, [&](std::vector<v1::Dataset> datasets) {
    run.rows.clear();
    for (auto& dataset : datasets) {
      std::string name = dataset.name();
      run.rows.emplace_back(std::move(name), std::make_unique<v1::Dataset>(std::move(dataset)));
    }
    run.last = run.rows.back().first;
    store::InspectWords(tx, "search_public", run, report);
    run.after = run.last;
  });
  run.rows.clear();
  run.last.clear();
  store::InspectWords(tx, "search_public", run, report);
}

}  // namespace

Examined ExamineRecord(const std::string& database, const Report& report) {
  Examined examined;
  const Report counted = [&](const v1::Finding& finding) {
    ++examined.found;
    report(finding);
  };
  store::Examine(database, counted, [&](store::Tx& tx) {
    store::InspectRows(tx, counted);
    store::InspectHistory(tx, counted);
    examined.unsealed = store::InspectLog(tx, counted);
    domain::InspectVersions(tx, counted);
    domain::InspectPublicStanding(tx, counted);
    InspectPublicSearch(tx, counted);
  });
  return examined;
}

std::string LineOf(const v1::Finding& finding) {
  return fmt::format("{}: {}: {}; {}", finding.check(), finding.resource(), finding.problem(), finding.remedy());
}

}  // namespace almanac::api
