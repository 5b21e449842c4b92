#include "api/grpc_calls.h"

#include <grpcpp/impl/codegen/proto_utils.h>

#include <chrono>
#include <memory>

#include "api/status.h"

namespace almanac::api {
namespace {

using google::protobuf::Message;
using std::chrono::steady_clock;
using std::chrono::system_clock;

// For callers who say nothing of time.
constexpr std::chrono::seconds kUnaryTime{60};
constexpr std::chrono::hours kStreamTime{1};

// The caller's deadline on the clock that nobody sets.
steady_clock::time_point DeadlineOf(const grpc::CallbackServerContext& context, steady_clock::duration otherwise) {
  const auto now = steady_clock::now();
  const auto deadline = context.deadline();
  if (deadline == system_clock::time_point::max()) return now + otherwise;
  const auto left = deadline - system_clock::now();
  // gRPC knows deadlines so far away that no clock counts to them.
  if (left > std::chrono::hours(24)) return now + std::chrono::hours(24);
  return now + std::chrono::duration_cast<steady_clock::duration>(left);
}

CallInfo InfoOf(const Rpc& rpc, const grpc::CallbackServerContext& context, steady_clock::duration otherwise) {
  CallInfo info;
  info.method = rpc.method;
  info.deadline = DeadlineOf(context, otherwise);
  info.door = context.peer().starts_with("unix:") ? Door::kSocket : Door::kNetwork;
  const auto& metadata = context.client_metadata();
  if (const auto found = metadata.find("authorization"); found != metadata.end()) {
    info.authorization.assign(found->second.data(), found->second.size());
  }
  return info;
}

bool Parse(grpc::ByteBuffer* bytes, Message* message) {
  return grpc::SerializationTraits<Message>::Deserialize(bytes, message).ok();
}

void Write(const Message& message, grpc::ByteBuffer* bytes) {
  bool own = false;
  // A message in memory always serialises; what is over 2 GiB is refused long before.
  static_cast<void>(grpc::SerializationTraits<Message>::Serialize(message, bytes, &own));
}

Error NotAMessage(const std::string& type) {
  return Error(Reason::INVALID_FIELD,
               "the request is not a " + type + ": its bytes do not parse, or a text is not UTF-8");
}

Error Overloaded() {
  return Error(Reason::OVERLOADED, "the server has more calls than it can take; try again in a moment");
}

}  // namespace

grpc::ServerUnaryReactor* UnaryCall::Start(const Rpc& rpc, grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  auto* call = new UnaryCall(rpc, InfoOf(rpc, *context, kUnaryTime), request, response);
  if (!rpc.door->calls().Submit([call] { call->Run(); }))
    call->Finish(ToStatus(rpc.door->serve().Refuse(call->info_, Overloaded())));
  return call;
}

// Once finished, a call may be gone at any moment: Finish is always last.
void UnaryCall::Run() { Finish(ToStatus(Answer())); }

Outcome UnaryCall::Answer() {
  if (cancelled_)
    return rpc_.door->serve().Refuse(info_, Error(Reason::CANCELLED, "the caller gave up before it began"));
  const std::unique_ptr<Message> request(rpc_.request->New());
  const std::unique_ptr<Message> response(rpc_.response->New());
  if (!Parse(&request_, request.get()))
    return rpc_.door->serve().Refuse(info_, NotAMessage(rpc_.method->input_type()->name()));
  Outcome outcome = rpc_.door->serve().Call(info_, request.get(), response.get());
  if (outcome.ok()) Write(*response, response_);
  return outcome;
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* StreamingCall::Start(
    const Rpc& rpc, grpc::CallbackServerContext* context) {
  auto* call = new StreamingCall(rpc, InfoOf(rpc, *context, kStreamTime), context);
  if (!rpc.door->streams().Submit([call] { call->Run(); }))
    call->Finish(ToStatus(rpc.door->serve().Refuse(call->info_, Overloaded())));
  return call;
}

void StreamingCall::Run() { Finish(ToStatus(rpc_.door->serve().Run(info_, *this))); }

bool StreamingCall::Read(Message* message) {
  if (cancelled_) return false;
  StartRead(&incoming_);
  if (!Await(&read_)) return false;
  message->Clear();
  if (!Parse(&incoming_, message)) throw NotAMessage(message->GetDescriptor()->name());
  return true;
}

bool StreamingCall::Write(const Message& message) {
  if (cancelled_) return false;
  outgoing_.Clear();
  api::Write(message, &outgoing_);
  StartWrite(&outgoing_);
  return Await(&written_);
}

void StreamingCall::End(std::optional<bool>* operation, bool ok) {
  std::lock_guard lock(mutex_);
  *operation = ok;
  ended_.notify_all();
}

bool StreamingCall::Await(std::optional<bool>* operation) {
  std::unique_lock lock(mutex_);
  const auto has_ended = [operation] { return operation->has_value(); };
  // A caller who neither reads nor writes keeps a thread until the time is over, not for ever.
  if (!ended_.wait_until(lock, info_.deadline, has_ended)) {
    context_->TryCancel();
    ended_.wait(lock, has_ended);
  }
  const bool ok = **operation;
  operation->reset();
  return ok;
}

}  // namespace almanac::api
