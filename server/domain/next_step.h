// What to do when nothing waits: on an empty body the next step of setting it
// up, later a look at the plan.
#pragma once

#include <string>

#include "store/tx.h"

namespace almanac::domain {

struct NextStep {
  std::string command;
  std::string why;
};

NextStep NextStepFor(store::Tx& tx);

}  // namespace almanac::domain
