#include "domain/requirements.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/ids.h"
#include "domain/evidence.h"
#include "domain/lifecycle.h"
#include "domain/reviews.h"
#include "domain/risk.h"
#include "domain/seating.h"

namespace almanac::domain {
namespace {

// `almanac dataset update ID --...`
std::string UpdateWith(const v1::Dataset& dataset, std::string_view options) {
  return fmt::format("almanac dataset update {} {}", IdOf(dataset.name()), options);
}

// Adds to the fields that are there; `update --fields` takes their place, with all that is known of them.
std::string ImportFields(const v1::Dataset& dataset) {
  return fmt::format("almanac dataset fields import {} dictionary.csv", IdOf(dataset.name()));
}

bool IsRefused(const v1::Dataset& dataset) {
  return dataset.access() == v1::Dataset::SHARED || dataset.access() == v1::Dataset::CLOSED;
}

bool HasNoDictionaryYet(const v1::Dataset& dataset) {
  return dataset.fields().empty() && !dataset.historical() && !dataset.has_adopted_time() &&
         dataset.kind() != v1::Dataset::SOFTWARE;
}

void AddAccessReason(const v1::Dataset& dataset, Requirements* missing) {
  if (!IsRefused(dataset) || !dataset.access_reason().empty()) return;
  missing->push_back({"access_reason", "It is not open, and nothing says why, in words that anybody may read.",
                      UpdateWith(dataset, "--access-reason '...'")});
}

void AddDescription(const v1::Dataset& dataset, Requirements* missing) {
  if (dataset.owner().empty()) {
    missing->push_back(
        {"owner", "Nobody owns it. The owner answers for what it says.", UpdateWith(dataset, "--owner PERSON")});
  }
  if (dataset.description().empty()) {
    missing->push_back({"description", "It is not described.", UpdateWith(dataset, "--description '...'")});
  }
  if (dataset.frequency().empty()) {
    missing->push_back({"frequency", "Nothing says how often it is refreshed: R/P1M is monthly, R/P1Y yearly.",
                        UpdateWith(dataset, "--frequency R/P1M")});
  }
  if (dataset.source_system().empty() && dataset.system().empty() && dataset.kind() != v1::Dataset::SOFTWARE) {
    missing->push_back(
        {"source_system", "The system that it comes from is not named.", UpdateWith(dataset, "--source-system '...'")});
  }
  if (HasNoDictionaryYet(dataset)) {
    missing->push_back(
        {"fields", "Its fields are not listed. A CSV of the data itself names them too.", ImportFields(dataset)});
  }
}

void AddClass(const v1::Dataset& dataset, Requirements* missing) {
  if (dataset.classification() == v1::Dataset::CLASSIFICATION_UNSPECIFIED ||
      dataset.classification() == v1::Dataset::UNASSESSED) {
    missing->push_back({"classification",
                        "Nobody has said yet whether it is publishable, potentially sensitive, sensitive or protected.",
                        UpdateWith(dataset, "--classification publishable")});
  }
  AddAccessReason(dataset, missing);
  const bool needs_basis = IsRefused(dataset) || dataset.classification() == v1::Dataset::PROTECTED;
  if (needs_basis && dataset.access_basis().empty()) {
    missing->push_back({"access_basis", "The law or rule that lets access be refused is not named.",
                        UpdateWith(dataset, "--access-basis '...'")});
  }
}

void AddLicence(const v1::Dataset& dataset, const Profile& profile, Requirements* missing) {
  const std::string first = profile.FirstLicence(dataset.kind());
  const std::string command = UpdateWith(dataset, fmt::format("--licence {}", first));
  if (dataset.licence().empty()) {
    missing->push_back({"licence", "It has no licence, so nobody would know what they may do with it.", command});
  } else if (!profile.AllowsLicence(dataset.licence(), dataset.kind())) {
    missing->push_back(
        {"licence_allowed",
         fmt::format("The profile {} does not allow {} to be published{}.", profile.name, dataset.licence(),
                     profile.Licences(dataset.kind()).empty()
                         ? ""
                         : fmt::format("; it allows {}", fmt::join(profile.Licences(dataset.kind()), ", "))),
         command});
  }
}

void AddContact(const v1::Dataset& dataset, const v1::Department& department, Requirements* missing) {
  if (!dataset.contact_email().empty() || !department.contact_email().empty()) return;
  missing->push_back(
      {"contact", "There is no address to ask about it: neither its own nor its department's.",
       fmt::format("almanac department update {} --contact-email NAME@...", IdOf(dataset.department()))});
}

void AddFields(const v1::Dataset& dataset, Requirements* missing) {
  std::vector<std::string> undefined, untreated;
  for (const auto& field : dataset.fields()) {
    if (field.release() == v1::Field::DROPPED) continue;
    if (field.definition().empty() && field.shared_definition().empty()) undefined.push_back(field.name());
    if (field.release() == v1::Field::TREATED && field.treatment().empty()) untreated.push_back(field.name());
  }
  if (HasNoDictionaryYet(dataset)) {
    missing->push_back({"fields", "It has no data dictionary: no field is listed.", ImportFields(dataset)});
  }
  if (!undefined.empty()) {
    missing->push_back(
        {"fields_defined",
         fmt::format("Released fields have no definition: {}. A CSV with the columns name and definition "
                     "adds theirs.",
                     fmt::join(undefined, ", ")),
         ImportFields(dataset)});
  }
  if (!untreated.empty()) {
    missing->push_back({"fields_treated",
                        fmt::format("Nothing says how these fields are treated: {}. A CSV with the columns name and "
                                    "treatment adds it.",
                                    fmt::join(untreated, ", ")),
                        ImportFields(dataset)});
  }
}

void AddDistribution(const v1::Dataset& dataset, Requirements* missing) {
  const auto is_complete = [](const v1::Distribution& d) {
    return !d.media_type().empty() && !(d.download_url().empty() && d.access_url().empty());
  };
  if (std::any_of(dataset.distributions().begin(), dataset.distributions().end(), is_complete)) return;
  missing->push_back(
      {"distribution",
       dataset.distributions().empty() ? "There is no way to get the data: no file, no API."
                                       : "No distribution has both an address and a media type, such as text/csv.",
       UpdateWith(dataset, "--distributions 'title=...,format=CSV,media_type=text/csv,download_url=https://...'")});
}

// Files of the version before that this one does not have would be gone for good.
void AddArchive(const v1::Dataset& dataset, const std::optional<v1::Dataset>& shown, Requirements* missing) {
  if (!shown || !dataset.archive_url().empty()) return;
  std::vector<std::string> gone;
  for (const auto& old : shown->distributions()) {
    const bool stays = std::any_of(dataset.distributions().begin(), dataset.distributions().end(),
                                   [&](const v1::Distribution& d) { return d.download_url() == old.download_url(); });
    if (!old.download_url().empty() && !stays) gone.push_back(old.download_url());
  }
  if (gone.empty()) return;
  missing->push_back(
      {"archive",
       fmt::format("Files that the public has now would be gone: {}. Say where superseded ones are kept.",
                   fmt::join(gone, ", ")),
       UpdateWith(dataset, "--archive-url https://...")});
}

// A decision to release that binds, and still is not one to publish by.
std::optional<Error::Requirement> WhyNotInForce(const v1::Dataset& dataset, const v1::Review& decision,
                                                const PublicationContext& context) {
  const std::string submit = fmt::format("almanac dataset submit {}", IdOf(dataset.name()));
  if (!context.lapse_date.empty() && context.today > context.lapse_date) {
    return Error::Requirement{"decision_lapsed",
                              fmt::format("The decision {} lapsed on {}: nobody had used it by then.",
                                          IdOf(decision.name()), context.lapse_date),
                              submit};
  }
  const auto evidence = EvidenceOf(dataset, context.profile);
  if (evidence.tier > std::max(decision.tier(), decision.evidence_tier())) {
    return Error::Requirement{kDecisionTier,
                              fmt::format("The decision {} was one of tier {}, and what is known now asks for tier "
                                          "{}: {}.",
                                          IdOf(decision.name()), decision.tier(), evidence.tier,
                                          evidence.lines.empty() ? "" : evidence.lines.front()),
                              submit};
  }
  if (context.residual >= v1::Risk::HIGH && context.residual > decision.residual()) {
    return Error::Requirement{kDecisionResidual,
                              fmt::format("What remains at risk was assessed as {} since the decision {}.",
                                          LevelWords(context.residual), IdOf(decision.name())),
                              submit};
  }
  if (IsAgreed(decision)) return std::nullopt;
  return Error::Requirement{"decision_agreed",
                            fmt::format("Fewer people agreed to {} than its tier asks for.", IdOf(decision.name())),
                            submit};
}

// What an approval binds to cannot be mended without asking for the decision anew, which nobody should
// learn only afterwards. A definition or a media type can.
void TellOfDecisionAnew(const v1::Dataset& dataset, const std::optional<v1::Review>& decision, Requirements* missing) {
  if (!decision || !IsRelease(decision->outcome()) || !BindsTo(*decision, dataset)) return;
  for (auto& one : *missing) {
    const bool binds = one.rule == "licence" || one.rule == "licence_allowed" || one.rule == "fields" ||
                       one.rule == "fields_treated" || (one.rule == "distribution" && dataset.distributions().empty());
    if (binds) one.message += " The decision binds to it, so it is submitted and decided on again afterwards.";
  }
}

}  // namespace

Requirements MissingToSubmit(const v1::Dataset& dataset) {
  Requirements missing;
  AddDescription(dataset, &missing);
  AddClass(dataset, &missing);
  return missing;
}

Requirements MissingToList(const v1::Dataset& dataset) {
  Requirements missing;
  AddAccessReason(dataset, &missing);
  return missing;
}

Requirements MissingToPublish(const v1::Dataset& dataset, const PublicationContext& context) {
  Requirements missing;
  AddLicence(dataset, context.profile, &missing);
  AddContact(dataset, context.department, &missing);
  AddFields(dataset, &missing);
  AddDistribution(dataset, &missing);
  if (context.profile.archive_superseded) AddArchive(dataset, context.shown, &missing);
  TellOfDecisionAnew(dataset, context.decision, &missing);
  if (auto gap = MissingOfDecision(dataset, context)) missing.push_back(*std::move(gap));
  return missing;
}

std::optional<Error::Requirement> MissingOfDecision(const v1::Dataset& dataset, const PublicationContext& context) {
  const auto& decision = context.decision;
  const std::string submit = fmt::format("almanac dataset submit {}", IdOf(dataset.name()));
  if (dataset.state() == v1::Dataset::IN_REVIEW) {
    return Error::Requirement{"decision", "It is in review, and not all whose seats are open have agreed.",
                              CommandOf(DatasetVerb::kApprove, dataset.name())};
  }
  if (decision && decision->outcome() == v1::DEFER) {
    return Error::Requirement{"decision",
                              fmt::format("{} sent it back: {} It is submitted again once that is answered.",
                                          IdOf(decision->decider()), decision->public_reason()),
                              submit};
  }
  if (!decision || !IsRelease(decision->outcome())) {
    return Error::Requirement{"decision", "Nobody has decided that it may be released.", submit};
  }
  if (BindsTo(*decision, dataset)) return WhyNotInForce(dataset, *decision, context);
  return Error::Requirement{kDecisionBinds,
                            fmt::format("The decision {} was about something else: what an approval binds to has "
                                        "changed since.",
                                        decision->name()),
                            submit};
}

Requirements MissingToReplaceFiles(const v1::Dataset& dataset, const std::optional<v1::Dataset>& shown) {
  Requirements missing;
  AddArchive(dataset, shown, &missing);
  return missing;
}

void RequireNothing(const Requirements& missing, const std::string& what) {
  if (missing.empty()) return;
  Error error(Reason::MISSING_REQUIREMENTS, missing.size() == 1
                                                ? fmt::format("{}: one thing is missing", what)
                                                : fmt::format("{}: {} things are missing", what, missing.size()));
  for (const auto& one : missing) error.Missing(one.rule, one.message, one.command);
  throw error;
}

}  // namespace almanac::domain
