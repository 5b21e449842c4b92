#include "domain/inbox_items.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "domain/grants.h"
#include "store/list.h"

namespace almanac::domain {

v1::InboxItem Item(std::string_view kind, const std::string& resource, const std::string& title) {
  v1::InboxItem item;
  item.set_kind(std::string(kind));
  item.set_resource(resource);
  item.set_title(title);
  return item;
}

std::vector<v1::Dataset> DatasetsWhere(store::Tx& tx, const std::string& filter, std::string_view order) {
  v1::ListDatasetsRequest request;
  request.set_page_size(kOfAKind);
  request.set_view(v1::FULL);
  request.set_order_by(std::string(order));
  v1::ListDatasetsResponse response;
  store::List(tx, request, &response, {filter});
  return {response.datasets().begin(), response.datasets().end()};
}

std::map<std::string, v1::Dataset> DatasetsOf(store::Tx& tx,
                                              const google::protobuf::RepeatedPtrField<v1::Review>& reviews) {
  // As many terms as a filter takes.
  constexpr int kAtOnce = 50;
  std::map<std::string, v1::Dataset> found;
  for (int first = 0; first < reviews.size(); first += kAtOnce) {
    std::vector<std::string> terms;
    for (int i = first; i < std::min(first + kAtOnce, reviews.size()); ++i) {
      terms.push_back(fmt::format("name = \"{}\"", reviews[i].dataset()));
    }
    for (auto& dataset : DatasetsWhere(tx, fmt::format("{}", fmt::join(terms, " OR ")), "name")) {
      found.emplace(dataset.name(), std::move(dataset));
    }
  }
  return found;
}

std::vector<std::string> DepartmentsFor(const Caller& caller, v1::Permission permission) {
  std::set<std::string> departments;
  for (const auto& grant : caller.grants) {
    if (Allows({caller.principal, {}, {}, {}, {grant}, {}}, permission)) departments.insert(grant.department);
  }
  departments.erase("");
  return {departments.begin(), departments.end()};
}

std::string InTheirs(const Caller& caller, v1::Permission permission) {
  if (AllowsEverywhere(caller, permission)) return {};
  std::vector<std::string> terms;
  for (const auto& one : DepartmentsFor(caller, permission)) terms.push_back(fmt::format("department = \"{}\"", one));
  if (terms.empty()) return {};
  return fmt::format(" AND ({})", fmt::join(terms, " OR "));
}

}  // namespace almanac::domain
