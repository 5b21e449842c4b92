// Any bytes are a filter that compiles or a filter that is refused. What
// compiles binds as many values as it names, and never shows a value.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "almanac/v1/datasets.pb.h"
#include "base/error.h"
#include "store/filter.h"

namespace almanac {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  store::Binds binds;
  const std::string filter(reinterpret_cast<const char*>(data), size);
  try {
    const std::string text = store::CompileFilter(store::TableOf(v1::Dataset::descriptor()), filter, false, &binds);
    size_t places = 0;
    for (size_t at = text.find(":f"); at != std::string::npos; at = text.find(":f", at + 1)) ++places;
    if (places != binds.size() || text.find('"') != std::string::npos) std::abort();
  } catch (const Error& error) {
    if (error.reason() != Reason::INVALID_FILTER) std::abort();
  }
  return 0;
}

}  // namespace almanac
