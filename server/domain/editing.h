// Writing a change of a dataset, with all that follows from it for reviews,
// approvals and what the public sees.
#pragma once

#include <string>

#include "almanac/v1/datasets.pb.h"
#include "store/tx.h"

namespace almanac::domain {

struct Edit {
  // Of the event, such as dataset.updated.
  std::string verb;
  std::string reason;
  // Of the version that follows, for its public readers.
  std::string public_note;
  // Makes the caller an author where the change is material; false for imports.
  bool authored = true;
  // What was agreed to and is void now stays in it, with its authors; false where the edit takes all of that out.
  bool keeps_agreed = true;
};

// `after` is `before` as somebody would have it. A material change voids a
// running review and an unused approval (back to classified), and waits on a
// published set as a pending edit; any other public change of a published set
// becomes a new version at once.
v1::Dataset WriteEdit(store::Tx& tx, const v1::Dataset& before, v1::Dataset after, const Edit& edit);

// What WriteEdit does beyond the record itself.
struct Follows {
  // The public reads it at once, in a new version.
  bool public_at_once = false;
  // Waits as an edit of a published set.
  bool waits = false;
  // A review or an approval becomes void.
  bool sent_back = false;
};
Follows FollowsFrom(const v1::Dataset& before, const v1::Dataset& after);

// Adds the caller to those who may not decide; jobs are nobody's author.
void AddAuthor(const Caller& caller, v1::Dataset* dataset);

// The due dates anew, when what they follow from has changed.
void RenewDueDates(store::Tx& tx, const v1::Dataset& before, v1::Dataset* after);

}  // namespace almanac::domain
