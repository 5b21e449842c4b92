// What the stream repairs, and that it says so.
#include <gtest/gtest.h>

#include <string>

#include "interchange/repairing_stream.h"

namespace almanac::interchange {
namespace {

struct Repaired {
  std::string text;
  RepairingStream::Repairs repairs;
};

Repaired Repair(std::string_view text, size_t buffer = 64 << 10) {
  RepairingStream stream(FromMemory(text), buffer);
  Repaired repaired;
  while (!stream.at_end()) repaired.text += stream.Take();
  repaired.repairs = stream.repairs();
  return repaired;
}

TEST(RepairingStream, LeavesSoundJsonAlone) {
  const std::string text = R"({"a": "é 漢 😀 \"\\\/\b\f\n\r\t é 😀", "b": [1.5e3, -2, true, null]})";
  const auto repaired = Repair(text);
  EXPECT_EQ(repaired.text, text);
  EXPECT_EQ(repaired.repairs, RepairingStream::Repairs());
}

TEST(RepairingStream, GivesTheSameWhereverABufferEnds) {
  std::string text = "[";
  for (int i = 0; i < 400; ++i) text += "\"a\xC3\xA9\\u00e9\xF0\x9F\x98\x80\\ud83d\\ude00\xFF\",";
  text += "1]";
  EXPECT_EQ(Repair(text, 1024).text, Repair(text, 1 << 20).text);
}

TEST(RepairingStream, DropsTheByteOrderMark) { EXPECT_EQ(Repair("\xEF\xBB\xBF{}").text, "{}"); }

TEST(RepairingStream, ReplacesWhatIsNotUtf8) {
  // Latin-1, an overlong slash, a surrogate, beyond U+10FFFF, and a sequence cut short.
  for (const std::string bad : {"\xE9", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE6\xBC"}) {
    const auto repaired = Repair("\"x" + bad + "y\"");
    EXPECT_GT(repaired.repairs.encoding, 0);
    EXPECT_EQ(repaired.text.find_first_of("\xC0\xC1\xE9\xF5"), std::string::npos);
    EXPECT_EQ(repaired.text.substr(0, 2), "\"x");
    EXPECT_EQ(repaired.text.substr(repaired.text.size() - 2), "y\"");
  }
}

TEST(RepairingStream, ReadsBareControlCharactersInTextAsBlanks) {
  const auto repaired = Repair(std::string("\"a\tb\nc\0d\"", 9));
  EXPECT_EQ(repaired.text, "\"a b c d\"");
  EXPECT_EQ(repaired.repairs.control_characters, 3);
}

TEST(RepairingStream, ReplacesHalfASurrogatePair) {
  EXPECT_EQ(Repair(R"("\ud83d")").text, R"("\ufffd")");
  EXPECT_EQ(Repair(R"("\ude00x")").text, R"("\ufffdx")");
  EXPECT_EQ(Repair(R"("\ud83dA")").text, R"("\ufffdA")");
}

TEST(RepairingStream, ReadsEscapesThatJsonDoesNotHaveAsTheirCharacter) {
  const auto repaired = Repair(R"("it\'s 5\% \x")");
  EXPECT_EQ(repaired.text, R"("it's 5% x")");
  EXPECT_EQ(repaired.repairs.escapes, 3);
}

TEST(RepairingStream, CutsTextBeyondAllMeasureInConstantMemory) {
  const std::string text = "\"" + std::string(RepairingStream::kMaxString + 5'000'000, 'x') + "\"";
  const auto repaired = Repair(text);
  EXPECT_LE(repaired.text.size(), RepairingStream::kMaxString + 20);
  EXPECT_EQ(repaired.text.back(), '"');
  EXPECT_EQ(repaired.repairs.cut, 1);
}

TEST(RepairingStream, MakesTextOfNumbersThatNoMachineHolds) {
  EXPECT_LT(Repair("[" + std::string(100'000, '7') + ",1]").text.size(), 100u);
  EXPECT_EQ(Repair("[1e999,-2E+400,1e5]").text, "[\"1e999\",\"-2E+400\",1e5]");
}

TEST(RepairingStream, CountsLinesOfTheFile) {
  RepairingStream stream(FromMemory("{\n\n\"a\": 1}"));
  while (!stream.at_end()) stream.Take();
  EXPECT_EQ(stream.line(), 3);
}

}  // namespace
}  // namespace almanac::interchange
