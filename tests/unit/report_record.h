// Palo Bend as it stood on 30 June 2026, from tests/data/golden/palo-bend.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "almanac/v1/reports.pb.h"
#include "base/json.h"
#include "reporting/record.h"

namespace almanac::reporting {

inline const std::string kGolden = std::string(ALMANAC_SOURCE) + "/tests/data/golden/";

inline std::string FileText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

template <class M>
M MessageOf(const std::string& json) {
  M message;
  std::string problem;
  EXPECT_TRUE(FromJson(json, &message, &problem)) << problem << "\n" << json;
  return message;
}

template <class M>
std::vector<M> RowsOf(const std::string& file) {
  std::istringstream lines(FileText(kGolden + "palo-bend/" + file));
  std::vector<M> rows;
  for (std::string line; std::getline(lines, line);) rows.push_back(MessageOf<M>(line));
  EXPECT_FALSE(rows.empty()) << file;
  return rows;
}

inline Record PaloBend() {
  Record record;
  record.program = MessageOf<v1::Program>(FileText(kGolden + "palo-bend/program.json"));
  record.year = 2026;
  record.days = {*ParseDay("2025-07-01"), *ParseDay("2026-06-30")};
  record.next = {*ParseDay("2026-07-01"), *ParseDay("2027-06-30")};
  record.as_of = *ParseInstant("2026-07-01T06:59:59.999999Z");
  record.as_of_day = "2026-06-30";
  record.frozen = *ParseInstant("2026-07-02T16:00:00Z");
  record.departments = RowsOf<v1::Department>("departments.jsonl");
  record.departments_before = record.departments;
  record.datasets = RowsOf<v1::Dataset>("datasets.jsonl");
  record.before = RowsOf<v1::Dataset>("before.jsonl");
  record.releases_before = RowsOf<v1::Release>("releases_before.jsonl");
  record.releases = RowsOf<v1::Release>("releases.jsonl");
  record.signals = RowsOf<v1::Signal>("signals.jsonl");
  return record;
}

// The row of that id, to be changed.
template <class M>
M& RowIn(std::vector<M>& rows, const std::string& collection, const std::string& id) {
  const std::string name = collection + "/" + id;
  for (auto& row : rows) {
    if (row.name() == name) return row;
  }
  ADD_FAILURE() << "no " << id;
  return rows.front();
}

inline v1::Dataset& DatasetIn(Record& record, const std::string& id) { return RowIn(record.datasets, "datasets", id); }
inline v1::Release& ReleaseIn(Record& record, const std::string& id) { return RowIn(record.releases, "releases", id); }

// With prose in the sections named.
inline v1::Report ReportWith(const std::vector<std::string>& sections) {
  v1::Report report;
  report.set_name("reports/annual-2026");
  report.set_kind("annual");
  report.set_year(2026);
  report.set_state(v1::Report::DRAFT);
  report.mutable_freeze_time()->set_seconds(1783008000);
  const std::string prose = kGolden + "palo-bend/prose/";
  for (const auto& key : sections) {
    auto* section = report.add_sections();
    section->set_key(key);
    section->set_text(FileText(std::string(prose).append(key).append(".txt")));
    section->set_editor("people/dana-whitcomb");
  }
  return report;
}

}  // namespace almanac::reporting
