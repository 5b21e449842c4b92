#include "cli/confirm.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/ask.h"
#include "cli/terminal.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

constexpr std::string_view kCheckRule = "check_";

bool IsQuestion(const Error::Requirement& missing) { return missing.rule.starts_with(kCheckRule); }

// The question wraps; the answer is typed behind its last line.
bool IsSo(const Error::Requirement& missing) {
  std::string text = Hanging("", OneLine(missing.message) + " Is that so?", TerminalWidth(stderr));
  text.pop_back();
  return AskYesNo(text);
}

}  // namespace

bool ConfirmAtTerminal(const Error& refused, google::protobuf::Message* request) {
  const auto* confirm = request->GetDescriptor()->FindFieldByName("confirm");
  const auto& missing = refused.missing();
  if (confirm == nullptr || missing.empty() || !std::all_of(missing.begin(), missing.end(), IsQuestion)) return false;
  if (!SomebodyIsThere()) return false;
  for (const auto& one : missing) {
    if (!IsSo(one)) return false;
    request->GetReflection()->AddString(request, confirm, one.rule.substr(kCheckRule.size()));
  }
  return true;
}

}  // namespace almanac::cli
