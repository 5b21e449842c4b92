#include "bench/client.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/proto_buffer_reader.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "almanac/v1/inventory.pb.h"

namespace almanac::bench {
namespace {

struct Call {
  std::unique_ptr<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer response;
  grpc::Status status;
  std::chrono::steady_clock::time_point sent;
};

double MillisecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

void Authorise(grpc::ClientContext* context, const std::string& token) {
  if (!token.empty()) context->AddMetadata("authorization", "Bearer " + token);
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(5));
}

bool Parse(grpc::ByteBuffer* buffer, google::protobuf::Message* message) {
  grpc::ProtoBufferReader reader(buffer);
  return message->ParseFromZeroCopyStream(&reader);
}

// A call with streams, step by step.
class Streamed {
 public:
  Streamed(const std::shared_ptr<grpc::Channel>& channel, const std::string& token, const std::string& method)
      : stub_(channel) {
    Authorise(&context_, token);
    call_ = stub_.PrepareCall(&context_, method, &queue_);
    call_->StartCall(this);
    Wait();
  }
  bool Write(const std::string& bytes) {
    call_->Write(BufferOf(bytes), this);
    return Wait();
  }
  void WritesDone() {
    call_->WritesDone(this);
    Wait();
  }
  bool Read(grpc::ByteBuffer* buffer) {
    call_->Read(buffer, this);
    return Wait();
  }
  grpc::Status Finish() {
    grpc::Status status;
    call_->Finish(&status, this);
    Wait();
    return status;
  }

 private:
  bool Wait() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }
  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

}  // namespace

Spent Drive(const std::shared_ptr<grpc::Channel>& channel, const Load& load) {
  grpc::GenericStub stub(channel);
  grpc::CompletionQueue queue;
  std::vector<Call> calls(static_cast<size_t>(load.in_flight));
  Spent spent;
  int sent = 0;
  const auto send = [&](Call* call) {
    call->context = std::make_unique<grpc::ClientContext>();
    call->sent = std::chrono::steady_clock::now();
    Authorise(call->context.get(), load.token);
    call->reader = stub.PrepareUnaryCall(call->context.get(), load.method, BufferOf(load.request(sent++)), &queue);
    call->reader->StartCall();
    call->reader->Finish(&call->response, &call->status, call);
  };
  const auto start = std::chrono::steady_clock::now();
  for (Call& call : calls) {
    if (sent < load.calls) send(&call);
  }
  for (int done = 0; done < load.calls; ++done) {
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    auto* call = static_cast<Call*>(tag);
    spent.milliseconds.push_back(MillisecondsSince(call->sent));
    if (!ok || !call->status.ok()) {
      if (spent.failed++ == 0) spent.first_error = call->status.error_message();
    }
    if (sent < load.calls) send(call);
  }
  spent.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return spent;
}

void CallOnce(const std::shared_ptr<grpc::Channel>& channel, const Load& load, google::protobuf::Message* response) {
  grpc::GenericStub stub(channel);
  grpc::CompletionQueue queue;
  Call call;
  call.context = std::make_unique<grpc::ClientContext>();
  Authorise(call.context.get(), load.token);
  call.reader = stub.PrepareUnaryCall(call.context.get(), load.method, BufferOf(load.request(0)), &queue);
  call.reader->StartCall();
  call.reader->Finish(&call.response, &call.status, &call);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  if (!call.status.ok()) throw std::runtime_error(load.method + ": " + call.status.error_message());
  if (!Parse(&call.response, response)) throw std::runtime_error(load.method + ": the answer does not parse");
}

double Quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[static_cast<size_t>(share * static_cast<double>(values.size() - 1))];
}

size_t ReadExport(const std::shared_ptr<grpc::Channel>& channel, const std::string& token, const std::string& request,
                  std::chrono::milliseconds pause) {
  Streamed call(channel, token, "/almanac.v1.Inventory/ExportInventory");
  call.Write(request);
  call.WritesDone();
  size_t bytes = 0;
  grpc::ByteBuffer buffer;
  v1::ExportInventoryResponse response;
  while (call.Read(&buffer)) {
    if (Parse(&buffer, &response)) bytes += response.chunk().size();
    if (pause.count() > 0) std::this_thread::sleep_for(pause);
  }
  const auto status = call.Finish();
  if (!status.ok()) throw std::runtime_error("export: " + status.error_message());
  return bytes;
}

bool SendImport(const std::shared_ptr<grpc::Channel>& channel, const std::string& token, const std::string& path) {
  Streamed call(channel, token, "/almanac.v1.Inventory/ImportInventory");
  v1::ImportInventoryRequest request;
  request.mutable_options()->set_create_departments(true);
  call.Write(request.SerializeAsString());
  std::ifstream file(path, std::ios::binary);
  std::string chunk(1 << 18, '\0');
  while (file.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || file.gcount() > 0) {
    request.set_chunk(chunk.data(), static_cast<size_t>(file.gcount()));
    call.Write(request.SerializeAsString());
  }
  call.WritesDone();
  bool applied = false;
  grpc::ByteBuffer buffer;
  v1::ImportInventoryResponse response;
  while (call.Read(&buffer)) {
    if (Parse(&buffer, &response) && response.has_summary()) applied = response.summary().applied();
  }
  const auto status = call.Finish();
  if (!status.ok()) throw std::runtime_error("import: " + status.error_message());
  return applied;
}

}  // namespace almanac::bench
