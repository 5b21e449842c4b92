#include "api/listener.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <google/protobuf/stubs/logging.h>
#include <grpc/grpc.h>
#include <grpc/support/log.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <charconv>
#include <mutex>

#include "base/error.h"
#include "base/log.h"

namespace almanac::api {
namespace {

Error Invalid(std::string message) { return Error(Reason::CONFIG_INVALID, std::move(message)); }

struct HostPort {
  std::string host;
  int port = 0;
};

HostPort Split(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  HostPort split;
  if (colon != std::string::npos && colon > 0) {
    split.host = listen.substr(0, colon);
    const char* end = listen.data() + listen.size();
    const auto [stop, problem] = std::from_chars(listen.data() + colon + 1, end, split.port);
    if (problem == std::errc() && stop == end && split.port >= 0 && split.port <= 65535) {
      // By name it may mean two addresses, and half of a port may be free.
      if (split.host == "localhost") split.host = "127.0.0.1";
      return split;
    }
  }
  throw Invalid(fmt::format("--listen is HOST:PORT, such as 0.0.0.0:8443 or [::1]:8443, not '{}'", listen));
}

bool IsLoopback(const std::string& host) {
  in_addr four{};
  if (inet_pton(AF_INET, host.c_str(), &four) == 1) return (ntohl(four.s_addr) >> 24) == 127;
  return host == "[::1]";
}

// None where the network is plain: then it is the loopback and meant to be.
std::unique_ptr<Certificate> CertificateOf(const Network& network, const std::string& host) {
  const bool tls = !network.tls_cert.empty() && !network.tls_key.empty();
  if (!tls && (!network.tls_cert.empty() || !network.tls_key.empty())) {
    throw Invalid("--tls-cert and --tls-key go together");
  }
  if (tls) return std::make_unique<Certificate>(network.tls_cert, network.tls_key);
  if (!network.insecure_loopback) {
    throw Invalid("--listen needs --tls-cert and --tls-key; or, on a loopback address, --insecure-loopback");
  }
  if (!IsLoopback(host)) {
    throw Invalid(
        fmt::format("--insecure-loopback is for 127.0.0.1 and [::1], not for {}; give --tls-cert and --tls-key", host));
  }
  return nullptr;
}

// A path may have spaces; the name of an address may not.
std::string SocketName(const std::string& path) {
  std::string name = "unix:";
  for (const char c : path) {
    const bool plain =
        std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("/._-~").find(c) != std::string_view::npos;
    name += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return name;
}

// What the libraries say of themselves is for those who look for it.
void PrepareOnce() {
  static std::once_flag once;
  std::call_once(once, [] {
    gpr_set_log_function([](gpr_log_func_args* said) {
      log::Write(log::Level::kDebug, "grpc", {{"said", said->message}});
    });
    google::protobuf::SetLogHandler([](google::protobuf::LogLevel, const char*, int, const std::string& said) {
      log::Write(log::Level::kDebug, "protobuf", {{"said", said}});
    });
    // Kept as long as the process lives: who gives it up last waits up to ten seconds for its pollers.
    grpc_init();
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  });
}

// docs/operations.md, Limits, says each to the operator.
constexpr int kLargestRequest = 4 << 20;
constexpr int kLargestMetadata = 16 << 10;
constexpr int kCallsAConnection = 100;
constexpr size_t kMemoryOfCalls = size_t{512} << 20;

int Milliseconds(std::chrono::milliseconds time) { return static_cast<int>(time.count()); }

void Limit(const Network& network, grpc::ServerBuilder* builder) {
  builder->SetMaxReceiveMessageSize(kLargestRequest);
  builder->AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kLargestMetadata);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kCallsAConnection);
  builder->SetResourceQuota(grpc::ResourceQuota("almanacd").Resize(kMemoryOfCalls));
  // Until a connection speaks our protocol.
  builder->AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, Milliseconds(network.handshake));
  // A caller that is gone without a word is noticed, and one that calls no more is let go.
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, Milliseconds(std::chrono::seconds(60)));
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Milliseconds(std::chrono::seconds(20)));
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, Milliseconds(std::chrono::minutes(10)));
  // Who asks more often whether we are there is sent away.
  builder->AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                              Milliseconds(std::chrono::seconds(20)));
  builder->AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 2);
  // Only reflection is answered by gRPC's own threads.
  builder->SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
  builder->SetSyncServerOption(grpc::ServerBuilder::MIN_POLLERS, 1);
  builder->SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 2);
}

}  // namespace

Listener::Listener(const SocketLock& socket, const Network& network, GrpcDoor& door) {
  PrepareOnce();
  grpc::ServerBuilder builder;
  Limit(network, &builder);
  int on_socket = 0;
  builder.AddListeningPort(SocketName(socket.path()), grpc::InsecureServerCredentials(), &on_socket);
  if (!network.listen.empty()) OpenNetwork(network, &builder);
  for (const auto& service : door.services()) builder.RegisterService(service.get());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr)
    throw Invalid(fmt::format("cannot listen on the socket {}; give another --socket", socket.path()));
  if (doorkeeper_) {
    doorkeeper_->Start([acceptor = acceptor_.get()](int from, int connection) {
      grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters visitor;
      visitor.listener_fd = from;
      visitor.fd = connection;
      acceptor->HandleNewConnection(&visitor);
    });
  }
  auto* health = server_->GetHealthCheckService();
  for (const auto* service : door.serve().handlers().services()) health->SetServingStatus(service->full_name(), true);
}

void Listener::OpenNetwork(const Network& network, grpc::ServerBuilder* builder) {
  const HostPort tcp = Split(network.listen);
  certificate_ = CertificateOf(network, tcp.host);
  doorkeeper_ = std::make_unique<Doorkeeper>(tcp.host, tcp.port, static_cast<size_t>(network.connections));
  using Type = grpc::ServerBuilder::experimental_type::ExternalConnectionType;
  acceptor_ = builder->experimental().AddExternalConnectionAcceptor(
      Type::FROM_FD, certificate_ ? certificate_->Credentials() : grpc::InsecureServerCredentials());
  tcp_address_ = fmt::format("{}:{}", tcp.host, doorkeeper_->port());
}

Listener::~Listener() { Stop(std::chrono::seconds(0)); }

void Listener::SetServing(bool serving) { server_->GetHealthCheckService()->SetServingStatus(serving); }

void Listener::ReloadCertificate() {
  if (certificate_ == nullptr) return;
  try {
    certificate_->Reload();
    log::Write(log::Level::kInfo, "the certificate was read again", {{"until", certificate_->until()}});
  } catch (const Error& error) {
    log::Write(log::Level::kError, "the certificate stays as it was", {{"why", error.message()}});
  }
}

void Listener::Stop(std::chrono::seconds grace) {
  if (server_ == nullptr) return;
  if (doorkeeper_) doorkeeper_->Stop();
  server_->GetHealthCheckService()->Shutdown();
  server_->Shutdown(std::chrono::system_clock::now() + grace);
  server_->Wait();
  server_.reset();
}

}  // namespace almanac::api
