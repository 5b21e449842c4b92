// What an edit of a published record means to the public: what they see now, and what waits for a decision.
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace almanac::cli {

// "Public at once: frequency. Waits for a decision, and the public sees the old until then: licence. Never public:
// owner." Empty where nothing changed, and for what the public does not have.
std::string PublicationText(const google::protobuf::Message& before, const google::protobuf::Message& after);

}  // namespace almanac::cli
