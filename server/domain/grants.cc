#include "domain/grants.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"

namespace almanac::domain {
namespace {

using v1::Permission;

constexpr std::array kAdministrator{Permission::READ,    Permission::EDIT,       Permission::SUBMIT, Permission::DECIDE,
                                    Permission::PUBLISH, Permission::ADMINISTER, Permission::ENROL,  Permission::IMPORT,
                                    Permission::REPORT,  Permission::SIGNAL};
constexpr std::array kLeadership{Permission::READ, Permission::DECIDE};
constexpr std::array kManager{Permission::READ, Permission::DECIDE, Permission::REPORT};
constexpr std::array kCoordinator{Permission::READ, Permission::EDIT, Permission::SUBMIT, Permission::SIGNAL};
constexpr std::array kOwner{Permission::READ, Permission::EDIT, Permission::SUBMIT, Permission::DECIDE,
                            Permission::SIGNAL};
constexpr std::array kPrivacyOfficer{Permission::READ, Permission::DECIDE};
constexpr std::array kLegal{Permission::READ, Permission::DECIDE};
constexpr std::array kRecordsOfficer{Permission::READ, Permission::SIGNAL};
constexpr std::array kReader{Permission::READ};

// The console sets up and never submits, decides or publishes: those have a face.
constexpr std::array kConsole{Permission::READ,   Permission::EDIT,   Permission::ADMINISTER, Permission::ENROL,
                              Permission::IMPORT, Permission::REPORT, Permission::SIGNAL};

constexpr std::array<RoleRow, 10> kRoles{{
    {v1::ADMINISTRATOR, "administrator", Reach::kGranted, kAdministrator},
    {v1::LEADERSHIP, "leadership member", Reach::kEverywhere, kLeadership},
    {v1::MANAGER, "manager", Reach::kEverywhere, kManager},
    {v1::COORDINATOR, "coordinator", Reach::kGranted, kCoordinator},
    {v1::OWNER, "data owner", Reach::kGranted, kOwner},
    {v1::PRIVACY_OFFICER, "privacy officer", Reach::kGranted, kPrivacyOfficer},
    {v1::RECORDS_OFFICER, "records officer", Reach::kGranted, kRecordsOfficer},
    {v1::LEGAL, "legal", Reach::kGranted, kLegal},
    {v1::BOARD_MEMBER, "board member", Reach::kGranted, kReader},
    {v1::AUDITOR, "auditor", Reach::kGranted, kReader},
}};

const RoleRow* FindRole(std::string_view text) {
  const auto* value = EnumOfText(v1::Role_descriptor(), text);
  if (value == nullptr) return nullptr;
  const auto row =
      std::find_if(kRoles.begin(), kRoles.end(), [&](const RoleRow& r) { return r.role == value->number(); });
  return row == kRoles.end() ? nullptr : &*row;
}

bool Has(std::span<const Permission> permissions, Permission permission) {
  return std::find(permissions.begin(), permissions.end(), permission) != permissions.end();
}

// "put datasets forward": what the permission lets people do.
std::string_view Doing(Permission permission) {
  switch (permission) {
    case Permission::READ:
      return "read the record";
    case Permission::EDIT:
      return "describe datasets or plan releases";
    case Permission::SUBMIT:
      return "put datasets forward";
    case Permission::DECIDE:
      return "decide";
    case Permission::PUBLISH:
      return "publish, promise or take down";
    case Permission::ADMINISTER:
      return "change departments, people or the program";
    case Permission::ENROL:
      return "issue codes or end other people's tokens";
    case Permission::IMPORT:
      return "import an inventory";
    case Permission::REPORT:
      return "write reports";
    case Permission::SIGNAL:
      return "record what people ask for";
    default:
      return "do this";
  }
}

// The role that people usually get for it: with no more rights than it takes.
v1::Role UsualRole(Permission permission) {
  switch (permission) {
    case Permission::EDIT:
    case Permission::SUBMIT:
    case Permission::SIGNAL:
      return v1::COORDINATOR;
    case Permission::DECIDE:
      return v1::OWNER;
    case Permission::REPORT:
      return v1::MANAGER;
    default:
      return v1::ADMINISTRATOR;
  }
}

// What an administrator types to allow it.
std::string GrantCommand(const Caller& caller, Permission permission, std::string_view department) {
  const v1::Role role = UsualRole(permission);
  const bool of_a_department = role == v1::COORDINATOR || role == v1::OWNER;
  const std::string_view where = department.empty() && of_a_department ? "DEPARTMENT" : IdOf(department);
  return fmt::format("almanac person grant {} {}{}", caller.IsPerson() ? IdOf(caller.principal) : "NAME",
                     RoleText(role), where.empty() ? "" : fmt::format(" --department {}", where));
}

[[noreturn]] void Deny(const Caller& caller, Permission permission, std::string_view department) {
  if (caller.IsConsole()) {
    throw Error(Reason::PERSON_REQUIRED,
                fmt::format("the console may not {}: decisions have a face. Use a person's account: almanac --account "
                            "NAME ... (`almanac person enrol NAME` makes one)",
                            Doing(permission)));
  }
  const std::string where = department.empty() ? std::string() : fmt::format(" in {}", IdOf(department));
  const std::string who = caller.display_name.empty() ? caller.principal : caller.display_name;
  throw Error(
      Reason::PERMISSION_DENIED,
      fmt::format("{} may not {}{}. It takes the role of {}{}; ask an administrator: {}", who, Doing(permission), where,
                  RolesWith(permission), where, GrantCommand(caller, permission, department)));
}

}  // namespace

std::span<const RoleRow> Roles() { return kRoles; }

std::string RolesWith(Permission permission) {
  std::vector<std::string> roles;
  for (const auto& row : kRoles) {
    if (Has(row.permissions, permission)) roles.push_back(RoleText(row.role));
  }
  std::string words;
  for (size_t i = 0; i < roles.size(); ++i) {
    if (i > 0) words += i + 1 == roles.size() ? " or " : ", ";
    words += roles[i];
  }
  return words;
}

std::string RoleText(v1::Role role) {
  const auto* value = v1::Role_descriptor()->FindValueByNumber(role);
  return value == nullptr ? std::string() : EnumText(*value);
}

std::string_view RoleTitle(std::string_view role_text) {
  const auto* row = FindRole(role_text);
  return row == nullptr ? role_text : row->title;
}

bool Reaches(const Grant& grant, std::string_view department) {
  const auto* row = FindRole(grant.role);
  return row != nullptr &&
         (grant.department.empty() || row->reach == Reach::kEverywhere || grant.department == department);
}

bool HoldsRole(const Caller& caller, v1::Role role) {
  const std::string text = RoleText(role);
  return std::any_of(caller.grants.begin(), caller.grants.end(),
                     [&](const Grant& grant) { return grant.role == text; });
}

bool HoldsRole(const Caller& caller, v1::Role role, std::string_view department) {
  const std::string text = RoleText(role);
  return std::any_of(caller.grants.begin(), caller.grants.end(),
                     [&](const Grant& grant) { return grant.role == text && Reaches(grant, department); });
}

bool Allows(const Caller& caller, Permission permission) {
  if (caller.IsSystem()) return true;
  if (caller.IsConsole()) return Has(kConsole, permission);
  // Whoever is known may read; what rows they see is the visibility's business.
  if (permission == Permission::READ) return caller.IsPerson();
  return std::any_of(caller.grants.begin(), caller.grants.end(), [&](const Grant& grant) {
    const auto* row = FindRole(grant.role);
    return row != nullptr && Has(row->permissions, permission);
  });
}

bool Allows(const Caller& caller, Permission permission, std::string_view department) {
  if (!caller.IsPerson() || permission == Permission::READ) return Allows(caller, permission);
  return std::any_of(caller.grants.begin(), caller.grants.end(), [&](const Grant& grant) {
    const auto* row = FindRole(grant.role);
    return row != nullptr && Has(row->permissions, permission) && Reaches(grant, department);
  });
}

bool AllowsEverywhere(const Caller& caller, Permission permission) {
  // No department is named so: only a grant over all of them reaches it.
  return Allows(caller, permission, "");
}

void RequirePermission(const Caller& caller, Permission permission) {
  if (!Allows(caller, permission)) Deny(caller, permission, {});
}

void RequirePermission(const Caller& caller, Permission permission, std::string_view department) {
  if (!Allows(caller, permission, department)) Deny(caller, permission, department);
}

}  // namespace almanac::domain
