// Every command there is: the rpcs of the contract that carry the option
// (cli), and the few that live on this side alone (accounts, help).
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/options.pb.h"

namespace almanac::cli {

struct Command {
  std::string noun;
  // Empty for commands of one word, such as timeline.
  std::string verb;
  // Null for commands without an rpc.
  const google::protobuf::MethodDescriptor* method = nullptr;
  // What it does, in a sentence; empty where the rpc's comment says it.
  std::string summary;
  std::vector<std::string> examples;

  // "dataset create"
  std::string Path() const { return verb.empty() ? noun : noun + " " + verb; }
  const v1::Cli& cli() const { return method->options().GetExtension(v1::cli); }
  bool writes() const { return method != nullptr && method->options().GetExtension(v1::policy).writes(); }
};

// In the order of the contract, nouns together.
const std::vector<Command>& Commands();
// Null when there is none.
const Command* FindCommand(std::string_view noun, std::string_view verb);
// Each once, in order.
std::vector<std::string> Nouns();
std::vector<std::string> VerbsOf(std::string_view noun);

// The rpc that reads one resource of a collection ("datasets"), or of a type.
// Null when there is none.
const Command* GetterOf(std::string_view collection);
const Command* GetterOf(const google::protobuf::Descriptor* resource);

// What the answer of a list holds: its one repeated message, when it also has
// a next_page_token. Null for other rpcs.
const google::protobuf::FieldDescriptor* RowsOf(const google::protobuf::MethodDescriptor* method);

// The words of the contract's own comments, references to source documents
// left out: of an rpc, a field, a message, a noun (the head of its file).
std::string CommentOf(const google::protobuf::MethodDescriptor* method);
std::string CommentOf(const google::protobuf::FieldDescriptor* field);
std::string CommentOf(const google::protobuf::Descriptor* message);
std::string CommentOfNoun(std::string_view noun);
std::string FirstSentence(std::string_view comment);

}  // namespace almanac::cli
