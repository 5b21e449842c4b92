// The columns of the sheet that goes out to be edited and comes back: which
// fields of a dataset they are, what heads them, and what may stand in them.
#pragma once

#include <google/protobuf/descriptor.h>

#include <optional>
#include <string>
#include <vector>

#include "almanac/v1/inventory.pb.h"
#include "store/tx.h"

namespace almanac::interchange {

struct SheetColumn {
  // contact_email, or determinations.open_licence.
  std::string path;
  // "Contact email"
  std::string title;
  const google::protobuf::FieldDescriptor* field;
  // Of a message within; else null.
  const google::protobuf::FieldDescriptor* inner;

  // The field that holds the value.
  const google::protobuf::FieldDescriptor* leaf() const { return inner != nullptr ? inner : field; }
};

// Every field that `dataset update` takes and one cell can hold, in the order of the contract.
const std::vector<SheetColumn>& SheetColumns();

// The columns with what may stand in each: name and etag first, as keys.
std::vector<v1::InventoryColumn> DescribeColumns(store::Tx& tx);

// What the columns of a sheet that came back are; -1 where it has none.
struct SheetHead {
  int name = -1;
  int etag = -1;
  // Parallel to SheetColumns().
  std::vector<int> columns;
};

// Columns are known by their titles, in any order, case and spacing. Adds a
// problem for each head that is no column, with the nearest that is one, and
// for each that is there twice.
SheetHead ReadHead(const v1::InventorySheet& sheet, std::vector<v1::InventoryProblem>* problems);

}  // namespace almanac::interchange
