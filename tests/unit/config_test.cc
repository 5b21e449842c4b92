// Flags, the file with the same names, and what is said when they are wrong.
#include "base/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/error.h"

namespace almanac {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Config : testing::Test {
  std::string db = "almanac.db";
  bool quiet = false;
  int connections = 8;
  std::vector<Setting> table{{"db", "WHERE", "the database", &db},
                             {"quiet", "", "say less", &quiet},
                             {"connections", "N", "how many", &connections}};
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("almanac-config-" + std::to_string(::getpid()) + ".toml");
  ~Config() override { std::filesystem::remove(file); }

  std::vector<std::string> Read(std::vector<const char*> arguments) { return ReadSettings(table, arguments); }
  std::string Refusal(std::vector<const char*> arguments) {
    try {
      ReadSettings(table, arguments);
    } catch (const Error& error) {
      EXPECT_EQ(error.reason(), Reason::CONFIG_INVALID);
      return error.message();
    }
    return "accepted";
  }
  std::string WithFile(const std::string& text) {
    std::ofstream(file) << text;
    return Refusal({"--config", file.c_str()});
  }
};

TEST_F(Config, TakesFlagsInEitherSpellingAndLeavesTheOtherWords) {
  EXPECT_THAT(Read({"load", "--db", "a.db", "here", "--connections=3", "--quiet"}), ElementsAre("load", "here"));
  EXPECT_EQ(db, "a.db");
  EXPECT_EQ(connections, 3);
  EXPECT_TRUE(quiet);
}

TEST_F(Config, KeepsWhatNobodySets) {
  EXPECT_THAT(Read({}), IsEmpty());
  EXPECT_EQ(db, "almanac.db");
  EXPECT_EQ(connections, 8);
}

TEST_F(Config, TakesAFileOverWhichFlagsWin) {
  std::ofstream(file) << "db = 'file.db'\nconnections = 5\nquiet = true\n";
  Read({"--db", "flag.db", "--config", file.c_str()});
  EXPECT_EQ(db, "flag.db");
  EXPECT_EQ(connections, 5);
  EXPECT_TRUE(quiet);
}

TEST_F(Config, NamesTheNearestFlag) {
  EXPECT_EQ(Refusal({"--conections", "3"}), "there is no flag --conections; did you mean --connections?");
  EXPECT_EQ(Refusal({"--zzzzzzzz"}), "there is no flag --zzzzzzzz; see --help");
}

TEST_F(Config, RefusesValuesThatDoNotFit) {
  EXPECT_THAT(Refusal({"--connections", "many"}), HasSubstr("--connections is a number"));
  EXPECT_THAT(Refusal({"--connections", "3x"}), HasSubstr("--connections is a number"));
  EXPECT_THAT(Refusal({"--quiet=perhaps"}), HasSubstr("true or false"));
  EXPECT_THAT(Refusal({"--db"}), HasSubstr("--db needs WHERE"));
}

TEST_F(Config, NamesFileAndLineOfWhatIsWrongThere) {
  EXPECT_EQ(WithFile("db = 'x'\nconections = 3\n"),
            file.string() + ":2: conections is no setting; did you mean connections?");
  EXPECT_THAT(WithFile("db = 'x'\nquiet = maybe\n"), HasSubstr(file.string() + ":2:"));
  EXPECT_THAT(WithFile("db = ['a', 'b']\n"), HasSubstr("a text, a whole number, true or false"));
  EXPECT_THAT(Refusal({"--config", "/nowhere.toml"}), HasSubstr("cannot read the config file /nowhere.toml"));
}

TEST_F(Config, HelpsWithALineASetting) {
  const std::string help = HelpOf(table);
  EXPECT_THAT(help, HasSubstr("--db WHERE"));
  EXPECT_THAT(help, HasSubstr("--quiet "));
  EXPECT_THAT(help, HasSubstr("--config FILE"));
}

TEST(SocketPath, IsWhereTheEnvironmentSays) {
  ::setenv("ALMANAC_SOCKET", "/a/b", 1);
  EXPECT_EQ(DefaultSocketPath(), "/a/b");
  ::unsetenv("ALMANAC_SOCKET");
  ::setenv("XDG_RUNTIME_DIR", "/run/user/7", 1);
  EXPECT_EQ(DefaultSocketPath(), "/run/user/7/almanac/almanac.sock");
  ::unsetenv("XDG_RUNTIME_DIR");
  ::setenv("HOME", "/home/x", 1);
  EXPECT_EQ(DefaultSocketPath(),
            ::geteuid() == 0 ? "/run/almanac/almanac.sock" : "/home/x/.local/state/almanac/almanac.sock");
}

}  // namespace
}  // namespace almanac
