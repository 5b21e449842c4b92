#include "domain/openness.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace almanac::domain {
namespace {

// Conformant or compatible with the Open Definition 2.1 (opendefinition.org/licenses).
constexpr std::array<std::string_view, 30> kOpenLicences{"CC0-1.0",
                                                         "PDDL-1.0",
                                                         "CC-PDDC",
                                                         "CC-BY-4.0",
                                                         "CC-BY-3.0",
                                                         "CC-BY-3.0-US",
                                                         "CC-BY-2.5",
                                                         "CC-BY-2.0",
                                                         "CC-BY-SA-4.0",
                                                         "CC-BY-SA-3.0",
                                                         "CC-BY-SA-2.0",
                                                         "ODC-By-1.0",
                                                         "ODbL-1.0",
                                                         "OGL-UK-3.0",
                                                         "OGL-UK-2.0",
                                                         "OGL-UK-1.0",
                                                         "OGL-Canada-2.0",
                                                         "DL-DE-BY-2.0",
                                                         "DL-DE-ZERO-2.0",
                                                         "etalab-2.0",
                                                         "NLOD-2.0",
                                                         "NLOD-1.0",
                                                         "CDLA-Permissive-2.0",
                                                         "CDLA-Permissive-1.0",
                                                         "MIT",
                                                         "Apache-2.0",
                                                         "BSD-3-Clause",
                                                         "GPL-3.0-or-later",
                                                         "Unlicense",
                                                         "CC-PDM-1.0"};

// Of the Open Source Initiative's list, those that public bodies use.
constexpr std::array<std::string_view, 24> kOpenSourceLicences{"Apache-2.0",
                                                               "MIT",
                                                               "BSD-2-Clause",
                                                               "BSD-3-Clause",
                                                               "0BSD",
                                                               "ISC",
                                                               "GPL-2.0-only",
                                                               "GPL-3.0-only",
                                                               "GPL-2.0-or-later",
                                                               "GPL-3.0-or-later",
                                                               "LGPL-2.1-only",
                                                               "LGPL-3.0-only",
                                                               "LGPL-2.1-or-later",
                                                               "LGPL-3.0-or-later",
                                                               "AGPL-3.0-only",
                                                               "AGPL-3.0-or-later",
                                                               "MPL-2.0",
                                                               "EPL-2.0",
                                                               "EUPL-1.2",
                                                               "CDDL-1.0",
                                                               "Unlicense",
                                                               "Zlib",
                                                               "BSL-1.0",
                                                               "PostgreSQL"};

// ob:G2.8: widely accepted, nonproprietary, platform-independent, machine-readable.
constexpr std::array<std::string_view, 26> kOpenFormats{
    "csv",    "tsv",     "json", "geojson",  "jsonl", "ndjson", "xml",        "rdf",   "ttl",
    "jsonld", "json-ld", "n3",   "kml",      "gml",   "gpkg",   "geopackage", "ods",   "parquet",
    "txt",    "netcdf",  "gtfs", "topojson", "ics",   "rss",    "atom",       "sqlite"};

std::string Folded(std::string_view text) {
  std::string folded;
  for (const char c : text) folded += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return folded;
}

// Media types put the format last: text/csv, application/vnd.geo+json, application/rdf+xml.
std::string FormatOf(const v1::Distribution& distribution) {
  if (!distribution.format().empty()) return Folded(distribution.format());
  const std::string type = Folded(distribution.media_type().substr(0, distribution.media_type().find(';')));
  const auto cut = type.find_last_of("/+.-");
  return cut == std::string::npos ? type : type.substr(cut + 1);
}

bool IsBulk(const v1::Distribution& distribution) { return !distribution.download_url().empty(); }

bool IsApi(const v1::Distribution& distribution) {
  return distribution.kind() == v1::Distribution::API && !distribution.access_url().empty();
}

template <class Predicate>
bool AnyDistribution(const v1::Dataset& dataset, Predicate predicate) {
  return std::any_of(dataset.distributions().begin(), dataset.distributions().end(), predicate);
}

}  // namespace

bool IsOpenLicence(std::string_view spdx) {
  return std::find(kOpenLicences.begin(), kOpenLicences.end(), spdx) != kOpenLicences.end();
}

bool IsOpenSourceLicence(std::string_view spdx) {
  return std::find(kOpenSourceLicences.begin(), kOpenSourceLicences.end(), spdx) != kOpenSourceLicences.end();
}

bool IsOpenFormat(const v1::Distribution& distribution) {
  const std::string format = FormatOf(distribution);
  return std::find(kOpenFormats.begin(), kOpenFormats.end(), format) != kOpenFormats.end();
}

OpennessResult OpennessOf(const v1::Dataset& dataset) {
  if (dataset.published_version() == 0) return {v1::Dataset::NOT_PUBLIC, {}};
  OpennessResult result{v1::Dataset::OPEN_DATA, {}};
  const bool is_software = dataset.kind() == v1::Dataset::SOFTWARE;
  if (dataset.access() != v1::Dataset::OPEN) result.notes.push_back("Access is not open.");
  if (dataset.licence().empty()) {
    result.notes.push_back("It has no licence, so nobody knows what they may do with it.");
  } else if (is_software ? !IsOpenSourceLicence(dataset.licence()) : !IsOpenLicence(dataset.licence())) {
    result.notes.push_back(fmt::format("The licence {} is not known as an open licence.", dataset.licence()));
  }
  if (dataset.fee()) result.notes.push_back("Getting it costs money.");
  if (dataset.registration()) result.notes.push_back("It takes a registration.");
  if (is_software) {
    // Source code is had from its repository, in whatever language it is written.
    if (dataset.distributions().empty()) result.notes.push_back("Nothing says where its repository is.");
  } else if (!AnyDistribution(dataset, [](const auto& d) { return IsBulk(d) || IsApi(d); })) {
    result.notes.push_back("It can be had neither as a whole file nor through an API.");
  } else if (!AnyDistribution(dataset, [](const auto& d) { return IsApi(d) || (IsBulk(d) && IsOpenFormat(d)); })) {
    result.notes.push_back("None of its files is in an open, machine-readable format such as CSV or GeoJSON.");
  }
  if (!result.notes.empty()) result.openness = v1::Dataset::PUBLIC_NOT_OPEN;
  return result;
}

}  // namespace almanac::domain
