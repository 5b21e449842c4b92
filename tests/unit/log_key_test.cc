// The file that the private key of the log is kept in.
#include "jobs/log_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "base/ids.h"

namespace almanac::jobs {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
namespace fs = std::filesystem;

struct LogKey : testing::Test {
  LogKey() { fs::create_directory(folder); }
  ~LogKey() override { fs::remove_all(folder); }
  std::string Refused(const std::function<void()>& work) {
    try {
      work();
    } catch (const Error& error) {
      EXPECT_EQ(error.reason(), Reason::CONFIG_INVALID);
      return error.message();
    }
    ADD_FAILURE() << "accepted";
    return {};
  }
  const fs::path folder = fs::temp_directory_path() / ("almanac-key-" + RandomId(8));
  const std::string file = folder / "log-key";
};

TEST_F(LogKey, IsReadAsItWasMadeAndByNobodyElse) {
  EXPECT_FALSE(ReadLogKey(file));
  const NoteSigner made = MakeLogKey(file, "data.example.gov/log");
  struct stat about {};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  const auto read = ReadLogKey(file);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->verifier().text(), made.verifier().text());
  EXPECT_THAT(read->verifier().text(), StartsWith("data.example.gov/log+"));
}

TEST_F(LogKey, HasANameOfItsOwnWhenNoneIsGiven) {
  EXPECT_THAT(MakeLogKey(file, "").verifier().name(), StartsWith("almanac/"));
}

TEST_F(LogKey, IsNeverWrittenOver) {
  const NoteSigner made = MakeLogKey(file, "");
  EXPECT_THAT(Refused([&] { MakeLogKey(file, ""); }), HasSubstr("File exists"));
  EXPECT_EQ(ReadLogKey(file)->verifier().text(), made.verifier().text());
}

TEST_F(LogKey, ThatOthersCanReadIsRefused) {
  MakeLogKey(file, "");
  ::chmod(file.c_str(), 0640);
  EXPECT_THAT(Refused([&] { ReadLogKey(file); }), HasSubstr("chmod 600"));
}

TEST_F(LogKey, ThatIsNoneIsRefused) {
  std::ofstream(file) << "words\n";
  ::chmod(file.c_str(), 0600);
  EXPECT_THAT(Refused([&] { ReadLogKey(file); }), HasSubstr("is no key of a log"));
  EXPECT_THAT(Refused([&] { MakeLogKey(folder / "nowhere" / "key", ""); }), HasSubstr("cannot write"));
  EXPECT_THAT(Refused([&] { MakeLogKey(file, "two words"); }), HasSubstr("--log-name"));
}

}  // namespace
}  // namespace almanac::jobs
