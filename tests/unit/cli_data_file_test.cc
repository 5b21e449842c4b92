// Columns of a data file, as ugly as files are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/csv.h"
#include "cli/data_file.h"
#include "cli/personal_names.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

DataFile Read(const std::string& bytes, size_t piece = SIZE_MAX) {
  DataFileReader reader;
  for (size_t at = 0; at < bytes.size(); at += std::min(piece, bytes.size() - at)) reader.Feed(bytes.substr(at, piece));
  return reader.Finish();
}

// Type and note of one column with these values.
std::string Guess(const std::vector<std::string>& values, bool comma_cuts = true) {
  TypeGuess guess(comma_cuts);
  for (const std::string& value : values) guess.Take(value);
  return guess.Type() + (guess.Note().empty() ? "" : ": " + guess.Note());
}

TEST(TypeGuess, AColumnIsWhatAllItsValuesAre) {
  EXPECT_EQ(Guess({"1", "-20", " 3 ", ""}), "integer");
  EXPECT_EQ(Guess({"1", "2.5", "-1e9", ".5"}), "number");
  EXPECT_EQ(Guess({"1", "two"}), "text");
  EXPECT_EQ(Guess({"yes", "No", "Y"}), "boolean");
  EXPECT_EQ(Guess({"0", "1"}), "integer");
  EXPECT_EQ(Guess({"2026-03-01", "2026-12-31"}), "date");
  EXPECT_EQ(Guess({"2026-02-30"}), "text") << "no such day";
  EXPECT_EQ(Guess({"09:30", "23:59:59", "9:30 PM"}), "time");
  EXPECT_EQ(Guess({"2026-03-01T09:30:00Z", "2026-03-01 09:30", "2026-03-01T09:30:00.5+02:00"}), "datetime");
  EXPECT_EQ(Guess({"POINT(1 2)"}), "text");
}

TEST(TypeGuess, LeadingZerosAndLongNumbersAreNames) {
  EXPECT_EQ(Guess({"00123", "456"}), "text: leading zeros: text, so that they stay");
  EXPECT_EQ(Guess({"1234567890123456789"}), "text");
  EXPECT_EQ(Guess({"0", "0.5"}), "number");
}

TEST(TypeGuess, ADateThatMayBeReadTwoWaysSaysSo) {
  EXPECT_EQ(Guess({"01/02/2026"}), "date: may be day/month or month/day; say which in its definition");
  EXPECT_EQ(Guess({"01/02/2026", "13/02/2026"}), "date: day/month/year");
  EXPECT_EQ(Guess({"1.2.26", "2/13/2026"}), "date: month/day/year");
  EXPECT_EQ(Guess({"13/02/2026", "02/13/2026"}), "text: holds dates, not all written alike");
  EXPECT_EQ(Guess({"2026-02-01", "01/02/2026"}), "text: holds dates, not all written alike");
  EXPECT_EQ(Guess({"01/02/2026 10:00"}), "datetime: may be day/month or month/day; say which in its definition");
}

TEST(TypeGuess, WhatSaysNothingTellsNothing) {
  EXPECT_EQ(Guess({"", " ", "NULL", "n/a", "-"}), ": empty in every row; say its type yourself");
  EXPECT_EQ(Guess({"NULL", "7", "NA"}), "integer");
}

TEST(TypeGuess, ACommaIsADecimalOneWhereItCutsNothing) {
  EXPECT_EQ(Guess({"1,5", "2"}, false), "number: decimal commas");
  EXPECT_EQ(Guess({"1,5", "2"}, true), "text");
}

std::vector<std::string> NamesOf(const DataFile& file) {
  std::vector<std::string> names;
  for (const DataColumn& column : file.columns) names.push_back(column.name);
  return names;
}

TEST(DataFile, ASeparatorIsWhatAllRowsAgreeOn) {
  EXPECT_EQ(Read("a,b\n1,2\n").separator, ',');
  EXPECT_EQ(Read("\xEF\xBB\xBF"
                 "a;b\n1,5;\"x;y\"\n2,5;z\n")
                .separator,
            ';');
  EXPECT_EQ(Read("a\tb, c\n1\t2\n").separator, '\t');
  EXPECT_EQ(Read("a|b\n1|2\n").separator, '|');
  const DataFile said = Read("sep=;\r\na;b,c,d\r\n1;2,3,4\r\n");
  EXPECT_THAT(NamesOf(said), ElementsAre("a", "b,c,d"));
  EXPECT_THAT(NamesOf(Read("only\n1\n2")), ElementsAre("only"));
}

TEST(DataFile, APieceMayEndAnywhere) {
  const std::string bytes =
      "\xEF\xBB\xBF"
      "id,\"note\"\r\n1,\"two\r\nlines, \"\"quoted\"\"\"\r\n2,\"\"\r\n";
  for (size_t piece = 1; piece < 12; ++piece) {
    const DataFile file = Read(bytes, piece);
    EXPECT_THAT(NamesOf(file), ElementsAre("id", "note")) << piece;
    EXPECT_EQ(file.rows, 2) << piece;
    EXPECT_EQ(file.columns[0].type, "integer");
    EXPECT_THAT(file.notes, IsEmpty());
  }
}

TEST(DataFile, HeadersThatAreNoneGetOne) {
  const DataFile file = Read("id,,Name,Name,\"two\nlines\"\n1,2,3,4,5\n");
  EXPECT_THAT(NamesOf(file), ElementsAre("id", "column_2", "Name", "Name_2", "two lines"));
  EXPECT_THAT(file.columns[1].note, HasSubstr("no name"));
  EXPECT_THAT(file.columns[3].note, HasSubstr("more than once"));
}

TEST(DataFile, WindowsLettersBecomeOurs) {
  const DataFile file = Read(
      "Stra\xDF"
      "e;Preis \x80\nM\xFCllerweg;1,5\n");
  EXPECT_THAT(NamesOf(file), ElementsAre("Straße", "Preis €"));
  EXPECT_EQ(file.encoding, "Windows-1252");
  EXPECT_EQ(Read("Straße\nx\n").encoding, "UTF-8");
}

TEST(DataFile, WhatLooksWrongIsSaid) {
  EXPECT_THAT(Read("a,b\n1\n1,2,3\n").notes,
              ElementsAre("1 rows have more cells than the header", "1 rows have fewer cells than the header"));
  EXPECT_THAT(Read("2026-01-01,7\n2026-01-02,8\n").notes, ElementsAre(HasSubstr("looks like data")));
}

TEST(DataFile, WhatIsNoDataFileIsRefused) {
  EXPECT_THROW(Read(""), UsageError);
  EXPECT_THROW(Read("PK\x03\x04rest"), UsageError);
  EXPECT_THROW(Read("\xFF\xFE"
                    "a"),
               UsageError);
  EXPECT_THROW(Read("a,\"b\n1,2\n"), UsageError);
  EXPECT_THROW(Read(std::string("a,b\n\0", 5)), UsageError);
  EXPECT_THROW(Read(std::string(6000, ',') + "\n"), UsageError);
}

TEST(DataFile, AWideFileIsRead) {
  std::string head, row;
  for (int i = 0; i < 4000; ++i) {
    head += "c" + std::to_string(i) + ";";
    row += "1;";
  }
  EXPECT_EQ(Read(head + "last\n" + row + "1\n").columns.size(), 4001u);
}

TEST(PersonalNames, AreToldBySpellingsOfAllKinds) {
  for (const char* name :
       {"name", "Full Name", "applicantName", "E-mail", "OWNER_EMAIL", "Phone number", "home_address"})
    EXPECT_EQ(PersonalFromName(name), Personal::kDirect) << name;
  for (const char* name : {"DOB", "date_of_birth", "Postcode", "zipCode"})
    EXPECT_EQ(PersonalFromName(name), Personal::kTogether) << name;
  for (const char* name : {"park_name", "species", "filename", "mailing_cost", "addressee count", "phoneme", "tree id"})
    EXPECT_EQ(PersonalFromName(name), Personal::kNo) << name;
}

}  // namespace
}  // namespace almanac::cli
