#include "store/pg_statements.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "store/dialect.h"

namespace almanac::store {
namespace {

using Kind = DatabaseError::Kind;

constexpr const char* kCommit = "COMMIT";
// Beyond these, waiting saves little and takes memory.
constexpr size_t kMostWaiting = 64;

bool IsOfName(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// The values of a statement as libpq takes them: texts in place, numbers as text.
class Parameters {
 public:
  Parameters(const std::vector<std::string>& names, const Binds& binds) {
    numbers_.reserve(names.size());
    values_.reserve(names.size());
    for (size_t i = 0; i < names.size(); ++i) Add(ValueOf(binds, names[i], i));
  }
  int count() const { return static_cast<int>(values_.size()); }
  const char* const* values() const { return values_.data(); }

 private:
  void Add(const Value& value) {
    if (const auto* t = std::get_if<std::string>(&value)) return values_.push_back(t->c_str());
    if (const auto* i = std::get_if<int64_t>(&value)) return AddNumber(fmt::format_int(*i).str());
    if (const auto* r = std::get_if<double>(&value)) return AddNumber(fmt::format("{}", *r));
    values_.push_back(nullptr);
  }
  void AddNumber(std::string text) { values_.push_back(numbers_.emplace_back(std::move(text)).c_str()); }

  // Never grows beyond what was reserved, so that what points into it stays.
  std::vector<std::string> numbers_;
  std::vector<const char*> values_;
};

bool Worked(const PGresult* result) {
  const auto status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

}  // namespace

// A value is bound where it is named, as often as it is named: one number for several places would need one type.
std::string Numbered(std::string_view text, std::vector<std::string>* names) {
  std::string numbered;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'') {
      const size_t end = std::min(text.find('\'', i + 1), text.size() - 1);
      numbered += text.substr(i, end - i + 1);
      i = end;
      continue;
    }
    size_t end = i + 1;
    while (text[i] == ':' && end < text.size() && IsOfName(text[end])) ++end;
    if (end == i + 1) {
      numbered += text[i];
      continue;
    }
    names->emplace_back(text.substr(i + 1, end - i - 1));
    numbered += fmt::format("${}", names->size());
    i = end - 1;
  }
  return numbered;
}

DatabaseError PgErrorOf(const PGconn* session, const PGresult* result, std::string_view doing) {
  const char* code = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  // An error without a state is none of the server's: libpq has heard no more of it.
  const bool lost = PQstatus(session) == CONNECTION_BAD || code == nullptr;
  const std::string state = code == nullptr ? "08006" : code;
  const Kind kind = KindOfSqlstate(state);
  const char* words = result == nullptr ? PQerrorMessage(session) : PQresultErrorMessage(result);
  // Whatever a server's last words were, it is gone.
  return {lost && kind != Kind::kTimeout ? Kind::kDisconnected : kind,
          fmt::format("{}: {}{}{}", state, doing, doing.empty() ? "" : ": ", WithoutDetail(words))};
}

PgStatements::Kept& PgStatements::KeptOf(const std::string& text) {
  Kept& kept = kept_[text];
  if (!kept.text.empty()) return kept;
  if (text != kCommit) kept.name = fmt::format("s{}", ++made_);
  kept.text = Numbered(text, &kept.binds);
  return kept;
}

void PgStatements::Later(const std::string& text, Binds binds, IfTaken if_taken) {
  waiting_.push_back({text, std::move(binds), std::move(if_taken)});
  if (waiting_.size() >= kMostWaiting) SendWaiting();
}

PgResult PgStatements::Now(const std::string& text, const Binds& binds) {
  if (waiting_.empty()) return SendAlone(KeptOf(text), binds);
  waiting_.push_back({text, binds, {}});
  return SendWaiting();
}

void PgStatements::Send() {
  if (!waiting_.empty()) SendWaiting();
}

void PgStatements::RequireThere() {
  // The first may read a server's last words; the second finds that no more follow.
  for (int i = 0; i < 2; ++i) {
    if (PQconsumeInput(session_) != 1 || PQstatus(session_) == CONNECTION_BAD) throw PgErrorOf(session_, nullptr, {});
  }
}

void PgStatements::Commit() {
  failed_before_commit_ = false;
  waiting_.push_back({kCommit, {}, {}});
  const PgResult result = SendWaiting();
  // What the server thinks has failed it ends with COMMIT as well, and says so in the tag alone.
  if (std::string_view(PQcmdStatus(result.get())) != kCommit) {
    throw DatabaseError(Kind::kOther, "a unit of work that had failed was to be committed");
  }
}

void PgStatements::Forget() {
  kept_.clear();
  if (PQtransactionStatus(session_) == PQTRANS_IDLE) PgResult(PQexec(session_, "DEALLOCATE ALL"));
}

PgResult PgStatements::SendAlone(Kept& kept, const Binds& binds) {
  if (!kept.prepared) {
    const PgResult result(PQprepare(session_, kept.name.c_str(), kept.text.c_str(), 0, nullptr));
    if (!Worked(result.get())) throw PgErrorOf(session_, result.get(), {});
    kept.prepared = true;
  }
  const Parameters given(kept.binds, binds);
  PgResult result(PQexecPrepared(session_, kept.name.c_str(), given.count(), given.values(), nullptr, nullptr, 0));
  if (!Worked(result.get())) throw PgErrorOf(session_, result.get(), {});
  return result;
}

PgResult PgStatements::SendWaiting() {
  const std::vector<Sent> all = std::exchange(waiting_, {});
  std::vector<Asked> asked;
  bool sent = PQenterPipelineMode(session_) == 1;
  for (size_t i = 0; sent && i < all.size(); ++i) sent = Ask(all[i], &asked);
  if (!sent || PQpipelineSync(session_) != 1) throw PgErrorOf(session_, nullptr, {});
  std::optional<DatabaseError> error;
  const Sent* failed = nullptr;
  PgResult last;
  for (const Asked& one : asked) {
    PgResult result = TakeNext();
    if (Worked(result.get())) {
      if (one.preparing != nullptr) one.preparing->prepared = true;
      last = std::move(result);
    } else if (!error) {
      error = PgErrorOf(session_, result.get(), {});
      failed = one.sent;
      const bool said = result != nullptr && PQresultErrorField(result.get(), PG_DIAG_SQLSTATE) != nullptr;
      failed_before_commit_ = said && failed->text != kCommit;
    }
    if (PQstatus(session_) == CONNECTION_BAD) throw error ? *error : PgErrorOf(session_, nullptr, {});
  }
  EndPipeline();
  if (!error) return last;
  if (error->kind() == Kind::kUnique && failed->if_taken) failed->if_taken();
  throw *error;
}

bool PgStatements::Ask(const Sent& sent, std::vector<Asked>* asked) {
  Kept& kept = KeptOf(sent.text);
  const bool known = kept.prepared || std::any_of(asked->begin(), asked->end(),
                                                  [&](const Asked& one) { return one.preparing == &kept; });
  const Parameters given(kept.binds, sent.binds);
  if (kept.name.empty()) {
    asked->push_back({&sent, nullptr});
    return PQsendQueryParams(session_, kept.text.c_str(), given.count(), nullptr, given.values(), nullptr, nullptr,
                             0) == 1;
  }
  if (!known) {
    asked->push_back({&sent, &kept});
    if (PQsendPrepare(session_, kept.name.c_str(), kept.text.c_str(), 0, nullptr) != 1) return false;
  }
  asked->push_back({&sent, nullptr});
  return PQsendQueryPrepared(session_, kept.name.c_str(), given.count(), given.values(), nullptr, nullptr, 0) == 1;
}

PgResult PgStatements::TakeNext() {
  PgResult result(PQgetResult(session_));
  // Nothing ends each answer.
  while (result && PQstatus(session_) != CONNECTION_BAD && PgResult(PQgetResult(session_))) {
  }
  return result;
}

void PgStatements::EndPipeline() {
  const PgResult end(PQgetResult(session_));
  if (PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC || PQexitPipelineMode(session_) != 1)
    throw DatabaseError(Kind::kDisconnected, "08006: the server's answers and our questions do not match");
}

}  // namespace almanac::store
