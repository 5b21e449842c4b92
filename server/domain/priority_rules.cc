#include "domain/priority_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"

namespace almanac::domain {

int PriorityRules::LevelOf(int64_t count) const {
  return static_cast<int>(std::count_if(steps.begin(), steps.end(), [&](int step) { return count >= step; }));
}

PriorityRules DefaultPriorityRules() {
  PriorityRules rules;
  rules.weights.set_requests(4);
  rules.weights.set_suggestions(2);
  rules.weights.set_goals(3);
  rules.weights.set_use(3);
  rules.weights.set_mandate(4);
  rules.weights.set_cost(2);
  return rules;
}

const std::vector<Criterion>& Criteria() {
  static const auto& criteria = *new std::vector<Criterion>{
      {"requests", "Records requests"},      {"suggestions", "Suggestions"}, {"goals", "Goals"},
      {"use", "Use in the public interest"}, {"mandate", "Mandate"},         {"cost", "Cost"}};
  return criteria;
}

int WeightOf(const v1::PriorityWeights& weights, std::string_view criterion) {
  const auto* field = v1::PriorityWeights::descriptor()->FindFieldByName(std::string(criterion));
  return field == nullptr ? 0 : weights.GetReflection()->GetInt32(weights, field);
}

v1::PriorityWeights ChangedWeights(v1::PriorityWeights weights, const v1::PriorityWeights& changes) {
  const auto* reflection = weights.GetReflection();
  for (const auto& criterion : Criteria()) {
    const auto* field = v1::PriorityWeights::descriptor()->FindFieldByName(std::string(criterion.key));
    if (!reflection->HasField(changes, field)) continue;
    const int weight = reflection->GetInt32(changes, field);
    if (weight < 0 || weight > kHighestWeight) {
      throw Error(Reason::INVALID_FIELD,
                  fmt::format("the weight of {} is {}; weights go from 0 to {}", criterion.key, weight, kHighestWeight))
          .Field(fmt::format("weights.{}", criterion.key), fmt::format("0 to {}", kHighestWeight));
    }
    reflection->SetInt32(&weights, field, weight);
  }
  return weights;
}

}  // namespace almanac::domain
