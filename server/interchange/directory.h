// The directory of coordinators, for other programs.
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/leadership.pb.h"
#include "store/tx.h"

namespace almanac::interchange {

// Entries, and in `content` the file that the request asks for.
v1::GetDirectoryResponse GetDirectory(store::Tx& tx, const v1::GetDirectoryRequest& request);

// A card a department (RFC 6350): the role and the generic address, and of the coordinator whatever the entry has.
// Lines end in CRLF and are folded at 75 bytes; the same entries give the same bytes.
std::string VCards(const std::string& body, const std::vector<v1::DirectoryEntry>& entries);

}  // namespace almanac::interchange
