#include "domain/inbox_items.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

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
