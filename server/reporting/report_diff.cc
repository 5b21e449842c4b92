#include "reporting/report_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "base/error.h"
#include "base/ids.h"
#include "domain/times.h"
#include "reporting/figure_index.h"
#include "reporting/reports.h"
#include "reporting/words.h"

namespace almanac::reporting {
namespace {

using Titles = std::map<std::string, std::string>;

Titles TitlesOf(const v1::AnnualSnapshot& snapshot) {
  Titles titles;
  for (const auto& row : snapshot.rows()) titles[row.name()] = row.title();
  return titles;
}

// Those of `rows` that `others` lack. Both are in order; a name may stand there more than once.
void AddMissing(const v1::Figure* rows, const v1::Figure* others, const Titles& titles,
                google::protobuf::RepeatedPtrField<std::string>* out) {
  if (rows == nullptr) return;
  std::vector<std::string> missing;
  if (others == nullptr) {
    missing.assign(rows->counted().begin(), rows->counted().end());
  } else {
    std::set_difference(rows->counted().begin(), rows->counted().end(), others->counted().begin(),
                        others->counted().end(), std::back_inserter(missing));
  }
  for (const std::string& name : missing) {
    const auto title = titles.find(name);
    *out->Add() = title == titles.end() ? name : title->second;
  }
}

std::string WordsOf(const v1::Figure* figure) {
  return figure == nullptr ? std::string() : ShareWords(figure->numerator(), figure->denominator());
}

v1::Report BeforeRefreeze(store::Tx& tx, const v1::Report& report) {
  const v1::AnnualSnapshot snapshot = SnapshotOf(report);
  if (!snapshot.refreezes().empty()) {
    const auto refrozen = domain::ToInstant(snapshot.refreezes().rbegin()->time());
    auto before = tx.FindAsOf<v1::Report>(report.name(), ToText(refrozen - std::chrono::microseconds(1)));
    if (before) return *before;
  }
  throw Error(Reason::WRONG_STATE,
              fmt::format("{} was never refrozen; name a second report to set beside it", IdOf(report.name())));
}

std::string LabelOf(const v1::Report& report, const v1::AnnualSnapshot& snapshot, bool by_time) {
  if (!by_time) return std::string(IdOf(report.name()));
  return "frozen on " + InstantWords(ToText(domain::ToInstant(snapshot.freeze_time())), snapshot.body().time_zone());
}

}  // namespace

google::protobuf::RepeatedPtrField<v1::FigureDiff> DiffOf(const v1::AnnualSnapshot& before,
                                                          const v1::AnnualSnapshot& after) {
  std::vector<std::string> order;
  std::map<std::string, const v1::Figure*> old_figures, new_figures;
  for (const auto& [path, figure] : AllFigures(after)) {
    new_figures[path] = figure;
    order.push_back(path);
  }
  for (const auto& [path, figure] : AllFigures(before)) {
    old_figures[path] = figure;
    if (new_figures.count(path) == 0) order.push_back(path);
  }
  const Titles old_titles = TitlesOf(before), new_titles = TitlesOf(after);
  google::protobuf::RepeatedPtrField<v1::FigureDiff> diffs;
  for (const std::string& path : order) {
    const v1::Figure *was = old_figures[path], *is = new_figures[path];
    v1::FigureDiff* diff = diffs.Add();
    diff->set_figure(path);
    diff->set_title(is != nullptr ? is->title() : was->title());
    diff->set_before(WordsOf(was));
    diff->set_after(WordsOf(is));
    diff->set_change((is == nullptr ? 0 : is->numerator()) - (was == nullptr ? 0 : was->numerator()));
    AddMissing(is, was, new_titles, diff->mutable_came());
    AddMissing(was, is, old_titles, diff->mutable_went());
  }
  return diffs;
}

v1::DiffReportsResponse DiffReports(store::Tx& tx, const v1::DiffReportsRequest& request) {
  const auto named = tx.Get<v1::Report>(request.name());
  const bool refrozen = request.other().empty();
  const v1::Report before = refrozen ? BeforeRefreeze(tx, named) : named;
  const v1::Report after = refrozen ? named : tx.Get<v1::Report>(request.other());
  const v1::AnnualSnapshot old_figures = SnapshotOf(before), new_figures = SnapshotOf(after);
  v1::DiffReportsResponse response;
  response.set_before(LabelOf(before, old_figures, refrozen));
  response.set_after(LabelOf(after, new_figures, refrozen));
  *response.mutable_figures() = DiffOf(old_figures, new_figures);
  return response;
}

}  // namespace almanac::reporting
