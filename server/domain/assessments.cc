#include "domain/assessments.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids.h"
#include "domain/approving.h"
#include "domain/as_of.h"
#include "domain/grants.h"
#include "domain/masks.h"
#include "domain/reviews.h"
#include "domain/risk.h"
#include "domain/scoring.h"
#include "domain/times.h"
#include "domain/versions.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

std::string NameFor(const std::string& dataset) { return fmt::format("assessments/{}", IdOf(dataset)); }

void Score(const v1::Dataset& dataset, v1::Assessment* assessment) {
  assessment->clear_score();
  assessment->clear_score_lines();
  if (!assessment->has_scoring()) return;
  if (dataset.granularity() != v1::Dataset::AGGREGATE) {
    throw Error(Reason::INVALID_FIELD,
                fmt::format("the scoring sheet is one of totals, and a row of {0} is one record: say impact and "
                            "likelihood instead, or that it is an aggregate: almanac dataset update {0} --granularity "
                            "aggregate",
                            IdOf(dataset.name())))
        .Field("assessment.scoring", "of aggregates only");
  }
  auto score = ScoreOf(assessment->scoring());
  assessment->set_score(score.sum);
  for (auto& line : score.lines) assessment->add_score_lines(std::move(line));
}

bool IsAmong(const google::protobuf::RepeatedPtrField<std::string>& people, const std::string& one) {
  return std::find(people.begin(), people.end(), one) != people.end();
}

// A judgement beside the scale is given with its reason; one that asks for less care is the privacy officer's.
void CheckOverride(const Caller& caller, const v1::Dataset& dataset, const v1::Assessment& assessment) {
  if (assessment.override_level() == v1::Risk::LEVEL_UNSPECIFIED) return;
  if (assessment.override_reason().empty()) {
    throw Error(Reason::REASON_REQUIRED, "a judgement beside the scale says why: --override-reason '...'")
        .Field("assessment.override_reason", "required with override_level");
  }
  if (assessment.override_level() >= assessment.risk_after()) return;
  if (!HoldsRole(caller, v1::PRIVACY_OFFICER, dataset.department())) {
    throw Error(Reason::SEAT_REQUIRED,
                fmt::format("the scale says {}, and the privacy officer alone judges what remains as {}",
                            LevelWords(assessment.risk_after()), LevelWords(assessment.override_level())));
  }
  if (IsAmong(dataset.authors(), caller.principal)) {
    throw Error(Reason::APPROVER_NOT_INDEPENDENT,
                fmt::format("{} wrote {}, so another privacy officer judges below the scale", caller.display_name,
                            IdOf(dataset.name())));
  }
}

std::string AdviceOf(const v1::Assessment& assessment) {
  const std::string over = assessment.has_score() && assessment.score() > kScoreLimit
                               ? fmt::format(" The score of {} is over {}: mask more, or write down why not.",
                                             assessment.score(), kScoreLimit)
                               : std::string();
  switch (assessment.residual()) {
    case v1::Risk::LEVEL_UNSPECIFIED:
      return "Impact and likelihood after treatment are not judged yet." + over;
    case v1::Risk::VERY_HIGH:
      return "What remains is very high: by our rule it is not released. Treat it further, or withhold it." + over;
    case v1::Risk::HIGH:
      return "What remains is high: the manager is asked too." + over;
    default:
      break;
  }
  if (assessment.benefit_weight() != v1::Risk::LEVEL_UNSPECIFIED &&
      assessment.residual() > assessment.benefit_weight()) {
    return fmt::format("What remains ({}) outweighs the benefit ({}): it is sensitive as described.{}",
                       LevelWords(assessment.residual()), LevelWords(assessment.benefit_weight()), over);
  }
  return fmt::format("What remains is {}: it can be released.{}", LevelWords(assessment.residual()), over);
}

void Compute(const Caller& caller, const v1::Dataset& dataset, v1::Assessment* assessment) {
  Score(dataset, assessment);
  assessment->set_risk_before(RiskOf(assessment->impact_before(), assessment->likelihood_before()));
  assessment->set_risk_after(RiskOf(assessment->impact_after(), assessment->likelihood_after()));
  assessment->set_benefit_weight(RiskOf(assessment->benefit(), assessment->benefit_likelihood()));
  CheckOverride(caller, dataset, *assessment);
  assessment->set_residual(assessment->override_level() == v1::Risk::LEVEL_UNSPECIFIED ? assessment->risk_after()
                                                                                       : assessment->override_level());
  assessment->set_advice(AdviceOf(*assessment));
}

}  // namespace

v1::ListAssessmentsResponse ListAssessments(store::Tx& tx, const v1::ListAssessmentsRequest& request) {
  v1::ListAssessmentsResponse response;
  store::List(tx, request, &response, ScopeAsOf(tx, request.as_of()));
  return response;
}

v1::Assessment GetAssessment(store::Tx& tx, const v1::GetAssessmentRequest& request) {
  return GetAsOf<v1::Assessment>(tx, request.name(), request.as_of());
}

// Who describes knows the data, who decides answers for it.
void RequireMayAssess(const Caller& who, const v1::Dataset& dataset) {
  if (Allows(who, v1::Permission::DECIDE, dataset.department())) return;
  RequirePermission(who, v1::Permission::EDIT, dataset.department());
}

v1::Assessment AssessDataset(store::Tx& tx, const v1::AssessDatasetRequest& request) {
  const std::string name = NameFor(request.assessment().name());
  const auto dataset = tx.Get<v1::Dataset>(fmt::format("datasets/{}", IdOf(request.assessment().name())));
  RequireMayAssess(tx.caller(), dataset);
  const auto before = tx.Find<v1::Assessment>(name);
  v1::Assessment assessment = before && !request.etag().empty() ? tx.Get<v1::Assessment>(name, request.etag())
                                                                : before.value_or(v1::Assessment());
  auto given = request.assessment();
  given.set_name(assessment.name());
  // A sheet is filled in as a whole: what it leaves out is not what an earlier one said.
  if (given.has_scoring()) assessment.clear_scoring();
  ApplyMask(given, request.update_mask(), &assessment);
  Compute(tx.caller(), dataset, &assessment);
  assessment.set_name(name);
  assessment.set_dataset(dataset.name());
  assessment.set_assessor(tx.caller().principal);
  *assessment.mutable_assess_time() = ToTimestamp(tx.instant());
  assessment.set_data_hash(DataHash(dataset));
  tx.Because("dataset.assessed", {});
  assessment = before ? tx.Update(assessment) : tx.Create(assessment);
  ReassessReview(tx, dataset, assessment);
  return assessment;
}

std::optional<v1::Assessment> AssessmentOf(store::Tx& tx, const v1::Dataset& dataset) {
  auto assessment = tx.Find<v1::Assessment>(NameFor(dataset.name()));
  if (!assessment || assessment->data_hash() != DataHash(dataset)) return std::nullopt;
  return assessment;
}

std::optional<Error::Requirement> MissingOfAssessment(store::Tx& tx, const v1::Dataset& dataset,
                                                      const ReviewRules& rules, int tier) {
  const auto assessment = AssessmentOf(tx, dataset);
  const std::string command =
      fmt::format("almanac assessment set {} --impact-after ... --likelihood-after ...", IdOf(dataset.name()));
  if (assessment && assessment->residual() == v1::Risk::VERY_HIGH) {
    return Error::Requirement{"residual", "What remains at risk is very high, and nothing such is released.", command};
  }
  const bool judged = assessment && assessment->residual() != v1::Risk::LEVEL_UNSPECIFIED;
  if (judged || tier < rules.assess_from_tier) return std::nullopt;
  return Error::Requirement{
      "assessment",
      assessment ? "Its assessment does not say yet what remains at risk after treatment."
      : tx.Find<v1::Assessment>(NameFor(dataset.name()))
          ? "It was assessed as it was before its last change in substance; as it is now, nobody has."
          : fmt::format("Nobody has assessed what could happen to people; from tier {} on that comes first.",
                        rules.assess_from_tier),
      command};
}

}  // namespace almanac::domain
