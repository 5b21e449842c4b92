// Streams: in and out in pieces, a few at a time, and gone when their caller is.
#include <gmock/gmock.h>
#include <grpcpp/completion_queue.h>
#include <gtest/gtest.h>

#include <deque>

#include "almanac/v1/inventory.pb.h"
#include "api/spool.h"
#include "support/open_door.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::HasSubstr;

// A stream whose other side is a list of messages.
template <class Request, class Response>
class ListedStream : public api::Stream {
 public:
  explicit ListedStream(std::deque<Request> requests) : requests_(std::move(requests)) {}
  bool Read(google::protobuf::Message* message) override {
    if (requests_.empty()) return false;
    message->CopyFrom(requests_.front());
    requests_.pop_front();
    return true;
  }
  bool Write(const google::protobuf::Message& message) override {
    responses.push_back(static_cast<const Response&>(message));
    return !gone;
  }
  bool cancelled() override { return gone; }

  std::vector<Response> responses;
  bool gone = false;

 private:
  std::deque<Request> requests_;
};
using Import = ListedStream<v1::ImportInventoryRequest, v1::ImportInventoryResponse>;
using Export = ListedStream<v1::ExportInventoryRequest, v1::ExportInventoryResponse>;

v1::ImportInventoryRequest Options() {
  v1::ImportInventoryRequest request;
  request.mutable_options()->set_create_departments(true);
  return request;
}
v1::ImportInventoryRequest Chunk(const std::string& bytes) {
  v1::ImportInventoryRequest request;
  request.set_chunk(bytes);
  return request;
}

const std::string kCatalogue = R"({"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": [
  {"@type": "dcat:Dataset", "title": "Street Lights", "description": "All of them.", "identifier": "1",
   "accessLevel": "public", "modified": "2026-01-05", "keyword": ["light"],
   "publisher": {"@type": "org:Organization", "name": "Public Works"},
   "contactPoint": {"@type": "vcard:Contact", "fn": "Works", "hasEmail": "mailto:works@example.gov"},
   "distribution": [{"@type": "dcat:Distribution", "mediaType": "text/csv", "downloadURL": "https://x.example/l.csv"}]}]})";

struct Streams : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};

  std::optional<Error> Run(const std::string& rpc, api::Stream& stream, const std::string& who) {
    api::CallInfo call;
    call.method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName("almanac.v1.Inventory." + rpc);
    call.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    call.caller = town.CallerFor(who);
    return town.serve().Run(call, stream).error;
  }
  int Datasets() { return town.Call<v1::ListDatasetsResponse>("dana", v1::ListDatasetsRequest()).datasets_size(); }
};
INSTANTIATE_TEST_SUITE_P(Both, Streams, BothDatabases(), NameOfDatabase);

TEST_P(Streams, BringAnInventoryInAndOut) {
  Import in({Options(), Chunk(kCatalogue.substr(0, 100)), Chunk(kCatalogue.substr(100))});
  const auto error = Run("ImportInventory", in, "dana");
  ASSERT_FALSE(error) << error->message();
  EXPECT_TRUE(in.responses.back().summary().applied());
  EXPECT_EQ(in.responses.back().summary().created(), 1);
  Export out({v1::ExportInventoryRequest()});
  ASSERT_FALSE(Run("ExportInventory", out, "sam"));
  std::string text;
  for (const auto& response : out.responses) text += response.chunk();
  EXPECT_THAT(text, HasSubstr("Street Lights"));
}

TEST_P(Streams, NeedTheOptionsOfAnImportFirstAndOnce) {
  Import without({Chunk(kCatalogue)});
  EXPECT_EQ(Run("ImportInventory", without, "dana")->reason(), Reason::INVALID_FIELD);
  Import empty({});
  EXPECT_EQ(Run("ImportInventory", empty, "dana")->reason(), Reason::INVALID_FIELD);
  Import twice({Options(), Chunk(kCatalogue), Options()});
  EXPECT_EQ(Run("ImportInventory", twice, "dana")->reason(), Reason::INVALID_FIELD);
  EXPECT_EQ(Datasets(), 0);
}

TEST_P(Streams, CheckTheOptionsLikeAnyRequest) {
  auto options = Options();
  options.mutable_options()->set_department("parks");
  Import in({options, Chunk(kCatalogue)});
  const auto error = Run("ImportInventory", in, "dana");
  EXPECT_EQ(error->reason(), Reason::INVALID_FIELD);
  EXPECT_EQ(error->fields()[0].field, "department");
}

TEST_P(Streams, AreForThoseWhoMay) {
  Import in({Options(), Chunk(kCatalogue)});
  EXPECT_EQ(Run("ImportInventory", in, "alan")->reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(Datasets(), 0);
}

TEST_P(Streams, LeaveNothingOfAFileThatBreaksOff) {
  Import in({Options(), Chunk(kCatalogue)});
  in.gone = true;
  EXPECT_EQ(Run("ImportInventory", in, "dana")->reason(), Reason::CANCELLED);
  EXPECT_EQ(Datasets(), 0);
}

TEST(Spool, HoldsSoMuchAndNoMore) {
  api::Spool spool(10);
  EXPECT_EQ(spool.path(), "/dev/null");
  spool.Append("12345");
  spool.Append("67890");
  EXPECT_EQ(spool.size(), 10);
  EXPECT_EQ(std::filesystem::file_size(spool.path()), 10u);
  try {
    spool.Append("x");
    FAIL() << "taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::IMPORT_TOO_LARGE);
  }
}

// One import over gRPC, step by step.
class ImportCall {
 public:
  explicit ImportCall(const std::shared_ptr<grpc::Channel>& channel) : stub_(channel) {
    call_ = stub_.PrepareCall(&context, "/almanac.v1.Inventory/ImportInventory", &queue_);
    call_->StartCall(nullptr);
    Wait();
  }
  bool Send(const v1::ImportInventoryRequest& request) {
    call_->Write(OpenDoor::ToBytes(request), nullptr);
    return Wait();
  }
  void SendNoMore() {
    call_->WritesDone(nullptr);
    Wait();
  }
  bool Read(v1::ImportInventoryResponse* response) {
    grpc::ByteBuffer bytes;
    call_->Read(&bytes, nullptr);
    if (!Wait()) return false;
    OpenDoor::FromBytes(bytes, response);
    return true;
  }
  grpc::Status Finish() {
    grpc::Status status;
    call_->Finish(&status, nullptr);
    Wait();
    return status;
  }

  grpc::ClientContext context;

 private:
  bool Wait() {
    void* tag = nullptr;
    bool ok = false;
    queue_.Next(&tag, &ok);
    return ok;
  }
  OpenDoor::Stub stub_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

struct StreamDoor : testing::Test {
  Town town{store::Backend::kSqlite};
};

TEST_F(StreamDoor, CarriesAnImport) {
  OpenDoor door(town.serve());
  ImportCall call(door.Socket());
  call.Send(Options());
  call.Send(Chunk(kCatalogue));
  call.SendNoMore();
  v1::ImportInventoryResponse response, last;
  while (call.Read(&response)) last = response;
  EXPECT_TRUE(call.Finish().ok());
  EXPECT_TRUE(last.summary().applied());
}

TEST_F(StreamDoor, TakesSoManyStreamsAndIsFreeAgainWhenTheyEnd) {
  OpenDoor door(town.serve(), {2, 16, 1});
  {
    ImportCall first(door.Socket());
    first.Send(Options());
    ImportCall second(door.Socket());
    const auto refused = second.Finish();
    EXPECT_EQ(ReasonOf(refused), "OVERLOADED");
    first.context.TryCancel();
    EXPECT_EQ(first.Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  for (;;) {
    ImportCall third(door.Socket());
    third.SendNoMore();
    if (ReasonOf(third.Finish()) == "INVALID_FIELD") break;
  }
}

}  // namespace
}  // namespace almanac::support
