// Licences in every dress, and their way back.
#include <gtest/gtest.h>

#include "interchange/licences.h"

namespace almanac::interchange {
namespace {

TEST(ReadLicence, KnowsLicencesByTheirAddress) {
  const std::pair<const char*, const char*> cases[] = {
      {"https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"},
      {"http://creativecommons.org/publicdomain/zero/1.0", "CC0-1.0"},
      {"http://www.opendefinition.org/licenses/cc-zero", "CC0-1.0"},
      {"http://creativecommons.org/licenses/by/4.0", "CC-BY-4.0"},
      {"http://creativecommons.org/licenses/by/3.0/us/", "CC-BY-3.0"},
      {"http://www.opendefinition.org/licenses/cc-by", "CC-BY-4.0"},
      {"https://www.usa.gov/government-works", "CC-PDM-1.0"},
      {"http://www.usa.gov/publicdomain/label/1.0/", "CC-PDM-1.0"},
      {"http://www.opendatacommons.org/licenses/pddl/1.0/", "PDDL-1.0"},
      {"https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3", "OGL-UK-3.0"},
      {"https://spdx.org/licenses/NLOD-2.0.html", "NLOD-2.0"},
  };
  for (const auto& [text, spdx] : cases) EXPECT_EQ(ReadLicence(text).spdx, spdx) << text;
  EXPECT_EQ(ReadLicence("https://creativecommons.org/publicdomain/zero/1.0/").finding, LicenceFinding::kCertain);
  EXPECT_EQ(ReadLicence("https://www.usa.gov/government-works").finding, LicenceFinding::kLikely);
}

TEST(ReadLicence, KnowsNamesAndWhatBeginsWithThem) {
  EXPECT_EQ(ReadLicence("cc-zero").spdx, "CC0-1.0");
  EXPECT_EQ(ReadLicence("CC-BY-4.0").finding, LicenceFinding::kCertain);
  EXPECT_EQ(ReadLicence("Public Domain\nBoston Redevelopment Authority").spdx, "CC-PDM-1.0");
  EXPECT_EQ(ReadLicence("Open Data Commons Open Database License (ODbL)").spdx, "ODbL-1.0");
  EXPECT_EQ(ReadLicence("<p><a href='http://creativecommons.org/licenses/by/3.0'>CC</a></p>").spdx, "CC-BY-3.0");
}

TEST(ReadLicence, DoesNotInventOne) {
  for (const char* text :
       {"", "  ", "none", "N/A", "notspecified", "https://project-open-data.cio.gov/unknown-license"}) {
    EXPECT_EQ(ReadLicence(text).finding, LicenceFinding::kNone) << text;
  }
  for (const char* text : {"<div><em>No warranties</em></div>", "https://www.cityofmadison.com/policy/data",
                           "No restrictions", "http://creativecommons.org/", "MIT License and more words"}) {
    EXPECT_EQ(ReadLicence(text).finding, LicenceFinding::kUnknown) << text;
    EXPECT_EQ(ReadLicence(text).spdx, "");
  }
}

TEST(LicenceAddress, IsReadBackForCertain) {
  for (const char* spdx :
       {"CC0-1.0", "CC-PDM-1.0", "PDDL-1.0", "ODbL-1.0", "CC-BY-SA-3.0", "OGL-UK-3.0", "MIT", "NLOD-1.0", "0BSD"}) {
    const auto read = ReadLicence(LicenceAddress(spdx));
    EXPECT_EQ(read.spdx, spdx);
    EXPECT_EQ(read.finding, LicenceFinding::kCertain) << spdx;
  }
  EXPECT_EQ(LicenceAddress(""), "");
}

}  // namespace
}  // namespace almanac::interchange
