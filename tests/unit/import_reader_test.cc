// Catalogues of every shape, and files that are none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error.h"
#include "interchange/catalogue_reader.h"
#include "interchange/pod_record.h"

namespace almanac::interchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Read {
  CatalogueHead head;
  std::vector<std::string> records;
  std::vector<FileRecord> places;
};

Read ReadText(std::string_view text) {
  Read read;
  read.head = ReadCatalogue(FromMemory(text), [&](FileRecord& record) {
    read.records.push_back(NormalForm(record));
    FileRecord place;
    place.number = record.number;
    place.offset = record.offset;
    place.length = record.length;
    place.repairs = record.repairs;
    place.too_deep = record.too_deep;
    place.too_large = record.too_large;
    place.number_too_large = record.number_too_large;
    place.repeated_keys = record.repeated_keys;
    read.places.push_back(std::move(place));
    return true;
  });
  return read;
}

std::string Refusal(std::string_view text) {
  try {
    ReadText(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::IMPORT_UNREADABLE);
    return error.message();
  }
  return "taken";
}

TEST(ReadCatalogue, TakesACatalogueOfTheStandard) {
  const auto read = ReadText(R"({"conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
                                 "dataset": [{"b": 1, "a": "x"}, {}]})");
  EXPECT_EQ(read.head.format, "Project Open Data 1.1");
  EXPECT_THAT(read.records, ElementsAre(R"({"a":"x","b":1})", "{}"));
}

TEST(ReadCatalogue, TakesABareListAsTheOlderStandard) {
  EXPECT_THAT(ReadText(R"([{"title": "x"}])").head.format, HasSubstr("1.0"));
}

TEST(ReadCatalogue, TakesWhatCkanAnswers) {
  const auto read = ReadText(R"({"help": "h", "success": true, "result": {"count": 2, "facets": {"a": [1]},
                                 "results": [{"name": "x"}, {"name": "y"}]}})");
  EXPECT_EQ(read.head.format, "CKAN package search");
  EXPECT_EQ(read.records.size(), 2u);
}

TEST(ReadCatalogue, FindsTheListWhereverItStandsAmongOtherKeys) {
  const auto read = ReadText(R"({"themeTaxonomy": [{"dataset": [1, 2]}], "dataset": [{"a": 1}], "homepage": {"x": []},
                                 "publisher": {"name": "Justice"}, "title": "T"})");
  EXPECT_THAT(read.records, ElementsAre(R"({"a":1})"));
  EXPECT_EQ(read.head.publisher, "Justice");
  EXPECT_THAT(read.head.format, HasSubstr("Andino"));
}

TEST(ReadCatalogue, TakesASingleRecordInPlaceOfTheList) {
  EXPECT_THAT(ReadText(R"({"dataset": {"a": [1, {"b": 2}]}, "conformsTo": "x"})").records,
              ElementsAre(R"({"a":[1,{"b":2}]})"));
}

TEST(ReadCatalogue, HandsOverMembersThatAreNoRecords) {
  EXPECT_THAT(ReadText(R"({"dataset": [null, "x", 3, [1], {"a": 1}]})").records,
              ElementsAre("null", "\"x\"", "3", "[1]", R"({"a":1})"));
}

TEST(ReadCatalogue, SaysWhereEachRecordLies) {
  const std::string text = "\xEF\xBB\xBF{\"dataset\": [ {\"a\": \"\xC3\xA9\xFF\"} , {\"b\":2}]}";
  const auto read = ReadText(text);
  ASSERT_EQ(read.places.size(), 2u);
  RecordReader reader;
  for (size_t i = 0; i < 2; ++i) {
    const auto& place = read.places[i];
    EXPECT_EQ(NormalForm(reader.Read(std::string_view(text).substr(place.offset, place.length))), read.records[i]);
  }
  EXPECT_EQ(read.places[0].repairs.encoding, 1);
  EXPECT_EQ(read.places[1].repairs.encoding, 0);
}

TEST(ReadCatalogue, KeepsTheLastOfKeysThatOccurTwice) {
  const auto read = ReadText(R"([{"title": "a", "x": 1, "title": "b"}])");
  EXPECT_THAT(read.records[0], HasSubstr(R"("title":"b","x":1)"));
  EXPECT_THAT(read.places[0].repeated_keys, ElementsAre("title"));
}

TEST(ReadCatalogue, KeepsNumbersThatNoMachineHoldsAsText) {
  const auto read =
      ReadText(R"({"dataset": [{"a": 1e999, "b": 123456789012345678901234567890, "c": -0.5, "d": 9007199254740993}]})");
  EXPECT_EQ(read.records[0], R"({"a":"1e999","b":"123456789012345678901234567890","c":-0.5,"d":9007199254740993})");
  EXPECT_TRUE(read.places[0].number_too_large);
  EXPECT_EQ(read.places[0].repairs.numbers, 1);
}

TEST(ReadCatalogue, LeavesOutWhatIsNestedTooDeep) {
  const auto read =
      ReadText("{\"dataset\": [{\"t\": \"x\", \"a\": " + std::string(100, '[') + std::string(100, ']') + "}]}");
  EXPECT_TRUE(read.places[0].too_deep);
  EXPECT_THAT(read.records[0], HasSubstr("\"t\":\"x\""));
}

TEST(ReadCatalogue, LetsGoOfARecordThatIsTooLarge) {
  std::string text = R"({"dataset": [{"title": "big", "x": [)";
  for (int i = 0; i < 300'000; ++i) text += "\"0123456789012345678901234567\",";
  text += R"(1]}, {"title": "small"}]})";
  const auto read = ReadText(text);
  EXPECT_TRUE(read.places[0].too_large);
  EXPECT_EQ(read.records[0], "null");
  EXPECT_EQ(read.records[1], R"({"title":"small"})");
}

TEST(ReadCatalogue, RefusesBottomlessNestingBeforeItCostsMemory) {
  EXPECT_THAT(Refusal(std::string(5'000'000, '[')), HasSubstr("levels deep"));
  EXPECT_THAT(Refusal("{\"dataset\":" + std::string(100'000, '[')), HasSubstr("levels deep"));
}

TEST(ReadCatalogue, SaysThatAFileWasCutOff) {
  const std::string whole = R"({"dataset": [{"a": "x\u00e9y", "b": [1, 2.5, true]}]})";
  for (size_t length = 1; length < whole.size(); ++length) {
    EXPECT_THAT(Refusal(whole.substr(0, length)), HasSubstr("ends in the middle")) << length;
  }
}

TEST(ReadCatalogue, SaysWhatAFileIsThatIsNotJson) {
  EXPECT_THAT(Refusal("PK\x03\x04rest"), HasSubstr("workbook"));
  EXPECT_THAT(Refusal("<!DOCTYPE html><html>"), HasSubstr("web page"));
  EXPECT_THAT(Refusal("portalName,URL,provenance\na,b,c\n"), HasSubstr("CSV"));
  EXPECT_THAT(Refusal("\x1F\x8B\x08"), HasSubstr("gzip"));
  EXPECT_THAT(Refusal(std::string_view("\xFF\xFE{\0", 4)), HasSubstr("UTF-16"));
  EXPECT_THAT(Refusal("%PDF-1.7"), HasSubstr("PDF"));
  EXPECT_THAT(Refusal(""), HasSubstr("empty"));
  EXPECT_THAT(Refusal("  \n"), HasSubstr("empty"));
  EXPECT_THAT(Refusal("# Readme"), HasSubstr("not JSON"));
}

TEST(ReadCatalogue, NamesWhatItFoundWhereNoListIs) {
  EXPECT_THAT(Refusal(R"({"title": "one", "identifier": "1"})"), HasSubstr("single record"));
  EXPECT_THAT(Refusal(R"({"datasets": [], "x": 1})"), HasSubstr("datasets, x"));
  EXPECT_THAT(Refusal(R"({})"), HasSubstr("none"));
}

TEST(ReadCatalogue, SaysWhereTheJsonIsBroken) {
  EXPECT_THAT(Refusal("{\"dataset\": [\n{\"a\": tru}]}"), HasSubstr("line 2"));
  EXPECT_THAT(Refusal(R"({"dataset": [{"a": NaN}]})"), HasSubstr("not JSON"));
  EXPECT_THAT(Refusal(R"({"dataset": [{'a': 1}]})"), HasSubstr("not JSON"));
  EXPECT_THAT(Refusal("{\"dataset\": []} {}"), HasSubstr("after the end"));
  EXPECT_THAT(Refusal("{\"a\": 1}\n{\"a\": 2}\n"), HasSubstr("lines"));
}

TEST(NormalForm, RemembersHowARecordMustBeRead) {
  std::string text;
  ReadCatalogue(FromMemory(R"([{"accessURL": "http://x.gov/a.csv", "format": "csv"}])"), [&](FileRecord& record) {
    text = NormalForm(record);
    return true;
  });
  RecordReader reader;
  FileRecord& again = ReadNormalForm(text, &reader);
  EXPECT_EQ(again.dialect, Dialect::kPod10);
  EXPECT_EQ(NormalForm(again), text);
}

TEST(NormalForm, TakesNoWordOfAFileForItsOwn) {
  RecordReader reader;
  EXPECT_EQ(NormalForm(reader.Read(R"({"@dialect": "ckan", "title": "a"})")), R"({"title":"a"})");
  auto& old = reader.Read(R"({"@dialect": "R/P1D"})");
  old.dialect = Dialect::kPod10;
  EXPECT_EQ(NormalForm(old), R"({"@dialect":"pod10"})");
}

}  // namespace
}  // namespace almanac::interchange
