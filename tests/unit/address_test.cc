// How --db is read, and what libpq is told that it does not say.
#include "store/address.h"

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <map>

namespace almanac::store {
namespace {

std::map<std::string, std::string> Read(const std::string& conninfo) {
  std::map<std::string, std::string> values;
  PQconninfoOption* options = PQconninfoParse(conninfo.c_str(), nullptr);
  for (const auto* option = options; option != nullptr && option->keyword != nullptr; ++option) {
    if (option->val != nullptr) values[option->keyword] = option->val;
  }
  PQconninfoFree(options);
  return values;
}

TEST(WithTimeouts, GiveAServerThatIsGoneWithoutAWordSecondsAndNotMinutes) {
  const auto values = Read(WithTimeouts("host=db.example.gov dbname=almanac"));
  EXPECT_EQ(values.at("host"), "db.example.gov");
  EXPECT_EQ(values.at("dbname"), "almanac");
  EXPECT_EQ(values.at("connect_timeout"), "5");
  EXPECT_EQ(values.at("tcp_user_timeout"), "20000");
}

TEST(WithTimeouts, KeepWhatTheAddressSays) {
  const auto values =
      Read(WithTimeouts("postgresql://al%20ma:it's%5C@db/record?connect_timeout=30&application_name=x"));
  EXPECT_EQ(values.at("user"), "al ma");
  EXPECT_EQ(values.at("password"), "it's\\");
  EXPECT_EQ(values.at("host"), "db");
  EXPECT_EQ(values.at("dbname"), "record");
  EXPECT_EQ(values.at("connect_timeout"), "30");
  EXPECT_EQ(values.at("application_name"), "x");
}

TEST(WithTimeouts, LeaveWhatDoesNotReadToWhoeverConnects) { EXPECT_EQ(WithTimeouts("nonsense"), "nonsense"); }

}  // namespace
}  // namespace almanac::store
