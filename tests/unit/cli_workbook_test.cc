// Spreadsheet files: what goes out comes back, and what is no good is refused and not guessed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "cli/inventory_sheet.h"
#include "cli/usage.h"
#include "cli/workbook.h"
#include "zip_file.h"

namespace almanac::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

v1::PullInventoryResponse Pulled() {
  v1::PullInventoryResponse pulled;
  for (const char* field : {"name", "etag", "description", "keywords", "access", "temporal_start"}) {
    auto* column = pulled.add_columns();
    column->set_field(field);
    column->set_title(std::string(1, static_cast<char>(field[0] - 32)) + (field + 1));
    column->set_key(pulled.columns_size() < 3);
  }
  pulled.mutable_columns(4)->add_choices()->set_value("open");
  auto* row = pulled.add_rows();
  for (const char* cell : {"trees", "7", "Two\nlines, \"quoted\" & <marked> École", "oak; elm", "", "2026-05-01"})
    row->add_cells(cell);
  row = pulled.add_rows();
  for (const char* cell : {"007", "1", "=HYPERLINK(\"http://evil\")", "-1", "open", ""}) row->add_cells(cell);
  return pulled;
}

void ExpectSame(const v1::InventorySheet& sheet, const v1::PullInventoryResponse& pulled) {
  ASSERT_EQ(sheet.columns_size(), pulled.columns_size());
  ASSERT_EQ(sheet.rows_size(), pulled.rows_size());
  for (int r = 0; r < pulled.rows_size(); ++r) {
    EXPECT_EQ(sheet.rows(r).row(), r + 2);
    for (int c = 0; c < pulled.columns_size(); ++c) {
      const auto& cells = sheet.rows(r).cells();
      EXPECT_EQ(c < cells.size() ? cells.Get(c) : "", pulled.rows(r).cells(c)) << r << " " << c;
    }
  }
}

std::string RefusalOf(const std::string& bytes, const std::string& name) {
  try {
    ReadSheet(bytes, name);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "it was read";
}

// A workbook of one sheet, of these rows of XML.
std::string Xlsx(const std::string& rows, const std::string& strings = "<sst><si><t>Name</t></si></sst>") {
  const std::string main = " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
  const std::string packages = "http://schemas.openxmlformats.org/package/2006/";
  const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const std::string types = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  return ZipFile(
      {{"[Content_Types].xml",
        "<Types xmlns=\"" + packages +
            "content-types\"><Default Extension=\"rels\" "
            "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override "
            "PartName=\"/xl/workbook.xml\" ContentType=\"" +
            types +
            "sheet.main+xml\"/><Override "
            "PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" +
            types +
            "worksheet+xml\"/><Override "
            "PartName=\"/xl/sharedStrings.xml\" ContentType=\"" +
            types + "sharedStrings+xml\"/></Types>"},
       {"_rels/.rels", "<Relationships xmlns=\"" + packages + "relationships\"><Relationship Id=\"r1\" Type=\"" +
                           office + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
       {"xl/workbook.xml", "<workbook" + main + " xmlns:r=\"" + office +
                               "\"><sheets><sheet name=\"Datasets\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"},
       {"xl/_rels/workbook.xml.rels",
        "<Relationships xmlns=\"" + packages + "relationships\"><Relationship Id=\"r1\" Type=\"" + office +
            "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"" + office +
            "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"},
       {"xl/sharedStrings.xml", strings.substr(0, 4) + main + strings.substr(4)},
       {"xl/worksheets/sheet1.xml", "<worksheet" + main + "><sheetData>" + rows + "</sheetData></worksheet>"}});
}

std::string Ods(const std::string& table) {
  return ZipFile({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                  {"content.xml",
                   "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
                   "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
                   "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.2\"><office:body>"
                   "<office:spreadsheet><table:table table:name=\"Datasets\">" +
                       table + "</table:table></office:spreadsheet></office:body></office:document-content>"}});
}

std::string OdsText(const std::string& text, const std::string& more = {}) {
  return "<table:table-cell office:value-type=\"string\"" + more + "><text:p>" + text + "</text:p></table:table-cell>";
}

TEST(Workbook, ComesBackAsItWent) { ExpectSame(ReadSheet(SheetAsXlsx(Pulled()), "d.xlsx"), Pulled()); }

TEST(Workbook, ComesBackAsItWentAsCsv) { ExpectSame(ReadSheet(SheetAsCsv(Pulled()), "d.csv"), Pulled()); }

TEST(Workbook, ComesBackFromProgramsThatWriteSemicolons) {
  const auto sheet = ReadSheet("Name;Title\r\ntrees;\"Oaks; and elms\"\r\n", "d.csv");
  EXPECT_THAT(sheet.rows(0).cells(), ElementsAre("trees", "Oaks; and elms"));
}

TEST(Workbook, HasNoFormulaInCsv) {
  EXPECT_THAT(SheetAsCsv(Pulled()), HasSubstr("\"'=HYPERLINK("));
  // A number is shown as it is.
  EXPECT_THAT(SheetAsCsv(Pulled()), HasSubstr(",-1,"));
}

TEST(Workbook, IsNotCutWhereACellIsTooLong) {
  auto pulled = Pulled();
  pulled.mutable_rows(0)->set_cells(2, std::string(40000, 'x'));
  EXPECT_THROW(SheetAsXlsx(pulled), Error);
  ExpectSame(ReadSheet(SheetAsCsv(pulled), "d.csv"), pulled);
}

TEST(Workbook, ReadsNumbersFlagsAndResultsOfFormulas) {
  const auto sheet = ReadSheet(
      Xlsx("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
           "<row r=\"3\"><c r=\"A3\"><v>46143</v></c><c r=\"B3\" t=\"b\"><v>1</v></c></row>"
           "<row r=\"4\"><c r=\"B4\" t=\"str\"><f>A1</f><v>worked out</v></c></row><row r=\"9\"><c r=\"A9\"/></row>",
           "<sst><si><t>Name</t></si><si><r><t>Ti</t></r><r><t>tle</t></r></si></sst>"),
      "d.xlsx");
  EXPECT_THAT(sheet.columns(), ElementsAre("Name", "Title"));
  ASSERT_EQ(sheet.rows_size(), 2);
  EXPECT_EQ(sheet.rows(0).row(), 3);
  EXPECT_THAT(sheet.rows(0).cells(), ElementsAre("46143", "yes"));
  EXPECT_THAT(sheet.rows(1).cells(), ElementsAre("", "worked out"));
}

TEST(Workbook, RefusesCellsThatWouldBeReadAsEmptied) {
  const std::string head = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";
  EXPECT_THAT(RefusalOf(Xlsx(head + "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>x</t></is></c></row>"), "d.xlsx"),
              HasSubstr("an unusual way"));
  EXPECT_THAT(RefusalOf(Xlsx(head + "<row r=\"2\"><c r=\"A2\" t='e'><v>#REF!</v></c></row>"), "d.xlsx"),
              HasSubstr("cell A2 of the spreadsheet shows an error"));
}

TEST(Workbook, ReadsOds) {
  const auto sheet = ReadSheet(
      Ods("<table:table-row>" + OdsText("Name") + OdsText("Title") + OdsText("Temporal start") + OdsText("Fee") +
          OdsText("Rows") + "</table:table-row><table:table-row>" + OdsText("trees") +
          OdsText("One</text:p><text:p>two") +
          "<table:table-cell office:value-type=\"date\" office:date-value=\"2026-05-01\"><text:p>01/05/26</text:p>"
          "</table:table-cell><table:table-cell office:value-type=\"boolean\" "
          "office:boolean-value=\"true\"><text:p>VRAI"
          "</text:p></table:table-cell><table:table-cell office:value-type=\"float\" "
          "office:value=\"7\"><text:p>7</text:p>"
          "</table:table-cell></table:table-row><table:table-row table:number-rows-repeated=\"1048574\">"
          "<table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"),
      "d.ods");
  EXPECT_THAT(sheet.columns(), ElementsAre("Name", "Title", "Temporal start", "Fee", "Rows"));
  ASSERT_EQ(sheet.rows_size(), 1);
  EXPECT_THAT(sheet.rows(0).cells(), ElementsAre("trees", "One\ntwo", "2026-05-01", "yes", "7"));
}

TEST(Workbook, ReadsRepeatedCellsOfOds) {
  const auto sheet = ReadSheet(Ods("<table:table-row>" + OdsText("Name") + OdsText("Access") + OdsText("Kind") +
                                   "</table:table-row><table:table-row table:number-rows-repeated=\"2\">" +
                                   OdsText("x", " table:number-columns-repeated=\"3\"") + "</table:table-row>"),
                               "d.ods");
  ASSERT_EQ(sheet.rows_size(), 2);
  EXPECT_THAT(sheet.rows(1).cells(), ElementsAre("x", "x", "x"));
}

TEST(Workbook, RefusesWhatWouldUnpackToTooMuch) {
  EXPECT_THAT(RefusalOf(ZipFile({{"xl/workbook.xml", "x"}}, 1u << 31), "d.xlsx"),
              HasSubstr("would unpack to 2048 MiB"));
  std::vector<std::pair<std::string, std::string>> parts(1001, {"part", ""});
  EXPECT_THAT(RefusalOf(ZipFile(parts), "d.xlsx"), HasSubstr("1001 parts"));
}

// The library took two gigabytes for a part that said it had them, in a file of eighteen kilobytes.
TEST(Workbook, RefusesPartsThatSayTheyAreLargerThanTheFile) {
  std::string lie = ZipFile({{"xl/workbook.xml", "x"}});
  const size_t packed = lie.find("PK\x01\x02") + 20;
  EXPECT_EQ(lie[packed], 1);
  lie[packed + 3] = '\x7f';
  EXPECT_THAT(RefusalOf(lie, "d.xlsx"), HasSubstr("not a whole spreadsheet"));
}

TEST(Workbook, RefusesMoreThanASheetShouldHave) {
  EXPECT_THAT(RefusalOf(Xlsx("<row r=\"90000\"><c r=\"A90000\"><v>1</v></c></row>"), "d.xlsx"), HasSubstr("more than"));
  EXPECT_THAT(
      RefusalOf(Ods("<table:table-row table:number-rows-repeated=\"1000000\">" + OdsText("x") + "</table:table-row>"),
                "d.ods"),
      HasSubstr("more than"));
}

// The library's parser went on reading behind the end.
TEST(Workbook, RefusesPartsThatAreCutOff) {
  const std::string open = "<office:document-content><office:body><office:spreadsheet><table:table table:na";
  EXPECT_THAT(RefusalOf(ZipFile({{"content.xml", open}}), "d.ods"), HasSubstr("cut off in its part content.xml"));
  EXPECT_THAT(RefusalOf(Xlsx("<row><c r=\"A1\" t=\"s\"><v>0</v></c></row>", "<sst><si><t>Na"), "d.xlsx"),
              HasSubstr("cut off in its part xl/sharedStrings.xml"));
  // What ends as a tag does may stand in quotes, or in a comment, that never end.
  EXPECT_THAT(RefusalOf(ZipFile({{"content.xml", "<a b=\"c><d/></a>"}}), "d.ods"), HasSubstr("cut off"));
  EXPECT_THAT(RefusalOf(ZipFile({{"content.xml", "<a><!-- b></a>"}}), "d.ods"), HasSubstr("cut off"));
  EXPECT_THAT(RefusalOf(ZipFile({{"content.xml", "<a b=\"c&d\">;></a>"}}), "d.ods"), HasSubstr("damaged"));
}

TEST(Workbook, ExpandsNoEntity) {
  const auto said = RefusalOf(
      Xlsx("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>",
           "<sst><si><t>&lol;</t></si></sst><!DOCTYPE x [<!ENTITY lol \"lol\"><!ENTITY big \"&lol;&lol;\">]>"),
      "d.xlsx");
  EXPECT_THAT(said, testing::AnyOf(HasSubstr("does not read"), HasSubstr("it was read"), HasSubstr("is empty")));
}

TEST(Workbook, RefusesWhatIsNoSpreadsheet) {
  EXPECT_THAT(RefusalOf("PK but no more", "d.xlsx"), HasSubstr("not a whole spreadsheet"));
  const std::string whole = SheetAsXlsx(Pulled());
  EXPECT_THAT(RefusalOf(whole.substr(0, whole.size() / 2), "d.xlsx"), HasSubstr("not a whole spreadsheet"));
  EXPECT_THAT(RefusalOf(whole, "d.ods"), HasSubstr("the spreadsheet"));
  EXPECT_THAT(RefusalOf("Name,Title\n\"never ends", "d.csv"), HasSubstr("never ends"));
  EXPECT_THAT(RefusalOf("Name,Title\ncaf\xE9,1\n", "d.csv"), HasSubstr("not UTF-8"));
  EXPECT_THAT(RefusalOf("", "d.csv"), HasSubstr("is empty"));
  EXPECT_THAT(RefusalOf("x", "d.xls"), HasSubstr("old kind"));
}

}  // namespace
}  // namespace almanac::cli
