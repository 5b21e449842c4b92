#include "api/replay.h"

#include <fmt/format.h>
#include <google/protobuf/timestamp.pb.h>

#include <chrono>

#include "almanac/v1/options.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "sql/replays.h"

namespace almanac::api {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using std::chrono::hours;
using std::chrono::seconds;

constexpr hours kKept{24};

// Thrown inside a unit of work to drop it: this request was done before.
struct DoneBefore {};

// A second caller with the same request id may still be at work when we look.
constexpr int kTries = 8;

google::protobuf::Timestamp ToTimestamp(Instant instant) {
  google::protobuf::Timestamp time;
  time.set_seconds(std::chrono::floor<seconds>(instant).time_since_epoch().count());
  return time;
}

// What is asked, without the etag: it guards the record, and a caller who asks
// again has read the new one.
std::string HashOf(const Message& request) {
  const auto* etag = request.GetDescriptor()->FindFieldByName("etag");
  if (etag == nullptr) return Sha256Hex(request.SerializeAsString());
  const std::unique_ptr<Message> asked(request.New());
  asked->CopyFrom(request);
  asked->GetReflection()->ClearField(asked.get(), etag);
  return Sha256Hex(asked->SerializeAsString());
}

}  // namespace

bool IsOfDatabase(Reason reason) {
  return reason == Reason::UNAVAILABLE || reason == Reason::DEADLINE_EXCEEDED || reason == Reason::OVERLOADED ||
         reason == Reason::CONTENTION;
}

std::string RequestIdOf(const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  return field == nullptr ? std::string() : request.GetReflection()->GetString(request, field);
}

bool IsValidateOnly(const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("validate_only");
  return field != nullptr && request.GetReflection()->GetBool(request, field);
}

void StripSecrets(Message* message) {
  const auto* type = message->GetDescriptor();
  const auto* r = message->GetReflection();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->options().GetExtension(v1::secret)) {
      r->ClearField(message, field);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated() &&
               r->HasField(*message, field)) {
      StripSecrets(r->MutableMessage(message, field));
    }
  }
}

std::optional<Replay> Replay::Of(const Caller& caller, const Message& request) {
  const std::string id = RequestIdOf(request);
  if (id.empty() || IsValidateOnly(request)) return std::nullopt;
  v1::ReplayRow row;
  row.set_name(Sha256Hex(fmt::format("{}\n{}\n{}", caller.principal, request.GetDescriptor()->full_name(), id)));
  row.set_request_hash(HashOf(request));
  return Replay(std::move(row));
}

void Replay::DoOnce(const Doing& doing) {
  std::optional<store::OutcomeUnknown> unknown;
  for (int tried = 0; tried < kTries; ++tried) {
    try {
      if (TryOnce(doing)) return;
    } catch (const store::OutcomeUnknown& error) {
      // The id is written with the change, so the next try is refused where this one was done.
      unknown = error;
    } catch (const Error& error) {
      if (unknown && IsOfDatabase(error.reason())) throw *unknown;
      throw;
    } catch (const CallerChanged&) {
      // Whoever looks the caller up anew would not know that the change may be there.
      if (unknown) throw *unknown;
      throw;
    }
  }
  if (unknown) throw *unknown;
  throw Error(Reason::CONTENTION, "the same request is being done by another call just now");
}

bool Replay::TryOnce(const Doing& doing) {
  try {
    doing.work.Run(store::Mode::kWrite, doing.caller, doing.deadline, [&](store::Tx& tx) {
      Take(tx);
      doing.unit(tx);
      Keep(tx, *doing.response);
    });
    return true;
  } catch (const DoneBefore&) {
    return Answer(doing);
  }
}

void Replay::Take(store::Tx& tx) {
  *row_.mutable_expire_time() = ToTimestamp(tx.instant() + kKept);
  if (expired_) {
    tx.Put(row_);
    return;
  }
  tx.Insert(row_, [] { throw DoneBefore{}; });
}

void Replay::Keep(store::Tx& tx, const Message& response) {
  std::unique_ptr<Message> kept(response.New());
  kept->CopyFrom(response);
  StripSecrets(kept.get());
  v1::ReplayRow row = row_;
  row.set_response(ToBase64Url(kept->SerializeAsString()));
  tx.Put(row);
}

bool Replay::Answer(const Doing& doing) {
  std::optional<v1::ReplayRow> found;
  Instant now;
  doing.work.Run(store::Mode::kOneStatement, doing.caller, doing.deadline, [&](store::Tx& tx) {
    found = tx.Find<v1::ReplayRow>(row_.name());
    if (!tx.CallerHolds()) throw CallerChanged{};
    now = tx.instant();
  });
  expired_ = found && found->expire_time().seconds() <= ToTimestamp(now).seconds();
  if (!found || expired_) return false;
  if (found->request_hash() != row_.request_hash()) {
    throw Error(Reason::REQUEST_ID_REUSED, "this request id was used for another request; send a fresh one");
  }
  std::string bytes;
  if (!FromBase64Url(found->response(), &bytes) || !doing.response->ParseFromString(bytes)) {
    throw Error(Reason::INTERNAL, "a kept answer does not read");
  }
  return true;
}

int DropExpired(store::Work& work) {
  // A few at a time, so that callers who write hardly wait.
  constexpr int64_t kAtOnce = 200;
  int dropped = 0;
  for (bool more = true; more;) {
    const auto deadline = std::chrono::steady_clock::now() + seconds(30);
    size_t found = 0;
    work.Run(store::Mode::kWrite, Caller::System(), deadline, [&](store::Tx& tx) {
      const auto rows = tx.Select<v1::ReplayRow>(sql::replays::kExpired, {{"now", tx.now()}, {"limit", kAtOnce}});
      for (const auto& row : rows) tx.Erase(v1::ReplayRow::descriptor(), row.name());
      found = rows.size();
    });
    dropped += static_cast<int>(found);
    more = found == kAtOnce;
  }
  return dropped;
}

}  // namespace almanac::api
