#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/json.h"
#include "report_record.h"
#include "reporting/annual.h"
#include "reporting/figures.h"

namespace almanac::reporting {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::vector<std::string> kWritten = {"use",  "listening", "went_wrong", "decide",
                                           "cost", "progress",  "strategy",   "benefit"};

v1::AnnualSnapshot Frozen() { return Freeze(PaloBend()); }

std::string Rendered(const std::string& format, const std::vector<std::string>& sections = kWritten) {
  return RenderAnnual(Templates::Shipped(), format, Frozen(), ReportWith(sections));
}

// ALMANAC_UPDATE_GOLDEN=1 writes the file instead; look at what changed before keeping it.
void ExpectGolden(const std::string& file, const std::string& text) {
  if (std::getenv("ALMANAC_UPDATE_GOLDEN") != nullptr) std::ofstream(kGolden + file, std::ios::binary) << text;
  EXPECT_TRUE(FileText(kGolden + file) == text)
      << file << " differs. When the change is meant: ALMANAC_UPDATE_GOLDEN=1 and look at the difference.";
}

TEST(AnnualReport, FiguresAreTheGoldenOnes) { ExpectGolden("annual-2026.json", PrettyJson(ToJson(Frozen()))); }
TEST(AnnualReport, HtmlIsTheGoldenOne) { ExpectGolden("annual-2026.html", Rendered("html")); }
TEST(AnnualReport, MarkdownIsTheGoldenOne) { ExpectGolden("annual-2026.md", Rendered("md")); }

TEST(AnnualReport, GivesTheSameBytesFromTheSnapshotRead) {
  const auto read = MessageOf<v1::AnnualSnapshot>(ToJson(Frozen()));
  EXPECT_EQ(RenderAnnual(Templates::Shipped(), "html", read, ReportWith(kWritten)), Rendered("html"));
}

TEST(AnnualReport, SaysWhatNobodyHasWrittenYet) {
  for (const std::string format : {"html", "md"}) {
    const std::string text = Rendered(format, {"progress", "strategy"});
    EXPECT_THAT(text, HasSubstr("The administrator has not written this section yet"));
    EXPECT_THAT(text, HasSubstr("almanac report edit annual-2026 benefit"));
    EXPECT_THAT(text, Not(HasSubstr("almanac report edit annual-2026 progress")));
    // Points of the first page that nobody states are named in one line; optional sections vanish.
    EXPECT_THAT(text, HasSubstr("Nobody has stated yet: use, listening, what went wrong, what to decide and cost."));
    EXPECT_THAT(text, HasSubstr("almanac report edit annual-2026 use"));
    EXPECT_THAT(text, Not(HasSubstr("annual-2026 summary")));
  }
}

TEST(AnnualReport, SaysOnTheFirstPageOfHowManySetsNobodyKnowsWhetherTheyAreUpToDate) {
  EXPECT_THAT(Rendered("md"), Not(HasSubstr("public sets nobody has recorded")));
  Record record = PaloBend();
  DatasetIn(record, "checkbook").clear_frequency();
  const std::string some = RenderAnnual(Templates::Shipped(), "md", Freeze(record), ReportWith(kWritten));
  EXPECT_THAT(some, HasSubstr("For 1 of the 32 public sets nobody has recorded how often they are refreshed, so nobody "
                              "can tell whether they are up to date."));
  EXPECT_THAT(some, HasSubstr("**Published sets with no frequency recorded: 1 of 32 (3\u00a0%).**"));
  for (auto& dataset : record.datasets) dataset.clear_frequency();
  const std::string all = RenderAnnual(Templates::Shipped(), "md", Freeze(record), ReportWith(kWritten));
  EXPECT_THAT(all, HasSubstr("No published set is recorded as one that should be refreshed."));
}

TEST(AnnualReport, OfASetThatIsPublicAlreadySaysSoInThePlan) {
  Record record = PaloBend();
  auto& release = ReleaseIn(record, "purchase-cards");
  release.set_dataset("datasets/checkbook");
  release.set_label("the year 2027");
  for (const std::string format : {"html", "md"}) {
    const std::string text = RenderAnnual(Templates::Shipped(), format, Freeze(record), ReportWith(kWritten));
    EXPECT_THAT(text, HasSubstr("public already; something new of it"));
    EXPECT_THAT(text, HasSubstr("(the year 2027)"));
  }
}

TEST(AnnualReport, OfAYearThatRunsStatesNoDayToCome) {
  Record record = PaloBend();
  record.as_of_day = "2026-05-31";
  const auto snapshot = Freeze(record);
  EXPECT_EQ(snapshot.growth().years().rbegin()->last_day(), "2026-05-31");
  const std::string text = RenderAnnual(Templates::Shipped(), "md", snapshot, ReportWith(kWritten));
  EXPECT_THAT(text, HasSubstr("| On | Public sets |"));
  EXPECT_THAT(text, Not(HasSubstr("| 30 June 2026 |")));
}

TEST(AnnualReport, MarksWhatIsStatedAndNotComputed) {
  for (const std::string format : {"html", "md"}) {
    const std::string text = Rendered(format);
    size_t marks = 0;
    for (size_t at = text.find("stated, not computed"); at != text.npos;
         at = text.find("stated, not computed", at + 1)) {
      ++marks;
    }
    EXPECT_EQ(marks, 5u) << format;
    EXPECT_THAT(text, Not(HasSubstr("Nobody has stated yet")));
  }
}

// Nine short points and how we know; promises come first.
TEST(AnnualReport, HasItsPointsOnTheFirstPageInOrder) {
  const std::string md = Rendered("md");
  size_t last = 0;
  for (const char* point : {"Promises", "Current", "Openness", "Use", "Listening", "What went wrong", "Next year",
                            "To decide today", "Cost", "How we know"}) {
    const size_t at = md.find(std::string("- **") + point + ".**");
    ASSERT_NE(at, md.npos) << point;
    EXPECT_GT(at, last) << point;
    EXPECT_LT(at, md.find("## 1 ")) << point;
    last = at;
  }
}

TEST(AnnualReport, TellsNothingThatAnAliasHides) {
  for (const std::string& text : {Rendered("html"), Rendered("md"), ToJson(Frozen())}) {
    EXPECT_THAT(text, HasSubstr("Sensitive Incident Reports A"));
    for (const char* secret :
         {"dv-incidents", "Domestic Violence Incident", "juvenile-referrals", "Juvenile Referrals"}) {
      EXPECT_THAT(text, Not(HasSubstr(secret)));
    }
  }
}

TEST(AnnualReport, NamesNoPerson) {
  for (const std::string& text : {Rendered("html"), Rendered("md"), ToJson(Frozen())}) {
    EXPECT_THAT(text, Not(HasSubstr("people/")));
    EXPECT_THAT(text, Not(HasSubstr("dana")));
  }
}

TEST(AnnualReport, StandsAlone) {
  const std::string html = Rendered("html");
  for (const char* outside : {"<script", "<link", "@import", "url(http", "src=", "<iframe"}) {
    EXPECT_THAT(html, Not(HasSubstr(outside)));
  }
}

TEST(AnnualReport, EscapesWhatPeopleWrite) {
  auto report = ReportWith({});
  auto* section = report.add_sections();
  section->set_key("benefit");
  section->set_text("<script>alert(1)</script>\n\n| not a table |\n# not a heading");
  const std::string html = RenderAnnual(Templates::Shipped(), "html", Frozen(), report);
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  const std::string md = RenderAnnual(Templates::Shipped(), "md", Frozen(), report);
  EXPECT_THAT(md, HasSubstr("\\| not a table \\| # not a heading"));
}

TEST(AnnualReport, OfAnEmptyRecordClaimsNothing) {
  Record record = PaloBend();
  record.departments.clear();
  record.datasets.clear();
  record.before.clear();
  record.releases.clear();
  record.program.clear_goals();
  const auto snapshot = Freeze(record);
  for (const std::string format : {"html", "md"}) {
    const std::string text = RenderAnnual(Templates::Shipped(), format, snapshot, ReportWith({}));
    EXPECT_THAT(text, HasSubstr("not applicable"));
    EXPECT_THAT(text, HasSubstr("No promise stood when the year began."));
    for (const char* claim : {"100\u00a0%", "0\u00a0%", "<svg"}) EXPECT_THAT(text, Not(HasSubstr(claim)));
  }
}

TEST(AnnualReport, QuotesNothingIntoTheStyleOfThePage) {
  Record record = PaloBend();
  record.program.set_title("\"}</style><b>Town & 'Hall'\\");
  const std::string html = RenderAnnual(Templates::Shipped(), "html", Freeze(record), ReportWith({}));
  EXPECT_THAT(html, HasSubstr("content: \"/stylebTown  \u2019Hall\u2019 Open Data, July 2025 to June 2026\";"));
}

}  // namespace
}  // namespace almanac::reporting
