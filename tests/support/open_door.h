// A gRPC server on a socket of its own before a Serve, and a client that knows
// no generated service.
#pragma once

#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <memory>
#include <string>

#include "api/grpc_door.h"
#include "api/listener.h"
#include "api/serve.h"
#include "api/socket_lock.h"
#include "base/ids.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace almanac::support {

class OpenDoor {
 public:
  using Stub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

  explicit OpenDoor(api::Serve& serve, const api::GrpcDoor::Limits& limits = {},
                    const api::Network& network = {"127.0.0.1:0", "", "", true})
      : socket_((folder_ / "s").string()),
        door_(serve, limits),
        listener_(std::make_unique<api::Listener>(socket_, network, door_)) {}
  ~OpenDoor() {
    listener_.reset();
    std::filesystem::remove_all(folder_);
  }
  OpenDoor(const OpenDoor&) = delete;
  OpenDoor& operator=(const OpenDoor&) = delete;

  std::string socket_address() const { return "unix:" + socket_.path(); }
  std::shared_ptr<grpc::Channel> Socket() const {
    return grpc::CreateChannel(socket_address(), grpc::InsecureChannelCredentials());
  }
  std::shared_ptr<grpc::Channel> Tcp() const {
    return grpc::CreateChannel(listener_->tcp_address(), grpc::InsecureChannelCredentials());
  }
  api::Listener& listener() { return *listener_; }

  struct Rpc {
    std::shared_ptr<grpc::Channel> channel;
    std::string path;  // "almanac.v1.Datasets/GetDataset"
  };
  // The context may carry metadata and a deadline.
  static grpc::Status Call(const Rpc& rpc, const google::protobuf::Message& request,
                           google::protobuf::Message* response, grpc::ClientContext* context) {
    return CallBytes(rpc, ToBytes(request), response, context);
  }
  static grpc::Status CallBytes(const Rpc& rpc, const grpc::ByteBuffer& request, google::protobuf::Message* response,
                                grpc::ClientContext* context) {
    Stub stub(rpc.channel);
    grpc::ByteBuffer answer;
    std::promise<grpc::Status> ended;
    stub.UnaryCall(context, "/" + rpc.path, {}, &request, &answer,
                   [&](const grpc::Status& status) { ended.set_value(status); });
    grpc::Status status = ended.get_future().get();
    if (status.ok()) FromBytes(answer, response);
    return status;
  }

  static grpc::ByteBuffer ToBytes(const google::protobuf::Message& message) {
    const std::string bytes = message.SerializeAsString();
    const grpc::Slice slice(bytes);
    return grpc::ByteBuffer(&slice, 1);
  }
  static void FromBytes(grpc::ByteBuffer bytes, google::protobuf::Message* message) {
    static_cast<void>(grpc::SerializationTraits<google::protobuf::Message>::Deserialize(&bytes, message));
  }

 private:
  const std::filesystem::path folder_ = MakeFolder();
  api::SocketLock socket_;
  api::GrpcDoor door_;
  std::unique_ptr<api::Listener> listener_;

  static std::filesystem::path MakeFolder() {
    std::string path = (std::filesystem::temp_directory_path() / "almanac-XXXXXX").string();
    return ::mkdtemp(path.data());
  }
};

// The google.rpc.Status of a refusal, and one of its details.
inline google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  return details;
}
template <class Detail>
Detail DetailOf(const grpc::Status& status) {
  Detail found;
  const google::rpc::Status details = DetailsOf(status);
  for (const auto& any : details.details()) {
    if (any.Is<Detail>()) any.UnpackTo(&found);
  }
  return found;
}
inline std::string ReasonOf(const grpc::Status& status) { return DetailOf<google::rpc::ErrorInfo>(status).reason(); }

}  // namespace almanac::support
