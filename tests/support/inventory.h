// A body whose inventory comes in from files and goes out again.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "almanac/v1/inventory.pb.h"
#include "almanac/v1/program.pb.h"
#include "base/ids.h"
#include "domain/program.h"
#include "interchange/export.h"
#include "interchange/import.h"
#include "store/list.h"
#include "support/record.h"

namespace almanac::support {

struct ImportOutcome {
  v1::ImportSummary summary;
  std::vector<v1::ImportChange> changes;
  std::vector<v1::ImportProblem> problems;

  // The rules that were broken, one a problem.
  std::vector<std::string> rules() const {
    std::vector<std::string> rules;
    for (const auto& problem : problems) rules.push_back(problem.rule());
    return rules;
  }
};

class Inventory : public Record {
 public:
  explicit Inventory(store::Backend backend) : Record(backend) {
    Write([](store::Tx& tx) { domain::SeedProgram(tx, ""); }, Caller::System());
  }
  ~Inventory() { std::filesystem::remove(path_); }

  // With departments made for publishers, unless `options` says otherwise.
  ImportOutcome Import(const std::string& text) {
    v1::ImportOptions options;
    options.set_create_departments(true);
    return Import(text, options);
  }
  ImportOutcome Import(const std::string& text, const v1::ImportOptions& options) {
    std::ofstream(path_, std::ios::binary) << text;
    return ImportFile(path_, options);
  }
  ImportOutcome ImportFile(const std::string& path, const v1::ImportOptions& options) {
    ImportOutcome outcome;
    const interchange::ImportJob job{work(), Caller::Console(), options, path, Late(), cancelled};
    // What fails tells its problems first.
    try {
      interchange::ImportInventory(job, [&](const v1::ImportInventoryResponse& response) {
        if (response.has_summary()) outcome.summary = response.summary();
        outcome.changes.insert(outcome.changes.end(), response.changes().begin(), response.changes().end());
        outcome.problems.insert(outcome.problems.end(), response.problems().begin(), response.problems().end());
      });
    } catch (...) {
      last_problems = outcome.problems;
      throw;
    }
    return outcome;
  }

  std::string Export(bool internal, v1::ExportInventoryRequest::Format format = v1::ExportInventoryRequest::DATA_JSON) {
    v1::ExportInventoryRequest request;
    request.set_format(format);
    request.set_internal(internal);
    std::string text;
    interchange::ExportInventory(work(), Caller::Console(), request, [&](std::string_view bytes) {
      text += bytes;
      return true;
    });
    return text;
  }

  v1::Dataset Get(const std::string& id) {
    v1::Dataset dataset;
    Read([&](store::Tx& tx) { dataset = tx.Get<v1::Dataset>("datasets/" + id); });
    return dataset;
  }
  std::vector<v1::Dataset> All() {
    v1::ListDatasetsRequest request;
    request.set_page_size(1000);
    request.set_view(v1::FULL);
    v1::ListDatasetsResponse page;
    Read([&](store::Tx& tx) { store::List(tx, request, &page); });
    return {page.datasets().begin(), page.datasets().end()};
  }

  static store::Deadline Late() { return std::chrono::steady_clock::now() + std::chrono::minutes(4); }

  std::function<bool()> cancelled;
  std::vector<v1::ImportProblem> last_problems;

 private:
  const std::string path_ = (std::filesystem::temp_directory_path() / ("almanac-import-" + RandomId(10))).string();
};

// A record in the words of the standard, nothing wrong with it.
inline std::string ARecord(const std::string& identifier, const std::string& title, const std::string& more = {}) {
  return R"({"identifier": ")" + identifier + R"(", "title": ")" + title + R"(", "description": "About )" + title +
         R"(.", "keyword": ["k"], "modified": "2026-01-01", "accessLevel": "public", "publisher": {"name": "Parks"},
    "contactPoint": {"fn": "Desk", "hasEmail": "mailto:desk@example.gov"},
    "license": "https://creativecommons.org/publicdomain/zero/1.0/",
    "distribution": [{"downloadURL": "https://x.gov/)" +
         identifier + R"(.csv", "mediaType": "text/csv"}])" + (more.empty() ? "" : ", " + more) + "}";
}

inline std::string ACatalogue(const std::vector<std::string>& records) {
  std::string text = R"({"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": [)";
  for (size_t i = 0; i < records.size(); ++i) text += (i == 0 ? "" : ",\n") + records[i];
  return text + "]}";
}

}  // namespace almanac::support
