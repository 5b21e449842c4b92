// Who was faster, when, and with what: what a writer hears whose record has
// changed meanwhile.
#include <fmt/format.h>
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <charconv>

#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "store/tx.h"
#include "store/tx_state.h"

namespace almanac::store {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kShownFields = 6;

std::string TextOf(const Message& message, const std::string& field) {
  const auto* found = message.GetDescriptor()->FindFieldByName(field);
  return found == nullptr ? std::string() : message.GetReflection()->GetString(message, found);
}

// Changes with every write.
bool IsBookkeeping(const FieldDescriptor* field) { return field->name() == "etag" || field->name() == "update_time"; }

// "access reason, title": what differs between two states of one record.
std::string ChangedFields(const Message& before, const Message& after) {
  google::protobuf::util::MessageDifferencer differencer;
  const Descriptor* type = after.GetDescriptor();
  std::string words;
  size_t count = 0;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (IsBookkeeping(field) || differencer.CompareWithFields(before, after, {field}, {field})) continue;
    if (++count > kShownFields) continue;
    std::string name = field->name();
    std::replace(name.begin(), name.end(), '_', ' ');
    words += (words.empty() ? "" : ", ") + name;
  }
  return count > kShownFields ? fmt::format("{} and {} more", words, count - kShownFields) : words;
}

// The record as it was with an etag; null when it never was, or does not read any more.
std::unique_ptr<Message> StateWithEtag(TxState& state, const Message& now, std::string_view etag) {
  int64_t revision = 0;
  const auto [end, problem] = std::from_chars(etag.data(), etag.data() + etag.size(), revision);
  if (problem != std::errc() || end != etag.data() + etag.size()) return nullptr;
  std::string body;
  const Cell cells[] = {Cell::kText};
  state.Select("SELECT body FROM revisions WHERE resource = :resource AND revision = :revision",
               {{"resource", TextOf(now, "name")}, {"revision", revision}}, cells,
               [&](const Row& row) { body = std::get<std::string>(row.At(0)); });
  std::unique_ptr<Message> then(now.New());
  return !body.empty() && FromJson(body, then.get()) ? std::move(then) : nullptr;
}

struct LastChange {
  std::string actor;
  std::string time;
};

LastChange LastChangeOf(TxState& state, const std::string& name) {
  LastChange last;
  const Cell cells[] = {Cell::kText, Cell::kText};
  state.Select("SELECT actor, time FROM events WHERE resource = :resource ORDER BY id DESC LIMIT 1",
               {{"resource", name}}, cells, [&](const Row& row) {
                 last.actor = std::get<std::string>(row.At(0));
                 if (const Value at = row.At(1); std::holds_alternative<std::string>(at))
                   last.time = std::get<std::string>(at);
               });
  return last;
}

std::string InUtc(Instant instant) {
  return fmt::format("{} {} UTC", ToText(DayIn("UTC", instant)), TimeOfDayIn("UTC", instant));
}

}  // namespace

void Tx::RequireEtag(const Message& message, std::string_view etag) {
  if (etag.empty()) {
    throw Error(Reason::ETAG_REQUIRED, "the etag is missing: read the resource and send the etag that came with it")
        .Field("etag", "required");
  }
  if (etag == "*" || etag == TextOf(message, "etag")) return;
  const std::string name = TextOf(message, "name");
  std::string words;
  if (const auto then = StateWithEtag(*state_, message, etag)) words = ChangedFields(*then, message);
  const LastChange last = LastChangeOf(*state_, name);
  if (const auto instant = ParseInstant(last.time)) {
    const std::string_view who = last.actor.starts_with("people/") ? IdOf(last.actor) : last.actor;
    words += fmt::format("{}by {} at {}", words.empty() ? "" : ", last ", who,
                         state_->time_words != nullptr ? state_->time_words(*this, *instant) : InUtc(*instant));
  }
  throw Error(Reason::ETAG_MISMATCH,
              fmt::format("{} has changed since you read it{}{}", IdOf(name), words.empty() ? "" : ": ", words));
}

}  // namespace almanac::store
