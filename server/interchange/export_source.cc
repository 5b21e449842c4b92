#include "interchange/export_source.h"

#include <chrono>

#include "almanac/v1/departments.pb.h"
#include "almanac/v1/program.pb.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "sql/inventory.h"
#include "store/list.h"

namespace almanac::interchange {
namespace {

constexpr int64_t kPage = 200;

// Each page has its own time, so that a slow reader starves nobody and a long export does not time out.
store::Deadline PageDeadline() { return std::chrono::steady_clock::now() + std::chrono::seconds(30); }

// A day is a day in the body's zone.
std::string DayOf(const std::string& zone, const std::string& time) {
  const auto instant = ParseInstant(time);
  return instant ? ToText(DayIn(zone, *instant)) : std::string();
}

ExportRow RowOf(const v1::PublicDataset& found, const std::string& zone) {
  ExportRow row;
  std::string problem;
  if (!FromJson(found.public_body(), &row.dataset, &problem)) {
    throw Error(Reason::INTERNAL, "a published version cannot be read: " + problem);
  }
  row.dataset.set_name(found.name());
  row.dataset.set_department(found.department());
  row.changed_day = DayOf(zone, found.publish_time());
  return row;
}

ExportRow RowOf(const v1::PublicListing& found, const std::string& zone) {
  ExportRow row;
  row.dataset.set_name(found.dataset());
  row.dataset.set_title(found.title());
  row.dataset.set_department(found.department());
  const auto* access = EnumOfText(v1::Dataset::Access_descriptor(), found.access());
  if (access != nullptr) row.dataset.set_access(static_cast<v1::Dataset::Access>(access->number()));
  row.dataset.set_access_reason(found.public_reason());
  row.planned_release = found.planned_release();
  row.changed_day = DayOf(zone, found.list_time());
  row.listed = true;
  return row;
}

}  // namespace

std::deque<ExportRow>& ExportPages::Rows() {
  while (rows_.empty() && !ended_) {
    Page page = next_.valid() ? next_.get() : read_();
    rows_ = std::move(page.rows);
    ended_ = page.last;
    if (!ended_) next_ = std::async(std::launch::async, read_);
  }
  return rows_;
}

ExportSource::ExportSource(store::Work& work, const Caller& caller, bool internal)
    : work_(work), caller_(caller), internal_(internal) {
  if (internal_) {
    work_.Run(store::Mode::kRead, caller_, PageDeadline(), [this](store::Tx& tx) { ReadInternalBody(tx); });
    main_.emplace([this] { return ReadWorkingCopies(); });
  } else {
    work_.RunPublic(PageDeadline(), [this](store::Tx& tx) { ReadPublicBody(tx); });
    main_.emplace([this] { return ReadPublished(); });
    listed_.emplace([this] { return ReadListed(); });
  }
}

void ExportSource::ReadInternalBody(store::Tx& tx) {
  body_ = ExportBody();
  const auto program = tx.Get<v1::Program>("program");
  body_.contact_name = program.contact_name();
  body_.contact_email = program.contact_email();
  body_.time_zone = program.time_zone();
  v1::ListDepartmentsRequest request;
  request.set_page_size(1000);
  request.set_view(v1::FULL);
  do {
    v1::ListDepartmentsResponse page;
    store::List(tx, request, &page);
    for (const auto& d : page.departments()) {
      body_.departments[d.name()] = {d.title(), d.parent(), d.contact_name(), d.contact_email()};
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
}

void ExportSource::ReadPublicBody(store::Tx& tx) {
  body_ = ExportBody();
  if (const auto program = tx.SelectOne<v1::PublicProgram>(sql::inventory::kPublicProgram, {})) {
    body_.contact_name = program->contact_name();
    body_.contact_email = program->contact_email();
    body_.time_zone = program->time_zone();
  }
  v1::PublicDepartment row;
  tx.SelectEach(sql::inventory::kPublicDepartments, {}, &row, [&] {
    body_.departments[row.name()] = {row.title(), row.parent(), row.contact_name(), row.contact_email()};
  });
}

ExportPages::Page ExportSource::ReadWorkingCopies() {
  v1::ListDatasetsResponse found;
  work_.Run(store::Mode::kOneStatement, caller_, PageDeadline(), [&](store::Tx& tx) {
    v1::ListDatasetsRequest request;
    request.set_page_size(kPage);
    request.set_order_by("name");
    request.set_view(v1::FULL);
    request.set_page_token(page_token_);
    found.Clear();
    store::List(tx, request, &found);
  });
  ExportPages::Page page;
  for (auto& dataset : *found.mutable_datasets()) {
    auto& row = page.rows.emplace_back();
    row.changed_day = DayOf(body_.time_zone, TimeText(dataset.update_time()));
    row.dataset.Swap(&dataset);
  }
  page_token_ = found.next_page_token();
  page.last = page_token_.empty();
  return page;
}

ExportPages::Page ExportSource::ReadPublished() {
  ExportPages::Page page;
  work_.RunPublic(PageDeadline(), [&](store::Tx& tx) {
    page.rows.clear();
    v1::PublicDataset row;
    tx.SelectEach(sql::inventory::kPublicDatasets, {{"after", after_published_}, {"limit", kPage}}, &row,
                  [&] { page.rows.push_back(RowOf(row, body_.time_zone)); });
  });
  page.last = static_cast<int64_t>(page.rows.size()) < kPage;
  if (!page.rows.empty()) after_published_ = page.rows.back().dataset.name();
  return page;
}

ExportPages::Page ExportSource::ReadListed() {
  ExportPages::Page page;
  work_.RunPublic(PageDeadline(), [&](store::Tx& tx) {
    page.rows.clear();
    v1::PublicListing row;
    tx.SelectEach(sql::inventory::kPublicListings, {{"after", after_listed_}, {"limit", kPage}}, &row,
                  [&] { page.rows.push_back(RowOf(row, body_.time_zone)); });
  });
  page.last = static_cast<int64_t>(page.rows.size()) < kPage;
  if (!page.rows.empty()) after_listed_ = page.rows.back().dataset.name();
  return page;
}

std::optional<ExportRow> ExportSource::Next() {
  std::deque<ExportRow> none;
  auto& main = main_->Rows();
  auto& listed = listed_ ? listed_->Rows() : none;
  if (main.empty() && listed.empty()) return std::nullopt;
  const bool from_list =
      main.empty() || (!listed.empty() && listed.front().dataset.name() < main.front().dataset.name());
  auto& from = from_list ? listed : main;
  // A set that was published between two pages is on both; once is enough.
  if (!from_list && !listed.empty() && listed.front().dataset.name() == main.front().dataset.name()) listed.pop_front();
  ExportRow row = std::move(from.front());
  from.pop_front();
  return row;
}

}  // namespace almanac::interchange
