#include "reporting/figure_index.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/config.h"
#include "base/error.h"
#include "base/ids.h"

namespace almanac::reporting {
namespace {

using google::protobuf::Message;

// What tells the elements of a list apart; empty for lists without figures.
std::string KeyOf(const Message& element) {
  if (const auto* goal = dynamic_cast<const v1::GoalLine*>(&element)) return goal->code();
  if (const auto* department = dynamic_cast<const v1::DepartmentLine*>(&element)) {
    return std::string(IdOf(department->name()));
  }
  return {};
}

void Collect(const Message& message, const std::string& path, std::vector<NamedFigure>* figures) {
  if (const auto* figure = dynamic_cast<const v1::Figure*>(&message)) {
    figures->push_back({path, figure});
    return;
  }
  const auto* type = message.GetDescriptor();
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < type->field_count(); ++i) {
    const auto* field = type->field(i);
    if (field->message_type() == nullptr) continue;
    const std::string name = path.empty() ? field->name() : fmt::format("{}.{}", path, field->name());
    if (!field->is_repeated()) {
      if (reflection->HasField(message, field)) Collect(reflection->GetMessage(message, field), name, figures);
      continue;
    }
    for (int at = 0; at < reflection->FieldSize(message, field); ++at) {
      const Message& element = reflection->GetRepeatedMessage(message, field, at);
      if (const std::string key = KeyOf(element); !key.empty()) {
        Collect(element, fmt::format("{}.{}", name, key), figures);
      }
    }
  }
}

bool HasParts(const std::string& path, std::string_view asked) {
  return fmt::format(".{}.", path).find(fmt::format(".{}.", asked)) != std::string::npos;
}

auto Depth(const NamedFigure& figure) { return std::count(figure.path.begin(), figure.path.end(), '.'); }

// Of many, those of the whole body are named and the rest are left to the list.
[[noreturn]] void Refuse(const std::vector<NamedFigure>& figures, std::string_view asked) {
  std::vector<std::string> words, shown;
  for (const auto& figure : figures) {
    words.push_back(figure.path.substr(figure.path.rfind('.') + 1));
    if (figures.size() < 10 || Depth(figure) == 1) shown.push_back(figure.path);
  }
  const std::string nearest = Nearest(asked, words);
  throw Error(Reason::INVALID_FIELD,
              fmt::format("there is no one figure `{}`{}; there are {}", asked,
                          nearest.empty() || nearest == asked ? "" : fmt::format(" (do you mean {}?)", nearest),
                          fmt::join(shown, ", ")))
      .Field("figure", "as `almanac report trace` lists them, those of departments and goals too");
}

}  // namespace

std::vector<NamedFigure> AllFigures(const v1::AnnualSnapshot& snapshot) {
  std::vector<NamedFigure> figures;
  Collect(snapshot, {}, &figures);
  return figures;
}

NamedFigure FigureNamed(const v1::AnnualSnapshot& snapshot, std::string_view asked) {
  const auto figures = AllFigures(snapshot);
  std::vector<NamedFigure> found;
  for (const auto& figure : figures) {
    if (figure.path == asked) return figure;
    // Those of the year before stand beside this year's, and are asked for by their path.
    if (!HasParts(figure.path, asked) || figure.path.starts_with("last_year.")) continue;
    // The one that stands for the whole body, before those of its parts.
    if (!found.empty() && Depth(figure) < Depth(found.front())) found.clear();
    if (found.empty() || Depth(figure) == Depth(found.front())) found.push_back(figure);
  }
  if (found.size() == 1) return found.front();
  Refuse(found.empty() ? figures : found, asked);
}

}  // namespace almanac::reporting
