#include "interchange/signal_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/grants.h"
#include "domain/naming.h"
#include "domain/priority_scoring.h"
#include "domain/program.h"
#include "domain/signals.h"
#include "domain/when.h"
#include "interchange/findings.h"
#include "interchange/plain_text.h"
#include "interchange/pod_values.h"
#include "sql/signals.h"
#include "store/search_text.h"

namespace almanac::interchange {
namespace {

constexpr int kMostRows = 200'000;
// Enough to see what is wrong with a file; the rest is counted.
constexpr size_t kMostProblems = 200;

// 1204, 1,204 or "1 204"; none for anything else, a half request included. What no number holds is the largest.
std::optional<int64_t> ReadCount(std::string_view raw) {
  std::string digits;
  const auto text = Trim(raw);
  for (size_t i = 0; i < text.size(); ++i) {
    const bool groups = (text[i] == ',' || text[i] == ' ') && !digits.empty() && (text.size() - i) % 4 == 0;
    if (!groups) digits += text[i];
  }
  int64_t number = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (problem == std::errc::result_out_of_range && digits.front() != '-' && end == digits.data() + digits.size())
    return std::numeric_limits<int64_t>::max();
  if (problem != std::errc() || end != digits.data() + digits.size() || number < 0) return std::nullopt;
  return number;
}

domain::Window MonthOf(Day day) {
  const std::chrono::year_month_day date{day};
  const Day first = std::chrono::sys_days(date.year() / date.month() / 1);
  return {first, AddMonths(first, 1) - std::chrono::days(1)};
}

class Import {
 public:
  Import(store::Tx& tx, const v1::ImportSignalsRequest& request)
      : tx_(tx),
        request_(request),
        kind_(request.kind() == v1::Signal::KIND_UNSPECIFIED ? v1::Signal::REQUESTS : request.kind()),
        today_(domain::Today(tx)) {
    v1::Signal standing;
    tx.SelectEach(sql::signals::kStanding, {}, &standing, [&] {
      if (standing.kind() == kind_) standing_.Add(standing);
    });
  }

  v1::ImportSignalsResponse Run() {
    for (const auto& row : request_.rows()) Take(row);
    for (auto& planned : planned_) Compare(&planned);
    response_.set_rows(request_.rows_size());
    TellUnknownThemes();
    if (response_.problems().empty()) Write();
    return std::move(response_);
  }

 private:
  struct Planned {
    v1::Signal signal;
    int row = 0;
    bool create = false;
    bool update = false;
  };

  void Complain(int row, const char* column, const char* rule, std::string message) {
    if (static_cast<size_t>(response_.problems_size()) >= kMostProblems) return;
    auto* problem = response_.add_problems();
    problem->set_row(row);
    problem->set_column(column);
    problem->set_rule(rule);
    problem->set_message(std::move(message));
  }

  void Take(const v1::SignalRow& row) {
    v1::Signal signal;
    signal.set_kind(kind_);
    // Every cell is looked at, so that a row is mended once.
    const bool about = TakeSubject(row, &signal), counted = TakeCount(row, &signal), dated = TakeWhen(row, &signal),
               sourced = TakeSource(row, &signal);
    if (!about || !counted || !dated || !sourced) return;
    response_.set_counted(response_.counted() + signal.value());
    const std::string key = fmt::format("{}|{}|{}|{}|{}", store::Fold(signal.theme()), signal.dataset(),
                                        signal.first_day(), signal.last_day(), store::Fold(signal.source()));
    const auto [place, fresh] = places_.emplace(key, planned_.size());
    if (fresh) {
      planned_.push_back({std::move(signal), row.row()});
    } else if (request_.log()) {
      auto& there = planned_[place->second].signal;
      there.set_value(there.value() + 1);
    } else {
      Complain(row.row(), "theme", "row_twice",
               fmt::format("Theme, period and source are those of row {}; it would be counted twice.",
                           planned_[place->second].row));
    }
  }

  // Looked up once, however many rows name it. Throws PERMISSION_DENIED where it is not theirs to speak of.
  bool IsKnown(const std::string& dataset) {
    const auto [place, fresh] = known_.try_emplace(dataset, false);
    if (!fresh) return place->second;
    const auto found = tx_.Find<v1::Dataset>(dataset);
    if (found) domain::RequirePermission(tx_.caller(), v1::Permission::SIGNAL, found->department());
    return place->second = found.has_value();
  }

  bool TakeSubject(const v1::SignalRow& row, v1::Signal* signal) {
    signal->set_theme(OneLine(row.theme()));
    const std::string named(Trim(row.dataset()));
    if (!named.empty()) {
      signal->set_dataset(named.find('/') == named.npos ? "datasets/" + named : named);
      if (!IsKnown(signal->dataset())) {
        Complain(row.row(), "dataset", "dataset_unknown", fmt::format("There is no dataset {}.", Quoted(named)));
        return false;
      }
    }
    const std::string key = store::Fold(signal->theme());
    if (key.empty() && named.empty()) {
      Complain(row.row(), "theme", "theme_missing",
               "It says neither a theme nor a dataset. Where nobody knows, write: other.");
      return false;
    }
    if (!request_.log() && (key == "total" || key == "all" || key == "grand total" || key == "sum")) {
      Complain(row.row(), "theme", "total_row", "It looks like the total of the others, and would be counted twice.");
      return false;
    }
    if (signal->theme().size() <= 200) return true;
    Complain(row.row(), "theme", "theme_too_long", "A theme has at most 200 letters; this reads like a whole request.");
    return false;
  }

  bool TakeCount(const v1::SignalRow& row, v1::Signal* signal) {
    if (request_.log()) return signal->set_value(1), true;
    const auto count = ReadCount(row.count());
    if (!count) {
      Complain(row.row(), "count", "count_unreadable",
               Trim(row.count()).empty() ? "It has no count. For none, leave the row out."
                                         : fmt::format("{} is no whole number.", Quoted(row.count())));
      return false;
    }
    if (*count > domain::kMostCounted) {
      Complain(row.row(), "count", "count_too_large",
               fmt::format("{} is more than one row can count, which is 10,000,000.", Quoted(row.count())));
      return false;
    }
    signal->set_value(*count);
    if (*count > 0) return true;
    Complain(row.row(), "count", "count_zero", "It counts nothing. Leave the row out.");
    return false;
  }

  std::optional<domain::Window> WindowOf(const std::string& when) const {
    const std::string text = request_.day_first() ? MonthFirst(when) : when;
    if (request_.log()) {
      const auto day = ReadDay(text);
      const bool exact = day.finding == DayFinding::kDay || day.finding == DayFinding::kLoose;
      return exact ? std::optional(MonthOf(*ParseDay(day.day))) : std::nullopt;
    }
    if (const auto window = domain::ParseWhen(text)) return window;
    if (const auto span = ReadSpan(text); span.understood && !span.end.empty()) {
      return domain::Window{*ParseDay(span.start), *ParseDay(span.end)};
    }
    const auto day = ReadDay(text);
    if (day.finding != DayFinding::kDay && day.finding != DayFinding::kLoose) return std::nullopt;
    return domain::Window{*ParseDay(day.day), *ParseDay(day.day)};
  }

  bool TakeWhen(const v1::SignalRow& row, v1::Signal* signal) {
    const std::string when(Trim(row.when()));
    const auto window = when.empty() ? std::nullopt : WindowOf(when);
    if (!window) {
      Complain(row.row(), "when", when.empty() ? "when_missing" : "when_unreadable",
               when.empty() ? (request_.log() ? "It says no day." : "It says no period.")
               : request_.log()
                   ? fmt::format("{} is no day, such as 2026-03-01 or 3/1/2026.", Quoted(when))
                   : fmt::format("{} is no period, such as 2026-06, 2026-Q2, 2026 or 2025-07..2026-06.", Quoted(when)));
      return false;
    }
    signal->set_first_day(ToText(window->first));
    signal->set_last_day(ToText(window->last));
    return true;
  }

  bool TakeSource(const v1::SignalRow& row, v1::Signal* signal) {
    const std::string own = OneLine(row.source());
    signal->set_source(own.empty() ? request_.source() : own);
    if (!signal->source().empty()) return true;
    Complain(row.row(), "source", "source_missing", "It says no source. Name one for all rows: --source '...'.");
    return false;
  }

  // With what stands, and with the rows before it.
  void Compare(Planned* planned) {
    auto& signal = planned->signal;
    if (const auto* same = standing_.Same(signal)) {
      planned->update = same->value() != signal.value();
      const int64_t value = signal.value();
      signal = *same;
      signal.set_value(value);
      planned->update ? response_.set_updated(response_.updated() + 1)
                      : response_.set_unchanged(response_.unchanged() + 1);
      return;
    }
    const auto flaw = domain::FlawOf(signal, standing_, today_);
    if (!flaw.message.empty()) {
      const char* column = flaw.field == "value" ? "count" : flaw.field == "theme" ? "theme" : "when";
      return Complain(planned->row, column, flaw.rule.c_str(), flaw.message + ".");
    }
    planned->create = true;
    response_.set_created(response_.created() + 1);
    signal.set_name(fmt::format("row {}", planned->row));
    standing_.Add(signal);
  }

  void TellUnknownThemes() {
    std::unordered_set<std::string> known;
    v1::ResourceName theme;
    tx_.SelectEach(sql::signals::kKnownThemes, {}, &theme, [&] { known.insert(store::Fold(theme.name())); });
    std::set<std::string> told;
    for (const auto& planned : planned_) {
      const auto& signal = planned.signal;
      if (!signal.dataset().empty() || known.contains(store::Fold(signal.theme()))) continue;
      if (told.insert(store::Fold(signal.theme())).second) response_.add_themes_without_dataset(signal.theme());
    }
  }

  // Changes read, and come before what is new, which goes in at once: others wait meanwhile.
  void Write() {
    const std::string from =
        request_.file_name().empty() ? "from a table" : fmt::format("from {}", request_.file_name());
    for (auto& planned : planned_) {
      // What is not written needs no reason.
      if (!planned.update) continue;
      tx_.Because("signal.imported", from);
      tx_.Update(planned.signal);
    }
    if (response_.created() == 0) return;
    std::unordered_set<std::string> taken;
    v1::ResourceName name;
    tx_.SelectEach(sql::signals::kNames, {}, &name, [&] { taken.insert(name.name()); });
    domain::ManyNewNames names("signals", std::move(taken));
    tx_.BeginBulk();
    for (auto& planned : planned_) {
      if (!planned.create) continue;
      auto& signal = planned.signal;
      signal.set_name(names.Next(domain::SignalTitle(signal)));
      signal.set_recorded_by(tx_.caller().principal);
      tx_.Because("signal.imported", from);
      tx_.Create(signal);
    }
    tx_.EndBulk();
  }

  store::Tx& tx_;
  const v1::ImportSignalsRequest& request_;
  const v1::Signal::Kind kind_;
  const std::string today_;
  domain::StandingCounts standing_;
  // By name, whether it is there.
  std::unordered_map<std::string, bool> known_;
  std::vector<Planned> planned_;
  std::map<std::string, size_t> places_;
  v1::ImportSignalsResponse response_;
};

}  // namespace

v1::ImportSignalsResponse ImportSignals(store::Tx& tx, const v1::ImportSignalsRequest& request) {
  if (request.rows().empty() || request.rows_size() > kMostRows) {
    throw Error(Reason::INVALID_FIELD,
                request.rows().empty()
                    ? "the table has no rows"
                    : fmt::format("the table has more than {} rows; make several files of it", kMostRows))
        .Field("rows", "1 to 200,000");
  }
  if (request.kind() != v1::Signal::KIND_UNSPECIFIED && !domain::IsCounted(request.kind())) {
    throw Error(Reason::INVALID_FIELD, "a table holds counts: of requests or of suggestions")
        .Field("kind", "requests or suggestions");
  }
  return Import(tx, request).Run();
}

}  // namespace almanac::interchange
