// The rules that differ by body: licences, grace, titles, the shape of the
// report. A profile is a TOML file, found by name in server/profiles or by
// path; docs/operations.md describes its keys. Each version used is stored.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "domain/audit_rules.h"
#include "domain/priority_rules.h"
#include "domain/review_rules.h"
#include "store/tx.h"

namespace almanac::domain {

// Days after a date before something counts as late.
struct Grace {
  int daily = 1;
  int weekly = 3;
  int monthly = 7;
  int quarterly = 14;
  int longer = 30;
  // Of promises to publish.
  int promise = 14;
};

struct Holiday {
  std::string date;
  std::string title;
};

// What of a coordinator anybody may have, beside the role and the generic address (domain A.1 no. 16).
struct Directory {
  bool names = false;
  bool emails = false;
  bool phones = false;
};

struct ReportSectionRule {
  // As the template names it, such as progress.
  std::string key;
  std::string title;
  // The obligation it answers, such as ob:G5.3a; may be empty.
  std::string obligation;
  bool required = false;
};

struct Profile {
  std::string name;
  std::string title;
  // The document the rules come from.
  std::string source;
  std::string time_zone;
  // The last month of the program's year, 1 to 12.
  int year_end_month = 12;
  // SPDX identifiers; empty: any open licence may be published.
  std::vector<std::string> licences;
  std::string default_licence;
  // Of software; empty: any that the Open Source Initiative approves.
  std::vector<std::string> software_licences;
  // Files that a new version drops must be kept somewhere (ob:G3.3).
  bool archive_superseded = false;
  Grace grace;
  // No cell of an aggregate under it is shown.
  int small_cell_threshold = 11;
  // An enrolment code made at the console may be used to decide.
  bool console_codes = true;
  // How long a token lasts.
  int token_days = 365;
  // Days after the year's end by which the report is due, and after adoption for the first.
  int report_due_days = 365;
  int first_report_due_days = 365;
  std::vector<Holiday> holidays;
  // Role in record spelling to the body's own title.
  std::map<std::string, std::string, std::less<>> role_titles;
  std::vector<ReportSectionRule> report_sections;
  ReviewRules review = DefaultReviewRules();
  Directory directory;
  // How often a department certifies its list.
  int attestation_months = 12;
  PriorityRules priority = DefaultPriorityRules();
  AuditRules audit;
  // SHA-256 of the text, and the text.
  std::string hash;
  std::string text;

  // What the body calls a role: "Open Data Administrator".
  std::string RoleTitle(std::string_view role) const;
  // What is allowed for this kind of set; empty: any open one.
  const std::vector<std::string>& Licences(v1::Dataset::Kind kind) const;
  bool AllowsLicence(std::string_view spdx, v1::Dataset::Kind kind = v1::Dataset::KIND_UNSPECIFIED) const;
  // One to suggest.
  std::string FirstLicence(v1::Dataset::Kind kind) const;
};

// Reads the text; `where` names it in errors. Throws CONFIG_INVALID with file, line and key.
Profile ParseProfile(std::string_view text, std::string_view where);

// By name (`gilbert`) among the profiles that come with Almanac, or by path.
// Throws CONFIG_INVALID, naming those there are.
Profile FindProfile(std::string_view name_or_path);
// The names of the profiles that come with Almanac, sorted.
std::vector<std::string> ProfileNames();

// Stores this version of the rules if it is new.
void KeepProfileVersion(store::Tx& tx, const Profile& profile);

// The rules in force, kept in memory by their hash; lives as long as the program.
const Profile& ProfileOf(store::Tx& tx);
// The rules of one version. Throws INTERNAL when it was never stored.
const Profile& ProfileOfVersion(store::Tx& tx, const std::string& hash);

}  // namespace almanac::domain
