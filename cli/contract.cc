#include "cli/contract.h"

#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace almanac::v1 {
// Made by the build from the .proto files: a FileDescriptorSet with source info.
std::string_view DescriptorsWithComments();
}  // namespace almanac::v1

namespace almanac::cli {
namespace {

using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;

const std::map<std::string, FileDescriptorProto>& Sources() {
  static const auto& sources = *[] {
    auto* files = new std::map<std::string, FileDescriptorProto>;
    google::protobuf::FileDescriptorSet set;
    const auto bytes = v1::DescriptorsWithComments();
    set.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    for (auto& file : *set.mutable_file()) {
      const std::string name = file.name();
      files->emplace(name, std::move(file));
    }
    return files;
  }();
  return sources;
}

const google::protobuf::SourceCodeInfo::Location* At(const FileDescriptor* file, const std::vector<int>& path) {
  const auto source = Sources().find(file->name());
  if (source == Sources().end()) return nullptr;
  for (const auto& location : source->second.source_code_info().location()) {
    if (std::equal(location.path().begin(), location.path().end(), path.begin(), path.end())) return &location;
  }
  return nullptr;
}

}  // namespace

const std::vector<const FileDescriptor*>& ContractFiles() {
  static const auto& files = *[] {
    auto* found = new std::vector<const FileDescriptor*>;
    for (const auto& [name, source] : Sources()) {
      if (!name.starts_with("almanac/v1/")) continue;
      const auto* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(name);
      if (file != nullptr) found->push_back(file);
    }
    return found;
  }();
  return files;
}

std::string RawComment(const FileDescriptor* file, const std::vector<int>& path) {
  const auto* location = At(file, path);
  return location != nullptr ? location->leading_comments() : std::string();
}

std::string RawHeadComment(const FileDescriptor* file) {
  const auto* location = At(file, {google::protobuf::FileDescriptorProto::kSyntaxFieldNumber});
  if (location == nullptr) return {};
  return location->leading_detached_comments_size() > 0 ? location->leading_detached_comments(0)
                                                        : location->leading_comments();
}

}  // namespace almanac::cli
