#include "interchange/sheet_department.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids.h"
#include "store/list.h"
#include "store/search_text.h"

namespace almanac::interchange {

void SheetDepartments::Read(store::Tx& tx, const std::string& department) {
  if (!titles_.emplace(department, std::map<std::string, std::string>()).second) return;
  v1::ListDatasetsRequest request;
  request.set_page_size(1000);
  request.set_filter(fmt::format("department = \"{}\"", department));
  do {
    v1::ListDatasetsResponse page;
    store::List(tx, request, &page);
    for (const auto& dataset : page.datasets()) {
      titles_[department][store::Fold(dataset.title())] = dataset.name();
      held_.insert(dataset.name());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
}

std::string SheetDepartments::NameOfTitle(store::Tx& tx, const v1::Dataset& dataset) {
  Read(tx, dataset.department());
  const auto [found, fresh] =
      titles_[dataset.department()].emplace(store::Fold(dataset.title()), "another new row of this sheet");
  return fresh ? std::string() : std::string(IdOf(found->second));
}

int SheetDepartments::CountAbsent(const std::set<std::string>& names) const {
  return static_cast<int>(
      std::count_if(held_.begin(), held_.end(), [&](const auto& name) { return !names.contains(name); }));
}

}  // namespace almanac::interchange
