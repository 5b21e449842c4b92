// The checklist of a review: questions that people look into, beside what is computed (requirements.h). Its versions
// are the profile's; a review keeps the one it was opened with. Confirmed items bind to the review's content, and go
// with it (row C7).
#pragma once

#include <google/protobuf/repeated_field.h>

#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/reviews.pb.h"
#include "domain/profile.h"
#include "store/tx.h"

namespace almanac::domain {

// What its tier asks, and the special categories found in it. What was confirmed already stays so.
void AskChecklist(const ReviewRules& rules, const std::vector<std::string>& categories, v1::Review* review);

// Rules of what is asked begin so, before the key of the item.
inline constexpr const char* kCheckRule = "check_";

using ConfirmedKeys = google::protobuf::RepeatedPtrField<std::string>;

// The caller stands for these items, asked of `seat` (author, or the key of a seat); `all` for all that are.
// Throws INVALID_FIELD for a key that is not asked there.
void ConfirmChecks(store::Tx& tx, std::string_view seat, const ConfirmedKeys& keys, v1::Review* review);

// Throws MISSING_REQUIREMENTS with every blocking item of the seat that nobody has confirmed. `command` is what would.
void RequireChecks(const v1::Review& review, std::string_view seat, const std::string& command);
// A blocking item of this seat that nobody has confirmed.
bool HasOpenChecks(const v1::Review& review, std::string_view seat);

}  // namespace almanac::domain
