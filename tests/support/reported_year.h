// A town with one year behind it, and the report of that year.
#pragma once

#include <functional>
#include <string>

#include "almanac/v1/annual.pb.h"
#include "almanac/v1/reports.pb.h"
#include "base/json.h"
#include "domain/releases.h"
#include "support/town.h"

namespace almanac::support {

inline constexpr auto kJson = v1::GenerateReportRequest::JSON_FIGURES;

// A town and its year from July 2026 to June 2027: of three promises one is
// kept, one moved and one cancelled.
class ReportedYear {
 public:
  explicit ReportedYear(store::Backend backend) : town_(backend) {
    town_.SetToday("2026-06-10");
    for (const std::string id : {"trails", "trees", "permits"}) AddDataset(id);
    Plan("trails", "2026-09-15");
    Plan("trees", "2026-10-20");
    Plan("permits", "2027-01..2027-03");
    Confirm("trails");
    Confirm("trees");
    town_.SetToday("2026-09-15");
    Publish("trails");
    town_.SetToday("2026-10-05");
    Move("trees", "2027-08-10", "The arborist changes systems.");
    town_.SetToday("2027-03-01");
    Cancel("permits", "The state publishes them now.");
    // After the year's end, before anybody asks for the report.
    town_.SetToday("2027-07-03");
    Retitle("trails", "Paths of the town");
    town_.SetToday("2027-07-05");
  }

  // What somebody does to a set, unasked.
  void Change(const std::string& id, const std::function<void(v1::Dataset*)>& change) {
    town_.Write([&](store::Tx& tx) {
      auto dataset = tx.Get<v1::Dataset>("datasets/" + id);
      change(&dataset);
      tx.Because("dataset.updated");
      tx.Update(dataset);
    });
  }

  void AddDataset(const std::string& id) {
    town_.Write([&](store::Tx& tx) {
      v1::Dataset dataset;
      dataset.set_name("datasets/" + id);
      dataset.set_title("The " + id);
      dataset.set_department("departments/parks");
      dataset.set_access(v1::Dataset::OPEN);
      dataset.set_state(v1::Dataset::CLASSIFIED);
      dataset.set_frequency("R/P1Y");
      tx.Because("dataset.created");
      tx.Create(dataset);
    });
  }
  void Plan(const std::string& id, const std::string& when) {
    v1::PlanReleaseRequest request;
    request.set_dataset("datasets/" + id);
    request.set_when(when);
    town_.Call<v1::Release>("dana", request);
  }
  void Confirm(const std::string& id) {
    v1::ConfirmReleaseRequest request;
    request.set_name("releases/" + id);
    request.set_etag("*");
    town_.Call<v1::Release>("dana", request);
  }
  void Move(const std::string& id, const std::string& when, const std::string& reason) {
    v1::MoveReleaseRequest request;
    request.set_name("releases/" + id);
    request.set_etag("*");
    request.set_when(when);
    request.set_code(v1::SOURCE_SYSTEM);
    request.set_reason(reason);
    town_.Call<v1::Release>("dana", request);
  }
  void Cancel(const std::string& id, const std::string& reason) {
    v1::CancelReleaseRequest request;
    request.set_name("releases/" + id);
    request.set_etag("*");
    request.set_reason(reason);
    town_.Call<v1::Release>("dana", request);
  }
  void Publish(const std::string& id) {
    town_.Write([&](store::Tx& tx) {
      auto dataset = tx.Get<v1::Dataset>("datasets/" + id);
      dataset.set_state(v1::Dataset::PUBLISHED);
      dataset.set_first_published_date(ToText(DayIn("America/Phoenix", tx.instant())));
      tx.Because("dataset.published");
      tx.Update(dataset);
      domain::MarkReleasesPublished(tx, dataset.name(), dataset.first_published_date());
    });
  }
  void Retitle(const std::string& id, const std::string& title) {
    Change(id, [&](v1::Dataset* dataset) { dataset->set_title(title); });
  }

  static v1::GenerateReportRequest Asking(int year, v1::GenerateReportRequest::Format format) {
    v1::GenerateReportRequest request;
    request.set_kind("annual");
    request.set_year(year);
    request.set_format(format);
    return request;
  }
  v1::GenerateReportResponse Generate(int year, v1::GenerateReportRequest::Format format) {
    return town_.Call<v1::GenerateReportResponse>("dana", Asking(year, format));
  }
  v1::AnnualSnapshot Figures(int year) {
    v1::AnnualSnapshot snapshot;
    EXPECT_TRUE(FromJson(Generate(year, kJson).content(), &snapshot));
    return snapshot;
  }
  v1::EditReportRequest Editing(const std::string& section, const std::string& text) {
    v1::EditReportRequest request;
    request.set_name("reports/annual-2027");
    request.set_section(section);
    request.set_text(text);
    request.set_etag("*");
    return request;
  }

  Town& town() { return town_; }

 private:
  Town town_;
};

}  // namespace almanac::support
