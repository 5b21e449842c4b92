// How far it is: for eyes, and only when it takes long.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/progress.h"

namespace almanac::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

class Shown : public testing::Test {
 protected:
  ProgressScreen Screen(bool terminal) {
    return {terminal, 60, [this](const std::string& text) { written_ += text; }, [this] { return now_; }};
  }
  void Pass(int milliseconds) { now_ += std::chrono::milliseconds(milliseconds); }

  std::chrono::steady_clock::time_point now_{};
  std::string written_;
};

TEST_F(Shown, NothingWithinTheFirstSecond) {
  Progress progress(Screen(true));
  Pass(900);
  progress.Show("Reading", 5, 10);
  EXPECT_EQ(written_, "");
  Pass(200);
  progress.Show("Reading", 6, 10);
  EXPECT_THAT(written_, HasSubstr("6 of 10"));
}

TEST_F(Shown, NothingWhereNobodyLooks) {
  {
    Progress progress(Screen(false));
    Pass(60000);
    progress.Show("Reading", 6, 10);
    progress.Wait("Waiting");
  }
  EXPECT_EQ(written_, "");
}

TEST_F(Shown, TheEndClearsIt) {
  {
    Progress progress(Screen(true));
    Pass(3000);
    progress.Wait("Waiting for the server");
    EXPECT_THAT(written_, EndsWith("Waiting for the server, 3 s"));
  }
  EXPECT_THAT(written_, EndsWith("\r\033[K"));
}

TEST_F(Shown, LargeFilesAreCountedInMegabytes) {
  Progress progress(Screen(true));
  Pass(2000);
  progress.ShowBytes("Reading", 512000000, 1024000000);
  EXPECT_THAT(written_, EndsWith("512 of 1024 MB"));
}

}  // namespace
}  // namespace almanac::cli
