// What processes cost, as the kernel counts it.
#pragma once

#include <sys/types.h>

#include <string>

namespace almanac::bench {

// Seconds on a processor since its start, of all threads of a process.
double CpuSeconds(pid_t pid);
// The same, of all processes of the throw-away PostgreSQL and of no other.
double CpuSecondsOfPostgres();
// Megabytes in memory now, and at most so far.
double ResidentMegabytes(pid_t pid);
double PeakMegabytes(pid_t pid);
// Lets the peak begin anew.
void ForgetPeak(pid_t pid);

}  // namespace almanac::bench
