// One call as gRPC sees it: a reactor that hands itself to a worker, waits
// there, and finishes from there. Each deletes itself when gRPC is done with it.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "api/grpc_door.h"
#include "api/serve.h"
#include "api/stream.h"

namespace almanac::api {

// One rpc of a door.
struct Rpc {
  GrpcDoor* door;
  const google::protobuf::MethodDescriptor* method;
  const google::protobuf::Message* request;
  const google::protobuf::Message* response;
};

class UnaryCall final : public grpc::ServerUnaryReactor {
 public:
  // Takes a place in line, or finishes with OVERLOADED.
  static grpc::ServerUnaryReactor* Start(const Rpc& rpc, grpc::CallbackServerContext* context,
                                         const grpc::ByteBuffer* request, grpc::ByteBuffer* response);

  void OnCancel() override { cancelled_ = true; }
  void OnDone() override { delete this; }

 private:
  UnaryCall(const Rpc& rpc, CallInfo info, const grpc::ByteBuffer* request, grpc::ByteBuffer* response)
      : rpc_(rpc), info_(std::move(info)), request_(*request), response_(response) {}
  void Run();
  Outcome Answer();

  const Rpc& rpc_;
  const CallInfo info_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer* const response_;
  std::atomic<bool> cancelled_{false};
};

class StreamingCall final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>, public Stream {
 public:
  static grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* Start(const Rpc& rpc,
                                                                            grpc::CallbackServerContext* context);

  bool Read(google::protobuf::Message* message) override;
  bool Write(const google::protobuf::Message& message) override;
  bool Offer(const google::protobuf::Message& message) override;
  bool cancelled() override { return cancelled_; }

  void OnReadDone(bool ok) override { End(&read_, ok); }
  void OnWriteDone(bool ok) override { End(&written_, ok); }
  void OnCancel() override { cancelled_ = true; }
  void OnDone() override { delete this; }

 private:
  StreamingCall(const Rpc& rpc, CallInfo info, grpc::CallbackServerContext* context)
      : rpc_(rpc), info_(std::move(info)), context_(context), patience_(rpc.door->patience()) {}
  void Run();
  void Begin(const google::protobuf::Message& message);
  // Waits for the write that is under way, if any.
  bool Settle();
  void End(std::optional<bool>* operation, bool ok);
  // Waits as long as the caller may keep us waiting; then the call is cancelled, and stalled_.
  bool Await(std::optional<bool>* operation, const grpc::ByteBuffer& bytes);
  void RefuseIfStalled() const;

  const Rpc& rpc_;
  const CallInfo info_;
  grpc::CallbackServerContext* const context_;
  std::atomic<bool> cancelled_{false};
  std::mutex mutex_;
  std::condition_variable ended_;
  std::optional<bool> read_;
  std::optional<bool> written_;
  grpc::ByteBuffer incoming_;
  grpc::ByteBuffer outgoing_;
  bool writing_ = false;
  bool stalled_ = false;
  // What is left of the door's patience; what moves earns some of it back.
  std::chrono::steady_clock::duration patience_;
};

}  // namespace almanac::api
