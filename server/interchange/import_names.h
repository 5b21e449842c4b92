// Names for new datasets: the same records get the same names, in whatever
// order they stand in the file.
#pragma once

#include "interchange/import_plan.h"
#include "store/tx.h"

namespace almanac::interchange {

// Gives every record to be created the name it had in the Almanac that it
// comes from, if that is free, else one made from its title.
void ChooseNames(store::Tx& tx, ImportPlan* plan);

}  // namespace almanac::interchange
