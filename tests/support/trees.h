// A dataset on its way to the public: the Public Tree Inventory of the parks.
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/assessments.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "domain/importing.h"
#include "support/town.h"

namespace almanac::support {

// Each step is taken by whoever takes it in life; all expect it to work.
class Trees {
 public:
  explicit Trees(Town& town) : town_(town) {}

  static v1::Dataset Described() {
    v1::Dataset dataset;
    dataset.set_title("Public Tree Inventory");
    dataset.set_department("departments/parks");
    dataset.set_owner("people/grant");
    dataset.set_description("Every public tree, with species and height.");
    dataset.set_frequency("R/P1Y");
    dataset.set_source_system("TreeKeeper");
    dataset.set_classification(v1::Dataset::PUBLISHABLE);
    dataset.set_granularity(v1::Dataset::RECORD);
    auto* field = dataset.add_fields();
    field->set_name("species");
    field->set_type("text");
    field->set_definition("Botanical name.");
    field->set_release(v1::Field::AS_IS);
    auto* file = dataset.add_distributions();
    file->set_format("CSV");
    file->set_media_type("text/csv");
    file->set_download_url("https://data.example.gov/trees.csv");
    return dataset;
  }
  v1::Dataset Create(const v1::Dataset& dataset = Described(), const std::string& who = "sam") {
    v1::CreateDatasetRequest request;
    request.set_dataset_id("trees");
    *request.mutable_dataset() = dataset;
    return town_.Call<v1::Dataset>(who, request);
  }
  // Came in from a catalogue, with whatever that left out.
  v1::Dataset Import(v1::Dataset dataset) {
    dataset.set_name("datasets/trees");
    town_.Write([&](store::Tx& tx) {
      dataset = domain::CreateImported(tx, domain::PrepareImport(tx, "default", "data.json"), dataset);
    });
    return dataset;
  }
  v1::Dataset Get(const std::string& who = "dana") {
    v1::GetDatasetRequest request;
    request.set_name("datasets/trees");
    return town_.Call<v1::Dataset>(who, request);
  }
  static v1::UpdateDatasetRequest Update(const std::string& path) {
    auto request = Named<v1::UpdateDatasetRequest>();
    request.mutable_dataset()->set_name("datasets/trees");
    request.mutable_update_mask()->add_paths(path);
    return request;
  }
  static v1::UpdateDatasetRequest Describe(const std::string& description) {
    auto request = Update("description");
    request.mutable_dataset()->set_description(description);
    return request;
  }
  // From then on only they see it.
  static v1::UpdateDatasetRequest MarkFor(const std::vector<std::string>& readers) {
    auto request = Update("marking");
    request.mutable_update_mask()->add_paths("readers");
    request.mutable_dataset()->set_marking(v1::Dataset::NAMED);
    for (const auto& reader : readers) request.mutable_dataset()->add_readers("people/" + reader);
    return request;
  }
  // A change that approvals bind to.
  static v1::UpdateDatasetRequest Coarsen(int threshold) {
    auto request = Update("aggregation_threshold");
    request.mutable_dataset()->set_aggregation_threshold(threshold);
    return request;
  }
  static v1::SubmitDatasetRequest Submitting() { return Confirming(Named<v1::SubmitDatasetRequest>()); }
  // Stands for all that is asked of whoever sends it.
  template <class Request>
  static Request Confirming(Request request) {
    request.add_confirm("all");
    return request;
  }
  static v1::DecideDatasetRequest Deciding(v1::Outcome outcome) {
    auto request = Confirming(Named<v1::DecideDatasetRequest>());
    request.set_outcome(outcome);
    request.set_reason("Nothing about people.");
    return request;
  }
  static v1::PublishDatasetRequest Publishing() { return Named<v1::PublishDatasetRequest>(); }
  template <class Request>
  static Request Named() {
    Request request;
    if constexpr (requires { request.set_name(std::string()); }) request.set_name("datasets/trees");
    request.set_etag("*");
    return request;
  }
  template <class Request>
  static Request For(const std::string& reason) {
    auto request = Named<Request>();
    request.set_reason(reason);
    return request;
  }

  v1::Dataset Change(const v1::UpdateDatasetRequest& request, const std::string& who = "sam") {
    return town_.Call<v1::Dataset>(who, request);
  }
  v1::Dataset Submit(const std::string& who = "sam") { return town_.Call<v1::Dataset>(who, Submitting()); }
  v1::Dataset Decide(v1::Outcome outcome = v1::RELEASE, const std::string& who = "grant") {
    return town_.Call<v1::Dataset>(who, Deciding(outcome));
  }
  // Judges what remains at risk.
  static v1::AssessDatasetRequest Assessing(v1::Risk::Level impact, v1::Risk::Level likelihood) {
    v1::AssessDatasetRequest request;
    request.mutable_assessment()->set_name("assessments/trees");
    request.mutable_assessment()->set_impact_after(impact);
    request.mutable_assessment()->set_likelihood_after(likelihood);
    return request;
  }
  v1::Assessment Assess(v1::Risk::Level impact = v1::Risk::LOW, v1::Risk::Level likelihood = v1::Risk::LOW) {
    return town_.Call<v1::Assessment>("sam", Assessing(impact, likelihood));
  }
  // Agrees in a seat of the newest review.
  v1::Review Agree(const std::string& who) { return town_.Call<v1::Review>(who, Agreeing()); }
  static v1::ApproveReviewRequest Agreeing() { return Confirming(OfReview<v1::ApproveReviewRequest>()); }
  template <class Request>
  static Request OfReview() {
    Request request;
    request.set_name("reviews/trees-1");
    request.set_etag("*");
    return request;
  }
  v1::Dataset Publish() { return town_.Call<v1::Dataset>("dana", Publishing()); }
  v1::Dataset Published() {
    Create();
    Submit();
    Decide();
    return Publish();
  }

  // What is public already needs a label: what new comes of it.
  v1::Release Plan(const std::string& when, const std::string& who = "sam", const std::string& label = {}) {
    v1::PlanReleaseRequest request;
    request.set_label(label);
    request.set_dataset("datasets/trees");
    request.set_when(when);
    return town_.Call<v1::Release>(who, request);
  }
  v1::Release Confirm(const std::string& name = "releases/trees") {
    v1::ConfirmReleaseRequest request;
    request.set_name(name);
    request.set_etag("*");
    return town_.Call<v1::Release>("dana", request);
  }
  v1::Release GetRelease(const std::string& name = "releases/trees") {
    v1::GetReleaseRequest request;
    request.set_name(name);
    return town_.Call<v1::Release>("dana", request);
  }
  v1::Review GetReview(const std::string& name = "reviews/trees-1") {
    v1::GetReviewRequest request;
    request.set_name(name);
    return town_.Call<v1::Review>("dana", request);
  }

 private:
  Town& town_;
};

}  // namespace almanac::support
