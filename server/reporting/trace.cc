#include "reporting/trace.h"

#include <map>

#include "base/error.h"
#include "reporting/figure_index.h"
#include "reporting/reports.h"
#include "reporting/words.h"
#include "store/list.h"

namespace almanac::reporting {
namespace {

using Names = google::protobuf::RepeatedPtrField<std::string>;

class Rows {
 public:
  Rows(const v1::AnnualSnapshot& snapshot, v1::TraceReportResponse* response) : response_(response) {
    for (const auto& row : snapshot.rows()) titles_[row.name()] = row.title();
  }

  void Add(const Names& names, const Names& whys, bool counted) {
    for (int i = 0; i < names.size(); ++i) {
      v1::FigureRow* row = response_->add_rows();
      row->set_name(names[i]);
      const auto title = titles_.find(names[i]);
      row->set_title(title == titles_.end() ? names[i] : title->second);
      row->set_counted(counted);
      // Reports that were frozen before reasons were kept have none.
      if (i < whys.size()) row->set_why(whys[i]);
    }
  }

 private:
  std::map<std::string, std::string> titles_;
  v1::TraceReportResponse* response_;
};

std::string WordsOf(const v1::Figure& figure) { return ShareWords(figure.numerator(), figure.denominator()); }

}  // namespace

v1::Report NewestReport(store::Tx& tx) {
  v1::ListReportsRequest request;
  request.set_page_size(1);
  request.set_order_by("year desc");
  request.set_view(v1::FULL);
  const auto reports = ListReports(tx, request);
  if (reports.reports().empty()) {
    throw Error(
        Reason::NOT_FOUND,
        "no report is frozen yet; `almanac report generate annual --year YEAR` freezes one after the year's end");
  }
  return reports.reports(0);
}

v1::TraceReportResponse TraceReport(store::Tx& tx, const v1::TraceReportRequest& request) {
  const v1::Report report = request.report().empty() ? NewestReport(tx) : tx.Get<v1::Report>(request.report());
  const v1::AnnualSnapshot snapshot = SnapshotOf(report);
  v1::TraceReportResponse response;
  response.set_report(report.name());
  if (request.figure().empty()) {
    for (const auto& [path, figure] : AllFigures(snapshot)) {
      v1::FigureSummary* summary = response.add_figures();
      summary->set_figure(path);
      summary->set_title(figure->title());
      summary->set_words(WordsOf(*figure));
    }
    return response;
  }
  const auto [path, figure] = FigureNamed(snapshot, request.figure());
  response.set_figure(path);
  response.set_title(figure->title());
  response.set_definition(figure->definition());
  response.set_words(WordsOf(*figure));
  Rows rows(snapshot, &response);
  rows.Add(figure->counted(), figure->counted_why(), true);
  rows.Add(figure->not_counted(), figure->not_counted_why(), false);
  return response;
}

}  // namespace almanac::reporting
