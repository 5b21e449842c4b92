// Definitions that many fields share (ob:M6).
#pragma once

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/definitions.pb.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListDefinitionsResponse ListDefinitions(store::Tx& tx, const v1::ListDefinitionsRequest& request);
// Throws NOT_FOUND.
v1::Definition GetDefinition(store::Tx& tx, const v1::GetDefinitionRequest& request);
// Throws ALREADY_EXISTS, REFERENCE_NOT_FOUND.
v1::Definition CreateDefinition(store::Tx& tx, const v1::CreateDefinitionRequest& request);
// Published sets keep the words they were published with until their next
// version. Throws NOT_FOUND, ETAG_MISMATCH, REFERENCE_NOT_FOUND.
v1::Definition UpdateDefinition(store::Tx& tx, const v1::UpdateDefinitionRequest& request);
// Of a dataset for the public: each field that shares a definition and has none
// of its own gets its words.
void FillDefinitions(store::Tx& tx, v1::Dataset* dataset);

}  // namespace almanac::domain
