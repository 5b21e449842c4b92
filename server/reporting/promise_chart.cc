#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "reporting/charts.h"
#include "reporting/svg.h"
#include "reporting/words.h"

namespace almanac::reporting {
namespace {

using Line = v1::PromiseLine;
using Anchor = Svg::Anchor;

constexpr int kMostLines = 60;
constexpr double kWidth = 760, kLabel = 236, kAxis = 352, kRow = 27, kTop = 30;

// Days to places, over the year and as many months after it as moved promises need, three at most.
class Axis {
 public:
  explicit Axis(const v1::AnnualSnapshot& snapshot)
      : first_(ParseDay(snapshot.first_day()).value_or(Day{})),
        year_end_(ParseDay(snapshot.last_day()).value_or(Day{})),
        as_of_day_(snapshot.as_of_day()) {
    end_ = year_end_;
    for (const Line& line : snapshot.promises().lines()) {
      if (line.outcome() == Line::MOVED) end_ = AddMonths(year_end_ + std::chrono::days(1), 3) - std::chrono::days(1);
    }
  }

  double At(const std::string& day) const { return At(ParseDay(day).value_or(first_)); }
  double At(Day day) const {
    const double share = static_cast<double>((day - first_).count()) / static_cast<double>((end_ - first_).count());
    return kLabel + kAxis * std::clamp(share, 0.0, 1.0);
  }
  // Off the right end.
  bool Beyond(const std::string& day) const { return day > ToText(end_); }
  Day first() const { return first_; }
  Day end() const { return end_; }
  Day year_end() const { return year_end_; }
  // What is owed is owed until this day.
  const std::string& as_of_day() const { return as_of_day_; }

 private:
  Day first_, year_end_, end_;
  std::string as_of_day_;
};

void DrawAxis(const Axis& axis, double height, Svg* svg) {
  for (Day month = axis.first(); month <= axis.end(); month = AddMonths(month, 1)) {
    const std::chrono::year_month_day ymd(month);
    const double x = axis.At(month);
    const bool quarter = (unsigned{ymd.month()} - 1) % 3 == 0;
    svg->Line({x, kTop - 6}, {x, height}, "grid");
    if (!quarter) continue;
    // The year is said once where it begins.
    std::string label = ShortMonth(static_cast<int>(unsigned{ymd.month()}));
    if (month == axis.first() || unsigned{ymd.month()} == 1) label += fmt::format(" {}", int{ymd.year()});
    svg->Text({x, kTop - 12}, label, Anchor::kStart, "small");
  }
  if (axis.end() > axis.year_end()) {
    const double x = axis.At(axis.year_end());
    svg->Line({x, kTop - 6}, {x, height}, "axis");
  }
}

std::string Verdict(const Line& line) {
  const auto days = [](int64_t count) { return fmt::format("{} {}", NumberWords(count), count == 1 ? "day" : "days"); };
  switch (line.outcome()) {
    case Line::KEPT:
      return "kept";
    case Line::LATE:
      return fmt::format("late by {}", days(line.later_by_days()));
    case Line::MOVED:
      return fmt::format("moved by {}", days(line.later_by_days()));
    case Line::CANCELLED:
      return "cancelled";
    case Line::OWED:
      return fmt::format("owed for {}", days(line.days_after_last_day()));
    case Line::NOT_YET_DUE:
      return "not yet due";
    default:
      return {};
  }
}

void DrawLine(const Line& line, const Axis& axis, double y, Svg* svg) {
  const double from = axis.At(line.promised_first_day()), promised = axis.At(line.promised_last_day());
  svg->Text({kLabel - 12, y + 5}, Shorten(line.title(), 31), Anchor::kEnd, "small");
  if (promised - from > 2) svg->Line({from, y}, {promised, y}, "window");
  svg->Text({kLabel + kAxis + 14, y + 5}, Verdict(line), Anchor::kStart,
            line.outcome() == Line::KEPT ? "small" : "small strong");
  const std::string& until = line.outcome() == Line::OWED ? axis.as_of_day() : line.last_day();
  switch (line.outcome()) {
    case Line::KEPT:
      svg->Circle({axis.At(line.published_date()), y}, 5.5, Ink::kSolid);
      return;
    case Line::LATE:
      svg->Line({promised, y}, {axis.At(line.published_date()), y}, "late");
      svg->Circle({axis.At(line.published_date()), y}, 5.5, Ink::kSolid);
      break;
    case Line::MOVED:
    case Line::OWED:
      svg->Line({promised, y}, {axis.At(until), y}, "moved");
      if (line.outcome() == Line::MOVED && !axis.Beyond(until)) svg->Diamond({axis.At(until), y}, 7, Ink::kDotted);
      if (line.outcome() == Line::MOVED && axis.Beyond(until))
        svg->Text({axis.At(until) - 4, y + 5}, "→", Anchor::kStart, "strong");
      break;
    case Line::CANCELLED:
      svg->Cross({line.cancelled_date().empty() ? promised : axis.At(line.cancelled_date()), y}, 5);
      break;
    default:
      break;
  }
  svg->Circle({promised, y}, 5.5, Ink::kEmpty);
}

// What the marks mean, under the chart.
double DrawKey(double y, Svg* svg) {
  double x = kLabel;
  const auto word = [&](const char* text, double width) {
    svg->Text({x + 12, y + 5}, text, Anchor::kStart, "small");
    x += width;
  };
  svg->Circle({x, y}, 5.5, Ink::kEmpty);
  word("first promised", 122);
  svg->Circle({x, y}, 5.5, Ink::kSolid);
  word("published", 94);
  svg->Diamond({x, y}, 7, Ink::kDotted);
  word("promised now", 118);
  svg->Cross({x, y}, 5);
  word("given up", 80);
  return y + 14;
}

}  // namespace

std::string PromiseChart(const v1::AnnualSnapshot& snapshot) {
  const auto& lines = snapshot.promises().lines();
  if (lines.empty() || lines.size() > kMostLines) return {};
  const Axis axis(snapshot);
  Svg svg("promise-chart", static_cast<int>(kWidth));
  const double bottom = kTop + kRow * lines.size();
  DrawAxis(axis, bottom, &svg);
  double y = kTop + kRow / 2;
  for (const Line& line : lines) {
    DrawLine(line, axis, y, &svg);
    y += kRow;
  }
  const double height = DrawKey(bottom + 18, &svg);
  return svg.Finish("Each promise of the year: when it was promised, and when it came",
                    "A line a promise, in order of the day first promised. The table has the same days in numbers.",
                    height);
}

}  // namespace almanac::reporting
