// Callers who are slow, or mean no good: none of them keeps a worker, a
// database connection or the door from the others. On loopback, in bounded time.
#include <gmock/gmock.h>
#include <grpcpp/completion_queue.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <thread>

#include "almanac/v1/inventory.pb.h"
#include "support/open_door.h"
#include "support/raw_http2.h"
#include "support/town.h"

namespace almanac::support {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr auto kInTime = 20s;

class Limits : public testing::Test {
 protected:
  // A client with a connection of its own, who comes back soon when it is turned away.
  static std::shared_ptr<grpc::Channel> Client(const std::string& address) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 20);
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 20);
    return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  }
  // Answered, if only with the words that a token is missing.
  static bool AnswersOnSocket(const OpenDoor& door) { return Answers(Client(door.socket_address())); }
  static bool AnswersOnTcp(OpenDoor& door) { return Answers(Client(door.listener().tcp_address())); }
  static bool Answers(const std::shared_ptr<grpc::Channel>& channel) {
    v1::Program program;
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    context.set_deadline(std::chrono::system_clock::now() + kInTime);
    const auto status =
        OpenDoor::Call({channel, "almanac.v1.Programs/GetProgram"}, v1::GetProgramRequest(), &program, &context);
    return status.ok() || status.error_code() == grpc::StatusCode::UNAUTHENTICATED;
  }
  api::Network Network() const {
    api::Network network{"127.0.0.1:0", "", "", true};
    network.handshake = 500ms;
    return network;
  }

  Town town_{store::Backend::kSqlite};
};

TEST_F(Limits, ARequestHasFourMebibytesAtMost) {
  OpenDoor door(town_.serve());
  v1::GetDatasetRequest request;
  v1::Dataset dataset;
  for (const auto& [size, code] : {std::pair((4 << 20) - 100, grpc::StatusCode::INVALID_ARGUMENT),
                                   std::pair((4 << 20) + 1, grpc::StatusCode::RESOURCE_EXHAUSTED)}) {
    request.set_name("datasets/" + std::string(static_cast<size_t>(size - 20), 'x'));
    if (code == grpc::StatusCode::RESOURCE_EXHAUSTED) request.mutable_name()->append(100, 'x');
    grpc::ClientContext context;
    const auto status = OpenDoor::Call({door.Socket(), "almanac.v1.Datasets/GetDataset"}, request, &dataset, &context);
    EXPECT_EQ(status.error_code(), code) << status.error_message();
  }
  EXPECT_TRUE(AnswersOnSocket(door));
}

TEST_F(Limits, MetadataHasSixteenKibibytesAtMost) {
  OpenDoor door(town_.serve());
  v1::Program program;
  grpc::ClientContext context;
  context.AddMetadata("x-much", std::string(20 << 10, 'x'));
  const auto status =
      OpenDoor::Call({door.Socket(), "almanac.v1.Programs/GetProgram"}, v1::GetProgramRequest(), &program, &context);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_TRUE(AnswersOnSocket(door));
}

// Calls that are in until they are let go.
std::atomic<int> inside{0}, most_inside{0};
std::atomic<bool> let_go{false};
void Held(api::StreamCall&) {
  const int now = ++inside;
  for (int seen = most_inside; now > seen && !most_inside.compare_exchange_weak(seen, now);) {
  }
  inside.notify_all();
  let_go.wait(false);
  --inside;
}
// One such call, begun without waiting for anything.
class Begun : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  Begun(OpenDoor::Stub& stub, std::atomic<int>& ended) : ended_(ended) {
    stub.PrepareBidiStreamingCall(&context_, "/almanac.v1.Inventory/ImportInventory", {}, this);
    StartCall();
  }
  void OnDone(const grpc::Status& status) override {
    worked = status.ok();
    ++ended_;
    ended_.notify_all();
  }
  bool worked = false;

 private:
  grpc::ClientContext context_;
  std::atomic<int>& ended_;
};

TEST_F(Limits, AConnectionHasAHundredCallsAtOnceAndTheOthersWait) {
  api::Handlers handlers;
  handlers.AddStream("almanac.v1.Inventory.ImportInventory", &Held);
  handlers.Add(+[](store::Tx&, const v1::GetProgramRequest&) { return v1::Program(); });
  Metrics metrics;
  api::Serve serve(town_.work(), handlers, metrics);
  inside = most_inside = 0;
  let_go = false;
  OpenDoor door(serve, {1, 4, 150});
  OpenDoor::Stub stub(Client(door.socket_address()));
  std::atomic<int> ended{0};
  std::vector<std::unique_ptr<Begun>> calls;
  for (int i = 0; i < 150; ++i) calls.push_back(std::make_unique<Begun>(stub, ended));
  for (int seen = inside; seen < 100; seen = inside) inside.wait(seen);
  // There is room for more, and time for them to come.
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(AnswersOnSocket(door));
  EXPECT_EQ(most_inside, 100);
  let_go = true;
  let_go.notify_all();
  for (int seen = ended; seen < 150; seen = ended) ended.wait(seen);
  for (const auto& call : calls) EXPECT_TRUE(call->worked);
}

// Writes for ever, as an export of endless size.
std::atomic<int> endless_ended{0};
void Endless(api::StreamCall& call) {
  v1::ExportInventoryResponse response;
  response.set_chunk(std::string(64 << 10, 'x'));
  try {
    while (call.stream.Write(response)) {
    }
  } catch (const Error& error) {
    endless_ended += error.reason() == Reason::DEADLINE_EXCEEDED;
    throw;
  }
}
// Waits for the file that never comes.
void Patient(api::StreamCall& call) {
  v1::ImportInventoryRequest part;
  while (call.stream.Read(&part)) {
  }
}
// Tells of its progress while it has the record to itself.
std::atomic<int> offered{0};
void Telling(api::StreamCall& call) {
  v1::ImportInventoryResponse response;
  response.add_problems()->set_message(std::string(256 << 10, 'x'));
  call.work.Run(store::Mode::kExclusive, Caller::System(), std::chrono::steady_clock::now() + kInTime, [&](store::Tx&) {
    for (; offered < 1000; ++offered) call.stream.Offer(response);
  });
}

class SlowStreams : public Limits {
 protected:
  // A stream over the socket, begun; the caller then does nothing.
  struct Caller {
    Caller(const std::shared_ptr<grpc::Channel>& channel, const std::string& rpc) : stub(channel) {
      context.set_deadline(std::chrono::system_clock::now() + kInTime);
      call = stub.PrepareCall(&context, "/almanac.v1.Inventory/" + rpc, &queue);
      call->StartCall(nullptr);
      Wait();
    }
    ~Caller() {
      context.TryCancel();
      Finish();
    }
    bool Wait() {
      void* tag = nullptr;
      bool ok = false;
      queue.Next(&tag, &ok);
      return ok;
    }
    bool Send(const google::protobuf::Message& message) {
      call->Write(OpenDoor::ToBytes(message), nullptr);
      return Wait();
    }
    grpc::Status Finish() {
      if (!finished) {
        call->Finish(&status, nullptr);
        Wait();
        finished = true;
      }
      return status;
    }
    grpc::ClientContext context;
    OpenDoor::Stub stub;
    grpc::CompletionQueue queue;
    std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call;
    grpc::Status status;
    bool finished = false;
  };

  SlowStreams() {
    handlers_.AddStream("almanac.v1.Inventory.ExportInventory", &Endless);
    handlers_.AddStream("almanac.v1.Inventory.ImportInventory", &Patient);
    handlers_.Add(+[](store::Tx&, const v1::GetProgramRequest&) { return v1::Program(); });
    limits_.streams = 2;
    limits_.patience = 400ms;
  }
  void Await(const std::function<bool()>& reached) {
    const auto end = std::chrono::steady_clock::now() + kInTime;
    while (!reached()) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << "not in time";
      std::this_thread::yield();
    }
  }

  api::Handlers handlers_;
  Metrics metrics_;
  api::Serve serve_{town_.work(), handlers_, metrics_};
  api::GrpcDoor::Limits limits_;
};

TEST_F(SlowStreams, WhoNeverReadsAnExportIsLetGoOf) {
  endless_ended = 0;
  OpenDoor door(serve_, limits_);
  {
    Caller first(door.Socket(), "ExportInventory"), second(door.Socket(), "ExportInventory");
    EXPECT_TRUE(AnswersOnSocket(door));
    Await([] { return endless_ended == 2; });
  }
  EXPECT_EQ(metrics_.Calls("ExportInventory", "DEADLINE_EXCEEDED"), 2);
  // Both places are free for who comes next.
  Caller third(door.Socket(), "ExportInventory");
  Await([] { return endless_ended == 3; });
}

TEST_F(SlowStreams, WhoNeverSendsTheFileIsLetGoOf) {
  OpenDoor door(serve_, limits_);
  Caller first(door.Socket(), "ImportInventory"), second(door.Socket(), "ImportInventory");
  Await([&] { return metrics_.Calls("ImportInventory", "DEADLINE_EXCEEDED") == 2; });
}

TEST_F(SlowStreams, WhoSendsAFileInDropsIsLetGoOf) {
  OpenDoor door(serve_, limits_);
  Caller caller(door.Socket(), "ImportInventory");
  v1::ImportInventoryRequest drop;
  drop.set_chunk("x");
  const auto begin = std::chrono::steady_clock::now();
  std::thread dropping([&] {
    // Each in good time, and far too slow in all.
    while (caller.Send(drop)) std::this_thread::sleep_for(20ms);
  });
  dropping.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
  EXPECT_EQ(metrics_.Calls("ImportInventory", "DEADLINE_EXCEEDED"), 1);
}

TEST_F(SlowStreams, NobodyWaitsForTheReaderOfProgress) {
  api::Handlers handlers;
  handlers.AddStream("almanac.v1.Inventory.ImportInventory", &Telling);
  api::Serve serve(town_.work(), handlers, metrics_);
  auto limits = limits_;
  limits.patience = kInTime;
  OpenDoor door(serve, limits);
  offered = 0;
  Caller caller(door.Socket(), "ImportInventory");
  // 250 MB were offered to somebody who reads nothing, and the record is free.
  Await([] { return offered == 1000; });
  town_.Write([](store::Tx&) {});
}

TEST_F(Limits, WhoSendsARequestByteByByteHoldsNoWorker) {
  OpenDoor door(town_.serve(), {1, 4, 1}, Network());
  std::vector<RawHttp2> slow;
  for (int i = 0; i < 20; ++i) {
    slow.emplace_back(door.listener().tcp_address());
    slow.back().Greet();
    slow.back().Begin("almanac.v1.Programs/GetProgram", 1000);
  }
  for (int byte = 0; byte < 20; ++byte) {
    for (auto& client : slow) client.Data("x", false);
    EXPECT_TRUE(AnswersOnSocket(door)) << byte;
  }
  EXPECT_TRUE(AnswersOnTcp(door));
}

TEST_F(Limits, FiveHundredConnectionsThatSayNothingAreClosedAndDisturbNobody) {
  OpenDoor door(town_.serve(), {}, Network());
  std::vector<RawHttp2> silent;
  for (int i = 0; i < 500; ++i) silent.emplace_back(door.listener().tcp_address());
  EXPECT_TRUE(AnswersOnTcp(door));
  EXPECT_TRUE(AnswersOnSocket(door));
  for (auto& client : silent) EXPECT_NO_THROW(client.UntilClosed(kInTime));
}

TEST_F(Limits, OneConnectionTooManyIsTurnedAwayAndRoomIsUsedAgain) {
  auto network = Network();
  network.connections = 10;
  network.handshake = kInTime;
  OpenDoor door(town_.serve(), {}, network);
  {
    std::vector<RawHttp2> inside;
    for (int i = 0; i < 10; ++i) inside.emplace_back(door.listener().tcp_address());
    RawHttp2 outside(door.listener().tcp_address());
    EXPECT_EQ(outside.UntilClosed(kInTime), "");
    // Only the network is full.
    EXPECT_TRUE(AnswersOnSocket(door));
  }
  EXPECT_TRUE(AnswersOnTcp(door));
}

TEST_F(Limits, TheDoorOpensAgainWhenThereAreFileDescriptorsAgain) {
  OpenDoor door(town_.serve(), {}, Network());
  ASSERT_TRUE(AnswersOnTcp(door));
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  {
    std::vector<RawHttp2> clients;
    for (int i = 0; i < 20; ++i) clients.emplace_back(door.listener().tcp_address());
    // From here on the process has none left, and there is somebody at the door.
    rlimit few = before;
    few.rlim_cur = 3;
    RawHttp2 last(door.listener().tcp_address());
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
    EXPECT_THROW(RawHttp2 refused(door.listener().tcp_address()), std::exception);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  }
  EXPECT_TRUE(AnswersOnTcp(door));
}

TEST_F(Limits, WhoPingsWithoutEndIsSentAway) {
  OpenDoor door(town_.serve(), {}, Network());
  RawHttp2 client(door.listener().tcp_address());
  client.Greet();
  for (int i = 0; i < 20; ++i) client.Ping();
  EXPECT_THAT(client.UntilClosed(kInTime), HasSubstr("too_many_pings"));
  EXPECT_TRUE(AnswersOnTcp(door));
}

}  // namespace
}  // namespace almanac::support
