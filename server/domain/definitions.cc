#include "domain/definitions.h"

#include "domain/as_of.h"
#include "domain/grants.h"
#include "domain/masks.h"
#include "domain/naming.h"
#include "store/list.h"

namespace almanac::domain {

v1::ListDefinitionsResponse ListDefinitions(store::Tx& tx, const v1::ListDefinitionsRequest& request) {
  v1::ListDefinitionsResponse response;
  store::List(tx, request, &response, ScopeAsOf(tx, request.as_of()));
  return response;
}

v1::Definition GetDefinition(store::Tx& tx, const v1::GetDefinitionRequest& request) {
  return GetAsOf<v1::Definition>(tx, request.name(), request.as_of());
}

v1::Definition CreateDefinition(store::Tx& tx, const v1::CreateDefinitionRequest& request) {
  v1::Definition definition = request.definition();
  RequirePermission(tx.caller(), v1::Permission::EDIT, definition.department());
  definition.set_name(NewName<v1::Definition>(tx, "definitions", request.definition_id(), definition.title()));
  tx.Because("definition.created");
  return tx.Create(definition);
}

v1::Definition UpdateDefinition(store::Tx& tx, const v1::UpdateDefinitionRequest& request) {
  const auto before = tx.Get<v1::Definition>(request.definition().name(), request.etag());
  v1::Definition definition = before;
  ApplyMask(request.definition(), request.update_mask(), &definition);
  RequirePermission(tx.caller(), v1::Permission::EDIT, before.department());
  if (definition.department() != before.department())
    RequirePermission(tx.caller(), v1::Permission::EDIT, definition.department());
  tx.Because("definition.updated");
  return tx.Update(definition);
}

void FillDefinitions(store::Tx& tx, v1::Dataset* dataset) {
  for (auto& field : *dataset->mutable_fields()) {
    if (field.shared_definition().empty() || !field.definition().empty()) continue;
    if (const auto shared = tx.Find<v1::Definition>(field.shared_definition())) field.set_definition(shared->text());
  }
}

}  // namespace almanac::domain
