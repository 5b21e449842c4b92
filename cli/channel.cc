#include "cli/channel.h"

#include <fmt/format.h>
#include <grpc/support/log.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "base/error.h"
#include "cli/failure.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "cli/request.h"
#include "cli/status.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr const char* kStart = "Start it with `almanacd`, or say where it is with --socket or --server.";

std::string PathOf(const MethodDescriptor* method) {
  return fmt::format("/{}/{}", method->service()->full_name(), method->name());
}

grpc::ByteBuffer ToBuffer(const Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

void FromBuffer(const grpc::ByteBuffer& buffer, Message* message) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) throw Error(Reason::INTERNAL, "the answer could not be read");
  std::string bytes;
  for (const auto& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  if (!message->ParseFromString(bytes))
    throw Error(Reason::INTERNAL, "the answer is none that this almanac understands");
}

bool IsLoopback(const std::string& address) {
  const std::string host = address.substr(0, address.rfind(':'));
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

// gRPC says "failed to connect to all addresses" for everything; the system knows better.
void KnockAtSocket(const std::string& address) {
  const std::string path = address.substr(std::strlen("unix:"));
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  if (path.size() >= sizeof name.sun_path) {
    throw UsageError(fmt::format("the path of a socket has at most {} bytes: {}", sizeof name.sun_path - 1, path));
  }
  std::memcpy(name.sun_path, path.data(), path.size());
  const int knock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool open = connect(knock, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0;
  const int problem = errno;
  close(knock);
  if (open) return;
  if (problem == EACCES) {
    throw ErrorWithRemedy(Reason::UNAVAILABLE, fmt::format("the socket {} is not yours to open", path),
                          "Call as the user who runs almanacd, or over --server with an account of your own.");
  }
  throw ErrorWithRemedy(Reason::UNAVAILABLE,
                        fmt::format("no almanacd answers at {} ({})", path, std::strerror(problem)), kStart);
}

std::shared_ptr<grpc::ChannelCredentials> CredentialsFor(const Endpoint& endpoint) {
  if (endpoint.IsSocket() || endpoint.plain) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  if (!endpoint.ca_file.empty()) options.pem_root_certs = ReadWholeFile(endpoint.ca_file, 1 << 20);
  return grpc::SslCredentials(options);
}

}  // namespace

struct Channel::Wire {
  explicit Wire(const Endpoint& endpoint) {
    // Everything worth saying is said by DecodeStatus.
    gpr_set_log_function([](gpr_log_func_args*) {});
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    arguments.SetMaxSendMessageSize(-1);
    arguments.SetUserAgentPrefix("almanac/" ALMANAC_VERSION);
    stub = std::make_unique<grpc::GenericStub>(
        grpc::CreateCustomChannel(endpoint.address, CredentialsFor(endpoint), arguments));
  }

  // Waits for one step of the call; false when it did not go through.
  bool Step() {
    constexpr auto kGlance = std::chrono::milliseconds(250);
    Progress progress;
    void* tag = nullptr;
    bool ok = false;
    while (true) {
      const auto next = queue.AsyncNext(&tag, &ok, std::chrono::system_clock::now() + kGlance);
      if (next != grpc::CompletionQueue::TIMEOUT) return next == grpc::CompletionQueue::GOT_EVENT && ok;
      progress.Wait("Waiting for the server");
    }
  }

  std::unique_ptr<grpc::GenericStub> stub;
  grpc::CompletionQueue queue;
};

namespace {

void Prepare(grpc::ClientContext* context, const Endpoint& endpoint) {
  if (!endpoint.token.empty()) context->AddMetadata("authorization", "Bearer " + endpoint.token);
}

void ThrowUnlessOk(const grpc::Status& status, const Endpoint& endpoint) {
  if (status.ok()) return;
  const auto error = DecodeStatus(status.error_code(), status.error_message(), status.error_details(),
                                  endpoint.IsSocket() ? endpoint.address.substr(5) : endpoint.address);
  if (const auto* own = dynamic_cast<const ErrorWithRemedy*>(error.get())) throw *own;
  throw *error;
}

using Call = grpc::GenericClientAsyncReaderWriter;

// One stream in flight: at most one read and one write are outstanding, and
// their tags come back through one queue.
class Exchange {
 public:
  Exchange(Call* call, grpc::CompletionQueue* queue) : call_(call), queue_(queue) {}

  void Run(const std::function<bool(Message*)>& next, const std::function<void(const Message&)>& take, Message* request,
           Message* response) {
    call_->StartCall(&started_);
    while (!(read_ended_ && !writing_)) {
      void* tag = nullptr;
      bool ok = false;
      if (!queue_->Next(&tag, &ok)) return;
      if (tag == &started_ && ok) call_->Read(&incoming_, &reading_tag_);
      if (tag == &started_ && !ok) return;
      if (tag == &reading_tag_) Read(ok, take, response);
      if (tag == &started_ || tag == &writing_tag_) Write(ok, next, request);
    }
  }

 private:
  void Read(bool ok, const std::function<void(const Message&)>& take, Message* response) {
    if (!ok) {
      read_ended_ = true;
      return;
    }
    FromBuffer(incoming_, response);
    take(*response);
    call_->Read(&incoming_, &reading_tag_);
  }

  // A refused write means that the server has answered already; the reads say what.
  void Write(bool ok, const std::function<bool(Message*)>& next, Message* request) {
    writing_ = false;
    if (!ok || read_ended_ || write_ended_) return;
    request->Clear();
    writing_ = true;
    if (next(request)) {
      call_->Write(ToBuffer(*request), &writing_tag_);
    } else {
      write_ended_ = true;
      call_->WritesDone(&writing_tag_);
    }
  }

  Call* call_;
  grpc::CompletionQueue* queue_;
  grpc::ByteBuffer incoming_;
  char started_ = 0, reading_tag_ = 0, writing_tag_ = 0;
  bool read_ended_ = false;
  bool write_ended_ = false;
  bool writing_ = false;
};

}  // namespace

Channel::Channel(Endpoint endpoint, double timeout) : endpoint_(std::move(endpoint)), timeout_(timeout) {
  if (endpoint_.plain && !endpoint_.IsSocket() && !IsLoopback(endpoint_.address)) {
    throw UsageError(
        fmt::format("--insecure-loopback reaches this machine alone, and {} is another", endpoint_.address));
  }
}

Channel::~Channel() = default;

Channel::Wire& Channel::Open() {
  if (wire_ == nullptr) {
    if (endpoint_.IsSocket()) KnockAtSocket(endpoint_.address);
    wire_ = std::make_unique<Wire>(endpoint_);
  }
  return *wire_;
}

void Channel::Call(const MethodDescriptor* method, const Message& request, Message* response) {
  Wire& wire = Open();
  grpc::ClientContext context;
  Prepare(&context, endpoint_);
  if (timeout_ > 0) {
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::milliseconds(static_cast<int64_t>(timeout_ * 1000)));
  }
  grpc::ByteBuffer answer;
  grpc::Status status;
  const auto call = wire.stub->PrepareUnaryCall(&context, PathOf(method), ToBuffer(request), &wire.queue);
  call->StartCall();
  call->Finish(&answer, &status, call.get());
  wire.Step();
  ThrowUnlessOk(status, endpoint_);
  FromBuffer(answer, response);
}

void Channel::Stream(const MethodDescriptor* method, const std::function<bool(Message*)>& next,
                     const std::function<void(const Message&)>& take) {
  Open();
  // Its own queue: when `next` or `take` throws, steps are still outstanding,
  // and the queue must be drained with them.
  grpc::CompletionQueue queue;
  grpc::Status status;
  const auto request = NewMessage(method->input_type());
  const auto response = NewMessage(method->output_type());
  {
    grpc::ClientContext context;
    Prepare(&context, endpoint_);
    const auto call = wire_->stub->PrepareCall(&context, PathOf(method), &queue);
    Exchange exchange(call.get(), &queue);
    const auto drain = [&] {
      context.TryCancel();
      queue.Shutdown();
      void* tag = nullptr;
      bool ok = false;
      while (queue.Next(&tag, &ok)) {
      }
    };
    try {
      exchange.Run(next, take, request.get(), response.get());
    } catch (...) {
      drain();
      throw;
    }
    char finished = 0;
    call->Finish(&status, &finished);
    void* tag = nullptr;
    bool ok = false;
    while (queue.Next(&tag, &ok) && tag != &finished) {
    }
    drain();
  }
  ThrowUnlessOk(status, endpoint_);
}

}  // namespace almanac::cli
