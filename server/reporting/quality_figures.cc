#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domain/frequency.h"
#include "reporting/figures.h"
#include "reporting/words.h"

namespace almanac::reporting {
namespace {

void CountMonthly(const std::vector<v1::Dataset>& datasets, const std::string& title, v1::Figure* figure) {
  Counting monthly(figure, title, "Refreshed once a month or oftener by its stated frequency, of all published sets.");
  for (const auto& dataset : datasets) {
    if (!IsPublished(dataset)) continue;
    monthly.Add(Directory::Name(dataset), IsMonthlyOrOftener(dataset), domain::FrequencyWords(dataset.frequency()));
  }
  monthly.Finish();
}

bool IsReleased(const v1::Field& field) { return field.release() != v1::Field::DROPPED; }

// Its own, or one that many datasets share.
bool IsDefined(const v1::Field& field) { return !field.definition().empty() || !field.shared_definition().empty(); }

struct Dictionary {
  int64_t released = 0;
  int64_t defined = 0;
};

Dictionary DictionaryOf(const v1::Dataset& dataset) {
  Dictionary dictionary;
  for (const auto& field : dataset.fields()) {
    if (!IsReleased(field)) continue;
    ++dictionary.released;
    if (IsDefined(field)) ++dictionary.defined;
  }
  return dictionary;
}

std::string DictionaryWords(const v1::Dataset& dataset) {
  const auto [released, defined] = DictionaryOf(dataset);
  if (released == 0) return "its fields are not listed";
  return fmt::format("{} of its {} fields {} defined", defined, released, defined == 1 ? "is" : "are");
}

}  // namespace

bool IsDescribed(const v1::Dataset& dataset) {
  const auto [released, defined] = DictionaryOf(dataset);
  return released > 0 && released == defined;
}

bool IsMonthlyOrOftener(const v1::Dataset& dataset) {
  const auto frequency = domain::ParseFrequency(dataset.frequency());
  if (!frequency || !frequency->repeats) return false;
  return frequency->months > 0 ? frequency->months == 1 : frequency->days <= 31;
}

v1::QualityFigures QualityFiguresOf(const Directory& directory) {
  v1::QualityFigures figures;
  Counting open(figures.mutable_open_data(), "Published sets that are open data",
                "Under an open licence, without fee or registration, in an open format, in bulk or by an interface, of "
                "all published sets. The rest is public, and not open.");
  Counting described(figures.mutable_described(), "Published sets with a complete dictionary",
                     "Every field of the released extract has a definition, of all published sets.");
  for (const auto& dataset : directory.record().datasets) {
    if (!IsPublished(dataset)) continue;
    const std::string name = Directory::Name(dataset);
    const bool is_open = dataset.openness() == v1::Dataset::OPEN_DATA, is_described = IsDescribed(dataset);
    // They are sentences already.
    const std::string notes = fmt::format("{}", fmt::join(dataset.openness_notes(), " "));
    open.Add(name, is_open, is_open ? dataset.licence() + ", free, without registration, in an open format" : notes);
    described.Add(name, is_described, DictionaryWords(dataset));
    if (!is_open) {
      auto* line = figures.add_not_open();
      *line = directory.Line(dataset);
      line->set_reason(notes);
    }
    if (!is_described) *figures.add_not_described() = directory.Line(dataset);
  }
  open.Finish();
  described.Finish();
  CountMonthly(directory.record().datasets, "Published sets refreshed monthly or oftener", figures.mutable_monthly());
  CountMonthly(directory.record().before, "Published sets refreshed monthly or oftener, a year before",
               figures.mutable_monthly_before());
  SortLines(figures.mutable_not_open());
  SortLines(figures.mutable_not_described());
  return figures;
}

}  // namespace almanac::reporting
