// `almanac history diff`: what changed between two states of a record, in the words of its other pages.
#include <fmt/format.h>

#include "almanac/v1/events.pb.h"
#include "base/ids.h"
#include "base/json.h"
#include "cli/by_hand.h"
#include "cli/cell.h"
#include "cli/request.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Where a change lies: "fields[species].definition" is the field definition within the element species of fields.
struct Place {
  const FieldDescriptor* field = nullptr;
  // It is a whole element of the list.
  bool element = false;
  std::string label;
};

// Null at `field` where the path names what this side does not know.
Place PlaceOf(const Descriptor* type, std::string path) {
  Place place;
  while (!path.empty() && type != nullptr) {
    const size_t open = path.find('['), dot = path.find('.');
    const size_t end = std::min(open, dot);
    place.field = type->FindFieldByName(path.substr(0, end));
    if (place.field == nullptr) break;
    place.label += (place.label.empty() ? "" : ", ") +
                   (place.label.empty() ? Label(place.field->name()) : Lower(Label(place.field->name())));
    place.element = end == open && open != path.npos;
    std::string rest = end == path.npos ? "" : path.substr(end + 1);
    if (place.element) {
      const size_t close = std::min(rest.find("]."), rest.size() - 1);
      place.label += " " + OneLine(rest.substr(0, close));
      rest = close + 2 <= rest.size() ? rest.substr(close + 2) : "";
    }
    type = place.field->message_type();
    path = rest;
  }
  if (!path.empty()) place.field = nullptr;
  return place;
}

// As sheets show it; what does not read stays as it came.
std::string ValueText(const Place& place, const std::string& value) {
  if (value.empty()) return "(nothing)";
  const bool plain = place.field == nullptr ||
                     (place.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && !place.field->is_repeated());
  const auto holder = plain ? nullptr : NewMessage(place.field->containing_type());
  // As a field of its record, an element as the only one of its list.
  std::string json;
  if (!plain) json = fmt::format("{{\"{}\":{}}}", place.field->name(), place.element ? "[" + value + "]" : value);
  std::string problem;
  if (plain || !FromJson(json, holder.get(), &problem)) return OneLine(value);
  return OneLine(PeopleText(*holder, place.field));
}

std::string ChangesText(const v1::DiffHistoryResponse& diff, size_t width) {
  if (diff.changes().empty()) return "Nothing differs.\n";
  const Command* getter = GetterOf(diff.name().substr(0, diff.name().find('/')));
  const Descriptor* type = getter == nullptr ? nullptr : getter->method->output_type();
  std::string text;
  for (const auto& change : diff.changes()) {
    const Place place = PlaceOf(type, change.field());
    text += Bold(place.field == nullptr ? OneLine(change.field()) : place.label, stdout) + "\n";
    text += Hanging("  ", ValueText(place, change.before()), width);
    text += Hanging("  → ", ValueText(place, change.after()), width);
  }
  return text;
}

std::string StepsText(const v1::DiffHistoryResponse& diff, size_t width) {
  std::string text;
  for (const auto& event : diff.events()) {
    std::string line = fmt::format("{}  {}  {}", LocalTime(event.time()), OneLine(IdOf(event.actor())), event.verb());
    if (!event.reason().empty()) line += ": " + OneLine(event.reason());
    text += Hanging("  ", line, width);
  }
  return text.empty() ? text : "\n" + Bold("By", stdout) + "\n" + text;
}

}  // namespace

int RunHistoryDiff(Session& session, const Command& command, const Values& values) {
  const OutputStyle& style = session.style();
  if (style.format != Format::kTable || !style.columns.empty()) return RunVerb(session, command, values);
  const auto request = BuildRequest(command, values);
  const auto answer = CallVerb(session, command, request.get());
  const auto& diff = static_cast<const v1::DiffHistoryResponse&>(*answer);
  WriteOut(fmt::format("{}, from revision {} to {}\n\n", OneLine(IdOf(diff.name())), diff.from_revision(),
                       diff.to_revision()) +
           ChangesText(diff, style.width) + StepsText(diff, style.width));
  return 0;
}

}  // namespace almanac::cli
