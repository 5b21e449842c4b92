// The certificate of the network listener: read from its files, looked at
// before it is used, and exchanged while calls run.
#pragma once

#include <memory>
#include <string>

namespace grpc {
class ServerCredentials;
}

namespace almanac::api {

class Certificate {
 public:
  // PEM files: the chain, the server's own certificate first, and its private
  // key. Throws CONFIG_INVALID when they do not read or do not fit each other.
  Certificate(std::string chain_file, std::string key_file);
  ~Certificate();
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  // Reads the files again. From then on new connections see what is there now;
  // those that are open go on as they are. Throws CONFIG_INVALID, also when it
  // is not valid today, and keeps the one in use.
  void Reload();

  // For a server that ends before this object does.
  std::shared_ptr<grpc::ServerCredentials> Credentials() const;

  // The last instant at which the one in use is valid.
  std::string until() const;

 private:
  struct Shown;
  const std::string chain_file_;
  const std::string key_file_;
  std::unique_ptr<Shown> shown_;
};

}  // namespace almanac::api
