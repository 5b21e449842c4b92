// Every row of the record is changed in turn, in every way that a figure may
// hang on: exactly the figures that should follow do, those of departments and
// goals included, and no other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

#include "base/ids.h"
#include "report_record.h"
#include "reporting/figure_index.h"
#include "reporting/figures.h"

namespace almanac::reporting {
namespace {

using Names = std::set<std::string>;
using Counts = std::map<std::string, std::pair<int64_t, int64_t>>;

Counts CountsOf(const Record& record) {
  const auto snapshot = Freeze(record);
  Counts counts;
  for (const auto& [path, figure] : AllFigures(snapshot)) counts[path] = {figure->numerator(), figure->denominator()};
  return counts;
}

const Record& Original() {
  static const auto& record = *new Record(PaloBend());
  return record;
}

// The figures that come out otherwise.
Names ChangedBy(const std::function<void(Record&)>& change) {
  static const auto& before = *new Counts(CountsOf(Original()));
  Record record = Original();
  change(record);
  Names changed;
  const Counts after = CountsOf(record);
  for (const auto& [path, count] : after) {
    const auto at = before.find(path);
    if (at == before.end() || at->second != count) changed.insert(path);
  }
  for (const auto& [path, count] : before) {
    if (after.count(path) == 0) changed.insert(path);
  }
  return changed;
}

std::string OfDepartment(const std::string& department, const char* figure) {
  return "stock.departments." + std::string(IdOf(department)) + "." + figure;
}

bool Public(const v1::Dataset& dataset) { return dataset.state() == v1::Dataset::PUBLISHED; }
bool Regular(const v1::Dataset& dataset) { return dataset.frequency().starts_with("R/") && !dataset.historical(); }
bool Monthly(const v1::Dataset& dataset) {
  static const Names& often = *new Names{"R/P1M", "R/P1W", "R/P2W", "R/P1D"};
  return often.count(dataset.frequency()) > 0;
}
bool Stale(const v1::Dataset& dataset) {
  return dataset.stale_after_date().empty() || dataset.stale_after_date() < "2026-06-30";
}
bool Defined(const v1::Dataset& dataset) {
  for (const auto& field : dataset.fields()) {
    if (field.definition().empty()) return false;
  }
  return !dataset.fields().empty();
}
bool NewInTheYear(const v1::Dataset& dataset) {
  return !dataset.has_adopted_time() && dataset.first_published_date() >= "2025-07-01";
}

void Insert(const Names& more, Names* names) { names->insert(more.begin(), more.end()); }

// Goals that name the set.
Names GoalsOf(const v1::Dataset& dataset) {
  Names names;
  for (const auto& goal : Original().program.goals()) {
    for (const auto& name : goal.datasets()) {
      if (name != dataset.name()) continue;
      names.insert(std::string(goal.kind() == v1::Goal::PROGRAM ? "program" : "strategic") + "_goals." + goal.code() +
                   ".published");
    }
  }
  return names;
}

// A closed set has it in its place.
bool StandsIn(const v1::Dataset& dataset) {
  for (const auto& other : Original().datasets) {
    if (other.access() == v1::Dataset::CLOSED && other.stand_in() == dataset.name()) return true;
  }
  return false;
}

// Applies `change` to each dataset in turn.
void EachDataset(const std::function<void(v1::Dataset&)>& change,
                 const std::function<Names(const v1::Dataset&)>& expected) {
  for (size_t i = 0; i < Original().datasets.size(); ++i) {
    const v1::Dataset& dataset = Original().datasets[i];
    EXPECT_EQ(ChangedBy([&](Record& record) { change(record.datasets[i]); }), expected(dataset)) << dataset.name();
  }
}

void EachRelease(const std::function<void(v1::Release&)>& change,
                 const std::function<Names(const v1::Release&)>& expected) {
  for (size_t i = 0; i < Original().releases.size(); ++i) {
    const v1::Release& release = Original().releases[i];
    EXPECT_EQ(ChangedBy([&](Record& record) { change(record.releases[i]); }), expected(release)) << release.name();
  }
}

// What the golden figures say became of it, by its own days.
enum class Fate { kKept, kLate, kMoved, kCancelled, kAdded, kToCome };
Fate FateOf(const v1::Release& release) {
  const std::string promised =
      release.changes().empty() ? release.promised_last_day() : release.changes(0).old_last_day();
  if (promised > "2026-06-30") return Fate::kToCome;
  if (ToText(*ParseInstant(TimeText(release.create_time()))) > "2025-07-01T07") return Fate::kAdded;
  if (release.state() == v1::Release::CANCELLED) return Fate::kCancelled;
  if (release.state() != v1::Release::PUBLISHED) return Fate::kMoved;
  return *ParseDay(release.published_date()) <= *ParseDay(promised) + std::chrono::days(14) ? Fate::kKept : Fate::kLate;
}

TEST(EveryDataset, RefreshedMakesAStaleOneCurrent) {
  EachDataset([](v1::Dataset& dataset) { dataset.set_stale_after_date("2027-06-30"); },
              [](const v1::Dataset& dataset) {
                if (!Public(dataset) || !Regular(dataset) || !Stale(dataset)) return Names{};
                return Names{"freshness.current", OfDepartment(dataset.department(), "current")};
              });
}

TEST(EveryDataset, LeftBehindMakesACurrentOneStale) {
  EachDataset([](v1::Dataset& dataset) { dataset.set_stale_after_date("2026-06-29"); },
              [](const v1::Dataset& dataset) {
                if (!Public(dataset) || !Regular(dataset) || Stale(dataset)) return Names{};
                return Names{"freshness.current", OfDepartment(dataset.department(), "current")};
              });
}

TEST(EveryDataset, WithoutADefinitionIsNotDescribed) {
  EachDataset([](v1::Dataset& dataset) { dataset.add_fields()->set_name("undefined"); },
              [](const v1::Dataset& dataset) {
                return Public(dataset) && Defined(dataset) ? Names{"quality.described"} : Names{};
              });
}

TEST(EveryDataset, WithoutAnOpenLicenceIsNotOpenData) {
  EachDataset(
      [](v1::Dataset& dataset) {
        dataset.set_openness(Public(dataset) ? v1::Dataset::PUBLIC_NOT_OPEN : v1::Dataset::NOT_PUBLIC);
      },
      [](const v1::Dataset& dataset) {
        return Public(dataset) && dataset.openness() == v1::Dataset::OPEN_DATA ? Names{"quality.open_data"} : Names{};
      });
}

TEST(EveryDataset, RefreshedYearlyIsNotMonthly) {
  EachDataset(
      [](v1::Dataset& dataset) { dataset.set_frequency("R/P1Y"); },
      [](const v1::Dataset& dataset) {
        if (!Public(dataset)) return Names{};
        Names names;
        if (Monthly(dataset)) names.insert("quality.monthly");
        // One that needed no refresh falls due now, and none is on record.
        if (!Regular(dataset) && !dataset.historical()) {
          Insert({"freshness.current", dataset.frequency().empty() ? "freshness.no_frequency" : "freshness.not_due",
                  OfDepartment(dataset.department(), "current")},
                 &names);
        }
        return names;
      });
}

TEST(EveryDataset, MadeHistoricalNeedsNoRefresh) {
  EachDataset([](v1::Dataset& dataset) { dataset.set_historical(true); },
              [](const v1::Dataset& dataset) {
                if (!Public(dataset) || !Regular(dataset)) return Names{};
                return Names{"freshness.current", "freshness.not_due", OfDepartment(dataset.department(), "current")};
              });
}

TEST(EveryDataset, WithdrawnLeavesWhatCountsPublicSets) {
  EachDataset(
      [](v1::Dataset& dataset) {
        if (Public(dataset)) dataset.set_state(v1::Dataset::WITHDRAWN);
      },
      [](const v1::Dataset& dataset) {
        if (!Public(dataset)) return Names{};
        Names names = GoalsOf(dataset);
        Insert({"stock.published", "stock.could_be", "freshness.not_due", "freshness.no_frequency", "quality.open_data",
                "quality.described", "quality.monthly"},
               &names);
        if (Regular(dataset)) Insert({"freshness.current", OfDepartment(dataset.department(), "current")}, &names);
        // It was published in the year all the same.
        if (!NewInTheYear(dataset)) names.insert("growth.published_in_year");
        if (StandsIn(dataset)) names.insert("stock.stand_in_live");
        return names;
      });
}

TEST(EveryDataset, ClosedBeforeItIsPublicCouldNotBePublicAnyMore) {
  EachDataset(
      [](v1::Dataset& dataset) {
        if (!Public(dataset)) dataset.set_access(v1::Dataset::CLOSED);
      },
      [](const v1::Dataset& dataset) {
        if (Public(dataset) || dataset.access() == v1::Dataset::CLOSED) return Names{};
        Names names{"stock.closed", "stock.stand_in", "stock.stand_in_live"};
        // A shared one had to be explained already.
        if (dataset.access() == v1::Dataset::SHARED) names.insert("stock.shared");
        if (dataset.access() == v1::Dataset::OPEN) Insert({"stock.could_be", "stock.explained"}, &names);
        return names;
      });
}

TEST(EveryDataset, WithoutAReasonIsNotExplained) {
  EachDataset([](v1::Dataset& dataset) { dataset.clear_access_reason(); },
              [](const v1::Dataset& dataset) {
                const bool refused = !Public(dataset) && dataset.access() != v1::Dataset::OPEN;
                return refused ? Names{"stock.explained"} : Names{};
              });
}

TEST(EveryDataset, WithoutAStandInHasNone) {
  EachDataset([](v1::Dataset& dataset) { dataset.clear_stand_in(); },
              [](const v1::Dataset& dataset) {
                if (dataset.access() != v1::Dataset::CLOSED || dataset.stand_in().empty()) return Names{};
                Names names{"stock.stand_in"};
                for (const auto& other : Original().datasets) {
                  if (other.name() == dataset.stand_in() && Public(other)) names.insert("stock.stand_in_live");
                }
                return names;
              });
}

TEST(EveryDataset, InOtherWordsChangesNothing) {
  EachDataset(
      [](v1::Dataset& dataset) {
        dataset.set_title("Another title");
        dataset.set_description("Another description");
        dataset.set_landing_page("https://data.palobend.example/another");
        if (!dataset.access_reason().empty()) dataset.set_access_reason("Another reason");
      },
      [](const v1::Dataset&) { return Names{}; });
}

TEST(EveryRelease, ADayLaterIsWithinGrace) {
  EachRelease(
      [](v1::Release& release) {
        if (release.published_date().empty()) return;
        release.set_published_date(ToText(*ParseDay(release.published_date()) + std::chrono::days(1)));
      },
      [](const v1::Release&) { return Names{}; });
}

TEST(EveryRelease, PublishedAfterItsGraceIsLate) {
  EachRelease(
      [](v1::Release& release) {
        if (release.published_date().empty()) return;
        // The last days of the year leave no room for it.
        const Day late = std::min(*ParseDay(release.last_day()) + std::chrono::days(15), *ParseDay("2026-06-30"));
        release.set_published_date(ToText(late));
      },
      [](const v1::Release& release) {
        if (release.published_date().empty()) return Names{};
        const bool fits = *ParseDay(release.last_day()) + std::chrono::days(15) <= *ParseDay("2026-06-30");
        switch (FateOf(release)) {
          case Fate::kKept:
            if (!fits) return Names{};
            return Names{"promises.kept", "promises.late", "promises.revised",
                         OfDepartment(release.department(), "kept")};
          case Fate::kLate:
            // Late by the first date already; by the last announced it depends on whether that was met.
            return release.changes().empty() ? Names{} : Names{"promises.revised"};
          case Fate::kAdded:
            return Names{"promises.revised"};
          default:
            return Names{};
        }
      });
}

TEST(EveryRelease, GivenUpIsCancelled) {
  EachRelease(
      [](v1::Release& release) {
        release.set_state(v1::Release::CANCELLED);
        release.clear_published_date();
        release.set_cancel_reason("Given up.");
      },
      [](const v1::Release& release) {
        const std::string department = OfDepartment(release.department(), "kept");
        switch (FateOf(release)) {
          case Fate::kKept:
            return Names{"promises.kept",    "promises.delivered", "promises.cancelled",
                         "promises.revised", "promises.added",     department};
          case Fate::kLate:
            return Names{"promises.late", "promises.delivered", "promises.cancelled", "promises.revised",
                         "promises.added"};
          case Fate::kMoved:
            return Names{"promises.moved", "promises.cancelled", "plan.exact"};
          case Fate::kAdded:
            return Names{"promises.revised", "promises.added", "promises.added_delivered"};
          case Fate::kToCome:
            return Names{"plan.exact"};
          default:
            return Names{};
        }
      });
}

TEST(EveryRelease, MadeAWindowIsNotExactAnyMore) {
  EachRelease(
      [](v1::Release& release) {
        if (release.state() != v1::Release::PROVISIONAL && release.state() != v1::Release::CONFIRMED) return;
        if (release.first_day() == release.last_day()) release.set_first_day("2026-07-10");
      },
      [](const v1::Release& release) {
        const bool open = release.state() == v1::Release::PROVISIONAL || release.state() == v1::Release::CONFIRMED;
        return open && release.first_day() == release.last_day() ? Names{"plan.exact"} : Names{};
      });
}

TEST(EveryRelease, InOtherWordsChangesNothing) {
  EachRelease(
      [](v1::Release& release) {
        release.set_label("another label");
        release.set_note("Another note.");
        for (auto& change : *release.mutable_changes()) change.set_reason("Another reason.");
      },
      [](const v1::Release&) { return Names{}; });
}

TEST(EveryDepartment, ThatIsNoneOfTheBodysOwnNeedsNoInventory) {
  for (size_t i = 0; i < Original().departments.size(); ++i) {
    const auto kind = Original().departments[i].kind();
    const bool own = kind == v1::Department::DEPARTMENT || kind == v1::Department::OFFICE;
    EXPECT_EQ(ChangedBy([&](Record& record) { record.departments[i].set_kind(v1::Department::BOARD); }),
              own ? Names{"stock.inventoried"} : Names{})
        << Original().departments[i].name();
  }
}

TEST(EveryGoal, CountsTheSetsThatItNames) {
  for (int i = 0; i < Original().program.goals_size(); ++i) {
    const auto& goal = Original().program.goals(i);
    const std::string kind = goal.kind() == v1::Goal::PROGRAM ? "program_goals." : "strategic_goals.";
    EXPECT_EQ(ChangedBy([&](Record& record) { record.program.mutable_goals(i)->clear_datasets(); }),
              goal.datasets().empty() ? Names{} : Names{kind + goal.code() + ".published"})
        << goal.code();
  }
}

// The year before has rows of its own.
TEST(EveryRowOfTheYearBefore, ChangesTheFiguresOfThatYearAlone) {
  for (size_t i = 0; i < Original().releases_before.size(); ++i) {
    for (const std::string& path : ChangedBy([&](Record& record) {
           auto& release = record.releases_before[i];
           if (release.published_date().empty()) return;
           release.set_published_date("2025-06-30");
         })) {
      EXPECT_TRUE(path.starts_with("last_year.")) << path << " by " << Original().releases_before[i].name();
    }
  }
  for (size_t i = 0; i < Original().before.size(); ++i) {
    EXPECT_EQ(ChangedBy([&](Record& record) {
                record.before[i].set_stale_after_date("2025-01-01");
                record.before[i].clear_fields();
              }),
              [&] {
                const v1::Dataset& dataset = Original().before[i];
                Names names;
                if (Regular(dataset) && dataset.stale_after_date() >= "2025-06-30") names.insert("last_year.current");
                if (Defined(dataset)) names.insert("last_year.described");
                return names;
              }())
        << Original().before[i].name();
  }
}

}  // namespace
}  // namespace almanac::reporting
