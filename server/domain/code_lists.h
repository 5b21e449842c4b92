// Code lists and their editions (ob:M2b).
#pragma once

#include "almanac/v1/code_lists.pb.h"
#include "almanac/v1/datasets.pb.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListCodeListsResponse ListCodeLists(store::Tx& tx, const v1::ListCodeListsRequest& request);
// Throws NOT_FOUND.
v1::CodeList GetCodeList(store::Tx& tx, const v1::GetCodeListRequest& request);
// Throws ALREADY_EXISTS, REFERENCE_NOT_FOUND.
v1::CodeList CreateCodeList(store::Tx& tx, const v1::CreateCodeListRequest& request);
// Throws NOT_FOUND, ETAG_MISMATCH, REFERENCE_NOT_FOUND.
v1::CodeList UpdateCodeList(store::Tx& tx, const v1::UpdateCodeListRequest& request);
// Appends an edition, and a notice to every dataset whose fields use the list;
// a published one shows it in a new version at once. Throws NOT_FOUND,
// ETAG_MISMATCH, INVALID_FIELD for a label that is taken, a day that is not after
// that of the edition before, or a code given twice.
v1::CodeList AddCodeListEdition(store::Tx& tx, const v1::AddCodeListEditionRequest& request);
// Throws INVALID_FIELD for a field that names an edition its list does not have.
void RequireEditions(store::Tx& tx, const v1::Dataset& dataset);

}  // namespace almanac::domain
