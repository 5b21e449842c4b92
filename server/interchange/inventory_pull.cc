#include "interchange/inventory_pull.h"

#include <fmt/format.h>

#include <set>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/departments.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "interchange/sheet_cells.h"
#include "interchange/sheet_columns.h"
#include "store/list.h"

namespace almanac::interchange {
namespace {

std::vector<v1::Department> Departments(store::Tx& tx) {
  std::vector<v1::Department> all;
  v1::ListDepartmentsRequest request;
  request.set_page_size(1000);
  do {
    v1::ListDepartmentsResponse page;
    store::List(tx, request, &page);
    all.insert(all.end(), page.departments().begin(), page.departments().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

// The department, its offices, theirs, and so on.
std::set<std::string> WithOffices(store::Tx& tx, const std::string& department) {
  std::set<std::string> names{department};
  const auto all = Departments(tx);
  for (size_t before = 0; before != names.size();) {
    before = names.size();
    for (const auto& one : all) {
      if (names.contains(one.parent())) names.insert(one.name());
    }
  }
  return names;
}

void AddRow(const v1::Dataset& dataset, v1::PullInventoryResponse* response) {
  if (response->rows_size() == kMostSheetRows) {
    throw Error(Reason::INVALID_FIELD,
                fmt::format("there are more than {} datasets; a sheet holds no more. Pull the offices one by one",
                            kMostSheetRows))
        .Field("department", "has too many datasets for one sheet");
  }
  auto* row = response->add_rows();
  // The head is row 1.
  row->set_row(response->rows_size() + 1);
  row->add_cells(std::string(IdOf(dataset.name())));
  row->add_cells(dataset.etag());
  for (const auto& column : SheetColumns()) row->add_cells(CellText(dataset, column));
}

}  // namespace

v1::PullInventoryResponse PullInventory(store::Tx& tx, const v1::PullInventoryRequest& request) {
  const auto department = tx.Get<v1::Department>(request.department());
  v1::PullInventoryResponse response;
  for (auto& column : DescribeColumns(tx)) *response.add_columns() = std::move(column);
  v1::ListDatasetsRequest list;
  list.set_page_size(1000);
  list.set_view(v1::FULL);
  for (const auto& name : WithOffices(tx, department.name())) {
    list.set_filter(fmt::format("department = \"{}\"", name));
    do {
      v1::ListDatasetsResponse page;
      store::List(tx, list, &page);
      for (const auto& dataset : page.datasets()) AddRow(dataset, &response);
      list.set_page_token(page.next_page_token());
    } while (!list.page_token().empty());
  }
  return response;
}

}  // namespace almanac::interchange
