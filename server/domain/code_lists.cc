#include "domain/code_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/ids.h"
#include "domain/as_of.h"
#include "domain/editing.h"
#include "domain/facts.h"
#include "domain/grants.h"
#include "domain/masks.h"
#include "domain/naming.h"
#include "domain/program.h"
#include "domain/when.h"
#include "sql/datasets.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

bool HasEdition(const v1::CodeList& list, const std::string& label) {
  return std::any_of(list.editions().begin(), list.editions().end(),
                     [&](const v1::CodeListEdition& edition) { return edition.label() == label; });
}

void RequireNext(const v1::CodeList& list, const v1::AddCodeListEditionRequest& request) {
  if (HasEdition(list, request.label())) {
    throw Error(Reason::INVALID_FIELD, fmt::format("{} has an edition {} already", IdOf(list.name()), request.label()))
        .Field("label", "is taken");
  }
  const std::string last = list.editions().empty() ? std::string() : list.editions().rbegin()->effective_date();
  if (!last.empty() && request.effective_date() <= last) {
    throw Error(Reason::INVALID_FIELD,
                fmt::format("the edition before holds from {} on; the next begins after it", last))
        .Field("effective_date", fmt::format("must be after {}", last));
  }
  std::set<std::string> codes;
  for (const auto& code : request.codes()) {
    if (codes.insert(code.code()).second) continue;
    throw Error(Reason::INVALID_FIELD, fmt::format("the code {} is given twice; each is given once", code.code()))
        .Field("codes", fmt::format("{} occurs twice", code.code()));
  }
}

v1::Notice NoticeOf(const v1::CodeList& list, const v1::CodeListEdition& edition, const std::string& today) {
  v1::Notice notice;
  notice.set_date(today);
  notice.set_code_list(list.name());
  std::string text = fmt::format("{} has a new edition, {}, in force from {}.", list.title(), edition.label(),
                                 DayWords(edition.effective_date()));
  if (!edition.note().empty()) text += " " + edition.note();
  if (edition.breaks_series()) {
    text += fmt::format(" Figures of before {} cannot be compared with those of after it.",
                        DayWords(edition.effective_date()));
    notice.set_not_comparable_before(edition.effective_date());
  }
  notice.set_text(text);
  return notice;
}

}  // namespace

v1::ListCodeListsResponse ListCodeLists(store::Tx& tx, const v1::ListCodeListsRequest& request) {
  v1::ListCodeListsResponse response;
  store::List(tx, request, &response, ScopeAsOf(tx, request.as_of()));
  return response;
}

v1::CodeList GetCodeList(store::Tx& tx, const v1::GetCodeListRequest& request) {
  return GetAsOf<v1::CodeList>(tx, request.name(), request.as_of());
}

v1::CodeList CreateCodeList(store::Tx& tx, const v1::CreateCodeListRequest& request) {
  v1::CodeList code_list = request.code_list();
  RequirePermission(tx.caller(), v1::Permission::ADMINISTER);
  code_list.set_name(NewName<v1::CodeList>(tx, "code_lists", request.code_list_id(), code_list.title()));
  tx.Because("code_list.created");
  return tx.Create(code_list);
}

v1::CodeList UpdateCodeList(store::Tx& tx, const v1::UpdateCodeListRequest& request) {
  const auto before = tx.Get<v1::CodeList>(request.code_list().name(), request.etag());
  v1::CodeList code_list = before;
  ApplyMask(request.code_list(), request.update_mask(), &code_list);
  RequirePermission(tx.caller(), v1::Permission::ADMINISTER);
  tx.Because("code_list.updated");
  return tx.Update(code_list);
}

v1::CodeList AddCodeListEdition(store::Tx& tx, const v1::AddCodeListEditionRequest& request) {
  RequirePermission(tx.caller(), v1::Permission::ADMINISTER);
  auto list = tx.Get<v1::CodeList>(request.name(), request.etag());
  RequireNext(list, request);
  auto* edition = list.add_editions();
  edition->set_label(request.label());
  edition->set_effective_date(request.effective_date());
  edition->set_note(request.note());
  edition->set_breaks_series(request.breaks_series());
  *edition->mutable_codes() = request.codes();
  list.set_edition(request.label());
  tx.Because("code_list.edition_added", request.note(), Facts({{"edition", request.label()}}));
  list = tx.Update(list);
  const auto notice = NoticeOf(list, *list.editions().rbegin(), Today(tx));
  for (const auto& before : tx.Select<v1::Dataset>(sql::datasets::kUsingCodeList, {{"code_list", list.name()}})) {
    auto after = before;
    *after.add_notices() = notice;
    WriteEdit(tx, before, std::move(after), {"dataset.notified", notice.text(), notice.text(), false});
  }
  return list;
}

void RequireEditions(store::Tx& tx, const v1::Dataset& dataset) {
  for (const auto& field : dataset.fields()) {
    if (field.code_list_edition().empty()) continue;
    const auto list = field.code_list().empty() ? std::nullopt : tx.Find<v1::CodeList>(field.code_list());
    if (list && HasEdition(*list, field.code_list_edition())) continue;
    throw Error(Reason::INVALID_FIELD,
                list ? fmt::format("{} has no edition {}; almanac code-list show {} lists them", field.code_list(),
                                   field.code_list_edition(), IdOf(field.code_list()))
                     : fmt::format("the field {} names an edition and no code list", field.name()))
        .Field("dataset.fields", fmt::format("{}: unknown edition", field.name()));
  }
}

}  // namespace almanac::domain
