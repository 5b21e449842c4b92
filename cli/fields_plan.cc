#include "cli/fields_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/cell.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

// The same spelling first; else one that differs in case alone.
v1::Field* FindField(std::vector<v1::Field>* fields, const std::string& name) {
  const auto same = [&](const v1::Field& field) { return field.name() == name; };
  const auto alike = [&](const v1::Field& field) { return Lower(field.name()) == Lower(name); };
  auto found = std::find_if(fields->begin(), fields->end(), same);
  if (found == fields->end()) found = std::find_if(fields->begin(), fields->end(), alike);
  return found == fields->end() ? nullptr : &*found;
}

std::string Cut(const std::string& text) { return Fit(OneLine(text), 40); }

std::string Added(const v1::Field& field, const std::string& note) {
  return fmt::format("+ {}{}{}", OneLine(field.name()), field.type().empty() ? "" : "  " + OneLine(field.type()),
                     note.empty() ? "" : "  (" + note + ")");
}

void SayWhatIsNotThere(const v1::Dataset& dataset, const std::vector<std::string>& named, FieldsPlan* plan) {
  std::vector<std::string> others;
  for (const auto& field : dataset.fields()) {
    const bool there = std::any_of(named.begin(), named.end(),
                                   [&](const std::string& name) { return Lower(name) == Lower(field.name()); });
    if (!there) others.push_back(OneLine(field.name()));
  }
  if (!others.empty()) plan->lines.push_back(fmt::format("not in the file, kept: {}", Join(others, ", ")));
}

// Puts what `from` says into the field; what changed, in words.
std::vector<std::string> Overlay(const v1::Field& from, v1::Field* to) {
  std::vector<std::string> changes;
  const auto* type = v1::Field::descriptor();
  v1::Field merged = *to;
  merged.MergeFrom(from);
  merged.set_name(to->name());
  for (int i = 0; i < type->field_count(); ++i) {
    const auto* field = type->field(i);
    const std::string before = PeopleText(*to, field), after = PeopleText(merged, field);
    if (before == after) continue;
    changes.push_back(before.empty() ? fmt::format("{} {}", field->name(), Cut(after))
                                     : fmt::format("{} {} -> {}", field->name(), Cut(before), Cut(after)));
  }
  *to = merged;
  return changes;
}

}  // namespace

FieldsPlan PlanFromData(const v1::Dataset& dataset, const DataFile& file) {
  FieldsPlan plan;
  plan.fields.assign(dataset.fields().begin(), dataset.fields().end());
  std::vector<std::string> named;
  for (const DataColumn& column : file.columns) {
    named.push_back(column.name);
    v1::Field* field = FindField(&plan.fields, column.name);
    if (field == nullptr) {
      v1::Field fresh;
      fresh.set_name(column.name);
      fresh.set_type(column.type);
      plan.lines.push_back(Added(fresh, column.note));
      plan.fields.push_back(std::move(fresh));
      ++plan.added;
    } else if (field->type().empty() && !column.type.empty()) {
      field->set_type(column.type);
      plan.lines.push_back(fmt::format("~ {}: type {}", OneLine(field->name()), column.type));
      ++plan.changed;
    } else if (!column.type.empty() && field->type() != column.type && field->type() != "code") {
      plan.lines.push_back(fmt::format("= {}: type {} is kept; the file looks like {}", OneLine(field->name()),
                                       OneLine(field->type()), column.type));
    }
  }
  SayWhatIsNotThere(dataset, named, &plan);
  return plan;
}

FieldsPlan PlanFromDictionary(const v1::Dataset& dataset, const std::vector<v1::Field>& dictionary) {
  FieldsPlan plan;
  plan.fields.assign(dataset.fields().begin(), dataset.fields().end());
  std::vector<std::string> named;
  for (const v1::Field& row : dictionary) {
    named.push_back(row.name());
    v1::Field* field = FindField(&plan.fields, row.name());
    if (field == nullptr) {
      plan.lines.push_back(Added(row, row.definition().empty() ? "not described" : ""));
      plan.fields.push_back(row);
      ++plan.added;
      continue;
    }
    const auto changes = Overlay(row, field);
    if (changes.empty()) continue;
    plan.lines.push_back(fmt::format("~ {}: {}", OneLine(field->name()), Join(changes, "; ")));
    ++plan.changed;
  }
  SayWhatIsNotThere(dataset, named, &plan);
  return plan;
}

}  // namespace almanac::cli
