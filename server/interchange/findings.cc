#include "interchange/findings.h"

#include <algorithm>

#include "interchange/plain_text.h"

namespace almanac::interchange {
namespace {

constexpr size_t kQuoted = 80;
constexpr size_t kSigned = 300;

}  // namespace

v1::ImportProblem* Findings::Add(const ImportRule& rule, std::string_view field, std::string message) {
  for (const auto& known : all_) {
    if (known.rule() == rule.id && known.field() == field) return nullptr;
  }
  auto& problem = all_.emplace_back();
  problem.set_rule(rule.id);
  problem.set_field(std::string(field));
  problem.set_message(std::move(message));
  problem.set_fix(rule.fix);
  return &problem;
}

void Findings::Warn(const ImportRule& rule, std::string_view field, std::string message, std::string done) {
  auto* problem = Add(rule, field, std::move(message));
  if (problem == nullptr) return;
  problem->set_severity(v1::ImportProblem::WARNING);
  problem->set_done(std::move(done));
}

void Findings::Refuse(const ImportRule& rule, std::string_view field, std::string message) {
  refused_ = true;
  auto* problem = Add(rule, field, std::move(message));
  if (problem == nullptr) return;
  problem->set_severity(v1::ImportProblem::ERROR);
  problem->set_done("The record was not taken.");
}

void Findings::Sign(int64_t record, std::string_view identifier, std::string_view title) {
  for (auto& problem : all_) {
    problem.set_record(record);
    problem.set_source_identifier(std::string(CutUtf8(identifier, kSigned)));
    problem.set_title(std::string(CutUtf8(title, kSigned)));
  }
}

void Findings::Prepend(const Findings& earlier) {
  all_.insert(all_.begin(), earlier.all_.begin(), earlier.all_.end());
  refused_ = refused_ || earlier.refused_;
}

std::string Quoted(std::string_view text) {
  std::string line = OneLine(CutUtf8(text, 4 * kQuoted));
  if (line.size() > kQuoted) line = std::string(CutUtf8(line, kQuoted)) + "...";
  return "'" + line + "'";
}

}  // namespace almanac::interchange
