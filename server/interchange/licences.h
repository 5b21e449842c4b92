// Licences as catalogues write them (addresses, names, HTML, nothing) and as
// the record keeps them: SPDX identifiers.
#pragma once

#include <string>
#include <string_view>

namespace almanac::interchange {

enum class LicenceFinding {
  // The source names none.
  kNone,
  // It is this one, without a doubt.
  kCertain,
  // Read as this one; the words say something like it.
  kLikely,
  // Terms of its own, or words that name no licence.
  kUnknown,
};

struct Licence {
  LicenceFinding finding = LicenceFinding::kNone;
  // Empty unless certain or likely.
  std::string spdx;
};

// `text` is an SPDX identifier, an address, a name or prose, plain or HTML.
Licence ReadLicence(std::string_view text);

// The address of a licence's text; of one we do not know, its page at spdx.org.
// ReadLicence reads each back for certain.
std::string LicenceAddress(std::string_view spdx);

}  // namespace almanac::interchange
