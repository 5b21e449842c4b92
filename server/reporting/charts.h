// Charts as SVG, from figures alone. Each says in a title and a description
// what it shows, tells its parts apart by pattern and label as well as by
// colour, and prints in black and white. The numbers stand in a table beside
// it; that is the template's task.
#pragma once

#include <string>

#include "almanac/v1/annual.pb.h"

namespace almanac::reporting {

// One bar a promise, grouped by what became of it. Empty without promises.
std::string PromiseStrip(const v1::PromiseFigures& promises);
// A line a promise over the year: when it was promised, and when it came.
// Empty without promises, and for more than can be told apart.
std::string PromiseChart(const v1::AnnualSnapshot& snapshot);
// The public list at each year's end.
std::string PublishedChart(const v1::GrowthFigures& growth);
// All holdings: public, could be, shared, closed.
std::string OpennessChart(const v1::StockFigures& stock);
// The same, department by department.
std::string DepartmentsChart(const v1::StockFigures& stock);

}  // namespace almanac::reporting
