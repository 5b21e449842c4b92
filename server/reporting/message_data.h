// Messages as templates see them: every field by its name, and beside it what
// a reader needs and a message does not have.
//
//   day            x_words "9 June 2026"
//   instant        x_words "30 June 2026, 23:59" by the clocks of the zone
//   x_first_day and x_last_day together    x_span "October 2026" (first_day and last_day: span)
//   number         x_words "38,400", x_size_words without sign; x_any, x_one, x_negative flags: not zero, one, below
//   enum           x_kept, ...: a flag for each value, and x_words
//   repeated       x_any, x_one, x_count, x_count_words
//   messages       x_first; x_titles "Trails, Capital Projects and 4 more"
//   names          a list of name and id; x_cut: there are more than are shown
//   Figure         words "12 of 17 (71 %)", percent, applicable, all, none, missing (the denominator's rest)
#pragma once

#include <google/protobuf/message.h>

#include <string_view>

#include "reporting/template_data.h"

namespace almanac::reporting {

Data DataOf(const google::protobuf::Message& message, std::string_view zone);
// Of the same shape as DataOf, with every name there can be.
Data SpecimenOf(const google::protobuf::Descriptor* type);

}  // namespace almanac::reporting
