// A sheet of an inventory in the hands of a coordinator: pulled, edited cell by
// cell, and sent back.
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/inventory.pb.h"
#include "support/town.h"

namespace almanac::support {

class Sheet {
 public:
  // As sam pulls it.
  static Sheet Pull(Town& town, const std::string& department = "parks") {
    v1::PullInventoryRequest request;
    request.set_department("departments/" + department);
    const auto pulled = town.Call<v1::PullInventoryResponse>("sam", request);
    Sheet sheet;
    for (const auto& column : pulled.columns()) sheet.sheet_.add_columns(column.title());
    *sheet.sheet_.mutable_rows() = pulled.rows();
    sheet.sheet_.set_file_name("parks.xlsx");
    return sheet;
  }

  Sheet& Set(const std::string& dataset, const std::string& column, const std::string& text) {
    for (auto& row : *sheet_.mutable_rows()) {
      if (row.cells(0) == dataset) row.set_cells(At(column), text);
    }
    return *this;
  }
  // A row at the bottom, with these cells.
  Sheet& Add(const std::vector<std::pair<std::string, std::string>>& cells) {
    auto* row = sheet_.add_rows();
    row->set_row(sheet_.rows_size() + 1);
    for (int i = 0; i < sheet_.columns_size(); ++i) row->add_cells();
    for (const auto& [column, text] : cells) row->set_cells(At(column), text);
    return *this;
  }
  std::string Get(const std::string& dataset, const std::string& column) const {
    for (const auto& row : sheet_.rows()) {
      if (row.cells(0) == dataset) return row.cells(At(column));
    }
    return "no such row";
  }
  v1::InventorySheet& sheet() { return sheet_; }

  v1::InventoryPlan Plan(Town& town, const std::string& who = "sam") const {
    v1::PlanInventoryRequest request;
    *request.mutable_sheet() = sheet_;
    return town.Call<v1::PlanInventoryResponse>(who, request).plan();
  }
  v1::ApplyInventoryResponse Apply(Town& town, const std::string& id = "first", const std::string& who = "sam") const {
    v1::ApplyInventoryRequest request;
    *request.mutable_sheet() = sheet_;
    request.set_request_id(id);
    return town.Call<v1::ApplyInventoryResponse>(who, request);
  }

 private:
  int At(const std::string& column) const {
    for (int i = 0; i < sheet_.columns_size(); ++i) {
      if (sheet_.columns(i) == column) return i;
    }
    ADD_FAILURE() << "there is no column " << column;
    return 0;
  }

  v1::InventorySheet sheet_;
};

// "row 2 Contact email: not_in_form" of each problem.
inline std::vector<std::string> Rules(const v1::InventoryPlan& plan) {
  std::vector<std::string> rules;
  for (const auto& problem : plan.problems()) {
    rules.push_back("row " + std::to_string(problem.row()) + " " + problem.column() + ": " + problem.rule());
  }
  return rules;
}

}  // namespace almanac::support
