// Which role may do what, and where. Default deny; no role bypasses the rule
// of two people (deciding.h).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "almanac/v1/options.pb.h"
#include "almanac/v1/people.pb.h"
#include "base/caller.h"

namespace almanac::domain {

// In which departments a role's permissions hold.
enum class Reach {
  // Those of the grant; a grant without a department holds in all.
  kGranted,
  // All, whatever the grant names: the department is whom the holder speaks for.
  kEverywhere,
};

struct RoleRow {
  v1::Role role;
  // For a reader; a profile may call it otherwise.
  std::string_view title;
  Reach reach;
  std::span<const v1::Permission> permissions;
};

// Every role, once.
std::span<const RoleRow> Roles();

// coordinator; empty for none.
std::string RoleText(v1::Role role);
std::string_view RoleTitle(std::string_view role_text);
// "administrator, leadership or owner": those that have it, as `person grant` takes them.
std::string RolesWith(v1::Permission permission);

// Holds there: in that department, in all, or everywhere by its role.
bool Reaches(const Grant& grant, std::string_view department);

// Holds the role, somewhere, or for that department.
bool HoldsRole(const Caller& caller, v1::Role role);
bool HoldsRole(const Caller& caller, v1::Role role, std::string_view department);

// Somewhere: for some department at least.
bool Allows(const Caller& caller, v1::Permission permission);
bool Allows(const Caller& caller, v1::Permission permission, std::string_view department);
// In every department.
bool AllowsEverywhere(const Caller& caller, v1::Permission permission);

// Throw PERMISSION_DENIED, naming the roles that would do.
void RequirePermission(const Caller& caller, v1::Permission permission);
void RequirePermission(const Caller& caller, v1::Permission permission, std::string_view department);

}  // namespace almanac::domain
