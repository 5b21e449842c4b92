#include "domain/soundness.h"

#include <fmt/format.h>

#include "almanac/v1/doctor.pb.h"
#include "almanac/v1/records.pb.h"
#include "base/ids.h"
#include "base/json.h"
#include "sql/doctor.h"

namespace almanac::domain {
namespace {

constexpr int64_t kAtOnce = 200;

// Rows of a query that takes :after and :limit, until there are no more.
template <class Row>
void EachAfter(store::Tx& tx, const store::Query& query, const std::function<const std::string&(const Row&)>& key,
               const std::function<void(const std::vector<Row>&)>& some) {
  std::string after;
  for (;;) {
    const auto rows = tx.Select<Row>(query, {{"after", after}, {"limit", kAtOnce}});
    if (!rows.empty()) some(rows);
    if (static_cast<int64_t>(rows.size()) < kAtOnce) return;
    after = key(rows.back());
  }
}

class Standing {
 public:
  Standing(const v1::PublicStanding& row, const Report& report) : row_(row), report_(report) {}

  void Inspect() const {
    InspectVersion();
    InspectListing();
    if (row_.open_reviews() > 1)
      Say("reviews", fmt::format("has {} open reviews; one is the most", row_.open_reviews()),
          "decide on the newest, and set the others to void by hand");
  }

 private:
  void InspectVersion() const {
    const bool published = row_.published_version() > 0;
    if (published && row_.current_versions() == 0) {
      Say("versions", fmt::format("is published as version {}, and the public sees none", row_.published_version()),
          "suspend it and publish it anew, or restore a backup");
    } else if (!published && row_.current_versions() > 0) {
      Say("versions", fmt::format("is not published, and the public sees version {}", row_.current_number()),
          "the public reads what it should not: stop almanacd, set current = 0 on that version, and ask who changed "
          "it");
    } else if (row_.current_versions() > 1) {
      Say("versions", fmt::format("has {} versions that are current; one is the most", row_.current_versions()),
          "set current = 0 on all but the last");
    } else if (published && row_.current_number() != row_.published_version()) {
      Say("versions",
          fmt::format("is published as version {}, and the public sees version {}", row_.published_version(),
                      row_.current_number()),
          "compare with a backup: one of the two is not as it was written");
    }
  }

  void InspectListing() const {
    const std::string renew = fmt::format("almanac dataset list-publicly {}", IdOf(row_.name()));
    if (row_.listings() > 0 && row_.published_version() > 0) {
      Say("listings", "is published, and still on the list of what is not", "delete its row from listings");
    } else if (row_.listings() > 0 && !row_.listed()) {
      Say("listings", "is on the public list, and nobody put it there",
          "the public reads what it should not: delete its row from listings");
    } else if (row_.listings() == 0 && row_.listed()) {
      Say("listings", "is marked as on the public list, and is not there", renew);
    }
  }

  void Say(const char* check, std::string problem, std::string remedy) const {
    v1::Finding finding;
    finding.set_check(check);
    finding.set_resource(row_.name());
    finding.set_problem(std::move(problem));
    finding.set_remedy(std::move(remedy));
    report_(finding);
  }

  const v1::PublicStanding& row_;
  const Report& report_;
};

std::string VersionProblem(const v1::DatasetVersion& version) {
  if (Sha256Hex(version.message()) != version.content_hash()) return "is not what its content_hash says";
  v1::Dataset dataset;
  std::string problem;
  if (!FromJson(version.message(), &dataset, &problem)) return "does not read: " + problem;
  if (dataset.name() != version.dataset()) return fmt::format("holds another dataset, {}", dataset.name());
  if (!FromJson(version.public_body(), &dataset, &problem)) return "its public part does not read: " + problem;
  return {};
}

}  // namespace

void InspectPublicStanding(store::Tx& tx, const Report& report) {
  EachAfter<v1::PublicStanding>(
      tx, sql::doctor::kStandingAfter, [](const auto& row) -> const std::string& { return row.name(); },
      [&](const std::vector<v1::PublicStanding>& rows) {
        for (const auto& row : rows) Standing(row, report).Inspect();
      });
}

void InspectVersions(store::Tx& tx, const Report& report) {
  EachAfter<v1::DatasetVersion>(
      tx, sql::doctor::kVersionsAfter, [](const auto& row) -> const std::string& { return row.name(); },
      [&](const std::vector<v1::DatasetVersion>& rows) {
        for (const auto& version : rows) {
          const std::string problem = VersionProblem(version);
          if (problem.empty()) continue;
          v1::Finding finding;
          finding.set_check("versions");
          finding.set_resource(version.name());
          finding.set_problem(problem);
          finding.set_remedy("what was published was changed since: restore this row from a backup");
          report(finding);
        }
      });
}

void EachPublished(store::Tx& tx, const std::function<void(std::vector<v1::Dataset>)>& some) {
  EachAfter<v1::DatasetVersion>(
      tx, sql::doctor::kCurrentVersionsAfter, [](const auto& row) -> const std::string& { return row.dataset(); },
      [&](const std::vector<v1::DatasetVersion>& rows) {
        std::vector<v1::Dataset> datasets;
        for (const auto& version : rows) {
          // Two that are current are told with the standing.
          if (!datasets.empty() && datasets.back().name() == version.dataset()) continue;
          // What does not read is told with the versions, and keeps its place here.
          if (!FromJson(version.message(), &datasets.emplace_back())) datasets.back().Clear();
          datasets.back().set_name(version.dataset());
        }
        some(std::move(datasets));
      });
}

}  // namespace almanac::domain
