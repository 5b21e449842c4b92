// Text from catalogues becomes plain text, whatever it pretends to be.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "interchange/plain_text.h"

namespace almanac::interchange {
namespace {

TEST(HtmlToText, ReadsAsAReaderWould) {
  EXPECT_EQ(HtmlToText("<div>One<br>two</div><p>Three</p>"), "One\ntwo\n\nThree");
  EXPECT_EQ(HtmlToText("<ul><li>a</li><li>b</li></ul>"), "- a\n- b");
  EXPECT_EQ(HtmlToText("<span style='x'>A &amp; B&nbsp;&quot;C&quot; &#x27;d&#39; &eacute;</span>"),
            "A & B \"C\" 'd' é");
  EXPECT_EQ(HtmlToText("<a href='https://x.gov/?a=1&amp;b=2'>Policy</a>"), "Policy (https://x.gov/?a=1&b=2)");
  EXPECT_EQ(HtmlToText("<a href=\"https://x.gov\">https://x.gov</a>"), "https://x.gov");
}

TEST(HtmlToText, KeepsTheLinesOfTextWithoutLayout) {
  EXPECT_EQ(HtmlToText("Public Domain &amp; more\nBoston"), "Public Domain & more\nBoston");
  EXPECT_EQ(HtmlToText("<p>one\ntwo</p>"), "one two");
}

TEST(HtmlToText, LeavesNothingThatRuns) {
  EXPECT_EQ(HtmlToText("a<script>alert('x')</script>b"), "ab");
  EXPECT_EQ(HtmlToText("a<style>p{}</style>b<!-- c -->d"), "abd");
  EXPECT_EQ(HtmlToText("<img src=x onerror=alert(1)>a"), "a");
  EXPECT_EQ(HtmlToText("<a href='javascript:alert(1)'>a</a>"), "a");
  EXPECT_EQ(HtmlToText("<iframe src='http://x'></iframe>a"), "a");
  EXPECT_EQ(HtmlToText("<script>never closed"), "");
}

TEST(HtmlToText, LeavesAloneWhatOnlyLooksLikeATag) {
  for (const char* text : {"age < 5 and > 3", "a <b and c", "x<y>z", "AT&T", "R&D; more", "1 <2> 3"}) {
    EXPECT_FALSE(LooksLikeHtml(text)) << text;
    EXPECT_EQ(HtmlToText(text), text);
  }
}

TEST(HtmlToText, TakesNoLongerForAWallOfBrackets) {
  std::string wall;
  for (int i = 0; i < 200'000; ++i) wall += "<a ";
  const auto start = std::chrono::steady_clock::now();
  HtmlToText(wall);
  LooksLikeHtml(wall);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(ManyLines, KeepsParagraphsAndNothingElse) {
  EXPECT_EQ(ManyLines("  a  b \r\n\r\n\r\n\r\n c\td \n"), "a b\n\nc d");
  EXPECT_EQ(ManyLines("a\rb"), "a\nb");
  EXPECT_EQ(ManyLines(std::string("a\0b\x07 c\x7F", 7)), "a b c");
  EXPECT_EQ(ManyLines("a\xC2\xA0\xE2\x80\x8B\xE2\x80\xAE"
                      "b\xEF\xBB\xBF"),
            "a b");
}

TEST(ManyLines, MakesNothingElseOfItsOwnResult) {
  for (const char* text : {" a \n\n\n b\t", "x  y\r\nz", "é\xC2\xA0 漢"})
    EXPECT_EQ(ManyLines(ManyLines(text)), ManyLines(text));
}

TEST(CutCharacters, CutsBetweenCharacters) {
  std::string text = "aé漢😀z";
  EXPECT_TRUE(CutCharacters(&text, 3));
  EXPECT_EQ(text, "aé漢");
  EXPECT_FALSE(CutCharacters(&text, 3));
}

}  // namespace
}  // namespace almanac::interchange
