#include "api/grpc_door.h"

#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_method.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <deque>
#include <string>

#include "api/grpc_calls.h"

namespace almanac::api {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using grpc::internal::RpcMethod;

// What generated code would be, made from the descriptor at the start: the
// same raw callback methods, so that reflection and health see a service.
class DescribedService final : public grpc::Service {
 public:
  DescribedService(GrpcDoor& door, const ServiceDescriptor* service) {
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor* method = service->method(i);
      auto* factory = google::protobuf::MessageFactory::generated_factory();
      rpcs_.push_back(
          {&door, method, factory->GetPrototype(method->input_type()), factory->GetPrototype(method->output_type())});
      paths_.push_back("/" + service->full_name() + "/" + method->name());
      if (method->client_streaming() || method->server_streaming()) {
        AddStreaming(i);
      } else {
        AddUnary(i);
      }
    }
  }

 private:
  using Bytes = grpc::ByteBuffer;

  void AddUnary(int index) {
    AddMethod(new grpc::internal::RpcServiceMethod(paths_.back().c_str(), RpcMethod::NORMAL_RPC, nullptr));
    const Rpc& rpc = rpcs_.back();
    MarkMethodRawCallback(index,
                          new grpc::internal::CallbackUnaryHandler<Bytes, Bytes>(
                              [&rpc](grpc::CallbackServerContext* context, const Bytes* request, Bytes* response) {
                                return UnaryCall::Start(rpc, context, request, response);
                              }));
  }

  // A stream in one direction is one in both whose other side is short: the wire is the same.
  void AddStreaming(int index) {
    AddMethod(new grpc::internal::RpcServiceMethod(paths_.back().c_str(), RpcMethod::BIDI_STREAMING, nullptr));
    const Rpc& rpc = rpcs_.back();
    MarkMethodRawCallback(
        index, new grpc::internal::CallbackBidiHandler<Bytes, Bytes>(
                   [&rpc](grpc::CallbackServerContext* context) { return StreamingCall::Start(rpc, context); }));
  }

  // gRPC keeps pointers into both.
  std::deque<Rpc> rpcs_;
  std::deque<std::string> paths_;
};

}  // namespace

GrpcDoor::GrpcDoor(Serve& serve, const Limits& limits)
    : serve_(serve),
      patience_(limits.patience),
      calls_(limits.workers, limits.calls),
      streams_(limits.streams, limits.streams) {
  for (const ServiceDescriptor* service : serve.handlers().services()) {
    services_.push_back(std::make_unique<DescribedService>(*this, service));
  }
}

}  // namespace almanac::api
