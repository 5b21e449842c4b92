#include "api/pulse.h"

#include "base/log.h"

namespace almanac::api {

void Pulse::Beat() {
  const bool well = database_.Answers();
  if (well == well_) return;
  well_ = well;
  tell_(well);
  log::Write(well ? log::Level::kInfo : log::Level::kError,
             well ? "the database answers again" : "the database is away",
             {{"health", well ? "SERVING" : "NOT_SERVING"}});
}

}  // namespace almanac::api
