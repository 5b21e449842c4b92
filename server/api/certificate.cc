#include "api/certificate.h"

#include <fmt/format.h>
#include <grpc/grpc.h>
#include <grpc/grpc_security.h>
#include <grpcpp/security/server_credentials.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <chrono>
#include <fstream>
#include <mutex>
#include <sstream>

#include "base/clock.h"
#include "base/error.h"

namespace almanac::api {
namespace {

template <auto Free>
struct Freeing {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Bio = std::unique_ptr<BIO, Freeing<BIO_free>>;
using X509Certificate = std::unique_ptr<X509, Freeing<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freeing<EVP_PKEY_free>>;

Error Invalid(std::string message) { return Error(Reason::CONFIG_INVALID, std::move(message)); }

std::string ReadPem(const std::string& path, std::string_view flag) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || text.str().find("-----BEGIN") == std::string::npos) {
    throw Invalid(fmt::format("cannot read {} as a PEM file; give it with --{}", path, flag));
  }
  return text.str();
}

Bio Reading(const std::string& text) { return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

// Nobody is there to be asked for a passphrase.
int NoPassphrase(char*, int, int, void*) { return 0; }

Instant InstantOf(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  const std::chrono::year_month_day day{std::chrono::year(parts.tm_year + 1900),
                                        std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)),
                                        std::chrono::day(static_cast<unsigned>(parts.tm_mday))};
  return std::chrono::sys_days(day) + std::chrono::hours(parts.tm_hour) + std::chrono::minutes(parts.tm_min) +
         std::chrono::seconds(parts.tm_sec);
}

struct Pair {
  std::string chain;
  std::string key;
  Instant from;
  Instant until;
};

Pair ReadPair(const std::string& chain_file, const std::string& key_file) {
  Pair pair{ReadPem(chain_file, "tls-cert"), ReadPem(key_file, "tls-key"), {}, {}};
  const X509Certificate own(PEM_read_bio_X509(Reading(pair.chain).get(), nullptr, nullptr, nullptr));
  if (!own) throw Invalid(fmt::format("{} holds no certificate that reads", chain_file));
  const Key key(PEM_read_bio_PrivateKey(Reading(pair.key).get(), nullptr, NoPassphrase, nullptr));
  if (!key) throw Invalid(fmt::format("{} holds no private key that reads without a passphrase", key_file));
  if (X509_check_private_key(own.get(), key.get()) != 1) {
    throw Invalid(
        fmt::format("{} is not the key of {}, whose first certificate must be the server's own", key_file, chain_file));
  }
  pair.from = InstantOf(X509_get0_notBefore(own.get()));
  pair.until = InstantOf(X509_get0_notAfter(own.get()));
  return pair;
}

// gRPC can do it in its core, and its C++ has no word for it.
class ExchangeableCredentials final : public grpc::ServerCredentials {
 public:
  ExchangeableCredentials(grpc_ssl_server_certificate_config_callback fetch, void* from)
      : credentials_(grpc_ssl_server_credentials_create_with_options(
            grpc_ssl_server_credentials_create_options_using_config_fetcher(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE,
                                                                            fetch, from))) {}
  ~ExchangeableCredentials() override { grpc_server_credentials_release(credentials_); }

  void SetAuthMetadataProcessor(const std::shared_ptr<grpc::AuthMetadataProcessor>&) override {}

 private:
  int AddPortToServer(const std::string& address, grpc_server* server) override {
    return grpc_server_add_http2_port(server, address.c_str(), credentials_);
  }

  grpc_server_credentials* credentials_;
};

}  // namespace

struct Certificate::Shown {
  std::mutex mutex;
  Pair pair;
  // The listener has not asked for it yet.
  bool fresh = true;

  void Set(Pair next) {
    std::lock_guard lock(mutex);
    pair = std::move(next);
    fresh = true;
  }

  // Asked at the start, and before each handshake.
  static grpc_ssl_certificate_config_reload_status Fetch(void* from, grpc_ssl_server_certificate_config** config) {
    auto* shown = static_cast<Shown*>(from);
    std::lock_guard lock(shown->mutex);
    if (!shown->fresh) return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
    const grpc_ssl_pem_key_cert_pair pem{shown->pair.key.c_str(), shown->pair.chain.c_str()};
    // Roots are for certificates of clients, which nobody asks for; gRPC 1.51 wants some all the same.
    *config = grpc_ssl_server_certificate_config_create(shown->pair.chain.c_str(), &pem, 1);
    shown->fresh = false;
    return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
  }
};

Certificate::Certificate(std::string chain_file, std::string key_file)
    : chain_file_(std::move(chain_file)), key_file_(std::move(key_file)), shown_(std::make_unique<Shown>()) {
  shown_->Set(ReadPair(chain_file_, key_file_));
}

Certificate::~Certificate() = default;

void Certificate::Reload() {
  Pair next = ReadPair(chain_file_, key_file_);
  const Instant now = SystemClock().Now();
  if (next.until < now) throw Invalid(fmt::format("{} has not been valid since {}", chain_file_, ToText(next.until)));
  if (now < next.from) throw Invalid(fmt::format("{} is not valid before {}", chain_file_, ToText(next.from)));
  shown_->Set(std::move(next));
}

std::shared_ptr<grpc::ServerCredentials> Certificate::Credentials() const {
  return std::make_shared<ExchangeableCredentials>(&Shown::Fetch, shown_.get());
}

std::string Certificate::until() const {
  std::lock_guard lock(shown_->mutex);
  return ToText(shown_->pair.until);
}

}  // namespace almanac::api
