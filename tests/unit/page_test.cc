#include "store/page.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/ids.h"

namespace almanac::store {
namespace {

void ExpectRefused(const std::string& token, const std::string& question, size_t values) {
  try {
    ReadPageToken(token, question, values);
    FAIL() << "accepted " << token;
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::INVALID_PAGE_TOKEN);
  }
}

TEST(PageToken, ComesBackAsItWasMade) {
  const std::vector<Value> key{std::string("École, \"7\""), int64_t{-42}, Value()};
  EXPECT_EQ(ReadPageToken(MakePageToken("q", key), "q", 3), key);
}

TEST(PageToken, BelongsToItsQuestion) {
  const auto token = MakePageToken("datasets\nstate = published", {std::string("a"), std::string("b")});
  ExpectRefused(token, "datasets\nstate = approved", 2);
  ExpectRefused(token, "datasets\nstate = published", 1);
}

TEST(PageToken, AnyOtherBytesAreRefused) {
  ExpectRefused("", "q", 1);
  ExpectRefused("!!!", "q", 1);
  ExpectRefused("AAAA", "q", 1);
  ExpectRefused(std::string(5000, 'A'), "q", 1);
  auto token = MakePageToken("q", {int64_t{7}});
  for (size_t i = 0; i < token.size(); ++i) {
    std::string bent = token;
    bent[i] = bent[i] == 'A' ? 'B' : 'A';
    try {
      ReadPageToken(bent, "q", 1);
    } catch (const Error& error) {
      EXPECT_EQ(error.reason(), Reason::INVALID_PAGE_TOKEN);
    }
  }
}

}  // namespace
}  // namespace almanac::store
