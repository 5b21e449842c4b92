#include "api/grpc_calls.h"

#include <grpcpp/impl/codegen/proto_utils.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "api/status.h"

namespace almanac::api {
namespace {

using google::protobuf::Message;
using std::chrono::steady_clock;
using std::chrono::system_clock;

struct Time {
  // For callers who say nothing of time.
  steady_clock::duration otherwise;
  // Whatever they say.
  steady_clock::duration most;
};
constexpr Time kUnaryTime{std::chrono::seconds(60), std::chrono::minutes(10)};
constexpr Time kStreamTime{std::chrono::hours(1), std::chrono::hours(4)};

// A line slower than this is not waited for.
constexpr size_t kBytesASecond = size_t{8} << 10;

// The caller's deadline on the clock that nobody sets.
steady_clock::time_point DeadlineOf(const grpc::CallbackServerContext& context, const Time& time) {
  const auto now = steady_clock::now();
  const auto deadline = context.deadline();
  if (deadline == system_clock::time_point::max()) return now + time.otherwise;
  const auto left = deadline - system_clock::now();
  // gRPC knows deadlines so far away that no clock counts to them.
  if (left > time.most) return now + time.most;
  return now + std::chrono::duration_cast<steady_clock::duration>(left);
}

CallInfo InfoOf(const Rpc& rpc, const grpc::CallbackServerContext& context, const Time& time) {
  CallInfo info;
  info.method = rpc.method;
  info.deadline = DeadlineOf(context, time);
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

void StreamingCall::Run() {
  const Outcome outcome = rpc_.door->serve().Run(info_, *this);
  Settle();
  Finish(ToStatus(outcome));
}

bool StreamingCall::Read(Message* message) {
  if (cancelled_) return false;
  StartRead(&incoming_);
  const bool read = Await(&read_, incoming_);
  RefuseIfStalled();
  if (!read) return false;
  message->Clear();
  if (!Parse(&incoming_, message)) throw NotAMessage(message->GetDescriptor()->name());
  return true;
}

bool StreamingCall::Write(const Message& message) {
  if (cancelled_ || !Settle()) return false;
  Begin(message);
  const bool written = Settle();
  RefuseIfStalled();
  return written;
}

bool StreamingCall::Offer(const Message& message) {
  if (cancelled_) return false;
  if (writing_) {
    std::lock_guard lock(mutex_);
    if (!written_) return true;
  }
  if (!Settle()) return false;
  Begin(message);
  return true;
}

void StreamingCall::Begin(const Message& message) {
  outgoing_.Clear();
  api::Write(message, &outgoing_);
  writing_ = true;
  StartWrite(&outgoing_);
}

bool StreamingCall::Settle() {
  if (!writing_) return true;
  writing_ = false;
  return Await(&written_, outgoing_);
}

void StreamingCall::End(std::optional<bool>* operation, bool ok) {
  std::lock_guard lock(mutex_);
  *operation = ok;
  ended_.notify_all();
}

bool StreamingCall::Await(std::optional<bool>* operation, const grpc::ByteBuffer& bytes) {
  std::unique_lock lock(mutex_);
  const auto has_ended = [operation] { return operation->has_value(); };
  const auto start = steady_clock::now();
  // A caller who neither reads nor writes keeps a thread for a while, not for ever.
  if (!ended_.wait_until(lock, std::min(info_.deadline, start + patience_), has_ended)) {
    stalled_ = true;
    context_->TryCancel();
    ended_.wait(lock, has_ended);
  }
  patience_ -= steady_clock::now() - start;
  const bool ok = **operation;
  operation->reset();
  const std::chrono::duration<double> earned(static_cast<double>(bytes.Length()) / kBytesASecond);
  if (ok) patience_ += std::chrono::duration_cast<steady_clock::duration>(earned);
  patience_ = std::min<steady_clock::duration>(patience_, rpc_.door->patience());
  return ok;
}

void StreamingCall::RefuseIfStalled() const {
  if (stalled_)
    throw Error(Reason::DEADLINE_EXCEEDED, "the caller kept the stream waiting for longer than a slow line explains");
}

}  // namespace almanac::api
