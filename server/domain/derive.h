// Whatever of a dataset follows from the rest of it. Computed on every write
// and stored; what depends on the clock is asked in queries instead.
#pragma once

#include <string>
#include <string_view>

#include "almanac/v1/datasets.pb.h"
#include "domain/profile.h"

namespace almanac::domain {

// Names and hosts of distributions, the code lists in use, openness and its notes.
void Derive(v1::Dataset* dataset);

// How open a published set is, is how open what the public sees is, whatever edit waits.
void DeriveOpenness(const v1::Dataset& shown, v1::Dataset* dataset);

// next_due_date and stale_after_date, from the last refresh and the frequency.
void DeriveDueDates(const Grace& grace, v1::Dataset* dataset);

// Open unless said otherwise (ob:G0.1), unassessed, identified.
void SetDefaults(v1::Dataset* dataset);

// "data.example.gov"; empty when the address has none.
std::string HostOf(std::string_view url);

}  // namespace almanac::domain
