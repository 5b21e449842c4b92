#include "api/listener.h"

#include <fmt/format.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/error.h"

namespace almanac::api {
namespace {

namespace fs = std::filesystem;

constexpr int kLargestMessage = 16 << 20;

std::string ReadFile(const std::string& flag, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || text.str().empty())
    throw Error(Reason::CONFIG_INVALID, fmt::format("--{} {} cannot be read", flag, path));
  return text.str();
}

std::string HostOf(const std::string& listen) {
  const auto colon = listen.rfind(':');
  if (colon == std::string::npos || colon + 1 == listen.size()) {
    throw Error(Reason::CONFIG_INVALID,
                fmt::format("--listen {} names no port; write HOST:PORT, such as 0.0.0.0:8443", listen));
  }
  std::string host = listen.substr(0, colon);
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  return host;
}

bool IsLoopback(const std::string& host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

std::shared_ptr<grpc::ServerCredentials> NetworkCredentials(const ListenOptions& options) {
  if (!options.tls_cert.empty() || !options.tls_key.empty()) {
    if (options.tls_cert.empty() || options.tls_key.empty()) {
      throw Error(Reason::CONFIG_INVALID, "TLS needs both --tls-cert and --tls-key");
    }
    grpc::SslServerCredentialsOptions tls;
    tls.pem_key_cert_pairs.push_back({ReadFile("tls-key", options.tls_key), ReadFile("tls-cert", options.tls_cert)});
    return grpc::SslServerCredentials(tls);
  }
  if (!options.insecure_loopback) {
    throw Error(Reason::CONFIG_INVALID,
                "--listen needs --tls-cert and --tls-key; without them tokens would travel in the open "
                "(on this machine alone: --insecure-loopback)");
  }
  if (!IsLoopback(HostOf(options.listen))) {
    throw Error(Reason::CONFIG_INVALID,
                fmt::format("--insecure-loopback is for addresses of this machine (127.0.0.1, ::1, localhost), not {}",
                            options.listen));
  }
  return grpc::InsecureServerCredentials();
}

// Who listens on a TCP port, as far as /proc tells; empty when it does not.
std::string HolderOfPort(const std::string& listen) {
  const int port = std::atoi(listen.substr(listen.rfind(':') + 1).c_str());
  const std::string wanted = fmt::format(":{:04X}", port);
  std::string inode;
  for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    std::ifstream file(table);
    for (std::string line; std::getline(file, line);) {
      std::istringstream fields(line);
      std::string slot, local, remote, state, skip, number;
      fields >> slot >> local >> remote >> state >> skip >> skip >> skip >> skip >> skip >> number;
      if (state == "0A" && local.ends_with(wanted)) inode = "socket:[" + number + "]";
    }
  }
  if (inode.empty()) return {};
  std::error_code hidden;
  for (const auto& process : fs::directory_iterator("/proc", hidden)) {
    for (const auto& descriptor : fs::directory_iterator(process.path() / "fd", hidden)) {
      if (fs::read_symlink(descriptor.path(), hidden) == inode) return process.path().filename();
    }
  }
  return {};
}

}  // namespace

Listener::Listener(GrpcDoor& door, const ListenOptions& options) : claim_(options.socket) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  // A second server on our port must fail, not share it.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(kLargestMessage);
  builder.AddListeningPort("unix:" + claim_.path(), grpc::InsecureServerCredentials());
  if (!options.listen.empty()) {
    HostOf(options.listen);
    builder.AddListeningPort(options.listen, NetworkCredentials(options), &port_);
  }
  for (const auto& service : door.services()) builder.RegisterService(service.get());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || (!options.listen.empty() && port_ == 0)) {
    if (server_ != nullptr) server_->Shutdown();
    const std::string holder = options.listen.empty() ? std::string() : HolderOfPort(options.listen);
    throw Error(Reason::ADDRESS_TAKEN, fmt::format("cannot listen on {}{}; stop what is there, or give another address",
                                                   options.listen.empty() ? claim_.path() : options.listen,
                                                   holder.empty() ? "" : fmt::format(", which pid {} holds", holder)));
  }
}

Listener::~Listener() { Stop(std::chrono::seconds(0)); }

void Listener::Stop(std::chrono::seconds grace) {
  if (server_ == nullptr) return;
  if (auto* health = server_->GetHealthCheckService(); health != nullptr) health->SetServingStatus(false);
  server_->Shutdown(std::chrono::system_clock::now() + grace);
  server_->Wait();
  server_.reset();
}

}  // namespace almanac::api
