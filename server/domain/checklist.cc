#include "domain/checklist.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/error.h"
#include "base/ids.h"
#include "domain/times.h"

namespace almanac::domain {
namespace {

constexpr std::string_view kAll = "all";

// A question for a seat that the tier does not have is for whoever agrees last.
bool IsAskedOf(const v1::Review& review, const v1::CheckItem& item, std::string_view seat) {
  if (item.seat() == seat) return true;
  if (item.seat() == kAuthorAsked || seat == kAuthorAsked || review.seats().empty()) return false;
  const bool there = std::any_of(review.seats().begin(), review.seats().end(),
                                 [&](const v1::Seat& one) { return one.key() == item.seat(); });
  return !there && review.seats(review.seats_size() - 1).key() == seat;
}

bool IsConfirmed(const v1::CheckItem& item) { return !item.confirmed_by().empty(); }

std::vector<v1::CheckItem> Wanted(const ReviewRules& rules, const std::vector<std::string>& categories, int tier) {
  std::vector<v1::CheckItem> items;
  const auto add = [&](const std::string& key, const std::string& question, const std::string& seat,
                       const std::string& law) -> v1::CheckItem& {
    v1::CheckItem& item = items.emplace_back();
    item.set_key(key);
    item.set_question(question);
    item.set_seat(seat);
    item.set_law(law);
    item.set_blocks(true);
    return item;
  };
  for (const auto& check : rules.checks) {
    if (tier < check.from_tier) continue;
    add(check.key, check.question, check.seat, check.law).set_blocks(check.blocks);
  }
  for (const auto& category : rules.categories) {
    const bool found = std::find(categories.begin(), categories.end(), category.key) != categories.end();
    if (found && !category.question.empty()) add(category.key, category.question, category.seat, category.law);
  }
  return items;
}

}  // namespace

void AskChecklist(const ReviewRules& rules, const std::vector<std::string>& categories, v1::Review* review) {
  auto items = Wanted(rules, categories, review->tier());
  for (auto& item : items) {
    for (const auto& before : review->checklist()) {
      if (before.key() != item.key() || !IsConfirmed(before)) continue;
      item.set_confirmed_by(before.confirmed_by());
      *item.mutable_confirm_time() = before.confirm_time();
    }
  }
  review->clear_checklist();
  for (auto& item : items) *review->add_checklist() = std::move(item);
}

void ConfirmChecks(store::Tx& tx, std::string_view seat, const ConfirmedKeys& keys, v1::Review* review) {
  std::vector<std::string> asked;
  for (auto& item : *review->mutable_checklist()) {
    if (!IsAskedOf(*review, item, seat)) continue;
    asked.push_back(item.key());
    const bool named =
        std::any_of(keys.begin(), keys.end(), [&](const std::string& key) { return key == item.key() || key == kAll; });
    if (!named || IsConfirmed(item)) continue;
    item.set_confirmed_by(tx.caller().principal);
    *item.mutable_confirm_time() = ToTimestamp(tx.instant());
  }
  for (const auto& key : keys) {
    if (key == kAll || std::find(asked.begin(), asked.end(), key) != asked.end()) continue;
    throw Error(Reason::INVALID_FIELD,
                asked.empty() ? fmt::format("nothing is asked of you here, so there is no '{}' to confirm", key)
                              : fmt::format("'{}' is not asked of you here; what is: {}", key, fmt::join(asked, ", ")))
        .Field("confirm", "an item of the checklist that is asked of you");
  }
}

bool HasOpenChecks(const v1::Review& review, std::string_view seat) {
  return std::any_of(review.checklist().begin(), review.checklist().end(), [&](const v1::CheckItem& item) {
    return item.blocks() && !IsConfirmed(item) && IsAskedOf(review, item, seat);
  });
}

void RequireChecks(const v1::Review& review, std::string_view seat, const std::string& command) {
  if (!HasOpenChecks(review, seat)) return;
  std::vector<const v1::CheckItem*> open;
  for (const auto& item : review.checklist()) {
    if (item.blocks() && !IsConfirmed(item) && IsAskedOf(review, item, seat)) open.push_back(&item);
  }
  Error error(Reason::MISSING_REQUIREMENTS, "look into this first, and confirm that it is so");
  for (const auto* item : open) {
    // One command below all of them: with some alone it would be refused again.
    error.Missing(std::string(kCheckRule) + item->key(),
                  item->law().empty() ? item->question() : fmt::format("{} ({})", item->question(), item->law()),
                  item == open.back() ? command + " --confirm all" : std::string());
  }
  throw error;
}

}  // namespace almanac::domain
