// Which function answers which rpc: a line each.
#include "api/handlers.h"
#include "api/inventory.h"
#include "domain/absence.h"
#include "domain/agreements.h"
#include "domain/approving.h"
#include "domain/assessments.h"
#include "domain/attestations.h"
#include "domain/audit_findings.h"
#include "domain/blanking.h"
#include "domain/can_i.h"
#include "domain/code_lists.h"
#include "domain/completeness.h"
#include "domain/datasets.h"
#include "domain/deciding.h"
#include "domain/definitions.h"
#include "domain/departments.h"
#include "domain/discarding.h"
#include "domain/duties.h"
#include "domain/events.h"
#include "domain/governance.h"
#include "domain/handovers.h"
#include "domain/history_diff.h"
#include "domain/inbox.h"
#include "domain/incidents.h"
#include "domain/leadership.h"
#include "domain/leaving.h"
#include "domain/listing.h"
#include "domain/log.h"
#include "domain/mosaic.h"
#include "domain/orphans.h"
#include "domain/people.h"
#include "domain/priorities.h"
#include "domain/program.h"
#include "domain/publishing.h"
#include "domain/publishing_ahead.h"
#include "domain/refreshing.h"
#include "domain/releases.h"
#include "domain/removals.h"
#include "domain/reorganising.h"
#include "domain/returning.h"
#include "domain/reviews.h"
#include "domain/routine.h"
#include "domain/sampling.h"
#include "domain/series.h"
#include "domain/signals.h"
#include "domain/submitting.h"
#include "domain/systems.h"
#include "domain/taking_down.h"
#include "domain/timeline.h"
#include "domain/tokens.h"
#include "interchange/audit_import.h"
#include "interchange/calendar.h"
#include "interchange/directory.h"
#include "interchange/inventory_apply.h"
#include "interchange/inventory_plan.h"
#include "interchange/inventory_pull.h"
#include "interchange/inventory_undo.h"
#include "interchange/signal_import.h"
#include "reporting/department_rates.h"
#include "reporting/refreeze.h"
#include "reporting/report_diff.h"
#include "reporting/reports.h"
#include "reporting/trace.h"

namespace almanac::api {
namespace {

void AddBody(Handlers& handlers) {
  handlers.Add(&domain::GetProgram);
  handlers.Add(&domain::UpdateProgram);
  handlers.Add(&domain::ListDepartments);
  handlers.Add(&domain::GetDepartment);
  handlers.Add(&domain::CreateDepartment);
  handlers.Add(&domain::UpdateDepartment);
  handlers.Add(&domain::RenameDepartment);
  handlers.Add(&domain::MergeDepartment);
  handlers.Add(&domain::SplitDepartment);
  handlers.Add(&domain::AttestDepartment);
  handlers.Add(&domain::ListAttestations);
  handlers.Add(&domain::GetAttestation);
  handlers.Add(&domain::ListSystems);
  handlers.Add(&domain::GetSystem);
  handlers.Add(&domain::CreateSystem);
  handlers.Add(&domain::UpdateSystem);
}

void AddPeople(Handlers& handlers) {
  handlers.Add(&domain::ListPeople);
  handlers.Add(&domain::GetPerson);
  handlers.Add(&domain::CreatePerson);
  handlers.Add(&domain::UpdatePerson);
  handlers.Add(&domain::GrantRole);
  handlers.Add(&domain::EndRole);
  handlers.Add(&domain::EnrolPerson);
  handlers.Add(&domain::ListDuties);
  handlers.Add(&domain::AwayPerson);
  handlers.Add(&domain::BackPerson);
  handlers.Add(&domain::LeavePerson);
  handlers.Add(&domain::ReturnPerson);
  handlers.Add(&domain::ListOrphans);
  handlers.Add(&domain::ListHandovers);
  handlers.Add(&domain::GetHandover);
  handlers.Add(&domain::AcceptHandover);
  handlers.Add(&domain::DeclineHandover);
  handlers.Add(&domain::OfferHandover);
  handlers.Add(&domain::ListLeadership);
  handlers.Add(&domain::CheckGovernance);
  handlers.Add(&domain::CanI);
  handlers.Add(&interchange::GetDirectory);
  handlers.Add(&domain::RedeemCode);
  handlers.Add(&domain::ListTokens);
  handlers.Add(&domain::RevokeToken);
}

void AddDatasets(Handlers& handlers) {
  handlers.Add(&domain::ListDatasets);
  handlers.Add(&domain::GetDataset);
  handlers.Add(&domain::SearchDatasets);
  handlers.Add(&domain::CreateDataset);
  handlers.Add(&domain::UpdateDataset);
  handlers.Add(&domain::CheckDataset);
  handlers.Add(&domain::ListDatasetPublicly);
  handlers.Add(&domain::SubmitDataset);
  handlers.Add(&domain::DecideDataset);
  handlers.Add(&domain::PublishDataset);
  handlers.Add(&domain::DiscardDatasetEdit);
  handlers.Add(&domain::SuspendDataset);
  handlers.Add(&domain::WithdrawDataset);
  handlers.Add(&domain::ReopenDataset);
  handlers.Add(&domain::MarkDatasetRefreshed);
  handlers.Add(&domain::DelayDatasetRefresh);
  handlers.Add(&domain::ListAllSeries);
  handlers.Add(&domain::GetSeries);
  handlers.Add(&domain::CreateSeries);
  handlers.Add(&domain::UpdateSeries);
  handlers.Add(&domain::ListReviews);
  handlers.Add(&domain::GetReview);
  handlers.Add(&domain::ApproveReview);
  handlers.Add(&domain::RaiseReviewTier);
  handlers.Add(&domain::LowerReviewTier);
  handlers.Add(&domain::WithdrawReview);
  handlers.Add(&domain::RereadReview);
  handlers.Add(&domain::PullBackReview);
  handlers.Add(&domain::PublishAhead);
  handlers.Add(&domain::ApproveRoutineReviews);
}

void AddGovernance(Handlers& handlers) {
  handlers.Add(&domain::ListAssessments);
  handlers.Add(&domain::GetAssessment);
  handlers.Add(&domain::AssessDataset);
  handlers.Add(&domain::ListIncidents);
  handlers.Add(&domain::GetIncident);
  handlers.Add(&domain::UpdateIncident);
  handlers.Add(&domain::CloseIncident);
  handlers.Add(&domain::ListRemovals);
  handlers.Add(&domain::GetRemoval);
  handlers.Add(&domain::AnnounceRemoval);
  handlers.Add(&domain::ObjectToRemoval);
  handlers.Add(&domain::AbandonRemoval);
  handlers.Add(&domain::ListAgreements);
  handlers.Add(&domain::GetAgreement);
  handlers.Add(&domain::CreateAgreement);
  handlers.Add(&domain::UpdateAgreement);
  handlers.Add(&domain::ListOpenings);
}

void AddAudit(Handlers& handlers) {
  handlers.Add(&domain::ListAuditFindings);
  handlers.Add(&domain::GetAuditFinding);
  handlers.Add(&interchange::ImportAuditFindings);
  handlers.Add(&domain::CloseAuditFinding);
}

void AddMosaic(Handlers& handlers) {
  handlers.Add(&domain::ListMosaicClusters);
  handlers.Add(&domain::GetMosaicCluster);
  handlers.Add(&domain::ClearMosaicCluster);
}

void AddWords(Handlers& handlers) {
  handlers.Add(&domain::ListDefinitions);
  handlers.Add(&domain::GetDefinition);
  handlers.Add(&domain::CreateDefinition);
  handlers.Add(&domain::UpdateDefinition);
  handlers.Add(&domain::ListCodeLists);
  handlers.Add(&domain::GetCodeList);
  handlers.Add(&domain::CreateCodeList);
  handlers.Add(&domain::UpdateCodeList);
  handlers.Add(&domain::AddCodeListEdition);
}

void AddPlanAndRecord(Handlers& handlers) {
  handlers.Add(&domain::ListReleases);
  handlers.Add(&domain::GetRelease);
  handlers.Add(&domain::PlanRelease);
  handlers.Add(&domain::MoveRelease);
  handlers.Add(&domain::ConfirmRelease);
  handlers.Add(&domain::CancelRelease);
  handlers.Add(&domain::ListTimeline);
  handlers.Add(&interchange::ExportCalendar);
  handlers.Add(&interchange::PullInventory);
  handlers.Add(&interchange::PlanInventory);
  handlers.Add(&interchange::ApplyInventory);
  handlers.Add(&interchange::UndoInventory);
  handlers.Add(&domain::ListEvents);
  handlers.Add(&domain::GetHistory);
  handlers.Add(&domain::DiffHistory);
  handlers.Add(&domain::GetCompleteness);
  handlers.Add(&domain::GetInbox);
  handlers.Add(&reporting::ListReports);
  handlers.Add(&reporting::GetReport);
  handlers.Add(&reporting::GenerateReport);
  handlers.Add(&reporting::EditReport);
  handlers.Add(&reporting::TraceReport);
  handlers.Add(&reporting::RefreezeReport);
  handlers.Add(&reporting::DiffReports);
  handlers.Add(&reporting::ListDepartmentRates);
}

void AddPriority(Handlers& handlers) {
  handlers.Add(&domain::ListSignals);
  handlers.Add(&domain::GetSignal);
  handlers.Add(&domain::CreateSignal);
  handlers.Add(&domain::UpdateSignal);
  handlers.Add(&domain::RetractSignal);
  handlers.Add(&interchange::ImportSignals);
  handlers.Add(&domain::ListPriorities);
  handlers.Add(&domain::GetPriority);
  handlers.Add(&domain::PreviewPriorities);
  handlers.Add(&domain::OverridePriority);
  handlers.Add(&domain::EndPriorityOverride);
}

void AddLog(Handlers& handlers) {
  handlers.Add(&domain::GetLog);
  handlers.Add(&domain::ExportLog);
  handlers.Add(&domain::ProveEvent);
  handlers.Add(&domain::ProveExtension);
  handlers.Add(&domain::BlankEvent);
  handlers.Add(&domain::BlankRevision);
}

}  // namespace

Handlers AllHandlers() {
  Handlers handlers;
  AddBody(handlers);
  AddPeople(handlers);
  AddDatasets(handlers);
  AddGovernance(handlers);
  AddAudit(handlers);
  AddMosaic(handlers);
  AddWords(handlers);
  AddPlanAndRecord(handlers);
  AddPriority(handlers);
  AddLog(handlers);
  handlers.AddStream("almanac.v1.Inventory.ImportInventory", &ImportInventory);
  handlers.AddStream("almanac.v1.Inventory.ExportInventory", &ExportInventory);
  handlers.Check();
  return handlers;
}

}  // namespace almanac::api
