// The other half of commands.h: what the contract's comments say, for readers
// of --help.
#include <google/protobuf/descriptor.pb.h>

#include "cli/commands.h"
#include "cli/contract.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::ServiceDescriptorProto;

// "(ob:G2.1)", "(domain A.2; Code of Practice T3.2)": for those who keep the
// contract, noise for those who type.
std::string WithoutSources(std::string text) {
  for (const std::string_view mark : {"(ob:", "(domain ", "(design:"}) {
    for (size_t at = text.find(mark); at != text.npos; at = text.find(mark, at)) {
      const size_t end = text.find(')', at);
      if (end == text.npos) break;
      const size_t start = at > 0 && text[at - 1] == ' ' ? at - 1 : at;
      text.erase(start, end + 1 - start);
      at = start;
    }
  }
  return text;
}

// Comment lines joined to paragraphs: "Errors: ..." and "- ..." begin a new one; "Wire: ..."
// is for those who write clients and stays out.
std::string Paragraphs(const std::string& raw) {
  std::string text;
  bool wire = false;
  for (std::string line : Split(raw, '\n')) {
    line.erase(0, line.find_first_not_of(' ') == line.npos ? line.size() : line.find_first_not_of(' '));
    const bool errors = line.starts_with("Errors: "), item = line.starts_with("- ");
    wire = line.starts_with("Wire: ") || (wire && !errors);
    if (line.empty() || wire) continue;
    if (!text.empty()) text += errors || item ? '\n' : ' ';
    text += line;
  }
  return WithoutSources(std::move(text));
}

std::vector<int> PathOf(const Descriptor* message) {
  if (message->containing_type() == nullptr) return {FileDescriptorProto::kMessageTypeFieldNumber, message->index()};
  std::vector<int> path = PathOf(message->containing_type());
  path.insert(path.end(), {DescriptorProto::kNestedTypeFieldNumber, message->index()});
  return path;
}

}  // namespace

std::string CommentOf(const google::protobuf::MethodDescriptor* method) {
  return Paragraphs(RawComment(method->file(), {FileDescriptorProto::kServiceFieldNumber, method->service()->index(),
                                                ServiceDescriptorProto::kMethodFieldNumber, method->index()}));
}

std::string CommentOf(const google::protobuf::FieldDescriptor* field) {
  if (const auto& help = field->options().GetExtension(v1::help); !help.empty()) return help;
  std::vector<int> path = PathOf(field->containing_type());
  path.insert(path.end(), {DescriptorProto::kFieldFieldNumber, field->index()});
  return Paragraphs(RawComment(field->file(), path));
}

std::string CommentOf(const Descriptor* message) { return Paragraphs(RawComment(message->file(), PathOf(message))); }

std::string CommentOfNoun(std::string_view noun) {
  for (const Command& command : Commands()) {
    if (command.noun != noun) continue;
    return command.method != nullptr ? Paragraphs(RawHeadComment(command.method->file())) : command.summary;
  }
  return {};
}

std::string FirstSentence(std::string_view comment) {
  for (size_t at = 0; at < comment.size(); ++at) {
    const bool ends =
        comment[at] == '.' && (at + 1 == comment.size() || comment[at + 1] == ' ' || comment[at + 1] == '\n');
    if (ends || comment[at] == '\n') return std::string(comment.substr(0, at));
  }
  return std::string(comment);
}

}  // namespace almanac::cli
