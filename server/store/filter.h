// The filter grammar of every list, a subset of AIP-160:
//
//   state = published AND (department = departments/police OR keywords:crime)
//   NOT access = closed AND update_time >= 2026-01-01 AND title:"water use"
//
//   filter     = [ or ]
//   or         = and { OR and }          and = not { [AND] not }
//   not        = [ NOT | - ] primary     primary = "(" or ")" | comparison
//   comparison = field ( = | != | < | <= | > | >= | : ) value
//   value      = word | "quoted, with \" and \\"
//
// `:` on a list asks for a member, on text for the words' folded occurrence; on
// anything, `field:*` asks whether it is set. Of a field that refers, the last
// part of a name stands for all of it: department = police. At most 50 comparisons, 10 deep.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/row.h"

namespace almanac::store {

// A condition on the table under the alias `t`; its values are appended to
// `binds` as f0, f1, ... Empty for an empty filter. `trusted` admits fields
// that are not filterable: for what domain writes itself.
// Throws INVALID_FILTER with the place and what would be right.
std::string CompileFilter(const TableInfo& table, std::string_view filter, bool trusted, Binds* binds);

// The collection and full name of what a filter asks for by `=` in fields that
// refer: departments, departments/police. Throws as CompileFilter does.
std::vector<std::pair<std::string, std::string>> ReferencesIn(const TableInfo& table, std::string_view filter);

}  // namespace almanac::store
