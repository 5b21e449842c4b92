// Who asks: a person with the roles that hold today, the console, a job, or
// the public. Made anew for each call.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace almanac {

// A role that holds today. An empty department means all of them.
struct Grant {
  // As the record spells it: coordinator, owner, ...
  std::string role;
  std::string department;
};

// Of rows so marked a role says nothing: their readers see them.
inline constexpr std::string_view kNamedMarking = "named";

// What a row says of who sees it, as its columns spell it.
struct Marks {
  std::string_view marking;
  std::string_view department;
  // The caller is among its readers.
  bool names_caller;
};

struct Caller {
  // people/dana-whitcomb, local/administrator, system or public.
  std::string principal;
  std::string display_name;
  // tokens/... when a token proved it.
  std::string token;
  // To whom the enrolment code of that token was shown.
  std::string enrolled_by;
  std::vector<Grant> grants;
  // Set on who is remembered from an earlier call: what the register of callers bore then. Nothing may be answered
  // before the database has said that it still does (Tx::CallerHolds).
  std::string mark;

  bool IsPerson() const { return principal.starts_with("people/"); }
  bool IsConsole() const { return principal == "local/administrator"; }
  bool IsSystem() const { return principal == "system"; }
  bool IsPublic() const { return principal == "public"; }

  // Sees rows with a marking wherever they belong, those for named people excepted: the console, jobs, and whoever
  // holds a role over all departments.
  bool SeesMarked() const;
  // Those too: the console, jobs, and who keeps the whole record (administrators) or protects people in it (privacy
  // officers), over all departments.
  bool SeesEverything() const;
  // The rule of a row that was read; store/visibility.h asks the database by the same.
  bool Sees(const Marks& row) const;

  static Caller Console();
  static Caller System();
  static Caller Public();
};

}  // namespace almanac
