#include "api/listener.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <charconv>
#include <mutex>

#include "api/port_owner.h"
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
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  });
}

void Limit(grpc::ServerBuilder* builder) {
  // gRPC would share the port with a second server and split the callers between them.
  builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // Only reflection is answered by gRPC's own threads.
  builder->SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
  builder->SetSyncServerOption(grpc::ServerBuilder::MIN_POLLERS, 1);
  builder->SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 2);
}

Error NotFree(const std::string& listen, int port) {
  const auto pid = PidListeningOn(port);
  const std::string why = pid ? fmt::format("the port is taken by pid {}", *pid)
                              : "the port is taken, or the address is not of this machine";
  return Error(Reason::ADDRESS_TAKEN,
               fmt::format("cannot listen on {}: {}; stop the other server, or give another --listen", listen, why));
}

}  // namespace

Listener::Listener(const SocketLock& socket, const Network& network, GrpcDoor& door) {
  PrepareOnce();
  grpc::ServerBuilder builder;
  Limit(&builder);
  int on_socket = 0, port = 0;
  builder.AddListeningPort(SocketName(socket.path()), grpc::InsecureServerCredentials(), &on_socket);
  HostPort tcp;
  if (!network.listen.empty()) {
    tcp = Split(network.listen);
    certificate_ = CertificateOf(network, tcp.host);
    builder.AddListeningPort(fmt::format("{}:{}", tcp.host, tcp.port),
                             certificate_ ? certificate_->Credentials() : grpc::InsecureServerCredentials(), &port);
  }
  for (const auto& service : door.services()) builder.RegisterService(service.get());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) {
    if (on_socket == 0)
      throw Invalid(fmt::format("cannot listen on the socket {}; give another --socket", socket.path()));
    throw NotFree(network.listen, tcp.port);
  }
  if (!network.listen.empty()) tcp_address_ = fmt::format("{}:{}", tcp.host, port);
  auto* health = server_->GetHealthCheckService();
  for (const auto* service : door.serve().handlers().services()) health->SetServingStatus(service->full_name(), true);
}

Listener::~Listener() { Stop(std::chrono::seconds(0)); }

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
  server_->GetHealthCheckService()->Shutdown();
  server_->Shutdown(std::chrono::system_clock::now() + grace);
  server_->Wait();
  server_.reset();
}

}  // namespace almanac::api
