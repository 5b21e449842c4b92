#include <fmt/format.h>

#include <algorithm>

#include "reporting/figures.h"

namespace almanac::reporting {
namespace {

// Where a holding stands: every dataset is in exactly one of the four.
enum class Place { kPublished, kCouldBe, kShared, kClosed };

Place PlaceOf(const v1::Dataset& dataset) {
  if (IsPublished(dataset)) return Place::kPublished;
  if (dataset.access() == v1::Dataset::SHARED) return Place::kShared;
  return dataset.access() == v1::Dataset::CLOSED ? Place::kClosed : Place::kCouldBe;
}

std::string PlaceWords(Place place) {
  switch (place) {
    case Place::kPublished:
      return "public";
    case Place::kCouldBe:
      return "open by access, and not published";
    case Place::kShared:
      return "shared with named others";
    default:
      return "closed";
  }
}

void CountPlaces(const Directory& directory, v1::StockFigures* figures) {
  Counting published(figures->mutable_published(), "Sets that are public", "Published, of all sets in the inventory.");
  Counting could_be(figures->mutable_could_be(), "Sets that could be public",
                    "Open to the public by access, and not published, of all sets in the inventory.");
  Counting shared(figures->mutable_shared(), "Sets shared with some",
                  "Not public, and given to named others, of all sets in the inventory.");
  Counting closed(figures->mutable_closed(), "Sets that stay closed", "Given to nobody, of all sets in the inventory.");
  for (const auto& dataset : directory.record().datasets) {
    const Place place = PlaceOf(dataset);
    const std::string name = Directory::Name(dataset);
    const std::string why = PlaceWords(place);
    published.Add(name, place == Place::kPublished, why);
    could_be.Add(name, place == Place::kCouldBe, why);
    shared.Add(name, place == Place::kShared, why);
    closed.Add(name, place == Place::kClosed, why);
  }
  for (Counting* counting : {&published, &could_be, &shared, &closed}) counting->Finish();
}

std::string StandInWords(const v1::DatasetLine& line) {
  if (line.stand_in_standing() == v1::DatasetLine::STANDING_UNSPECIFIED) return "no open set stands in for it";
  return fmt::format("{}, {}", line.stand_in_title().empty() ? "an open set in its place" : line.stand_in_title(),
                     line.stand_in_standing() == v1::DatasetLine::LIVE ? "public" : "to come");
}

void CountReasons(const Directory& directory, v1::StockFigures* figures) {
  Counting explained(figures->mutable_explained(), "Shared and closed sets with a public reason",
                     "A reason in public words is on record, of all shared and closed sets.");
  Counting stand_in(figures->mutable_stand_in(), "Closed sets with an open one in their place",
                    "An open set stands in for it, published or to come, of all closed sets.");
  Counting live(figures->mutable_stand_in_live(), "Closed sets whose stand-in is public already",
                "The open set that stands in is published, of all closed sets.");
  for (const auto& dataset : directory.record().datasets) {
    const Place place = PlaceOf(dataset);
    if (place != Place::kShared && place != Place::kClosed) continue;
    v1::DatasetLine line = directory.Line(dataset);
    explained.Add(line.name(), !line.reason().empty(),
                  line.reason().empty() ? "no public reason is on record" : line.reason());
    if (place == Place::kClosed) {
      const std::string why = StandInWords(line);
      stand_in.Add(line.name(), line.stand_in_standing() != v1::DatasetLine::STANDING_UNSPECIFIED, why);
      live.Add(line.name(), line.stand_in_standing() == v1::DatasetLine::LIVE, why);
    }
    *(place == Place::kShared ? figures->add_shared_sets() : figures->add_closed_sets()) = std::move(line);
  }
  for (Counting* counting : {&explained, &stand_in, &live}) counting->Finish();
  SortLines(figures->mutable_shared_sets());
  SortLines(figures->mutable_closed_sets());
}

v1::DepartmentLine LineOf(const v1::Department& department) {
  v1::DepartmentLine line;
  line.set_name(department.name());
  line.set_title(department.title());
  line.set_desk_name(department.contact_name());
  line.set_desk_email(department.contact_email());
  line.set_desk_phone(department.contact_phone());
  return line;
}

void CountHoldings(const Directory& directory, v1::DepartmentLine* line) {
  const Record& record = directory.record();
  Counting current(line->mutable_current(), "Published sets that are up to date: " + line->title(),
                   "As “Published sets that are up to date”, of this department alone.");
  for (const auto& dataset : record.datasets) {
    if (dataset.department() != line->name()) continue;
    const Place place = PlaceOf(dataset);
    line->set_holdings(line->holdings() + 1);
    if (place == Place::kPublished) line->set_published(line->published() + 1);
    if (place == Place::kCouldBe) line->set_could_be(line->could_be() + 1);
    if (place == Place::kShared) line->set_shared(line->shared() + 1);
    if (place == Place::kClosed) line->set_closed(line->closed() + 1);
    if (place == Place::kPublished && NeedsRefresh(dataset)) {
      current.Add(Directory::Name(dataset), IsUpToDate(dataset, record.as_of_day), RefreshWords(dataset));
    }
  }
  current.Finish();
}

void CountPromises(const v1::PromiseFigures& promises, v1::DepartmentLine* line) {
  Counting kept(line->mutable_kept(), "Promises kept on the first date: " + line->title(),
                "As “Promises kept on the first date”, of this department alone.");
  for (const auto& promise : promises.lines()) {
    if (promise.department() != line->name() || promise.outcome() == v1::PromiseLine::NOT_YET_DUE) continue;
    kept.Add(promise.name(), promise.outcome() == v1::PromiseLine::KEPT, OutcomeWords(promise));
  }
  kept.Finish();
}

// Described: taken down in the inventory beyond its working title.
int64_t DescribedSets(const Record& record, const std::string& department) {
  return std::count_if(record.datasets.begin(), record.datasets.end(), [&](const v1::Dataset& dataset) {
    return dataset.department() == department && dataset.state() != v1::Dataset::IDENTIFIED;
  });
}

bool IsDepartmentProper(const v1::Department& department) {
  return department.kind() == v1::Department::DEPARTMENT || department.kind() == v1::Department::OFFICE ||
         department.kind() == v1::Department::KIND_UNSPECIFIED;
}

}  // namespace

v1::StockFigures StockFiguresOf(const Directory& directory, const v1::PromiseFigures& promises) {
  const Record& record = directory.record();
  v1::StockFigures figures;
  CountPlaces(directory, &figures);
  CountReasons(directory, &figures);
  Counting inventoried(figures.mutable_inventoried(), "Departments with an inventory",
                       "Departments and offices with at least one set described in the inventory.");
  for (const auto& department : record.departments) {
    if (IsDepartmentProper(department)) {
      const int64_t described = DescribedSets(record, department.name());
      inventoried.Add(department.name(), described > 0,
                      fmt::format("{} {} described", described, described == 1 ? "set is" : "sets are"));
    }
    v1::DepartmentLine line = LineOf(department);
    CountHoldings(directory, &line);
    CountPromises(promises, &line);
    *figures.add_departments() = std::move(line);
  }
  inventoried.Finish();
  std::sort(figures.mutable_departments()->begin(), figures.mutable_departments()->end(),
            [](const auto& a, const auto& b) { return std::tie(a.title(), a.name()) < std::tie(b.title(), b.name()); });
  return figures;
}

}  // namespace almanac::reporting
