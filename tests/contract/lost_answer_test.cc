// A write whose answer the database takes with it: who gave a request id never
// hears of it, and nothing is done twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/events.pb.h"
#include "support/cable.h"
#include "support/town.h"

namespace almanac::support {
namespace {

using testing::HasSubstr;
using testing::Not;

struct LostAnswer : testing::Test {
  Town town{store::Backend::kPostgresql};
  Cable cable{town.address()};
  std::unique_ptr<store::Database> database = store::Database::Open(cable.address(), 2);
  store::Work work{*database, town.clock()};
  api::Handlers handlers = api::AllHandlers();
  Metrics metrics;
  // The same body by a cable that can be cut.
  api::Serve serve{work, handlers, metrics};

  std::optional<Error> Call(const std::string& rpc, google::protobuf::Message* request,
                            google::protobuf::Message* response, int milliseconds = 30'000) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName("almanac.v1." + rpc);
    return serve.Call({method, deadline, api::Door::kSocket, {}, Caller::Console()}, request, response).error;
  }
  std::optional<Error> Create(const std::string& id, v1::Dataset* made, int milliseconds = 30'000) {
    v1::CreateDatasetRequest request;
    request.mutable_dataset()->set_title("Trees");
    request.mutable_dataset()->set_department("departments/parks");
    request.set_request_id(id);
    return Call("Datasets.CreateDataset", &request, made, milliseconds);
  }
  int Created() {
    v1::ListEventsRequest request;
    request.set_filter("verb = dataset.created");
    return town.Call<v1::ListEventsResponse>("", request).events_size();
  }
};

TEST_F(LostAnswer, OfAWriteThatWasDoneIsFoundByItsId) {
  cable.CutAfter("COMMIT");
  v1::Dataset made;
  EXPECT_FALSE(Create("a", &made));
  EXPECT_EQ(made.name(), "datasets/trees");
  EXPECT_EQ(Created(), 1);
}

TEST_F(LostAnswer, OfAWriteThatWasNotDoneIsMadeGood) {
  cable.CutBefore("COMMIT");
  v1::Dataset made;
  EXPECT_FALSE(Create("a", &made));
  EXPECT_EQ(made.name(), "datasets/trees");
  EXPECT_EQ(Created(), 1);
}

TEST_F(LostAnswer, IsNotKnownWhileTheDatabaseStaysAway) {
  cable.CutAfter("COMMIT");
  cable.ThenUnplug();
  v1::Dataset made;
  const auto error = Create("a", &made, 300);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->reason(), Reason::OUTCOME_UNKNOWN);
  EXPECT_THAT(error->message(), HasSubstr("look whether it is there"));
  EXPECT_THAT(error->message(), Not(HasSubstr("nothing was changed")));
  cable.Plug();
  EXPECT_FALSE(Create("a", &made));
  EXPECT_EQ(made.name(), "datasets/trees");
  EXPECT_EQ(Created(), 1);
}

TEST_F(LostAnswer, WithoutAnIdIsToldAsSuch) {
  cable.CutAfter("COMMIT");
  v1::Dataset made;
  const auto error = Create("", &made);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->reason(), Reason::OUTCOME_UNKNOWN);
  EXPECT_EQ(Created(), 1);
}

}  // namespace
}  // namespace almanac::support
