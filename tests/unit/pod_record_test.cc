// One record of a catalogue as a dataset, and every repair named.
#include "interchange/pod_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace almanac::interchange {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// What a record of a catalogue becomes; a bare list speaks 1.0.
MappedRecord Map(const std::string& record, bool bare = false) {
  MappedRecord mapped;
  const auto text = bare ? "[" + record + "]" : "{\"dataset\":[" + record + "]}";
  ReadCatalogue(FromMemory(text), [&](FileRecord& file_record) {
    mapped = MapRecord(file_record, "2026-03-02");
    return true;
  });
  return mapped;
}

// With what the standard requires; `more` adds to it or, coming last, replaces.
MappedRecord MapGood(const std::string& more) {
  return Map(R"({"title": "Trees", "identifier": "t-1", "description": "All trees.", "keyword": ["trees"],
    "modified": "2026-01-01", "accessLevel": "public", "publisher": {"name": "Parks"},
    "contactPoint": {"fn": "Desk", "hasEmail": "mailto:desk@example.gov"},
    "distribution": [{"downloadURL": "https://x.gov/trees.csv", "mediaType": "text/csv"}])" +
             (more.empty() ? "" : "," + more) + "}");
}

std::vector<std::string> RulesOf(const MappedRecord& mapped) {
  std::vector<std::string> rules;
  for (const auto& problem : mapped.findings.all()) rules.push_back(problem.rule() + " " + problem.field());
  return rules;
}

TEST(MapRecord, FindsNothingWrongWithAGoodRecord) {
  const auto mapped = MapGood("");
  EXPECT_THAT(RulesOf(mapped), IsEmpty());
  EXPECT_TRUE(mapped.adopted);
  EXPECT_EQ(mapped.identifier, "t-1");
  EXPECT_THAT(mapped.publishers, ElementsAre("Parks"));
  EXPECT_EQ(mapped.dataset.refreshed_date(), "2026-01-01");
  EXPECT_EQ(mapped.dataset.contact_email(), "desk@example.gov");
  EXPECT_EQ(mapped.dataset.distributions(0).kind(), v1::Distribution::FILE);
  EXPECT_EQ(mapped.dataset.access(), v1::Dataset::OPEN);
}

TEST(MapRecord, NamesTheRecordInEveryProblem) {
  const auto mapped = MapGood(R"("license": "")");
  ASSERT_EQ(mapped.findings.all().size(), 1u);
  const auto& problem = mapped.findings.all()[0];
  EXPECT_EQ(problem.record(), 1);
  EXPECT_EQ(problem.source_identifier(), "t-1");
  EXPECT_EQ(problem.title(), "Trees");
  for (const auto& text : {problem.message(), problem.done(), problem.fix()}) EXPECT_NE(text, "");
}

TEST(MapRecord, RefusesARecordWithoutATitle) {
  for (const char* record :
       {"{}", R"({"identifier": "x"})", R"({"title": null})", R"({"title": "  "})", R"({"title": {"a": 1}})"}) {
    EXPECT_TRUE(Map(record).findings.refused()) << record;
  }
}

TEST(MapRecord, RefusesWhatIsNoRecord) {
  for (const char* record : {"null", "3", "\"x\"", "[1]", "true"})
    EXPECT_TRUE(Map(record).findings.refused()) << record;
}

TEST(MapRecord, ReadsNumbersWhereTextIsDue) {
  const auto mapped = MapGood(R"("title": 707, "identifier": 12)");
  EXPECT_EQ(mapped.dataset.title(), "707");
  EXPECT_EQ(mapped.identifier, "12");
  EXPECT_THAT(RulesOf(mapped), Contains("not_text title"));
}

TEST(MapRecord, MakesAnIdentifierFromTheTitleWhereNoneIs) {
  const auto mapped = MapGood(R"("identifier": null)");
  EXPECT_EQ(mapped.identifier, "title:trees");
  EXPECT_THAT(RulesOf(mapped), ElementsAre("key_repeated identifier", "identifier_missing identifier"));
}

TEST(MapRecord, TakesAnIdentifierThatNobodySeesForNone) {
  for (const char* unseen : {"\"\x7f\"", "\"\xe2\x80\x8b\"", "\"  \""}) {
    EXPECT_EQ(MapGood(std::string("\"identifier\": ") + unseen).identifier, "title:trees") << unseen;
  }
}

TEST(MapRecord, AdoptsWhatIsPublicAndHasAnAddress) {
  EXPECT_TRUE(MapGood(R"("accessLevel": "Public")").adopted);
  EXPECT_TRUE(MapGood(R"("accessLevel": null)").adopted);
  EXPECT_FALSE(MapGood(R"("accessLevel": "restricted public", "rights": "By agreement.")").adopted);
  EXPECT_FALSE(MapGood(R"("accessLevel": "non-public", "rights": "Names victims.")").adopted);
  const auto without = MapGood(R"("distribution": [])");
  EXPECT_FALSE(without.adopted);
  EXPECT_EQ(without.dataset.access(), v1::Dataset::OPEN);
  EXPECT_THAT(RulesOf(without), Contains("public_without_address distribution"));
}

TEST(MapRecord, KeepsFromThePublicWhatItDoesNotUnderstand) {
  const auto mapped = MapGood(R"("accessLevel": "members only")");
  EXPECT_EQ(mapped.dataset.access(), v1::Dataset::CLOSED);
  EXPECT_FALSE(mapped.adopted);
  EXPECT_THAT(RulesOf(mapped), Contains("access_level_unknown accessLevel"));
}

TEST(MapRecord, TakesRightsAsTheReasonOfWhatIsNotPublic) {
  EXPECT_EQ(MapGood(R"("accessLevel": "non-public", "rights": "Names victims.")").dataset.access_reason(),
            "Names victims.");
  for (const char* rights : {"\"TRUE\"", "\"N/A\"", "null", "\"\""}) {
    const auto mapped = MapGood(std::string(R"("accessLevel": "non-public", "rights": )") + rights);
    EXPECT_EQ(mapped.dataset.access_reason(), "");
    EXPECT_THAT(RulesOf(mapped), Contains("rights_missing rights")) << rights;
  }
}

TEST(MapRecord, SplitsKeywordsThatAreOneText) {
  const auto mapped = MapGood(R"("keyword": "recreation, health,, facilities,health")");
  EXPECT_THAT(mapped.dataset.keywords(), ElementsAre("recreation", "health", "facilities"));
  EXPECT_THAT(RulesOf(mapped), Contains("keyword_as_text keyword"));
}

TEST(MapRecord, ReadsThePublisherInEveryForm) {
  EXPECT_THAT(MapGood(R"("publisher": "Parks")").publishers, ElementsAre("Parks"));
  EXPECT_THAT(MapGood(R"("publisher": {"source": "Parks"})").publishers, ElementsAre("Parks"));
  EXPECT_THAT(
      MapGood(R"("publisher": {"name": "A", "subOrganizationOf": {"name": "B", "subOrganizationOf": {"name": "C"}}})")
          .publishers,
      ElementsAre("A", "B", "C"));
  EXPECT_THAT(MapGood(R"("publisher": {"name": "A", "subOrganizationOf": {"name": "A"}})").publishers,
              ElementsAre("A"));
  for (const char* none : {"null", "{}", "{\"name\": \"\"}", "{\"name\": \"{{source}}\"}", "[]", "3.5e3"}) {
    MapGood(std::string("\"publisher\": ") + none);
  }
}

TEST(MapRecord, ReadsModifiedInEveryForm) {
  EXPECT_EQ(MapGood(R"("modified": "5/1/13 0:00")").dataset.refreshed_date(), "2013-05-01");
  EXPECT_EQ(MapGood(R"("modified": "2013")").dataset.refreshed_date(), "2013-01-01");
  EXPECT_THAT(RulesOf(MapGood(R"("modified": "today")")), Contains("not_a_day modified"));
  EXPECT_THAT(RulesOf(MapGood(R"("modified": "2027-01-01")")), Contains("day_to_come modified"));
  const auto often = MapGood(R"("modified": "R/P1D")");
  EXPECT_EQ(often.dataset.refreshed_date(), "");
  EXPECT_EQ(often.dataset.frequency(), "R/P1D");
  EXPECT_THAT(RulesOf(often), Contains("modified_is_a_frequency modified"));
}

TEST(MapRecord, ReadsContactsInEveryForm) {
  EXPECT_THAT(RulesOf(MapGood(R"("contactPoint": {"fn": "Desk"})")),
              Contains("contact_email_missing contactPoint.hasEmail"));
  EXPECT_EQ(MapGood(R"("contactPoint": {"fn": "Desk", "hasEmail": "mailto: a@x.gov"})").dataset.contact_email(),
            "a@x.gov");
  EXPECT_EQ(MapGood(R"("contactPoint": [{"fn": "Desk", "hasEmail": "a@x.gov"}])").dataset.contact_email(), "a@x.gov");
  EXPECT_EQ(MapGood(R"("contactPoint": {"fn": "Desk", "hasEmail": "http://x.gov"})").dataset.contact_email(), "");
  EXPECT_THAT(RulesOf(MapGood(R"("contactPoint": null)")), Contains("contact_missing contactPoint"));
}

TEST(MapRecord, ReadsHtmlAsText) {
  const auto mapped =
      MapGood(R"("description": "<p>All <b>trees</b></p><script>x</script>", "title": "Trees &amp; shrubs")");
  EXPECT_EQ(mapped.dataset.description(), "All trees");
  EXPECT_EQ(mapped.dataset.title(), "Trees & shrubs");
  EXPECT_THAT(RulesOf(mapped), Contains("html description"));
}

TEST(MapRecord, TakesTextOfAnotherAlmanacAsItStands) {
  const auto mapped = MapGood(R"("@id": "datasets/trees", "title": "How to write <b>bold</b>", "description": "N/A")");
  EXPECT_EQ(mapped.former_name, "datasets/trees");
  EXPECT_EQ(mapped.dataset.title(), "How to write <b>bold</b>");
  EXPECT_EQ(mapped.dataset.description(), "N/A");
  EXPECT_EQ(MapGood(R"("@id": "datasets/../etc")").former_name, "");
}

TEST(MapRecord, LeavesOutTemplatesNeverFilledIn) {
  const auto mapped = MapGood(R"("description": "{{default.description}}")");
  EXPECT_EQ(mapped.dataset.description(), "");
  EXPECT_THAT(RulesOf(mapped), Contains("template_unfilled description"));
}

TEST(MapRecord, LeavesOutWhatWasRedacted) {
  const auto mapped = MapGood(R"("description": "[[REDACTED-EX B3]]", "keyword": "[[REDACTED-EX B3]]")");
  EXPECT_EQ(mapped.dataset.description(), "");
  EXPECT_THAT(RulesOf(mapped), Contains("redacted description"));
}

TEST(MapRecord, MakesABoundingBoxOfALargeGeometry) {
  std::string points;
  for (int i = 0; i < 2000; ++i)
    points += "[-" + std::to_string(100 + i % 7) + ".5," + std::to_string(30 + i % 5) + "],";
  const auto text = MapGood(R"("spatial": "{\"coordinates\":[[)" + points + R"([-100,30]]]}")");
  EXPECT_EQ(text.dataset.spatial(), "-106.5,30,-100,34");
  EXPECT_THAT(RulesOf(text), Contains("spatial_simplified spatial"));
  const auto value = MapGood(R"("spatial": {"type": "Point", "coordinates": [-111.8, 33.3]})");
  EXPECT_EQ(value.dataset.spatial(), R"({"coordinates":[-111.8,33.3],"type":"Point"})");
  EXPECT_EQ(MapGood(R"("spatial": null)").dataset.spatial(), "");
}

TEST(MapRecord, KeepsEachDistributionThatHasAnAddress) {
  const auto mapped = MapGood(R"json("distribution": [null, "x", {"title": "none"},
      {"accessURL": "https://x.gov/api", "format": "API"}, {"accessURL": "https://x.gov/api", "format": "API"},
      {"downloadURL": "https://x.gov/a.xlsx"}, {"downloadURL": "javascript:alert(1)"},
      {"accessURL": "https://x.gov", "mediaType": "csv"}])json");
  ASSERT_EQ(mapped.dataset.distributions_size(), 3);
  EXPECT_EQ(mapped.dataset.distributions(0).kind(), v1::Distribution::API);
  EXPECT_THAT(mapped.dataset.distributions(1).media_type(), HasSubstr("spreadsheetml"));
  EXPECT_EQ(mapped.dataset.distributions(2).media_type(), "text/csv");
  EXPECT_THAT(RulesOf(mapped), Contains("distribution_without_address distribution"));
  EXPECT_THAT(RulesOf(mapped), Contains("distribution_repeated distribution"));
  EXPECT_THAT(RulesOf(mapped), Contains("distribution_form distribution"));
  EXPECT_EQ(MapGood(R"("distribution": {"accessURL": "https://x.gov"})").dataset.distributions_size(), 1);
}

TEST(MapRecord, ReadsFlatAddressesOfTheOlderStandard) {
  const auto mapped =
      Map(R"({"title": "Pools", "identifier": "rtqb-8pht", "accessLevel": "Public", "format": "text/csv",
      "accessURL": "https://x.gov/rows.csv", "webService": "https://x.gov/resource", "feed": "https://x.gov/rows.rss",
      "keyword": "a,b", "keywords": ["a", "b"], "person": "Desk", "mbox": "desk@x.gov", "dataDictionary": "https://x.gov/dict.zip",
      "releaseDate": "2012-09-11", "modified": "2012-09-17", "frequency": "hourly", "publisher": "Parks",
      "distribution": [{"accessURL": "https://x.gov/rows.csv", "formats": [{"label": "csv", "value": "text/csv"}]}]})",
          true);
  ASSERT_EQ(mapped.dataset.distributions_size(), 3);
  EXPECT_EQ(mapped.dataset.distributions(0).download_url(), "https://x.gov/rows.csv");
  EXPECT_EQ(mapped.dataset.distributions(1).kind(), v1::Distribution::API);
  EXPECT_EQ(mapped.dataset.contact_email(), "desk@x.gov");
  EXPECT_EQ(mapped.dataset.frequency(), "R/PT1H");
  EXPECT_EQ(mapped.dataset.first_published_date(), "2012-09-11");
  EXPECT_EQ(mapped.dataset.signposts(0).url(), "https://x.gov/dict.zip");
  EXPECT_THAT(mapped.dataset.keywords(), ElementsAre("a", "b"));
  EXPECT_THAT(RulesOf(mapped), Not(Contains(HasSubstr("keyword"))));
  EXPECT_THAT(mapped.unread, IsEmpty());
}

TEST(MapRecord, ReadsTheDataDictionaryOfAndino) {
  const auto mapped = MapGood(R"("distribution": [{"accessURL": "https://x.gov", "field": [
      {"title": "id_norma", "type": "integer", "description": "Identificador."}, {"title": "id_norma"}, {"units": "m"}, 4]}])");
  ASSERT_EQ(mapped.dataset.fields_size(), 1);
  EXPECT_EQ(mapped.dataset.fields(0).definition(), "Identificador.");
}

TEST(MapRecord, NamesKeysThatItDoesNotRead) {
  EXPECT_THAT(MapGood(R"("bureauCode": ["015:11"], "isPartOf": null)").unread, ElementsAre("bureauCode"));
}

TEST(MapRecord, ReadsPackagesOfCkan) {
  MappedRecord mapped;
  ReadCatalogue(
      FromMemory(R"({"result": {"results": [{"id": "f044", "name": "loans", "title": "Loans", "notes": "<p>All</p>",
      "private": false, "license_url": "http://www.opendefinition.org/licenses/cc-zero", "maintainer": "Tara",
      "maintainer_email": "tara@ed.gov", "organization": {"title": "Education"}, "tags": [{"display_name": "loan"}],
      "groups": [{"title": "Finance"}], "metadata_modified": "2018-08-09T10:03:42", "extras": [{"key": "modified", "value": "2016-09-27"},
      {"key": "accessLevel", "value": "restricted public"}], "resources": [{"url": "https://x.gov/a.xlsx", "format": "EXCEL", "name": "A"}]}]}})"),
      [&](FileRecord& record) {
        mapped = MapRecord(record, "2026-03-02");
        return true;
      });
  EXPECT_EQ(mapped.identifier, "f044");
  EXPECT_EQ(mapped.dataset.access(), v1::Dataset::SHARED);
  EXPECT_EQ(mapped.dataset.refreshed_date(), "2016-09-27");
  EXPECT_EQ(mapped.dataset.licence(), "CC0-1.0");
  EXPECT_THAT(mapped.publishers, ElementsAre("Education"));
  EXPECT_THAT(mapped.dataset.themes(), ElementsAre("Finance"));
  EXPECT_EQ(mapped.dataset.distributions(0).media_type(), "application/vnd.ms-excel");
}

TEST(MapRecord, BearsAnyKindOfValueInAnyField) {
  const char* values[] = {"null",
                          "true",
                          "0",
                          "-1.5e3",
                          "\"\"",
                          "\"x\"",
                          "[]",
                          "{}",
                          "[[1], {\"a\": []}]",
                          "{\"name\": {\"name\": 1}}",
                          "\"[[REDACTED-EX B6]]\"",
                          "[null, 1, \"a\", {\"fn\": [], \"hasEmail\": 3, \"accessURL\": {}, \"formats\": [3]}]"};
  const char* keys[] = {"title",      "identifier",  "description",    "keyword",     "keywords",
                        "modified",   "publisher",   "contactPoint",   "accessLevel", "distribution",
                        "spatial",    "temporal",    "license",        "rights",      "theme",
                        "superTheme", "landingPage", "describedBy",    "references",  "accrualPeriodicity",
                        "issued",     "accessURL",   "webService",     "feed",        "person",
                        "mbox",       "format",      "dataDictionary", "frequency",   "@id",
                        "@type",      "extras",      "resources",      "organization"};
  for (const char* key : keys) {
    for (const char* value : values) {
      const auto record = std::string(R"({"title": "T", ")") + key + "\": " + value + "}";
      Map(record);
      Map(record, true);
    }
  }
}

}  // namespace
}  // namespace almanac::interchange
