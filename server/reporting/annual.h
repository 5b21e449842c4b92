// The annual report on paper: its template filled from the frozen figures and
// the prose as it stands. The same two always give the same bytes.
#pragma once

#include <string>
#include <string_view>

#include "almanac/v1/annual.pb.h"
#include "almanac/v1/reports.pb.h"
#include "reporting/template_data.h"
#include "reporting/templates.h"

namespace almanac::reporting {

// What the template's names stand for: those of AnnualSnapshot (message_data.h),
// `report`, `draft`, `frozen`, `running_head`, `figures` (those of the whole body in order, each with its `path`),
// `progress_figures` (those of progress, each with `before_words`), `next_words`, `unstated` (the points of the first
// page that nobody wrote) and `unstated_command`, `prose.<section>` and the charts.
Data AnnualData(const v1::AnnualSnapshot& snapshot, const v1::Report& report, const TemplateHead& head);
Data AnnualSpecimen(const TemplateHead& head);

// `format` is html or md. Throws TEMPLATE_INVALID with file and line.
std::string RenderAnnual(const Templates& templates, std::string_view format, const v1::AnnualSnapshot& snapshot,
                         const v1::Report& report);

// Indented, for people who read JSON.
std::string PrettyJson(const std::string& json);

}  // namespace almanac::reporting
