#include "store/once.h"

#include "store/tx_state.h"

namespace almanac::store {

std::any& Kept(Tx& tx, const std::string& key) { return tx.state().kept[key]; }

}  // namespace almanac::store
