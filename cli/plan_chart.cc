#include "cli/plan_chart.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "base/ids.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

using Entry = v1::TimelineEntry;
using std::chrono::year_month_day;

constexpr const char* kPublished = "●";
constexpr const char* kPromised = "◆";
constexpr const char* kPlanned = "◇";
constexpr const char* kFirst = "○";
constexpr const char* kCancelled = "×";
constexpr const char* kOverdue = "!";
constexpr const char* kToday = "│";

constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";

int MonthNumber(Day day) {
  const year_month_day ymd(day);
  return int{ymd.year()} * 12 + static_cast<int>(unsigned{ymd.month()}) - 1;
}

// Days to columns.
class Axis {
 public:
  Axis(int first_month, int last_month, size_t width)
      : first_(first_month), months_(last_month - first_month + 1), width_(width) {}

  bool Fits() const { return width_ >= static_cast<size_t>(months_); }
  size_t columns() const { return MonthWidth() * static_cast<size_t>(months_); }
  size_t MonthWidth() const { return std::min<size_t>(8, width_ / static_cast<size_t>(months_)); }
  // Before and after the stretch: its ends.
  size_t At(Day day) const {
    const year_month_day ymd(day);
    const size_t days = unsigned{(ymd.year() / ymd.month() / std::chrono::last).day()};
    const int month = MonthNumber(day) - first_;
    if (month < 0) return 0;
    if (month >= months_) return columns() - 1;
    return static_cast<size_t>(month) * MonthWidth() + (unsigned{ymd.day()} - 1) * MonthWidth() / days;
  }
  bool Holds(Day day) const { return MonthNumber(day) >= first_ && MonthNumber(day) < first_ + months_; }
  int first() const { return first_; }
  int months() const { return months_; }

 private:
  int first_;
  int months_;
  size_t width_;
};

using Cells = std::vector<std::string>;

struct Stretch {
  std::string from, to;
};

void Fill(const Axis& axis, const Stretch& stretch, const char* mark, Cells* cells) {
  const auto first = ParseDay(stretch.from), last = ParseDay(stretch.to);
  if (!first || !last) return;
  for (size_t at = axis.At(*first); at <= axis.At(*last); ++at) (*cells)[at] = mark;
}

void Set(const Axis& axis, const std::string& day, const char* mark, Cells* cells) {
  const auto parsed = ParseDay(day);
  if (parsed && axis.Holds(*parsed)) (*cells)[axis.At(*parsed)] = mark;
}

std::string Text(const Cells& cells) {
  std::string text;
  for (const std::string& cell : cells) text += cell;
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

const char* MarkOf(const Entry& entry) {
  switch (entry.state()) {
    case v1::Release::PUBLISHED:
      return kPublished;
    case v1::Release::CANCELLED:
      return kCancelled;
    case v1::Release::CONFIRMED:
      return entry.overdue() ? kOverdue : kPromised;
    default:
      return entry.overdue() ? kOverdue : kPlanned;
  }
}

std::string BarOf(const Entry& entry, const Axis& axis, std::string_view today) {
  Cells cells(axis.columns(), " ");
  Set(axis, std::string(today), kToday, &cells);
  const std::string end = entry.published_date().empty() ? entry.last_day() : entry.published_date();
  Fill(axis, {entry.promised_first_day(), entry.promised_last_day()}, "─", &cells);
  const bool moved = entry.promised_last_day() != entry.last_day() || end > entry.promised_last_day();
  if (moved) {
    Fill(axis, {std::min(entry.promised_last_day(), end), std::max(entry.promised_last_day(), end)}, "·", &cells);
  }
  if (entry.published_date().empty()) Fill(axis, {entry.first_day(), entry.last_day()}, "─", &cells);
  if (moved) Set(axis, entry.promised_last_day(), kFirst, &cells);
  Set(axis, end, MarkOf(entry), &cells);
  return Text(cells);
}

// Years above months; of narrow months every third has a name.
std::vector<std::string> HeadOf(const Axis& axis) {
  const size_t step = axis.MonthWidth() >= 4 ? 1 : axis.MonthWidth() >= 2 ? 3 : 6;
  std::string years, months;
  for (int i = 0; i < axis.months(); ++i) {
    const int month = axis.first() + i;
    const size_t at = static_cast<size_t>(i) * axis.MonthWidth();
    // The year of the first month gives way to the next where they would touch.
    const size_t room = static_cast<size_t>(12 - axis.first() % 12) * axis.MonthWidth();
    const bool begins = month % 12 == 0 || (i == 0 && (room > 4 || axis.months() <= 12 - axis.first() % 12));
    if (begins && at + 4 <= axis.columns()) {
      years = Pad(years, at) + std::to_string(month / 12);
    }
    if (month % static_cast<int>(step) == 0 && at + 3 <= axis.columns()) {
      months = Pad(months, at) + std::string(kMonths.substr(static_cast<size_t>(month % 12) * 3, 3));
    }
  }
  return {years, months};
}

std::string TitleOf(const Entry& entry) {
  std::string title = entry.title().empty() ? std::string(IdOf(entry.dataset())) : entry.title();
  if (!entry.label().empty()) title += " (" + entry.label() + ")";
  return OneLine(title);
}

// The stretch that was asked for, else the one that the entries need.
std::pair<int, int> MonthsOf(const std::vector<Entry>& entries, const v1::ListTimelineRequest& stretch) {
  int first = INT32_MAX, last = 0;
  const auto widen = [&](const std::string& text) {
    const auto day = ParseDay(text);
    if (!day) return;
    first = std::min(first, MonthNumber(*day));
    last = std::max(last, MonthNumber(*day));
  };
  for (const Entry& entry : entries) {
    for (const auto* day : {&entry.first_day(), &entry.last_day(), &entry.promised_first_day(),
                            &entry.promised_last_day(), &entry.published_date()}) {
      widen(*day);
    }
  }
  if (const auto from = ParseDay(stretch.from())) first = MonthNumber(*from);
  if (const auto to = ParseDay(stretch.to())) last = MonthNumber(*to);
  return {first, std::max(first, last)};
}

std::string KeyText(size_t width) {
  const std::string key = fmt::format(
      "{} published  {} confirmed  {} provisional  {} first promised for  {} cancelled  {} overdue  {} today",
      kPublished, kPromised, kPlanned, kFirst, kCancelled, kOverdue, kToday);
  std::string text;
  for (const std::string& line : Wrap(key, width)) text += line + "\n";
  return text;
}

}  // namespace

std::string PlanChart(const std::vector<Entry>& entries, const v1::ListTimelineRequest& stretch, std::string_view today,
                      size_t width) {
  if (entries.empty()) return {};
  size_t title_width = 0;
  for (const Entry& entry : entries) title_width = std::max(title_width, Width(TitleOf(entry)));
  title_width = std::min(title_width, width * 2 / 5);
  const auto [first, last] = MonthsOf(entries, stretch);
  const Axis axis(first, last, width - title_width - 2);
  if (!axis.Fits()) return {};
  std::string text;
  for (const std::string& line : HeadOf(axis)) text += std::string(title_width + 2, ' ') + line + "\n";
  for (const Entry& entry : entries) {
    text += Pad(Fit(TitleOf(entry), title_width), title_width) + "  " + BarOf(entry, axis, today) + "\n";
  }
  return text + "\n" + KeyText(width);
}

}  // namespace almanac::cli
