#include "reporting/charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/clock.h"
#include "domain/when.h"
#include "reporting/svg.h"
#include "reporting/words.h"

namespace almanac::reporting {
namespace {

using Line = v1::PromiseLine;
using Anchor = Svg::Anchor;

// A bold letter of the charts' text, at its widest.
constexpr double kLetter = 9.4;

struct Group {
  Line::Outcome outcome;
  std::string_view word;
  Ink ink;
};

// In the order of the first page.
constexpr std::array<Group, 6> kGroups = {{{Line::KEPT, "kept", Ink::kSolid},
                                           {Line::LATE, "late", Ink::kHatched},
                                           {Line::MOVED, "moved", Ink::kDotted},
                                           {Line::CANCELLED, "cancelled", Ink::kCrossed},
                                           {Line::OWED, "owed", Ink::kBarred},
                                           {Line::NOT_YET_DUE, "not yet due", Ink::kEmpty}}};

struct Part {
  std::string word;
  int64_t count;
  Ink ink;
};

std::vector<Part> PartsOf(const v1::PromiseFigures& promises) {
  std::vector<Part> parts;
  for (const Group& group : kGroups) {
    const auto count = std::count_if(promises.lines().begin(), promises.lines().end(),
                                     [&](const Line& line) { return line.outcome() == group.outcome; });
    if (count > 0) parts.push_back({std::string(group.word), count, group.ink});
  }
  return parts;
}

std::string CountWords(const Part& part) { return fmt::format("{} {}", NumberWords(part.count), part.word); }

// "12 kept, 2 late and 1 cancelled"
std::string Sentence(const std::vector<Part>& parts) {
  std::vector<std::string> words;
  for (const Part& part : parts) words.push_back(CountWords(part));
  return ListWords(words);
}

std::vector<Part> PlacesOf(int64_t published, int64_t could_be, int64_t shared, int64_t closed) {
  return {{"public", published, Ink::kSolid},
          {"could be public", could_be, Ink::kHatched},
          {"shared", shared, Ink::kDotted},
          {"closed", closed, Ink::kCrossed}};
}

int64_t Sum(const std::vector<Part>& parts) {
  int64_t sum = 0;
  for (const Part& part : parts) sum += part.count;
  return sum;
}

// One bar, cut in proportion; `one` is the size of a part of one.
void DrawStack(const std::vector<Part>& parts, Place corner, Size one, Svg* svg) {
  for (const Part& part : parts) {
    if (part.count == 0) continue;
    const double width = static_cast<double>(part.count) * one.width;
    svg->Rectangle(corner, {width, one.height}, part.ink);
    corner.x += width;
  }
}

// A swatch and its words, `columns` beside each other. Returns the height used.
double DrawLegend(const std::vector<Part>& parts, double y, size_t columns, Svg* svg) {
  constexpr double kLine = 26, kWidth = 600;
  for (size_t i = 0; i < parts.size(); ++i) {
    const size_t row = i / columns, column = i % columns;
    const double x = kWidth / static_cast<double>(columns) * static_cast<double>(column) + 1;
    const double top = y + kLine * static_cast<double>(row);
    svg->Rectangle({x, top}, {18, 16}, parts[i].ink);
    svg->Text({x + 26, top + 13}, parts[i].count > 0 ? CountWords(parts[i]) : parts[i].word);
  }
  const size_t rows = (parts.size() + columns - 1) / columns;
  return kLine * static_cast<double>(rows);
}

}  // namespace

std::string PromiseStrip(const v1::PromiseFigures& promises) {
  constexpr double kWidth = 600, kGap = 16, kHeight = 54, kWidest = 36;
  const auto parts = PartsOf(promises);
  if (parts.empty()) return {};
  // A group is as wide as its bars, and never narrower than its label.
  const auto width = [&](const Part& part, double step) {
    return std::max(kLetter * static_cast<double>(CountWords(part).size()), step * static_cast<double>(part.count));
  };
  const auto fits = [&](double step) {
    double wanted = kGap * static_cast<double>(parts.size() - 1);
    for (const Part& part : parts) wanted += width(part, step);
    return wanted <= kWidth;
  };
  double step = kWidest;
  while (step > 0.1 && !fits(step)) step *= 0.98;
  Svg svg("promise-strip", static_cast<int>(kWidth));
  double x = 1;
  for (const Part& part : parts) {
    if (step < 5) svg.Rectangle({x, 1}, {std::max(3.0, step * static_cast<double>(part.count)), kHeight}, part.ink);
    for (int64_t i = 0; step >= 5 && i < part.count; ++i) {
      svg.Rectangle({x + step * static_cast<double>(i), 1}, {step - 4, kHeight}, part.ink);
    }
    svg.Text({x - 1, kHeight + 24}, CountWords(part), Anchor::kStart, "strong");
    x += width(part, step) + kGap;
  }
  return svg.Finish("What became of the promises of the year", fmt::format("One bar a promise: {}.", Sentence(parts)),
                    kHeight + 32);
}

std::string PublishedChart(const v1::GrowthFigures& growth) {
  constexpr double kLabel = 150, kBar = 390, kRow = 38;
  int64_t most = 0;
  for (const auto& year : growth.years()) most = std::max(most, year.published());
  if (most == 0) return {};
  Svg svg("published-chart", 600);
  double y = 1;
  std::vector<std::string> words;
  for (const auto& year : growth.years()) {
    const double width = kBar * static_cast<double>(year.published()) / static_cast<double>(most);
    svg.Text({kLabel - 12, y + 20}, DayWords(year.last_day()), Anchor::kEnd);
    if (year.published() > 0) svg.Rectangle({kLabel, y}, {width, kRow - 10}, Ink::kSolid);
    svg.Text({kLabel + width + 8, y + 20}, NumberWords(year.published()), Anchor::kStart, "strong");
    words.push_back(fmt::format("{} on {}", NumberWords(year.published()), DayWords(year.last_day())));
    y += kRow;
  }
  return svg.Finish("Public datasets at the end of each year", ListWords(words) + ".", y);
}

std::string OpennessChart(const v1::StockFigures& stock) {
  const auto parts = PlacesOf(stock.published().numerator(), stock.could_be().numerator(), stock.shared().numerator(),
                              stock.closed().numerator());
  const int64_t all = Sum(parts);
  if (all == 0) return {};
  Svg svg("openness-chart", 600);
  DrawStack(parts, {1, 1}, {598.0 / static_cast<double>(all), 46}, &svg);
  const double legend = DrawLegend(parts, 62, 2, &svg);
  return svg.Finish("Of all sets held, how many the public has",
                    fmt::format("{} of {} in all.", Sentence(parts), NumberWords(all)), 62 + legend);
}

std::string DepartmentsChart(const v1::StockFigures& stock) {
  constexpr double kLabel = 240, kBar = 310, kRow = 32;
  int64_t most = 0;
  for (const auto& department : stock.departments()) most = std::max(most, department.holdings());
  if (most == 0) return {};
  Svg svg("departments-chart", 600);
  const auto legend = PlacesOf(0, 0, 0, 0);
  double y = DrawLegend(legend, 1, 4, &svg) + 8;
  for (const auto& department : stock.departments()) {
    if (department.holdings() == 0) continue;
    const auto parts =
        PlacesOf(department.published(), department.could_be(), department.shared(), department.closed());
    svg.Text({kLabel - 10, y + 16}, Shorten(department.title(), 30), Anchor::kEnd, "small");
    DrawStack(parts, {kLabel, y}, {kBar / static_cast<double>(most), kRow - 10}, &svg);
    svg.Text({kLabel + kBar * static_cast<double>(department.holdings()) / static_cast<double>(most) + 8, y + 16},
             NumberWords(department.holdings()), Anchor::kStart, "strong");
    y += kRow;
  }
  return svg.Finish("Sets held by each department",
                    "Public, could be public, shared and closed; the numbers are in the table.", y);
}

}  // namespace almanac::reporting
