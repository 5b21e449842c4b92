#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cli/account.h"
#include "cli/files.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class AnAccount : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) / ("almanac_accounts_" + std::to_string(getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    setenv("XDG_CONFIG_HOME", folder_.c_str(), 1);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path File(const std::string& name) const { return folder_ / "almanac/accounts" / (name + ".toml"); }
  std::filesystem::path folder_;
};

Account Dana() {
  Account account;
  account.name = "dana";
  account.server = "almanac.example.gov:8443";
  account.ca_file = "/etc/ca \"quoted\".pem";
  account.token = "secret";
  account.token_name = "tokens/abc";
  account.person = "people/dana-whitcomb";
  return account;
}

TEST_F(AnAccount, ComesBackAsItWasStored) {
  StoreAccount(Dana());
  const auto account = LoadAccount("dana");
  ASSERT_TRUE(account);
  EXPECT_EQ(account->server, "almanac.example.gov:8443");
  EXPECT_EQ(account->ca_file, "/etc/ca \"quoted\".pem");
  EXPECT_EQ(account->token, "secret");
  EXPECT_EQ(account->token_name, "tokens/abc");
  EXPECT_EQ(account->person, "people/dana-whitcomb");
  EXPECT_FALSE(account->insecure_loopback);
  EXPECT_THAT(AccountNames(), ElementsAre("dana"));
}

TEST_F(AnAccount, IsReadableByItsOwnerAlone) {
  umask(0);
  StoreAccount(Dana());
  struct stat status {};
  stat(File("dana").c_str(), &status);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  stat(File("dana").parent_path().c_str(), &status);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
}

TEST_F(AnAccount, ThatOthersCanReadIsRefused) {
  StoreAccount(Dana());
  chmod(File("dana").c_str(), 0644);
  EXPECT_THROW(LoadAccount("dana"), UsageError);
}

TEST_F(AnAccount, HasANameThatIsNoPath) {
  EXPECT_THROW(LoadAccount("../dana"), UsageError);
  EXPECT_THROW(LoadAccount("Dana W"), UsageError);
}

TEST_F(AnAccount, IsForgotten) {
  StoreAccount(Dana());
  EXPECT_TRUE(RemoveAccount("dana"));
  EXPECT_FALSE(RemoveAccount("dana"));
  EXPECT_FALSE(LoadAccount("dana"));
  EXPECT_THAT(AccountNames(), IsEmpty());
}

TEST_F(AnAccount, ThatIsNoTomlSaysWhere) {
  StoreAccount(Dana());
  std::ofstream(File("dana")) << "token = \"a\nb";
  EXPECT_THROW(LoadAccount("dana"), UsageError);
}

TEST_F(AnAccount, AnOutputFileIsWholeOrNotThere) {
  const std::string path = folder_ / "report.html";
  {
    OutputFile file(path);
    file.Write("half");
  }
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 0) << "nothing is left beside it";
  OutputFile file(path);
  file.Write("whole");
  file.Finish();
  EXPECT_EQ(ReadWholeFile(path), "whole");
  EXPECT_THROW(OutputFile(folder_ / "none" / "x"), UsageError);
  EXPECT_THROW(ReadWholeFile(path, 3), UsageError);
}

}  // namespace
}  // namespace almanac::cli
