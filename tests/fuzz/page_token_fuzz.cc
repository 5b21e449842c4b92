// Any bytes are a page token of this question or none; none does harm.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/error.h"
#include "base/ids.h"
#include "store/page.h"

namespace almanac {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  // As it is, and as the inside of a token that carries the right mark.
  const std::string marked = ToBase64Url(Sha256Hex("q").substr(0, 16) + bytes);
  for (const std::string& token : {bytes, marked}) {
    try {
      const auto key = store::ReadPageToken(token, "q", 2);
      if (key.size() != 2) std::abort();
      if (store::ReadPageToken(store::MakePageToken("q", key), "q", 2) != key) std::abort();
    } catch (const Error& error) {
      if (error.reason() != Reason::INVALID_PAGE_TOKEN) std::abort();
    }
  }
  return 0;
}

}  // namespace almanac
