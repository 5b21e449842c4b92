// Who sees what is marked: everywhere the same, whichever way one asks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/dataset_check.pb.h"
#include "almanac/v1/events.pb.h"
#include "almanac/v1/incidents.pb.h"
#include "almanac/v1/reports.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Sight : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  static v1::Dataset Marked(v1::Dataset::Marking marking, const std::vector<std::string>& readers) {
    auto dataset = Trees::Described();
    dataset.set_marking(marking);
    for (const auto& reader : readers) dataset.add_readers("people/" + reader);
    return dataset;
  }
  static v1::Dataset ForGrantAndSam() { return Marked(v1::Dataset::NAMED, {"grant", "sam"}); }

  bool Gets(const std::string& who) { return town.Try<v1::Dataset>(who, Getting()).has_value(); }
  int Lists(const std::string& who) {
    return town.Call<v1::ListDatasetsResponse>(who, v1::ListDatasetsRequest()).datasets_size();
  }
  int Finds(const std::string& who) {
    v1::SearchDatasetsRequest request;
    request.set_query("species");
    return town.Call<v1::SearchDatasetsResponse>(who, request).datasets_size();
  }
  int Reviews(const std::string& who) {
    return town.Call<v1::ListReviewsResponse>(who, v1::ListReviewsRequest()).reviews_size();
  }
  // Of the dataset and of what hangs on it.
  std::vector<std::string> Events(const std::string& who) {
    v1::ListEventsRequest request;
    request.set_page_size(200);
    std::vector<std::string> verbs;
    const auto response = town.Call<v1::ListEventsResponse>(who, request);
    for (const auto& event : response.events()) {
      if (event.resource().find("trees") != std::string::npos) verbs.push_back(event.verb());
    }
    return verbs;
  }
  static v1::GetDatasetRequest Getting() {
    v1::GetDatasetRequest request;
    request.set_name("datasets/trees");
    return request;
  }
  void Expose() {
    auto suspend = Trees::For<v1::SuspendDatasetRequest>("We are checking a column of it.");
    suspend.set_cause(v1::TakeDown::EXPOSURE);
    town.Call<v1::Dataset>("dana", suspend);
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Sight, BothDatabases(), NameOfDatabase);

TEST_P(Sight, OfWhatIsForNamedPeopleIsTheirsWhateverRolesOthersHold) {
  trees.Create(ForGrantAndSam());
  trees.Submit();
  for (const std::string who : {"grant", "sam"}) {
    EXPECT_TRUE(Gets(who)) << who;
    EXPECT_EQ(Lists(who), 1) << who;
    EXPECT_EQ(Finds(who), 1) << who;
    EXPECT_EQ(Reviews(who), 1) << who;
    EXPECT_THAT(Events(who), Not(IsEmpty())) << who;
  }
  // Leadership and the manager hold their roles in every department, alan in another one.
  for (const std::string who : {"lee", "ruben", "alan"}) {
    EXPECT_FALSE(Gets(who)) << who;
    EXPECT_EQ(Lists(who), 0) << who;
    EXPECT_EQ(Finds(who), 0) << who;
    EXPECT_EQ(Reviews(who), 0) << who;
    EXPECT_THAT(Events(who), IsEmpty()) << who;
  }
}

TEST_P(Sight, OfWhatIsForNamedPeopleIsTheAdministratorsAndThePrivacyOfficersToo) {
  trees.Create(ForGrantAndSam());
  EXPECT_TRUE(Gets("dana"));
  EXPECT_TRUE(Gets("helen"));
  EXPECT_TRUE(Gets(""));
}

TEST_P(Sight, IsNotOfTheDepartmentWhereOnlyNamedPeopleSee) {
  trees.Create(ForGrantAndSam());
  town.AddPerson("kim", "Kim Ode", v1::COORDINATOR, "departments/parks");
  EXPECT_FALSE(Gets("kim"));
  trees.Change(Trees::MarkFor({"grant", "sam", "kim"}));
  EXPECT_TRUE(Gets("kim"));
}

TEST_P(Sight, OfYesterdayIsAsToday) {
  trees.Create();
  town.SetToday("2026-03-10");
  trees.Change(Trees::MarkFor({"grant", "sam"}));
  v1::ListDatasetsRequest request;
  request.set_as_of("2026-03-05");
  EXPECT_EQ(town.Call<v1::ListDatasetsResponse>("lee", request).datasets_size(), 0);
  EXPECT_EQ(town.Call<v1::ListDatasetsResponse>("sam", request).datasets_size(), 1);
}

TEST_P(Sight, OfWhatIsRestrictedIsItsReadersTooWhoMayNotChangeItForThat) {
  trees.Create(Marked(v1::Dataset::RESTRICTED, {"alan"}));
  EXPECT_TRUE(Gets("alan"));
  EXPECT_TRUE(Gets("lee"));
  EXPECT_EQ(town.Refused<v1::Dataset>("alan", Trees::Describe("Ours now.")).reason(), Reason::PERMISSION_DENIED);
}

TEST_P(Sight, IsNotGivenAwayByWhoWritesOrByWhoWorksOnIt) {
  v1::CreateDatasetRequest request;
  *request.mutable_dataset() = Marked(v1::Dataset::NAMED, {"grant"});
  const auto self = town.Refused<v1::Dataset>("sam", request);
  EXPECT_EQ(self.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(self.message(), HasSubstr("you would be none of them: name them with --readers, sam among them"));
  *request.mutable_dataset() = Marked(v1::Dataset::NAMED, {"sam"});
  EXPECT_THAT(town.Refused<v1::Dataset>("sam", request).message(),
              HasSubstr("the owner of what only its readers see is one of them"));
}

TEST_P(Sight, DecidesWhoMayFillASeat) {
  auto dataset = ForGrantAndSam();
  dataset.mutable_fields(0)->set_quasi_identifier(true);
  trees.Create(dataset);
  v1::CheckDatasetRequest check;
  check.set_name("datasets/trees");
  const auto checked = town.Call<v1::CheckDatasetResponse>("sam", check);
  EXPECT_THAT(checked.seats(1).could_be_filled_by(), ElementsAre("people/helen"));
  EXPECT_EQ(checked.seats(2).gap(), "nobody independent among its readers holds the role of leadership today");
  trees.Change(Trees::MarkFor({"grant", "sam", "lee"}));
  EXPECT_THAT(town.Call<v1::CheckDatasetResponse>("sam", check).seats(2).could_be_filled_by(),
              ElementsAre("people/lee"));
}

TEST_P(Sight, OfAnIncidentIsThatOfItsDatasetAtTheMost) {
  trees.Published();
  Expose();
  EXPECT_EQ(town.Call<v1::ListIncidentsResponse>("lee", v1::ListIncidentsRequest()).incidents_size(), 1);
  trees.Change(Trees::MarkFor({"grant", "sam"}));
  EXPECT_EQ(town.Call<v1::ListIncidentsResponse>("lee", v1::ListIncidentsRequest()).incidents_size(), 0);
  EXPECT_EQ(town.Call<v1::ListIncidentsResponse>("sam", v1::ListIncidentsRequest()).incidents_size(), 1);
  EXPECT_THAT(Events("lee"), IsEmpty());
}

TEST_P(Sight, OfTheEventsOfAnIncidentIsItsDepartments) {
  trees.Published();
  Expose();
  EXPECT_THAT(Events("sam"), testing::Contains("incident.opened"));
  EXPECT_THAT(Events("lee"), testing::Contains("incident.opened"));
  EXPECT_THAT(Events("alan"), Not(testing::Contains("incident.opened")));
}

struct Figures : Sight {
  std::string Annual(const std::string& who) {
    v1::GenerateReportRequest request;
    request.set_kind("annual");
    request.set_year(2026);
    request.set_format(v1::GenerateReportRequest::JSON_FIGURES);
    request.set_validate_only(true);
    return town.Call<v1::GenerateReportResponse>(who, request).content();
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Figures, BothDatabases(), NameOfDatabase);

TEST_P(Figures, CountWhatOnlyNamedPeopleSeeWhoeverAsksAndNameItNowhere) {
  trees.Create(ForGrantAndSam());
  town.SetToday("2026-07-06");
  // The manager does not see it, and the administrator does.
  EXPECT_EQ(Annual("ruben"), Annual("dana"));
  EXPECT_THAT(Annual("dana"), Not(HasSubstr("Tree Inventory")));
  EXPECT_THAT(Annual("dana"), Not(HasSubstr("datasets/trees")));
}

TEST_P(Figures, DoNotNameWhatWasMarkedAfterTheirDay) {
  trees.Create();
  town.SetToday("2026-07-06");
  EXPECT_THAT(Annual("dana"), HasSubstr("Public Tree Inventory"));
  trees.Change(Trees::MarkFor({"grant", "sam"}));
  EXPECT_THAT(Annual("dana"), Not(HasSubstr("Public Tree Inventory")));
}

TEST_P(Figures, AreForWhoHoldsARoleInAllDepartments) {
  v1::GenerateReportRequest request;
  request.set_kind("annual");
  request.set_year(2026);
  town.SetToday("2026-07-06");
  EXPECT_EQ(town.Refused<v1::GenerateReportResponse>("grant", request).reason(), Reason::PERMISSION_DENIED);
}

}  // namespace
}  // namespace almanac::support
