// The contract as it was compiled in, comments included.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

namespace almanac::cli {

// The .proto files of almanac.v1.
const std::vector<const google::protobuf::FileDescriptor*>& ContractFiles();

// The comment at a place of a file (a path as in SourceCodeInfo), as written:
// line ends kept. Empty when there is none.
std::string RawComment(const google::protobuf::FileDescriptor* file, const std::vector<int>& path);
// The comment at the head of a file.
std::string RawHeadComment(const google::protobuf::FileDescriptor* file);

}  // namespace almanac::cli
