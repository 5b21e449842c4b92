// What every call goes through, whatever its rule.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "almanac/v1/events.pb.h"
#include "almanac/v1/tokens.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;

std::vector<std::string> FieldsOf(const Error& error) {
  std::vector<std::string> fields;
  for (const auto& wrong : error.fields()) fields.push_back(wrong.field);
  return fields;
}

struct Served : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  int Events() {
    v1::ListEventsRequest request;
    request.set_page_size(1000);
    return town.Call<v1::ListEventsResponse>("dana", request).events_size();
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Served, BothDatabases(), NameOfDatabase);

TEST_P(Served, NameEverythingThatIsWrongWithARequestAtOnce) {
  v1::CreateDatasetRequest request;
  request.set_dataset_id("Not A Slug");
  auto& dataset = *request.mutable_dataset();
  dataset.set_department("parks");
  dataset.set_frequency("monthly");
  dataset.set_contact_email("mailto:x@example.gov");
  dataset.add_distributions()->set_download_url("example.gov/file");
  dataset.add_fields()->set_type("text");
  const auto error = town.Refused<v1::Dataset>("sam", request);
  EXPECT_EQ(error.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(FieldsOf(error), UnorderedElementsAre("dataset_id", "dataset.title", "dataset.department",
                                                    "dataset.frequency", "dataset.contact_email",
                                                    "dataset.distributions[0].download_url", "dataset.fields[0].name"));
}

TEST_P(Served, MayNotClearWhatIsRequired) {
  trees.Create();
  auto request = Trees::Update("title");
  EXPECT_THAT(FieldsOf(town.Refused<v1::Dataset>("sam", request)), ElementsAre("dataset.title"));
  // What the mask leaves out is not asked for.
  EXPECT_EQ(trees.Change(Trees::Describe("Every tree.")).title(), "Public Tree Inventory");
}

TEST_P(Served, SayWhichEtagOrReasonIsMissing) {
  trees.Create();
  auto request = Trees::Describe("Every tree.");
  request.clear_etag();
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", request).reason(), Reason::ETAG_REQUIRED);
  auto decide = Trees::Deciding(v1::RELEASE);
  decide.clear_reason();
  EXPECT_EQ(town.Refused<v1::Dataset>("grant", decide).reason(), Reason::REASON_REQUIRED);
}

TEST_P(Served, KeepWhatTheServerWrites) {
  v1::Dataset dataset = Trees::Described();
  dataset.set_state(v1::Dataset::PUBLISHED);
  dataset.set_published_version(7);
  dataset.add_authors("people/alan");
  const auto made = trees.Create(dataset);
  EXPECT_EQ(made.state(), v1::Dataset::IDENTIFIED);
  EXPECT_EQ(made.published_version(), 0);
  EXPECT_THAT(made.authors(), ElementsAre("people/sam"));
}

TEST_P(Served, WriteNothingWhenOnlyAskedWhatWouldHappen) {
  trees.Create();
  const int events = Events();
  auto update = Trees::Describe("Every tree.");
  update.set_validate_only(true);
  EXPECT_EQ(trees.Change(update).description(), "Every tree.");
  auto submit = Trees::Submitting();
  submit.set_validate_only(true);
  EXPECT_EQ(town.Call<v1::Dataset>("sam", submit).state(), v1::Dataset::IN_REVIEW);
  auto create = v1::CreateDatasetRequest();
  *create.mutable_dataset() = Trees::Described();
  create.mutable_dataset()->set_title("Benches");
  create.set_validate_only(true);
  EXPECT_EQ(town.Call<v1::Dataset>("sam", create).name(), "datasets/benches");
  EXPECT_EQ(Events(), events);
  EXPECT_EQ(trees.Get().etag(), "1");
  v1::SearchDatasetsRequest search;
  search.set_query("benches");
  EXPECT_EQ(town.Call<v1::SearchDatasetsResponse>("dana", search).datasets_size(), 0);
}

TEST_P(Served, AreRefusedWhenTheirTimeIsOver) {
  v1::GetProgramRequest request;
  v1::Program response;
  api::CallInfo call;
  call.method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName("almanac.v1.Programs.GetProgram");
  call.deadline = std::chrono::steady_clock::now() - std::chrono::seconds(1);
  call.caller = Caller::Console();
  EXPECT_EQ(town.serve().Call(call, &request, &response).error->reason(), Reason::DEADLINE_EXCEEDED);
}

TEST_P(Served, AreCounted) {
  trees.Create();
  EXPECT_EQ(town.metrics().Calls("CreateDataset", ""), 1);
  auto request = Trees::Describe("x");
  request.clear_etag();
  town.Refused<v1::Dataset>("sam", request);
  EXPECT_EQ(town.metrics().Calls("UpdateDataset", "ETAG_REQUIRED"), 1);
  EXPECT_THAT(town.metrics().Text(),
              HasSubstr("almanac_calls_total{rpc=\"UpdateDataset\",reason=\"ETAG_REQUIRED\"} 1"));
}

v1::Dataset Break(store::Tx&, const v1::GetDatasetRequest&) {
  throw std::runtime_error("INSERT INTO people VALUES ('secret')");
}
v1::Review BreakKnowingly(store::Tx&, const v1::GetReviewRequest&) {
  throw Error(Reason::INTERNAL, "rows changed and nobody said why: people/dana");
}

TEST_P(Served, KeepInnermostThingsToTheirLog) {
  api::Handlers handlers;
  handlers.Add(&Break);
  handlers.Add(&BreakKnowingly);
  Metrics metrics;
  api::Serve serve(town.work(), handlers, metrics);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();

  v1::GetDatasetRequest get;
  get.set_name("datasets/trees");
  v1::Dataset dataset;
  testing::internal::CaptureStderr();
  const auto unknown = serve.Call(
      {pool->FindMethodByName("almanac.v1.Datasets.GetDataset"), deadline, api::Door::kSocket, {}, {}}, &get, &dataset);
  const std::string logged = testing::internal::GetCapturedStderr();
  ASSERT_TRUE(unknown.error);
  EXPECT_EQ(unknown.error->reason(), Reason::INTERNAL);
  EXPECT_EQ(unknown.error->message(), "internal error, reference " + unknown.reference);
  EXPECT_THAT(logged, HasSubstr("reference=" + unknown.reference));
  EXPECT_THAT(logged, HasSubstr("INSERT INTO people"));

  v1::GetReviewRequest review;
  review.set_name("reviews/trees-1");
  v1::Review answer;
  const auto known = serve.Call(
      {pool->FindMethodByName("almanac.v1.Reviews.GetReview"), deadline, api::Door::kSocket, {}, {}}, &review, &answer);
  EXPECT_THAT(known.error->message(), Not(HasSubstr("dana")));
}

TEST_P(Served, LeaveNoPersonalValueInTheLog) {
  log::SetLevel("debug");
  testing::internal::CaptureStderr();
  v1::CreatePersonRequest person;
  person.set_person_id("kim");
  person.mutable_person()->set_display_name("Kim Secretname");
  person.mutable_person()->set_email("kim@home.example");
  town.Call<v1::Person>("", person);
  v1::EnrolPersonRequest enrol;
  enrol.set_name("people/kim");
  const auto code = town.Call<v1::EnrolPersonResponse>("", enrol).code();
  v1::RedeemCodeRequest redeem;
  redeem.set_code(code);
  const auto token = town.Call<v1::RedeemCodeResponse>("", redeem).secret_token();
  const std::string logged = testing::internal::GetCapturedStderr();
  log::SetLevel("error");
  EXPECT_THAT(logged, HasSubstr("call rpc=CreatePerson caller=local/administrator end=OK"));
  for (const std::string& value : {std::string("Secretname"), std::string("kim@home"), code, token}) {
    EXPECT_THAT(logged, Not(HasSubstr(value)));
  }
}

v1::Dataset Other(store::Tx&, const v1::GetDatasetRequest&) { return {}; }

TEST(Handlers, NeedAFunctionForEveryRpcAndOneEach) {
  api::Handlers handlers;
  handlers.Add(&Break);
  EXPECT_THROW(handlers.Add(&Other), Error);
  try {
    handlers.Check();
    FAIL() << "passed";
  } catch (const Error& error) {
    EXPECT_THAT(error.message(), HasSubstr("almanac.v1.Datasets.CreateDataset: no function answers it"));
    EXPECT_THAT(error.message(), Not(HasSubstr("Datasets.GetDataset:")));
  }
  EXPECT_NO_THROW(api::AllHandlers());
}

}  // namespace
}  // namespace almanac::support
