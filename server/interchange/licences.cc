#include "interchange/licences.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "interchange/plain_text.h"

namespace almanac::interchange {
namespace {

struct Known {
  std::string_view spdx;
  std::string_view address;
};

// What is written for each identifier on export. Sorted by nothing: the list is short.
constexpr std::array<Known, 27> kAddresses{{
    {"CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"},
    {"CC-PDM-1.0", "https://creativecommons.org/publicdomain/mark/1.0/"},
    {"PDDL-1.0", "https://opendatacommons.org/licenses/pddl/1-0/"},
    {"ODC-By-1.0", "https://opendatacommons.org/licenses/by/1-0/"},
    {"ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"},
    {"CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"},
    {"CC-BY-3.0", "https://creativecommons.org/licenses/by/3.0/"},
    {"CC-BY-2.5", "https://creativecommons.org/licenses/by/2.5/"},
    {"CC-BY-2.0", "https://creativecommons.org/licenses/by/2.0/"},
    {"CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"},
    {"CC-BY-SA-3.0", "https://creativecommons.org/licenses/by-sa/3.0/"},
    {"CC-BY-SA-2.0", "https://creativecommons.org/licenses/by-sa/2.0/"},
    {"CC-BY-NC-4.0", "https://creativecommons.org/licenses/by-nc/4.0/"},
    {"CC-BY-NC-3.0", "https://creativecommons.org/licenses/by-nc/3.0/"},
    {"CC-BY-ND-4.0", "https://creativecommons.org/licenses/by-nd/4.0/"},
    {"CC-BY-ND-3.0", "https://creativecommons.org/licenses/by-nd/3.0/"},
    {"CC-BY-NC-SA-4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"},
    {"CC-BY-NC-SA-3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"},
    {"CC-BY-NC-ND-4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"},
    {"CC-BY-NC-ND-3.0", "https://creativecommons.org/licenses/by-nc-nd/3.0/"},
    {"OGL-UK-3.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"},
    {"OGL-UK-2.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/"},
    {"OGL-UK-1.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/1/"},
    {"OGL-Canada-2.0", "https://open.canada.ca/en/open-government-licence-canada"},
    {"GFDL-1.3-or-later", "https://www.gnu.org/licenses/fdl-1.3.html"},
    {"MIT", "https://opensource.org/licenses/MIT"},
    {"Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0"},
}};

// Other addresses of the same, without scheme, www and last slash, in lower case.
constexpr std::array<Known, 22> kOtherAddresses{{
    {"CC0-1.0", "opendefinition.org/licenses/cc-zero"},
    {"CC0-1.0", "creativecommons.org/publicdomain/zero/1.0/legalcode"},
    {"CC0-1.0", "creativecommons.org/publicdomain/zero/1.0/deed.en"},
    {"CC0-1.0", "creativecommons.org/choose/zero"},
    {"CC-PDM-1.0", "usa.gov/publicdomain/label/1.0"},
    {"CC-PDM-1.0", "usa.gov/government-works"},
    {"CC-PDM-1.0", "usa.gov/copyright.shtml"},
    {"CC-PDM-1.0", "creativecommons.org/licenses/publicdomain"},
    {"CC-BY-4.0", "opendefinition.org/licenses/cc-by"},
    {"CC-BY-SA-4.0", "opendefinition.org/licenses/cc-by-sa"},
    {"PDDL-1.0", "opendefinition.org/licenses/odc-pddl"},
    {"PDDL-1.0", "opendatacommons.org/licenses/pddl"},
    {"PDDL-1.0", "opendatacommons.org/licenses/pddl/1.0"},
    {"ODC-By-1.0", "opendefinition.org/licenses/odc-by"},
    {"ODC-By-1.0", "opendatacommons.org/licenses/by"},
    {"ODC-By-1.0", "opendatacommons.org/licenses/by/1.0"},
    {"ODbL-1.0", "opendefinition.org/licenses/odc-odbl"},
    {"ODbL-1.0", "opendatacommons.org/licenses/odbl"},
    {"ODbL-1.0", "opendatacommons.org/licenses/odbl/1.0"},
    {"OGL-UK-3.0", "reference.data.gov.uk/id/open-government-licence"},
    {"OGL-UK-3.0", "nationalarchives.gov.uk/doc/open-government-licence"},
    {"OGL-Canada-2.0", "data.gc.ca/eng/open-government-licence-canada"},
}};

// Names, and the keys CKAN gives to licences: the whole text, folded.
constexpr std::array<Known, 25> kNames{{
    {"CC0-1.0", "cc0"},
    {"CC0-1.0", "cc-zero"},
    {"CC0-1.0", "cc0 1.0"},
    {"CC0-1.0", "creative commons cczero"},
    {"CC0-1.0", "creative commons zero"},
    {"CC0-1.0", "cc0 1.0 universal"},
    {"CC0-1.0", "creative commons 1.0 universal"},
    {"CC-PDM-1.0", "us-pd"},
    {"CC-PDM-1.0", "other-pd"},
    {"CC-PDM-1.0", "public domain"},
    {"CC-PDM-1.0", "public domain mark"},
    {"CC-BY-4.0", "cc-by"},
    {"CC-BY-4.0", "creative commons attribution"},
    {"CC-BY-SA-4.0", "cc-by-sa"},
    {"PDDL-1.0", "odc-pddl"},
    {"PDDL-1.0", "open data commons public domain dedication and license"},
    {"PDDL-1.0", "open data commons public domain dedication and licence (pddl)"},
    {"ODC-By-1.0", "odc-by"},
    {"ODC-By-1.0", "open data commons attribution license"},
    {"ODbL-1.0", "odc-odbl"},
    {"ODbL-1.0", "open data commons open database license"},
    {"ODbL-1.0", "open data commons open database license (odbl)"},
    {"ODbL-1.0", "open data commons open database license 1.0"},
    {"OGL-UK-3.0", "uk-ogl"},
    {"OGL-UK-3.0", "open government licence"},
}};

// Beginnings of longer names, told as likely.
constexpr std::array<Known, 11> kBeginnings{{
    {"CC-PDM-1.0", "public domain"},
    {"CC0-1.0", "creative commons 1.0 universal"},
    {"CC0-1.0", "creative commons zero"},
    {"CC-BY-SA-3.0", "creative commons attribution-share alike 3.0"},
    {"CC-BY-SA-4.0", "creative commons attribution-share alike 4.0"},
    {"CC-BY-NC-3.0", "creative commons attribution-noncommercial 3.0"},
    {"CC-BY-NC-ND-3.0", "creative commons attribution-noncommercial-noderivatives 3.0"},
    {"CC-BY-3.0", "creative commons attribution 3.0"},
    {"CC-BY-4.0", "creative commons attribution 4.0"},
    {"ODbL-1.0", "open data commons open database license"},
    {"ODC-By-1.0", "open data commons attribution license"},
}};

constexpr std::array<std::string_view, 13> kNoLicence{"",
                                                      "none",
                                                      "null",
                                                      "n/a",
                                                      "na",
                                                      "unknown",
                                                      "notspecified",
                                                      "license not specified",
                                                      "not specified",
                                                      "tbd",
                                                      "no license",
                                                      "https://project-open-data.cio.gov/unknown-license",
                                                      "other-license-specified"};

template <size_t N>
std::string_view Lookup(const std::array<Known, N>& list, std::string_view key) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const Known& known) { return known.address == key; });
  return found == list.end() ? std::string_view() : found->spdx;
}

bool IsAddress(std::string_view text) {
  return (text.rfind("http://", 0) == 0 || text.rfind("https://", 0) == 0) &&
         text.find_first_of(" \n\t<>") == std::string_view::npos;
}

std::string Bare(std::string_view address) {
  std::string bare = LowerAscii(address);
  bare.erase(0, bare.find("://") + 3);
  if (bare.rfind("www.", 0) == 0) bare.erase(0, 4);
  while (!bare.empty() && bare.back() == '/') bare.pop_back();
  return bare;
}

// By bare address, those known under another one too.
const std::map<std::string, std::string_view, std::less<>>& BareAddresses() {
  static const auto* const all = [] {
    auto* made = new std::map<std::string, std::string_view, std::less<>>;
    for (const auto& known : kAddresses) made->emplace(Bare(known.address), known.spdx);
    for (const auto& known : kOtherAddresses) made->emplace(known.address, known.spdx);
    return made;
  }();
  return *all;
}

std::string_view ByAddress(std::string_view address) {
  auto bare = Bare(address);
  const auto& all = BareAddresses();
  if (const auto found = all.find(bare); found != all.end()) return found->second;
  // Ported versions and translations: creativecommons.org/licenses/by/3.0/us, .../by/4.0/deed.de
  if (bare.rfind("creativecommons.org/", 0) != 0) return {};
  bare.resize(bare.rfind('/'));
  const auto found = all.find(bare);
  return found == all.end() ? std::string_view() : found->second;
}

// https://spdx.org/licenses/NLOD-2.0.html names its licence itself.
std::string SpdxPage(std::string_view address) {
  const auto at = address.find("://spdx.org/licenses/");
  if (at == std::string_view::npos) return {};
  auto id = address.substr(at + 21);
  if (id.size() > 5 && id.substr(id.size() - 5) == ".html") id.remove_suffix(5);
  const bool good = !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '+';
  });
  return good ? std::string(id) : std::string();
}

// The first web address in a text.
std::string_view AddressIn(std::string_view text) {
  const auto at = std::min(text.find("http://"), text.find("https://"));
  if (at == std::string_view::npos) return {};
  const auto rest = text.substr(at);
  return rest.substr(0, rest.find_first_of(" \t\r\n<>\"')"));
}

}  // namespace

Licence ReadLicence(std::string_view raw) {
  const std::string text = LooksLikeHtml(raw) ? HtmlToText(raw) : std::string(Trim(raw));
  const auto folded = LowerAscii(OneLine(text));
  if (std::find(kNoLicence.begin(), kNoLicence.end(), folded) != kNoLicence.end()) return {};
  for (const auto& known : kAddresses) {
    if (known.spdx.size() == folded.size() && LowerAscii(known.spdx) == folded)
      return {LicenceFinding::kCertain, std::string(known.spdx)};
  }
  if (IsAddress(text)) {
    if (auto id = SpdxPage(text); !id.empty()) return {LicenceFinding::kCertain, id};
    const auto spdx = ByAddress(text);
    // "cc-by" of opendefinition.org names no version, and works of a government are no dedication.
    const bool exact = !spdx.empty() && Bare(LicenceAddress(spdx)) == Bare(text);
    if (spdx.empty()) return {LicenceFinding::kUnknown, ""};
    return {exact ? LicenceFinding::kCertain : LicenceFinding::kLikely, std::string(spdx)};
  }
  if (const auto spdx = Lookup(kNames, folded); !spdx.empty()) return {LicenceFinding::kLikely, std::string(spdx)};
  if (const auto address = AddressIn(text); !address.empty()) {
    if (const auto spdx = ByAddress(address); !spdx.empty()) return {LicenceFinding::kLikely, std::string(spdx)};
  }
  for (const auto& known : kBeginnings) {
    if (folded.rfind(known.address, 0) == 0) return {LicenceFinding::kLikely, std::string(known.spdx)};
  }
  return {LicenceFinding::kUnknown, ""};
}

std::string LicenceAddress(std::string_view spdx) {
  for (const auto& known : kAddresses) {
    if (known.spdx == spdx) return std::string(known.address);
  }
  return spdx.empty() ? std::string() : "https://spdx.org/licenses/" + std::string(spdx);
}

}  // namespace almanac::interchange
