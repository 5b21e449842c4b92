#include "domain/history_diff.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/collections.h"
#include "sql/events.h"

namespace almanac::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Text as it is, all else as JSON writes it; empty when it is unset.
std::string TextOf(const Message& message, const FieldDescriptor* field) {
  const auto* r = message.GetReflection();
  if (field->is_repeated()) return r->FieldSize(message, field) == 0 ? std::string() : RepeatedToJson(message, field);
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) return r->GetString(message, field);
  std::string text = ToJson(message, [&](const FieldDescriptor* other) {
    return other == field || other->containing_type() != field->containing_type();
  });
  // {"field":VALUE}
  const auto colon = text.find(':');
  return colon == std::string::npos ? std::string() : text.substr(colon + 1, text.size() - colon - 2);
}

const FieldDescriptor* NameFieldOf(const FieldDescriptor* field) {
  if (!field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return nullptr;
  const auto* name = field->message_type()->FindFieldByName("name");
  return name != nullptr ? name : field->message_type()->FindFieldByName("label");
}

class Differ {
 public:
  explicit Differ(v1::DiffHistoryResponse* response) : response_(*response) {}

  void Compare(const Message& before, const Message& after, const std::string& prefix) {
    const auto* type = before.GetDescriptor();
    for (int i = 0; i < type->field_count(); ++i) {
      const auto* field = type->field(i);
      // Every write moves these.
      if (prefix.empty() && (field->name() == "etag" || field->name() == "update_time")) continue;
      const auto was = TextOf(before, field), is = TextOf(after, field);
      if (was == is) continue;
      const auto path = prefix + field->name();
      if (const auto* name = NameFieldOf(field)) {
        CompareElements(before, after, {field, name, path});
      } else {
        Tell(path, was, is);
      }
    }
  }

 private:
  // A list whose elements have names, and where it stands.
  struct Elements {
    const FieldDescriptor* field;
    const FieldDescriptor* name;
    const std::string& path;
  };
  void CompareElements(const Message& before, const Message& after, const Elements& elements) {
    const auto& [field, name, path] = elements;
    const auto* r = before.GetReflection();
    std::vector<std::string> seen;
    for (int k = 0; k < r->FieldSize(before, field); ++k) {
      const auto& element = r->GetRepeatedMessage(before, field, k);
      seen.push_back(element.GetReflection()->GetString(element, name));
      const auto* same = Named(after, field, name, seen.back());
      const auto place = fmt::format("{}[{}]", path, seen.back());
      if (same == nullptr) {
        Tell(place, ToJson(element), {});
      } else {
        Compare(element, *same, place + ".");
      }
    }
    for (int k = 0; k < r->FieldSize(after, field); ++k) {
      const auto& element = r->GetRepeatedMessage(after, field, k);
      const auto called = element.GetReflection()->GetString(element, name);
      if (Named(before, field, name, called) == nullptr) Tell(fmt::format("{}[{}]", path, called), {}, ToJson(element));
    }
  }

  static const Message* Named(const Message& message, const FieldDescriptor* field, const FieldDescriptor* name,
                              const std::string& called) {
    const auto* r = message.GetReflection();
    for (int k = 0; k < r->FieldSize(message, field); ++k) {
      const auto& element = r->GetRepeatedMessage(message, field, k);
      if (element.GetReflection()->GetString(element, name) == called) return &element;
    }
    return nullptr;
  }

  void Tell(std::string field, std::string before, std::string after) {
    auto* change = response_.add_changes();
    change->set_field(std::move(field));
    change->set_before(std::move(before));
    change->set_after(std::move(after));
  }

  v1::DiffHistoryResponse& response_;
};

v1::Revision RevisionOf(store::Tx& tx, const std::string& name, int64_t number, const char* field) {
  const auto found = tx.SelectOne<v1::Revision>(sql::events::kRevision, {{"resource", name}, {"revision", number}});
  if (found) return *found;
  throw Error(Reason::INVALID_FIELD,
              fmt::format("{} has no revision {}; almanac history show {} lists them", IdOf(name), number, name))
      .Field(field, "there is none of that number");
}

std::unique_ptr<Message> MessageOf(const std::string& name, const v1::Revision& revision) {
  auto message = NewOfName(name);
  std::string problem;
  if (revision.body().empty())
    throw Error(Reason::WRONG_STATE, fmt::format("revision {} of {} was blanked; compare with another",
                                                 revision.revision(), revision.resource()));
  if (FromJson(revision.body(), message.get(), &problem)) return message;
  throw Error(Reason::INTERNAL, fmt::format("a revision of {} does not read: {}", name, problem));
}

}  // namespace

v1::DiffHistoryResponse DiffHistory(store::Tx& tx, const v1::DiffHistoryRequest& request) {
  const std::string name = FullName(tx, request.name());
  RequireSeen(tx, name);
  const auto to = RevisionOf(tx, name, request.to_revision(), "to_revision");
  const int64_t before =
      request.from_revision() != 0 ? request.from_revision() : std::max<int64_t>(to.revision() - 1, 1);
  const auto from = RevisionOf(tx, name, before, "from_revision");
  v1::DiffHistoryResponse response;
  response.set_name(name);
  response.set_from_revision(from.revision());
  response.set_to_revision(to.revision());
  Differ(&response).Compare(*MessageOf(name, from), *MessageOf(name, to), {});
  const store::Binds steps{
      {"resource", name}, {"after", from.event_id()}, {"last", std::max(from.event_id(), to.event_id())}};
  for (auto& event : tx.Select<v1::Event>(sql::events::kBetween, steps)) {
    event.clear_body();
    event.clear_salt();
    *response.add_events() = std::move(event);
  }
  return response;
}

}  // namespace almanac::domain
