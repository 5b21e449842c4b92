#include "cli/commands.h"

#include <google/protobuf/descriptor.pb.h>

#include <algorithm>

#include "cli/contract.h"

namespace almanac::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

void AddService(const google::protobuf::ServiceDescriptor* service, std::vector<Command>* commands) {
  for (int i = 0; i < service->method_count(); ++i) {
    const MethodDescriptor* method = service->method(i);
    if (!method->options().HasExtension(v1::cli)) continue;
    const v1::Cli& cli = method->options().GetExtension(v1::cli);
    commands->push_back({cli.noun(), cli.verb(), method, {}, {cli.example().begin(), cli.example().end()}});
  }
}

// Without an rpc of their own.
std::vector<Command> OfThisSide() {
  return {
      {"logout", "", nullptr, "Ends the token of an account and forgets it here.", {"almanac logout --account dana"}},
      {"month",
       "",
       nullptr,
       "Goes through the sets whose refresh falls due, with one question each.",
       {"almanac month", "almanac month --department parks --until 2026-12-31"}},
      {"find",
       "",
       nullptr,
       "Finds commands, pages of the help and datasets by words of your own.",
       {"almanac find move a date", "almanac find traffic crashes"}},
      {"completion",
       "",
       nullptr,
       "Writes what makes the shell complete commands, options and names.",
       {"source <(almanac completion bash)"}},
      {"man",
       "",
       nullptr,
       "Writes the pages of the manual, made from the same words as the help.",
       {"almanac man dataset", "almanac man --to ~/.local/share/man/man1"}},
      {"account", "list", nullptr, "Lists the accounts stored here, never their tokens.", {"almanac account list"}},
  };
}

// The same, for datasets.
std::vector<Command> OfTheDesk() {
  return {
      {"dataset",
       "edit",
       nullptr,
       "Opens a dataset in your editor, every field with its help, and sends what you changed.",
       {"almanac dataset edit tree-inventory"}},
      {"dataset",
       "fields import",
       nullptr,
       "Takes the data dictionary of a dataset from a CSV: a dictionary, or the data itself. What is described there "
       "already is never lost.",
       {"almanac dataset fields import tree-inventory dictionary.csv",
        "almanac dataset fields import tree-inventory trees.csv --dry-run"}},
      {"add",
       "",
       nullptr,
       "Makes a new dataset of a data file: its columns are named and typed from it. The data itself stays where it "
       "is.",
       {"almanac add trees.csv --department parks"}},
  };
}

// Without a server: whoever has an export of the log can check it.
std::vector<Command> OfTheLog() {
  return {
      {"log",
       "verify",
       nullptr,
       "Checks an export of the log without a server: is it what was signed, and does it go on with an older one?",
       {"almanac log verify log", "almanac log verify log --from checkpoint-of-january"}},
  };
}

std::vector<Command> AllCommands() {
  std::vector<Command> commands;
  for (const auto* file : ContractFiles()) {
    for (int i = 0; i < file->service_count(); ++i) AddService(file->service(i), &commands);
  }
  for (auto part : {OfThisSide, OfTheDesk, OfTheLog}) {
    for (Command& command : part()) commands.push_back(std::move(command));
  }
  return commands;
}

}  // namespace

const std::vector<Command>& Commands() {
  static const auto& commands = *new std::vector<Command>(AllCommands());
  return commands;
}

const Command* FindCommand(std::string_view noun, std::string_view verb) {
  const auto& all = Commands();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Command& command) { return command.noun == noun && command.verb == verb; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::string> Nouns() {
  std::vector<std::string> nouns;
  for (const Command& command : Commands()) {
    if (std::find(nouns.begin(), nouns.end(), command.noun) == nouns.end()) nouns.push_back(command.noun);
  }
  return nouns;
}

std::vector<std::string> VerbsOf(std::string_view noun) {
  std::vector<std::string> verbs;
  for (const Command& command : Commands()) {
    if (command.noun == noun && !command.verb.empty()) verbs.push_back(command.verb);
  }
  return verbs;
}

const Command* GetterOf(std::string_view collection) {
  for (const Command& command : Commands()) {
    if (command.verb != "show" || command.method == nullptr) continue;
    const FieldDescriptor* name = command.method->output_type()->FindFieldByName("name");
    if (name != nullptr && name->options().GetExtension(v1::reference) == collection) return &command;
  }
  return nullptr;
}

const Command* GetterOf(const Descriptor* resource) {
  for (const Command& command : Commands()) {
    if (command.verb == "show" && command.method != nullptr && command.method->output_type() == resource)
      return &command;
  }
  return nullptr;
}

const FieldDescriptor* RowsOf(const MethodDescriptor* method) {
  const Descriptor* answer = method->output_type();
  if (answer->FindFieldByName("next_page_token") == nullptr) return nullptr;
  for (int i = 0; i < answer->field_count(); ++i) {
    const FieldDescriptor* field = answer->field(i);
    if (field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) return field;
  }
  return nullptr;
}

}  // namespace almanac::cli
