// The gRPC door as a stranger's client finds it. What is behind it is the same
// on both databases, so one is enough here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "api/status.h"
#include "support/open_door.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Holds calls until it is opened.
class Barrier {
 public:
  void Close() {
    std::lock_guard lock(mutex_);
    open_ = false;
    waiting_ = 0;
  }
  void Open() {
    std::lock_guard lock(mutex_);
    open_ = true;
    moved_.notify_all();
  }
  void Pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    moved_.notify_all();
    moved_.wait(lock, [this] { return open_; });
  }
  void AwaitWaiting(int count) {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return waiting_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable moved_;
  bool open_ = true;
  int waiting_ = 0;
};
Barrier barrier;

v1::Program SlowProgram(store::Tx&, const v1::GetProgramRequest&) {
  barrier.Pass();
  v1::Program program;
  program.set_title("slow");
  return program;
}

struct GrpcDoor : testing::Test {
  Town town{store::Backend::kSqlite};

  static grpc::Status GetProgram(const std::shared_ptr<grpc::Channel>& channel, v1::Program* program,
                                 std::chrono::milliseconds time = std::chrono::seconds(20),
                                 const std::string& authorization = {}) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + time);
    if (!authorization.empty()) context.AddMetadata("authorization", authorization);
    return OpenDoor::Call({channel, "almanac.v1.Programs/GetProgram"}, v1::GetProgramRequest(), program, &context);
  }
};

TEST_F(GrpcDoor, AnswersOnTheSocketAndAsksForATokenOnTheNetwork) {
  OpenDoor door(town.serve());
  v1::Program program;
  EXPECT_TRUE(GetProgram(door.Socket(), &program).ok());
  EXPECT_EQ(program.profile(), "gilbert");
  const auto refused = GetProgram(door.Tcp(), &program);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(ReasonOf(refused), "UNAUTHENTICATED");
  const auto bad = GetProgram(door.Socket(), &program, std::chrono::seconds(20), "Bearer nonsense");
  EXPECT_EQ(bad.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(bad.error_message(), refused.error_message());
}

TEST_F(GrpcDoor, SaysWhatIsWrongInDetailsThatEveryClientReads) {
  OpenDoor door(town.serve());
  v1::CreateDatasetRequest request;
  request.mutable_dataset()->set_frequency("monthly");
  v1::Dataset dataset;
  grpc::ClientContext context;
  const auto status = OpenDoor::Call({door.Socket(), "almanac.v1.Datasets/CreateDataset"}, request, &dataset, &context);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  EXPECT_EQ(info.reason(), "INVALID_FIELD");
  EXPECT_EQ(info.domain(), "almanac");
  EXPECT_EQ(info.metadata().at("remedy"), RemedyOf(Reason::INVALID_FIELD));
  const auto bad = DetailOf<google::rpc::BadRequest>(status);
  ASSERT_EQ(bad.field_violations_size(), 3);
  EXPECT_EQ(bad.field_violations(0).field(), "dataset.title");
  EXPECT_EQ(DetailsOf(status).code(), 3);
}

TEST_F(GrpcDoor, NamesWhatIsMissingWithTheCommandThatMendsIt) {
  v1::Dataset dataset;
  dataset.set_title("Trees");
  dataset.set_department("departments/parks");
  Trees(town).Create(dataset);
  const auto refused = town.Refused<v1::Dataset>("sam", Trees::Submitting());
  const auto failure = DetailOf<google::rpc::PreconditionFailure>(api::ToStatus({refused, {}}));
  ASSERT_GT(failure.violations_size(), 1);
  EXPECT_THAT(failure.violations(0).type(), Not(IsEmpty()));
  EXPECT_THAT(failure.violations(0).subject(), HasSubstr("almanac dataset update"));
}

TEST_F(GrpcDoor, GivesTheReferenceOfAnInternalErrorAsARequestInfo) {
  const auto status = api::ToStatus({Error(Reason::INTERNAL, "internal error, reference abc"), "abc"});
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(DetailOf<google::rpc::RequestInfo>(status).request_id(), "abc");
}

TEST_F(GrpcDoor, KeepsRefusalsSmallEnoughForEveryClient) {
  OpenDoor door(town.serve());
  v1::CreateDatasetRequest request;
  request.mutable_dataset()->set_title("Trees");
  request.mutable_dataset()->set_department("departments/parks");
  for (int i = 0; i < 500; ++i) request.mutable_dataset()->add_distributions()->set_download_url("no address at all");
  v1::Dataset dataset;
  grpc::ClientContext context;
  const auto status = OpenDoor::Call({door.Socket(), "almanac.v1.Datasets/CreateDataset"}, request, &dataset, &context);
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELD");
  const auto bad = DetailOf<google::rpc::BadRequest>(status);
  EXPECT_GT(bad.field_violations_size(), 10);
  EXPECT_THAT(bad.field_violations(bad.field_violations_size() - 1).description(), HasSubstr("more"));
}

TEST_F(GrpcDoor, RefusesBytesThatAreNoRequest) {
  OpenDoor door(town.serve());
  const grpc::Slice slice(std::string("\x0a\xff\xff\xff"));
  v1::Program program;
  grpc::ClientContext context;
  const auto status = OpenDoor::CallBytes({door.Socket(), "almanac.v1.Programs/GetProgram"},
                                          grpc::ByteBuffer(&slice, 1), &program, &context);
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELD");
  EXPECT_EQ(town.metrics().Calls("GetProgram", "INVALID_FIELD"), 1);
}

TEST_F(GrpcDoor, RefusesTextThatIsNotUtf8) {
  OpenDoor door(town.serve());
  v1::GetDatasetRequest request;
  request.set_name("datasets/\xff\xfe");
  v1::Dataset dataset;
  grpc::ClientContext context;
  const auto status = OpenDoor::Call({door.Socket(), "almanac.v1.Datasets/GetDataset"}, request, &dataset, &context);
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELD");
}

TEST_F(GrpcDoor, KnowsNoOtherRpc) {
  OpenDoor door(town.serve());
  v1::Program program;
  grpc::ClientContext context;
  const auto status =
      OpenDoor::Call({door.Socket(), "almanac.v1.Programs/DropProgram"}, v1::GetProgramRequest(), &program, &context);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

struct SlowDoor : GrpcDoor {
  api::Handlers handlers = [] {
    api::Handlers made;
    made.Add(&SlowProgram);
    return made;
  }();
  Metrics metrics;
  api::Serve serve{town.work(), handlers, metrics};
  api::GrpcDoor::Limits limits{2, 4, 1};
};

TEST_F(SlowDoor, TakesSoManyCallsAndRefusesTheNextAtOnce) {
  barrier.Close();
  OpenDoor door(serve, limits);
  std::vector<std::thread> callers;
  std::atomic<int> worked{0};
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      v1::Program program;
      worked += GetProgram(door.Socket(), &program).ok();
    });
  }
  // Two run, two wait in line; which calls arrived first nobody knows, so the fifth comes until it is refused.
  barrier.AwaitWaiting(2);
  // On a busy machine an answer may come after its caller has gone, so what is waited for is the answer itself.
  grpc::Status refused;
  for (int i = 0; i < 200 && refused.error_code() != grpc::StatusCode::RESOURCE_EXHAUSTED; ++i) {
    v1::Program program;
    refused = GetProgram(door.Socket(), &program, std::chrono::milliseconds(100));
  }
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(refused), "OVERLOADED");
  barrier.Open();
  for (auto& caller : callers) caller.join();
  EXPECT_GE(worked, 3);
}

TEST_F(SlowDoor, LetsGoOfCallersWhoseTimeIsOver) {
  barrier.Close();
  OpenDoor door(serve, limits);
  v1::Program program;
  const auto late = GetProgram(door.Socket(), &program, std::chrono::milliseconds(100));
  EXPECT_EQ(late.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  barrier.Open();
  EXPECT_TRUE(GetProgram(door.Socket(), &program).ok());
}

TEST_F(SlowDoor, FinishesWhatItHasTakenWhenItStops) {
  barrier.Close();
  OpenDoor door(serve, limits);
  const auto channel = door.Socket();
  grpc::Status ended;
  v1::Program program;
  std::thread caller([&] { ended = GetProgram(channel, &program); });
  barrier.AwaitWaiting(1);
  std::thread stopper([&] { door.listener().Stop(std::chrono::seconds(20)); });
  barrier.Open();
  caller.join();
  stopper.join();
  EXPECT_TRUE(ended.ok()) << ended.error_message();
  EXPECT_EQ(program.title(), "slow");
  EXPECT_EQ(GetProgram(channel, &program, std::chrono::milliseconds(300)).ok(), false);
}

}  // namespace
}  // namespace almanac::support
