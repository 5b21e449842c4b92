#include "base/caller.h"

#include <algorithm>

namespace almanac {

bool Caller::SeesMarked() const {
  if (IsConsole() || IsSystem()) return true;
  return std::any_of(grants.begin(), grants.end(), [](const Grant& grant) { return grant.department.empty(); });
}

bool Caller::SeesEverything() const {
  if (IsConsole() || IsSystem()) return true;
  return std::any_of(grants.begin(), grants.end(), [](const Grant& grant) {
    return grant.department.empty() && (grant.role == "administrator" || grant.role == "privacy_officer");
  });
}

bool Caller::Sees(const Marks& row) const {
  if (row.marking.empty() || row.names_caller || SeesEverything()) return true;
  if (row.marking == kNamedMarking) return false;
  return SeesMarked() || std::any_of(grants.begin(), grants.end(),
                                     [&](const Grant& grant) { return grant.department == row.department; });
}

Caller Caller::Console() { return {"local/administrator", "the console of this server", {}, {}, {}, {}}; }

Caller Caller::System() { return {"system", "Almanac", {}, {}, {}, {}}; }

Caller Caller::Public() { return {"public", "the public", {}, {}, {}, {}}; }

}  // namespace almanac
