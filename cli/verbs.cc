#include "cli/verbs.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "almanac/v1/datasets.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "cli/cell.h"
#include "cli/confirm.h"
#include "cli/loss.h"
#include "cli/publication.h"
#include "cli/rehearsal.h"
#include "cli/request.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kDefaultLimit = 50;
constexpr int kLargestPage = 1000;

int PositiveNumber(const Values& values, const std::string& option, int otherwise) {
  if (!values.Has(option)) return otherwise;
  const std::string text = values.Text(option);
  int number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size() || number < 1) {
    throw UsageError(fmt::format("--{} is a number from 1, not '{}'", option, text));
  }
  return number;
}

void SetNumber(Message* message, const std::string& field, int number) {
  const FieldDescriptor* found = message->GetDescriptor()->FindFieldByName(field);
  if (found != nullptr) message->GetReflection()->SetInt32(message, found, number);
}

std::vector<std::string> BasicFields(const Descriptor* row) {
  std::vector<std::string> names;
  for (int i = 0; i < row->field_count(); ++i) {
    if (row->field(i)->options().GetExtension(v1::basic)) names.push_back(row->field(i)->name());
  }
  for (int i = 0; names.empty() && i < row->field_count(); ++i) names.push_back(row->field(i)->name());
  return names;
}

std::vector<std::string> AllFields(const Descriptor* row) {
  std::vector<std::string> names;
  for (int i = 0; i < row->field_count(); ++i) names.push_back(row->field(i)->name());
  return names;
}

std::vector<std::string> ColumnsFor(const Session& session, const Command& command, const Descriptor* row, bool full) {
  if (!session.style().columns.empty()) return session.style().columns;
  if (full && session.style().format == Format::kCsv) return AllFields(row);
  const auto& shown = command.cli().columns();
  return shown.empty() ? BasicFields(row) : std::vector<std::string>(shown.begin(), shown.end());
}

// A column outside the basic view needs the full one.
void WidenView(const std::vector<ColumnPath>& columns, Message* request) {
  const FieldDescriptor* view = request->GetDescriptor()->FindFieldByName("view");
  const bool beyond = std::any_of(columns.begin(), columns.end(), [](const ColumnPath& column) {
    const FieldDescriptor* field = column.fields.front();
    const bool record = field->containing_type()->options().HasExtension(v1::table);
    return record && !field->options().GetExtension(v1::basic);
  });
  if (view != nullptr && beyond) request->GetReflection()->SetEnumValue(request, view, v1::FULL);
}

// Adds one page to the list; the token of the next, empty at the end.
std::string AddPage(const Message& answer, const FieldDescriptor* rows, size_t room, ListOutput* list) {
  const auto* r = answer.GetReflection();
  const int size = std::min(r->FieldSize(answer, rows), static_cast<int>(std::min<size_t>(room, INT32_MAX)));
  for (int i = 0; i < size; ++i) list->Add(r->GetRepeatedMessage(answer, rows, i));
  return GetString(answer, "next_page_token");
}

int RunList(Session& session, const Command& command, const Values& values, Message* request) {
  const FieldDescriptor* rows = RowsOf(command.method);
  const auto columns =
      ResolveColumns(rows->message_type(), ColumnsFor(session, command, rows->message_type(), values.Flag("full")));
  WidenView(columns, request);
  if (values.Flag("all") && values.Has("limit")) throw UsageError("--all and --limit contradict each other");
  const size_t limit =
      values.Flag("all") ? SIZE_MAX : static_cast<size_t>(PositiveNumber(values, "limit", kDefaultLimit));
  const size_t page = static_cast<size_t>(PositiveNumber(values, "page-size", kLargestPage));
  ListOutput list(session.style(), columns);
  size_t shown = 0;
  std::string next;
  do {
    SetNumber(request, "page_size", static_cast<int>(std::min(page, limit - shown)));
    SetString(request, "page_token", next);
    const auto answer = CallVerb(session, command, request);
    const auto size = static_cast<size_t>(answer->GetReflection()->FieldSize(*answer, rows));
    next = AddPage(*answer, rows, limit - shown, &list);
    shown += std::min(size, limit - shown);
  } while (!next.empty() && shown < limit);
  list.Finish();
  if (!next.empty()) session.Say(fmt::format("The first {}; --all shows the rest, --limit N more.", shown));
  if (shown == 0 && session.style().format == Format::kTable) session.Say("Nothing to show.");
  return 0;
}

bool IsDryRun(const Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("validate_only");
  return field != nullptr && request.GetReflection()->GetBool(request, field);
}

std::unique_ptr<Message> ReadRecord(Session& session, const Command& getter, const std::string& name) {
  const auto read = NewMessage(getter.method->input_type());
  SetString(read.get(), "name", name);
  auto answer = NewMessage(getter.method->output_type());
  session.channel().Call(getter.method, *read, answer.get());
  return answer;
}

// The etag of the resource that a request speaks of, as it stands.
std::string ReadEtag(Session& session, const Message& request) {
  const FieldDescriptor* resource = ResourceField(request.GetDescriptor());
  const FieldDescriptor* name = request.GetDescriptor()->FindFieldByName("name");
  const Command* getter = resource != nullptr ? GetterOf(resource->message_type())
                          : name != nullptr   ? GetterOf(name->options().GetExtension(v1::reference))
                                              : nullptr;
  if (getter == nullptr) return {};
  return GetString(*ReadRecord(session, *getter, NameIn(request)), "etag");
}

// An edit of what is published, as it was before: nothing else tells what the public sees of it.
std::unique_ptr<Message> BeforeEdit(Session& session, const Message& request) {
  const FieldDescriptor* resource = ResourceField(request.GetDescriptor());
  const FieldDescriptor* mask = request.GetDescriptor()->FindFieldByName("update_mask");
  if (mask == nullptr || resource == nullptr || resource->message_type() != v1::Dataset::descriptor()) return nullptr;
  return ReadRecord(session, *GetterOf(resource->message_type()), NameIn(request));
}

// Nothing that was asked for was new, so nothing is in the history either.
bool IsAsItWas(const Message& request, const Message& answer) {
  const std::string before = GetString(request, "etag");
  return !before.empty() && before == GetString(answer, "etag");
}

void SayWhatWasDone(const Session& session, const Command& command, const Done& done, const Message* before) {
  if (const auto& words = command.cli().done(); !words.empty()) session.Say(FillIn(words, done));
  if (before != nullptr) SayWhoSees(session, *before, done.answer);
  if (const auto& next = command.cli().next(); !next.empty()) {
    session.Say(Dim("next: ", stderr) + session.Copyable(FillIn(next, done)));
  }
}

// A list that is given takes the place of the one that was there, which is easily forgotten.
void SayWhatIsLost(const Session& session, const std::string& loss, const char* lead, const std::string& command) {
  if (loss.empty()) return;
  const std::string words = fmt::format("What is given takes the place of all that was there. Lost: {}.", loss);
  std::string text = Hanging("! ", words, TerminalWidth(stderr));
  text.pop_back();
  session.Say(text);
  if (!command.empty()) session.Say(Dim(lead, stderr) + session.Copyable(command));
}

// As it stands before a write that gives a list anew; null for other writes.
std::unique_ptr<Message> ReadIfListIsAnew(Session& session, const Message& request) {
  if (!GivesListAnew(request)) return nullptr;
  const Command* getter = GetterOf(ResourceField(request.GetDescriptor())->message_type());
  return getter == nullptr ? nullptr : ReadRecord(session, *getter, NameIn(request));
}

// Once more, when what it was refused for is confirmed at the terminal.
std::unique_ptr<Message> CallAndConfirm(Session& session, const Command& command, Message* request, bool force) {
  try {
    return CallVerb(session, command, request, force);
  } catch (const Error& error) {
    if (!ConfirmAtTerminal(error, request)) throw;
  }
  return CallVerb(session, command, request, force);
}

int RunWrite(Session& session, const Command& command, const Values& values, Message* request) {
  const bool dry = IsDryRun(*request);
  const auto edited = dry ? nullptr : BeforeEdit(session, *request);
  const auto with_list = dry || edited != nullptr ? nullptr : ReadIfListIsAnew(session, *request);
  const auto answer = CallAndConfirm(session, command, request, values.Flag("force"));
  if (IsDryRun(*request)) {
    ShowRehearsal(session, *answer);
    return 0;
  }
  // A record that was written speaks for itself in a line; all of it with -o.
  // What is no record (a code shown once) is the data.
  const bool record = answer->GetDescriptor()->FindFieldByName("etag") != nullptr;
  if (session.style().asked || !record) ShowMessage(session.style(), *answer);
  if (record && IsAsItWas(*request, *answer)) {
    session.Say(fmt::format("{} is like that already; nothing was recorded.", IdOf(GetString(*answer, "name"))));
    return 0;
  }
  SayWhatWasDone(session, command, {*answer, *request, session.caller()}, edited.get());
  const Message* before = edited != nullptr ? edited.get() : with_list.get();
  if (before != nullptr && GivesListAnew(*request)) {
    SayWhatIsLost(session, LossText(*before, *answer), "what it was: ", "almanac history diff " + NameIn(*request));
  }
  return 0;
}

// What stands in place of {field}; empty where it is unset.
std::string PlaceText(const std::string& place, const Done& done) {
  if (place == "caller") return done.caller.empty() ? "You" : std::string(IdOf(done.caller));
  for (const Message* message : {&done.answer, &done.request}) {
    const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(place);
    if (field == nullptr) continue;
    const std::string text = PeopleText(*message, field);
    return field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM ? Lower(Label(text)) : std::string(IdOf(text));
  }
  return {};
}

}  // namespace

std::unique_ptr<Message> CallVerb(Session& session, const Command& command, Message* request, bool force) {
  constexpr int kTries = 5;
  auto answer = NewMessage(command.method->output_type());
  const FieldDescriptor* etag = request->GetDescriptor()->FindFieldByName("etag");
  // Where it is not required there may be no record yet.
  const bool looked_after =
      etag != nullptr && etag->options().GetExtension(v1::required) && GetString(*request, "etag").empty();
  if (command.writes() && GetString(*request, "request_id").empty()) SetString(request, "request_id", RandomId(20));
  for (int attempt = 1;; ++attempt) {
    if (looked_after) SetString(request, "etag", ReadEtag(session, *request));
    try {
      session.channel().Call(command.method, *request, answer.get());
      return answer;
    } catch (const Error& error) {
      if (!force || !looked_after || error.reason() != Reason::ETAG_MISMATCH || attempt == kTries) throw;
    }
  }
}

void ShowRehearsal(Session& session, const Message& answer) {
  constexpr const char* kNothing = "Nothing was changed: --dry-run.";
  // Nothing was changed, so what is read now is what was there before.
  const Command* getter = GetterOf(answer.GetDescriptor());
  if (session.style().asked || getter == nullptr) ShowMessage(session.style(), answer);
  if (getter == nullptr) return session.Say(kNothing);
  std::unique_ptr<Message> before;
  try {
    before = ReadRecord(session, *getter, GetString(answer, "name"));
  } catch (const Error& error) {
    if (error.reason() != Reason::NOT_FOUND) throw;
  }
  session.Say(fmt::format("{} {}", kNothing, RehearsalText(before.get(), answer)));
  if (before == nullptr) return;
  // The one list that a file can be added to.
  const FieldDescriptor* fields = answer.GetDescriptor()->FindFieldByName("fields");
  const bool of_fields = fields != nullptr && ProgramText(*before, fields) != ProgramText(answer, fields);
  const std::string import = fmt::format("almanac dataset fields import {} FILE", IdOf(GetString(answer, "name")));
  SayWhatIsLost(session, LossText(*before, answer), "to add to it instead: ", of_fields ? import : "");
}

void SayWhoSees(const Session& session, const Message& before, const Message& after) {
  if (const std::string text = PublicationText(before, after); !text.empty()) session.Say(text);
}

std::string FillIn(const std::string& words, const Done& done) {
  std::string filled;
  // Where words began that depend on a field, and whether it is unset.
  size_t optional = 0;
  bool unset = false;
  for (size_t at = 0; at < words.size(); ++at) {
    const size_t close = words[at] == '{' ? words.find('}', at) : words.npos;
    if (close != words.npos) {
      const std::string text = PlaceText(words.substr(at + 1, close - at - 1), done);
      unset = unset || text.empty();
      filled += text;
      at = close;
    } else if (words[at] == '[') {
      optional = filled.size();
      unset = false;
    } else if (words[at] == ']') {
      if (unset) filled.resize(optional);
    } else {
      filled += words[at];
    }
  }
  return filled;
}

int RunVerb(Session& session, const Command& command, const Values& values) {
  const auto request = BuildRequest(command, values);
  if (values.Flag("force") && values.Has("etag")) throw UsageError("--force and --etag contradict each other");
  if (RowsOf(command.method) != nullptr) return RunList(session, command, values, request.get());
  // Before anything is written.
  ResolveColumns(command.method->output_type(), session.style().columns);
  if (command.writes()) return RunWrite(session, command, values, request.get());
  ShowMessage(session.style(), *CallVerb(session, command, request.get()));
  return 0;
}

}  // namespace almanac::cli
