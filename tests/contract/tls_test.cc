// The certificate of the network listener, exchanged under calls.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "base/error.h"
#include "support/open_door.h"
#include "support/town.h"

namespace almanac::support {
namespace {

using testing::HasSubstr;

// Certificates as an operator makes them.
class Tls : public testing::Test {
 protected:
  static std::filesystem::path MakeFolder() {
    std::string path = (std::filesystem::temp_directory_path() / "almanac-tls-XXXXXX").string();
    return ::mkdtemp(path.data());
  }
  static void Run(const std::string& command) {
    ASSERT_EQ(std::system((command + " >/dev/null 2>&1").c_str()), 0) << command;
  }
  static std::string Read(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  Tls() { Use(Make("one")); }
  ~Tls() override { std::filesystem::remove_all(folder_); }

  // A key and a certificate signed with it, NAME.pem and NAME.key.
  std::string Make(const std::string& name, const std::string& more = "-days 2") {
    Run(
        fmt::format("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost "
                    "-addext subjectAltName=IP:127.0.0.1 -keyout {0}/{1}.key -out {0}/{1}.pem {2}",
                    folder_.string(), name, more));
    return name;
  }
  // Puts them where the server looks.
  void Use(const std::string& name) {
    const auto over = std::filesystem::copy_options::overwrite_existing;
    std::filesystem::copy_file(folder_ / (name + ".pem"), folder_ / "chain.pem", over);
    std::filesystem::copy_file(folder_ / (name + ".key"), folder_ / "key.pem", over);
  }
  // A connection of its own that trusts nothing but that certificate.
  std::shared_ptr<grpc::Channel> Trusting(const std::string& name) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = Read(folder_ / (name + ".pem"));
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(door_->listener().tcp_address(), grpc::SslCredentials(options), arguments);
  }
  static bool Answers(const std::shared_ptr<grpc::Channel>& channel) {
    v1::GetProgramRequest request;
    v1::Program program;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    // Without a token it is refused by our words, which is an answer.
    return OpenDoor::Call({channel, "almanac.v1.Programs/GetProgram"}, request, &program, &context).error_code() ==
           grpc::StatusCode::UNAUTHENTICATED;
  }
  void Open() {
    const api::Network network{"127.0.0.1:0", (folder_ / "chain.pem").string(), (folder_ / "key.pem").string(), false};
    door_ = std::make_unique<OpenDoor>(town_.serve(), api::GrpcDoor::Limits{}, network);
  }
  // What the log says of a reload.
  std::string Reload() {
    testing::internal::CaptureStderr();
    door_->listener().ReloadCertificate();
    return testing::internal::GetCapturedStderr();
  }
  std::string Refusal() {
    try {
      Open();
    } catch (const Error& error) {
      EXPECT_EQ(error.reason(), Reason::CONFIG_INVALID);
      return error.message();
    }
    ADD_FAILURE() << "it listens";
    return {};
  }

  const std::filesystem::path folder_ = MakeFolder();
  Town town_{store::Backend::kSqlite};
  std::unique_ptr<OpenDoor> door_;
};

TEST_F(Tls, ShowsAFreshCertificateToNewConnectionsAndKeepsTheOldOnes) {
  Open();
  Make("two");
  const auto open = Trusting("one");
  ASSERT_TRUE(Answers(open));
  EXPECT_FALSE(Answers(Trusting("two")));
  Use("two");
  // Nothing is read before we say so.
  EXPECT_TRUE(Answers(Trusting("one")));
  log::SetLevel("info");
  EXPECT_THAT(Reload(), HasSubstr("the certificate was read again until="));
  log::SetLevel("error");
  EXPECT_TRUE(Answers(Trusting("two")));
  EXPECT_FALSE(Answers(Trusting("one")));
  EXPECT_TRUE(Answers(open));
}

TEST_F(Tls, KeepsTheCertificateWhenTheNewOneIsBroken) {
  Open();
  Make("two");
  const auto works_on = [&](const std::string& why) {
    EXPECT_THAT(Reload(), testing::AllOf(HasSubstr("the certificate stays as it was"), HasSubstr(why)));
    EXPECT_TRUE(Answers(Trusting("one"))) << why;
  };
  std::filesystem::copy_file(folder_ / "two.pem", folder_ / "chain.pem",
                             std::filesystem::copy_options::overwrite_existing);
  works_on("is not the key of");
  std::ofstream(folder_ / "chain.pem") << "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  works_on("holds no certificate that reads");
  std::ofstream(folder_ / "chain.pem") << "";
  works_on("cannot read");
  std::filesystem::remove(folder_ / "chain.pem");
  works_on("cannot read");
  Use("two");
  std::ofstream(folder_ / "key.pem") << "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
  works_on("holds no private key that reads");
  // And the next good one is taken.
  Use("two");
  Reload();
  EXPECT_TRUE(Answers(Trusting("two")));
}

TEST_F(Tls, RefusesOneThatIsNotValidToday) {
  Open();
  Make("two");
  for (const auto& [days, why] : {std::pair("2020", "has not been valid since 2020-02-01T00:00:00"),
                                  std::pair("2120", "is not valid before 2120-01-01T00:00:00")}) {
    Run(
        fmt::format("openssl req -new -key {0}/two.key -subj /CN=localhost -out {0}/two.csr && cd {0} && rm -rf ca && "
                    "mkdir ca && touch ca/index && echo 01 >ca/serial && printf '[ca]\\ndefault_ca=d\\n[d]\\n"
                    "database=ca/index\\nserial=ca/serial\\nnew_certs_dir=ca\\ndefault_md=sha256\\npolicy=p\\n[p]\\n"
                    "commonName=supplied\\n' >ca.cnf && openssl ca -batch -config ca.cnf -selfsign -keyfile two.key "
                    "-in two.csr -out two.pem -startdate {1}0101000000Z -enddate {1}0201000000Z",
                    folder_.string(), days));
    Use("two");
    EXPECT_THAT(Reload(), HasSubstr(why));
    EXPECT_TRUE(Answers(Trusting("one")));
  }
}

TEST_F(Tls, DoesNotStartWithFilesThatDoNotFit) {
  Make("two");
  std::filesystem::copy_file(folder_ / "two.key", folder_ / "key.pem",
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_THAT(Refusal(), HasSubstr("is not the key of"));
  Run(fmt::format("openssl ec -aes128 -passout pass:secret -in {0}/two.key -out {0}/key.pem", folder_.string()));
  EXPECT_THAT(Refusal(), HasSubstr("without a passphrase"));
}

}  // namespace
}  // namespace almanac::support
