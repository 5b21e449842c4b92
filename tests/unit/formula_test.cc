// Cells that a spreadsheet would run.
#include "base/formula.h"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(Formula, IsWhatASpreadsheetWouldRun) {
  for (const char* cell : {"=1+1", "+cmd", "-x", "@SUM(A1)", "\t=1", "\r=1", "-", "=HYPERLINK(\"x\")"}) {
    EXPECT_TRUE(IsFormula(cell)) << cell;
  }
}

TEST(Formula, IsNoNumberAndNoWord) {
  for (const char* cell : {"", "-5", "+3.5", "-1e9", "trees", "1=1", "'=1"}) EXPECT_FALSE(IsFormula(cell)) << cell;
}

TEST(Formula, IsShownAsText) {
  EXPECT_EQ(WithoutFormula("=1+1"), "'=1+1");
  EXPECT_EQ(WithoutFormula("-5"), "-5");
}

TEST(Formula, ComesBackAsItWas) {
  for (const char* cell : {"=1+1", "-x", "-5", "trees", "'tis", ""}) EXPECT_EQ(WithFormula(WithoutFormula(cell)), cell);
}

}  // namespace
}  // namespace almanac
