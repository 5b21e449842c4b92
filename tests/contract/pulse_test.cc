// What health says while the database is away.
#include "api/pulse.h"

#include <google/protobuf/wrappers.pb.h>
#include <gtest/gtest.h>

#include "almanac/v1/records.pb.h"
#include "support/cable.h"
#include "support/open_door.h"
#include "support/town.h"

namespace almanac::support {
namespace {

constexpr int kServing = 1;
constexpr int kNotServing = 2;

// Of the server, or of a service, as grpc.health.v1 answers: both messages have one field.
int HealthOf(OpenDoor& door, const std::string& service = {}) {
  google::protobuf::StringValue request;
  request.set_value(service);
  google::protobuf::Int32Value response;
  grpc::ClientContext context;
  const auto status = OpenDoor::Call({door.Socket(), "grpc.health.v1.Health/Check"}, request, &response, &context);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response.value();
}

TEST(Pulse, TellsThatThereIsNoDatabaseAndThatItIsThereAgain) {
  Town town(store::Backend::kPostgresql);
  Cable cable(town.address());
  const auto database = store::Database::Open(cable.address(), 2);
  OpenDoor door(town.serve());
  api::Pulse pulse(*database, [&](bool well) { door.listener().SetServing(well); });
  pulse.Beat();
  EXPECT_EQ(HealthOf(door), kServing);

  cable.Unplug();
  pulse.Beat();
  EXPECT_EQ(HealthOf(door), kNotServing);
  EXPECT_EQ(HealthOf(door, "almanac.v1.Datasets"), kNotServing);

  cable.Plug();
  // One that did not answer is left alone for a moment.
  while (!database->Answers()) std::this_thread::yield();
  pulse.Beat();
  EXPECT_EQ(HealthOf(door), kServing);
  EXPECT_EQ(HealthOf(door, "almanac.v1.Datasets"), kServing);
}

struct BusyPulse : testing::TestWithParam<store::Backend> {};
INSTANTIATE_TEST_SUITE_P(Both, BusyPulse, BothDatabases(), NameOfDatabase);

TEST_P(BusyPulse, IsWellWhileAllConnectionsAreAtWork) {
  const FreshDatabase fresh(GetParam());
  const auto database = fresh.Open(1);
  const auto lease = database->Acquire(std::chrono::steady_clock::now() + std::chrono::seconds(5));
  bool well = true;
  api::Pulse(*database, [&](bool now) { well = now; }).Beat();
  EXPECT_TRUE(well);
}

}  // namespace
}  // namespace almanac::support
