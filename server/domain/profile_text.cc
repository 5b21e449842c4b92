// Reading the text of a profile.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <set>

#include "base/clock.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/grants.h"
#include "domain/profile.h"

namespace almanac::domain {
namespace {

// A profile is written by hand, so every complaint names file, line and key.
class Reader {
 public:
  Reader(const toml::table& table, std::string_view where, std::string prefix = {})
      : table_(table), where_(where), prefix_(std::move(prefix)) {}

  void Text(const char* key, std::string* value) { Take(key, value, "text in quotes"); }
  void Flag(const char* key, bool* value) { Take(key, value, "true or false"); }
  void Number(const char* key, int low, int high, int* value) {
    const auto* node = Find(key);
    if (node == nullptr) return;
    const auto number = node->value<int64_t>();
    if (!number || *number < low || *number > high) {
      Fail(*node, key, fmt::format("a whole number from {} to {}", low, high));
    }
    *value = static_cast<int>(*number);
  }
  void Texts(const char* key, std::vector<std::string>* values) {
    const auto* node = Find(key);
    if (node == nullptr) return;
    if (!node->is_array()) Fail(*node, key, "a list of texts in square brackets");
    for (const auto& element : *node->as_array()) {
      const auto text = element.value<std::string>();
      if (!text) Fail(element, key, "a list of texts in square brackets");
      values->push_back(*text);
    }
  }
  // In ascending order, as many as there were.
  void Steps(const char* key, std::vector<int>* values) {
    const auto* node = Find(key);
    if (node == nullptr) return;
    const std::string wanted = fmt::format("{} whole numbers from 1, each larger than the one before", values->size());
    if (!node->is_array() || node->as_array()->size() != values->size()) Fail(*node, key, wanted);
    int last = 0;
    for (size_t i = 0; i < values->size(); ++i) {
      const auto number = (*node->as_array())[i].value<int64_t>();
      if (!number || *number <= last || *number > 1'000'000) Fail(*node, key, wanted);
      last = values->at(i) = static_cast<int>(*number);
    }
  }
  const toml::table* Table(const char* key) {
    const auto* node = Find(key);
    if (node != nullptr && !node->is_table()) Fail(*node, key, fmt::format("a table, [{}]", key));
    return node == nullptr ? nullptr : node->as_table();
  }
  // The tables of a [[key]].
  std::vector<const toml::table*> Tables(const char* key) {
    std::vector<const toml::table*> tables;
    const auto* node = Find(key);
    if (node == nullptr) return tables;
    if (!node->is_array()) Fail(*node, key, fmt::format("tables, [[{}]]", key));
    for (const auto& element : *node->as_array()) {
      if (!element.is_table()) Fail(element, key, fmt::format("tables, [[{}]]", key));
      tables.push_back(element.as_table());
    }
    return tables;
  }
  // To be called last: a key that nobody asked for is a typing error.
  void RefuseOthers() const {
    for (const auto& [key, node] : table_) {
      if (std::find(known_.begin(), known_.end(), key.str()) == known_.end()) {
        Fail(node, std::string(key.str()), fmt::format("one of the keys {}", fmt::join(known_, ", ")));
      }
    }
  }
  [[noreturn]] void Fail(const toml::node& node, const std::string& key, const std::string& wanted) const {
    throw Error(Reason::CONFIG_INVALID,
                fmt::format("{}:{}: {}{}: expected {}", where_, node.source().begin.line, prefix_, key, wanted));
  }

 private:
  template <class T>
  void Take(const char* key, T* value, const char* wanted) {
    const auto* node = Find(key);
    if (node == nullptr) return;
    const auto found = node->value<T>();
    if (!found) Fail(*node, key, wanted);
    *value = *found;
  }
  const toml::node* Find(const char* key) {
    known_.emplace_back(key);
    return table_.get(key);
  }

  const toml::table& table_;
  std::string_view where_;
  std::string prefix_;
  std::vector<std::string> known_;
};

void ReadGrace(const toml::table* table, std::string_view where, Grace* grace) {
  if (table == nullptr) return;
  Reader reader(*table, where, "grace.");
  reader.Number("daily", 0, 3660, &grace->daily);
  reader.Number("weekly", 0, 3660, &grace->weekly);
  reader.Number("monthly", 0, 3660, &grace->monthly);
  reader.Number("quarterly", 0, 3660, &grace->quarterly);
  reader.Number("longer", 0, 3660, &grace->longer);
  reader.Number("promise", 0, 3660, &grace->promise);
  reader.RefuseOthers();
}

void ReadRoles(const toml::table* table, std::string_view where, Profile* profile) {
  if (table == nullptr) return;
  Reader reader(*table, where, "roles.");
  for (const auto& row : Roles()) {
    std::string title;
    const std::string role = RoleText(row.role);
    reader.Text(role.c_str(), &title);
    if (!title.empty()) profile->role_titles.emplace(role, title);
  }
  reader.RefuseOthers();
}

void ReadReport(const toml::table* table, std::string_view where, Profile* profile) {
  if (table == nullptr) return;
  Reader reader(*table, where, "report.");
  reader.Number("due_days", 1, 3660, &profile->report_due_days);
  reader.Number("first_due_days", 1, 3660, &profile->first_report_due_days);
  for (const auto* section : reader.Tables("section")) {
    Reader inner(*section, where, "report.section.");
    ReportSectionRule rule;
    inner.Text("key", &rule.key);
    inner.Text("title", &rule.title);
    inner.Text("obligation", &rule.obligation);
    inner.Flag("required", &rule.required);
    inner.RefuseOthers();
    if (rule.key.empty()) inner.Fail(*section, "key", "a short name, such as progress");
    profile->report_sections.push_back(std::move(rule));
  }
  reader.RefuseOthers();
}

void ReadTiers(Reader& reader, std::string_view where, ReviewRules* rules) {
  for (const auto* table : reader.Tables("tier")) {
    Reader inner(*table, where, "review.tier.");
    int number = -1;
    inner.Number("number", 0, kHighestTier, &number);
    if (number < 0) inner.Fail(*table, "number", "0, 1, 2 or 3");
    TierRule& rule = rules->tiers.at(number);
    inner.Text("title", &rule.title);
    inner.Number("review_again_months", 0, 1200, &rule.review_again_months);
    inner.Number("working_days", 1, 1000, &rule.working_days);
    std::vector<std::string> seats;
    inner.Texts("seats", &seats);
    if (!seats.empty()) rule.seats = std::move(seats);
    if (std::set<std::string>(rule.seats.begin(), rule.seats.end()).size() < rule.seats.size()) {
      inner.Fail(*table, "seats", "each seat once; more people of the leadership team: leadership_quorum");
    }
    for (const auto& seat : rule.seats) {
      if (SeatOf(*rules, seat).roles().empty()) {
        inner.Fail(*table, "seats", fmt::format("some of {}", fmt::join(SeatKeys(), ", ")));
      }
    }
    inner.RefuseOthers();
  }
}

// Questions are asked of a seat, or of who submits.
bool IsAsked(const ReviewRules& rules, const std::string& seat) {
  return seat == kAuthorAsked || !SeatOf(rules, seat).roles().empty();
}

std::string AskedWords() { return fmt::format("author, or one of {}", fmt::join(SeatKeys(), ", ")); }

// Those of the profile take the place of those that come with Almanac.
void ReadChecks(Reader& reader, std::string_view where, ReviewRules* rules) {
  const auto tables = reader.Tables("check");
  if (!tables.empty()) rules->checks.clear();
  for (const auto* table : tables) {
    Reader inner(*table, where, "review.check.");
    CheckRule check;
    inner.Text("key", &check.key);
    inner.Text("question", &check.question);
    inner.Text("seat", &check.seat);
    inner.Text("law", &check.law);
    inner.Number("from_tier", 0, kHighestTier, &check.from_tier);
    inner.Flag("blocks", &check.blocks);
    inner.RefuseOthers();
    if (!IsSlug(check.key)) inner.Fail(*table, "key", "a short name of a-z, 0-9 and dashes");
    if (check.question.empty()) inner.Fail(*table, "question", "what somebody looks into, as a sentence that is true");
    if (!IsAsked(*rules, check.seat)) inner.Fail(*table, "seat", AskedWords());
    rules->checks.push_back(std::move(check));
  }
}

void ReadCategories(Reader& reader, std::string_view where, ReviewRules* rules) {
  for (const auto* table : reader.Tables("special_category")) {
    Reader inner(*table, where, "review.special_category.");
    SpecialCategory category;
    inner.Text("key", &category.key);
    inner.Text("title", &category.title);
    inner.Text("law", &category.law);
    inner.Texts("words", &category.words);
    inner.Text("question", &category.question);
    inner.Text("seat", &category.seat);
    inner.RefuseOthers();
    if (!IsSlug(category.key)) inner.Fail(*table, "key", "a short name of a-z, 0-9 and dashes");
    if (!IsAsked(*rules, category.seat)) inner.Fail(*table, "seat", AskedWords());
    rules->categories.push_back(std::move(category));
  }
}

void ReadReview(const toml::table* table, std::string_view where, ReviewRules* rules) {
  if (table == nullptr) return;
  Reader reader(*table, where, "review.");
  reader.Number("leadership_quorum", 1, 100, &rules->leadership_quorum);
  reader.Number("approval_months", 1, 1200, &rules->approval_months);
  reader.Number("sample_one_in", 0, 1000, &rules->sample_one_in);
  reader.Number("urgent_hours", 1, 1000, &rules->urgent_hours);
  reader.Number("ahead_hours", 0, 1000, &rules->ahead_hours);
  reader.Number("assess_from_tier", 0, kHighestTier + 1, &rules->assess_from_tier);
  reader.Number("objection_days", 0, 3660, &rules->objection_days);
  reader.Flag("announce_removals", &rules->announce_removals);
  reader.Texts("infrastructure_words", &rules->infrastructure_words);
  ReadTiers(reader, where, rules);
  ReadChecks(reader, where, rules);
  ReadCategories(reader, where, rules);
  reader.RefuseOthers();
}

void ReadDirectory(const toml::table* table, std::string_view where, Directory* directory) {
  if (table == nullptr) return;
  Reader reader(*table, where, "directory.");
  std::vector<std::string> channels;
  reader.Texts("channels", &channels);
  for (const auto& channel : channels) {
    bool* open = channel == "name"    ? &directory->names
                 : channel == "email" ? &directory->emails
                 : channel == "phone" ? &directory->phones
                                      : nullptr;
    if (open == nullptr) reader.Fail(*table->get("channels"), "channels", "some of \"name\", \"email\", \"phone\"");
    *open = true;
  }
  reader.RefuseOthers();
}

void ReadAttestation(const toml::table* table, std::string_view where, int* months) {
  if (table == nullptr) return;
  Reader reader(*table, where, "attestation.");
  reader.Number("months", 1, 120, months);
  reader.RefuseOthers();
}

void ReadWeights(const toml::table* table, std::string_view where, v1::PriorityWeights* weights) {
  if (table == nullptr) return;
  Reader reader(*table, where, "priority.weights.");
  const auto* reflection = weights->GetReflection();
  for (const auto& criterion : Criteria()) {
    const std::string key(criterion.key);
    int weight = WeightOf(*weights, key);
    reader.Number(key.c_str(), 0, kHighestWeight, &weight);
    reflection->SetInt32(weights, v1::PriorityWeights::descriptor()->FindFieldByName(key), weight);
  }
  reader.RefuseOthers();
}

void ReadPriority(const toml::table* table, std::string_view where, PriorityRules* rules) {
  if (table == nullptr) return;
  Reader reader(*table, where, "priority.");
  reader.Number("can_be_done", 0, 100'000, &rules->can_be_done);
  reader.Number("medium_demand", 1, 1'000'000, &rules->medium_demand);
  reader.Number("high_demand", 1, 1'000'000, &rules->high_demand);
  reader.Steps("steps", &rules->steps);
  ReadWeights(reader.Table("weights"), where, &rules->weights);
  reader.RefuseOthers();
}

// A finding leaves nothing in tier 0.
void ReadAudit(const toml::table* table, std::string_view where, AuditRules* rules) {
  if (table == nullptr) return;
  Reader reader(*table, where, "audit.");
  reader.Number("low", 1, kHighestTier, &rules->tiers[0]);
  reader.Number("medium", 1, kHighestTier, &rules->tiers[1]);
  reader.Number("high", 1, kHighestTier, &rules->tiers[2]);
  reader.Number("critical", 1, kHighestTier, &rules->tiers[3]);
  reader.RefuseOthers();
}

void ReadHolidays(Reader& reader, std::string_view where, Profile* profile) {
  for (const auto* table : reader.Tables("holiday")) {
    Reader inner(*table, where, "holiday.");
    Holiday holiday;
    inner.Text("date", &holiday.date);
    inner.Text("title", &holiday.title);
    inner.RefuseOthers();
    if (!ParseDay(holiday.date)) inner.Fail(*table, "date", "a day in quotes, such as \"2026-12-25\"");
    profile->holidays.push_back(std::move(holiday));
  }
}

void Check(const toml::table& table, const Reader& reader, const Profile& profile) {
  if (!IsSlug(profile.name)) reader.Fail(table, "name", "a short name of a-z, 0-9 and dashes");
  if (!profile.time_zone.empty() && !IsKnownZone(profile.time_zone)) {
    reader.Fail(*table.get("time_zone"), "time_zone", "an IANA zone, such as America/Phoenix");
  }
  if (!profile.default_licence.empty() && !profile.AllowsLicence(profile.default_licence)) {
    reader.Fail(*table.get("default_licence"), "default_licence", "one of `licences`");
  }
}

bool ReadConsoleCodes(const toml::table& table, Reader& reader) {
  std::string text = "allow";
  reader.Text("console_codes", &text);
  if (text != "allow" && text != "refuse") {
    reader.Fail(*table.get("console_codes"), "console_codes", "\"allow\" or \"refuse\"");
  }
  return text == "allow";
}

toml::table ReadToml(std::string_view text, std::string_view where) {
  try {
    return toml::parse(text, where);
  } catch (const toml::parse_error& error) {
    throw Error(Reason::CONFIG_INVALID,
                fmt::format("{}:{}: {}", where, error.source().begin.line, error.description()));
  }
}

}  // namespace

Profile ParseProfile(std::string_view text, std::string_view where) {
  const toml::table table = ReadToml(text, where);
  Profile profile;
  Reader reader(table, where);
  reader.Text("name", &profile.name);
  reader.Text("title", &profile.title);
  reader.Text("source", &profile.source);
  reader.Text("time_zone", &profile.time_zone);
  reader.Number("year_end_month", 1, 12, &profile.year_end_month);
  reader.Texts("licences", &profile.licences);
  reader.Text("default_licence", &profile.default_licence);
  reader.Texts("software_licences", &profile.software_licences);
  reader.Flag("archive_superseded", &profile.archive_superseded);
  reader.Number("small_cell_threshold", 0, 1000, &profile.small_cell_threshold);
  reader.Number("token_days", 1, 3660, &profile.token_days);
  profile.console_codes = ReadConsoleCodes(table, reader);
  ReadGrace(reader.Table("grace"), where, &profile.grace);
  ReadRoles(reader.Table("roles"), where, &profile);
  ReadReport(reader.Table("report"), where, &profile);
  ReadReview(reader.Table("review"), where, &profile.review);
  ReadDirectory(reader.Table("directory"), where, &profile.directory);
  ReadAttestation(reader.Table("attestation"), where, &profile.attestation_months);
  ReadPriority(reader.Table("priority"), where, &profile.priority);
  ReadAudit(reader.Table("audit"), where, &profile.audit);
  ReadHolidays(reader, where, &profile);
  reader.RefuseOthers();
  Check(table, reader, profile);
  profile.hash = Sha256Hex(text);
  profile.text = text;
  return profile;
}

}  // namespace almanac::domain
