#include "domain/agreements.h"

#include <fmt/format.h>

#include <map>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/as_of.h"
#include "domain/grants.h"
#include "domain/masks.h"
#include "domain/naming.h"
#include "domain/program.h"
#include "sql/reviews.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

constexpr int kPage = 1000;

void RequireDaysInOrder(const v1::Agreement& agreement) {
  if (agreement.start_date().empty() || agreement.end_date().empty()) return;
  if (agreement.start_date() <= agreement.end_date()) return;
  throw Error(Reason::INVALID_FIELD,
              fmt::format("it would end on {}, before it begins on {}", agreement.end_date(), agreement.start_date()))
      .Field("agreement.end_date", "not before start_date");
}

// The latest of each dataset.
using Answers = std::map<std::string, v1::Outcome>;
Answers LatestAnswers(store::Tx& tx) {
  Answers answers;
  for (const auto& row : tx.Select<v1::ReviewAnswer>(sql::reviews::kAnswers, {}))
    answers[row.dataset()] = row.outcome();
  return answers;
}

struct Why {
  std::string kind;
  std::string words;
  std::string command;
};

// The first of the reasons that hold; none where it was looked at and nothing has changed.
std::optional<Why> WhyOpen(store::Tx& tx, const v1::Dataset& dataset, const Answers& answers) {
  const std::string id(IdOf(dataset.name()));
  const std::string submit = fmt::format("almanac dataset submit {}", id);
  const auto answer = answers.find(dataset.name());
  const bool decided = answer != answers.end();
  if (!dataset.review_again_date().empty() && dataset.review_again_date() < Today(tx)) {
    return Why{"review_due", fmt::format("to be looked at again since {}", dataset.review_again_date()),
               fmt::format("almanac dataset reopen {} --reason '...'", id)};
  }
  if (!decided && dataset.access() == v1::Dataset::SHARED) {
    return Why{"never_asked", "shared, and nobody has asked whether it could be open", submit};
  }
  if (!decided || !dataset.stand_in().empty()) return std::nullopt;
  const std::string add =
      fmt::format("almanac dataset create --title '... totals' --department {}", IdOf(dataset.department()));
  if (answer->second == v1::AGGREGATE_ONLY) {
    return Why{"no_aggregate", "to be released in totals alone, and nobody has made them", add};
  }
  if (answer->second == v1::WITHHOLD) {
    return Why{"no_stand_in", "withheld, and nothing stands in for it: could totals be published?", add};
  }
  return std::nullopt;
}

}  // namespace

v1::ListAgreementsResponse ListAgreements(store::Tx& tx, const v1::ListAgreementsRequest& request) {
  v1::ListAgreementsResponse response;
  store::List(tx, request, &response, ScopeAsOf(tx, request.as_of()));
  return response;
}

v1::Agreement GetAgreement(store::Tx& tx, const v1::GetAgreementRequest& request) {
  return GetAsOf<v1::Agreement>(tx, request.name(), request.as_of());
}

v1::Agreement CreateAgreement(store::Tx& tx, const v1::CreateAgreementRequest& request) {
  v1::Agreement agreement = request.agreement();
  RequirePermission(tx.caller(), v1::Permission::EDIT, agreement.department());
  RequireDaysInOrder(agreement);
  agreement.set_name(NewName<v1::Agreement>(tx, "agreements", request.agreement_id(), agreement.partner()));
  tx.Because("agreement.created");
  return tx.Create(agreement);
}

v1::Agreement UpdateAgreement(store::Tx& tx, const v1::UpdateAgreementRequest& request) {
  const auto before = tx.Get<v1::Agreement>(request.agreement().name(), request.etag());
  v1::Agreement agreement = before;
  ApplyMask(request.agreement(), request.update_mask(), &agreement);
  RequirePermission(tx.caller(), v1::Permission::EDIT, before.department());
  if (agreement.department() != before.department()) {
    RequirePermission(tx.caller(), v1::Permission::EDIT, agreement.department());
  }
  RequireDaysInOrder(agreement);
  tx.Because("agreement.updated");
  return tx.Update(agreement);
}

v1::ListOpeningsResponse ListOpenings(store::Tx& tx, const v1::ListOpeningsRequest& request) {
  v1::ListDatasetsRequest datasets;
  datasets.set_page_size(kPage);
  datasets.set_view(v1::FULL);
  std::string scope = "(access = shared OR access = closed) AND NOT state = published AND NOT state = withdrawn";
  if (!request.department().empty()) scope += fmt::format(" AND department = \"{}\"", request.department());
  const Answers answers = LatestAnswers(tx);
  v1::ListOpeningsResponse response;
  do {
    v1::ListDatasetsResponse page;
    store::List(tx, datasets, &page, {scope});
    for (const auto& dataset : page.datasets()) {
      const auto why = WhyOpen(tx, dataset, answers);
      if (!why) continue;
      auto* opening = response.add_openings();
      opening->set_dataset(dataset.name());
      opening->set_title(dataset.title());
      opening->set_department(dataset.department());
      opening->set_kind(why->kind);
      opening->set_why(why->words);
      opening->set_command(why->command);
    }
    datasets.set_page_token(page.next_page_token());
  } while (!datasets.page_token().empty());
  return response;
}

}  // namespace almanac::domain
