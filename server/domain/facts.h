// The facts of an event beside its reason: a small JSON object.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace almanac::domain {

// {"from":"classified","to":"in_review"}; empty values are left out.
std::string Facts(std::initializer_list<std::pair<std::string_view, std::string_view>> facts);

}  // namespace almanac::domain
