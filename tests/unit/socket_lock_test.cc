// One server a socket path.
#include "api/socket_lock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"

namespace almanac::api {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

struct SocketLocks : testing::Test {
  const fs::path folder = fs::temp_directory_path() / ("almanac-lock-" + std::to_string(::getpid()));
  SocketLocks() { fs::create_directory(folder), ::chmod(folder.c_str(), 0700); }
  ~SocketLocks() override { fs::remove_all(folder); }

  std::string Refusal(const std::string& path, Reason reason) {
    try {
      SocketLock lock(path);
    } catch (const Error& error) {
      EXPECT_EQ(error.reason(), reason);
      return error.message();
    }
    return "taken";
  }
  // What a server leaves that was killed.
  static void LeaveSocket(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::close(fd);
  }
};

TEST_F(SocketLocks, MakeAFolderThatIsOursAlone) {
  SocketLock lock((folder / "a" / "b" / "s").string());
  struct stat found {};
  ASSERT_EQ(::stat((folder / "a" / "b").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700u);
}

TEST_F(SocketLocks, NameTheServerThatHasThePath) {
  const std::string path = (folder / "s").string();
  {
    SocketLock first(path);
    EXPECT_THAT(Refusal(path, Reason::ADDRESS_TAKEN), HasSubstr("is taken by pid " + std::to_string(::getpid())));
  }
  SocketLock again(path);
}

TEST_F(SocketLocks, RemoveWhatADeadServerLeftAndNothingElse) {
  const std::string path = (folder / "s").string();
  LeaveSocket(path);
  {
    SocketLock lock(path);
    EXPECT_FALSE(fs::exists(path));
  }
  std::ofstream(path) << "a letter";
  EXPECT_THAT(Refusal(path, Reason::CONFIG_INVALID), HasSubstr("is no socket"));
  EXPECT_TRUE(fs::exists(path));
}

TEST_F(SocketLocks, RefuseFoldersInWhichOthersWrite) {
  ::chmod(folder.c_str(), 0770);
  EXPECT_THAT(Refusal((folder / "s").string(), Reason::CONFIG_INVALID), HasSubstr("others may write"));
  ::chmod(folder.c_str(), 0755);
  SocketLock lock((folder / "s").string());
}

TEST_F(SocketLocks, RefusePathsThatTheSystemWouldCut) {
  const std::string prefix = folder.string() + "/";
  EXPECT_THAT(Refusal(prefix + std::string(108 - prefix.size(), 'x'), Reason::CONFIG_INVALID),
              HasSubstr("107 is the most"));
  SocketLock longest(prefix + std::string(107 - prefix.size(), 'x'));
}

}  // namespace
}  // namespace almanac::api
