#include "reporting/mustache.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "reporting/templates.h"

namespace almanac::reporting {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// A folder of templates that goes with the test.
class Mustache : public testing::Test {
 protected:
  Mustache() {
    folder_ = std::filesystem::temp_directory_path() / ("almanac-templates-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_ / "partials");
    Data line = Data::Object();
    line.Set("title", Data::Text("Trails & Paths")).Set("reason", Data());
    Data body = Data::Object();
    body.Set("title", Data::Text("Palo Bend"));
    data_.Set("title", Data::Text("<Report>")).Set("lines", Data::List({line, line})).Set("body", body);
    data_.Set("chart", Data::Text("<svg/>")).Set("draft", Data::Flag(true));
  }
  ~Mustache() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& file, const std::string& text) { std::ofstream(folder_ / file) << text; }

  std::string Assemble(const std::string& text) {
    Write("annual.html.mustache", text);
    return Templates(folder_).Assemble("annual", "html", data_, {"chart"});
  }
  std::string RenderText(const std::string& text) { return Render(Assemble(text), data_, Escape::kHtml); }

  // The message of the refusal; a failure when there is none.
  std::string Refusal(const std::string& text) {
    try {
      Assemble(text);
    } catch (const Error& error) {
      EXPECT_EQ(error.reason(), Reason::TEMPLATE_INVALID);
      return error.message();
    }
    ADD_FAILURE() << "accepted: " << text.substr(0, 200);
    return {};
  }

  std::filesystem::path folder_;
  Data data_ = Data::Object();
};

TEST_F(Mustache, EscapesEveryValue) { EXPECT_EQ(RenderText("{{title}}"), "&lt;Report&gt;"); }

TEST_F(Mustache, LeavesOnlyChartsAsTheyAre) {
  EXPECT_EQ(RenderText("{{{chart}}}"), "<svg/>");
  EXPECT_EQ(Refusal("a\n{{{title}}}"), "annual.html.mustache:2: `title` must be escaped: two braces, not three");
  EXPECT_THAT(Refusal("{{&title}}"), HasSubstr("not offered"));
}

TEST_F(Mustache, DropsLinesThatHoldOnlyASection) {
  EXPECT_EQ(RenderText("a\n{{#lines}}\n- {{title}}\n{{/lines}}\n\nb\n"),
            "a\n- Trails &amp; Paths\n- Trails &amp; Paths\n\nb\n");
  EXPECT_EQ(RenderText("a\n  {{^draft}}\nx\n  {{/draft}}\nb\n"), "a\nb\n");
  EXPECT_EQ(RenderText("a\n{{! said to the reader of the template }}\nb\n"), "a\nb\n");
}

TEST_F(Mustache, AsksWhetherThereIsAny) {
  EXPECT_EQ(RenderText("{{#lines}}{{#reason}}why{{/reason}}{{^reason}}no reason{{/reason}};{{/lines}}"),
            "no reason;no reason;");
}

TEST_F(Mustache, SeesTheNamesAround) {
  EXPECT_EQ(RenderText("{{#lines}}{{body.title}} {{/lines}}"), "Palo Bend Palo Bend ");
}

TEST_F(Mustache, PutsPartialsInTheirPlace) {
  Write("partials/line.html.mustache", "<li>{{title}}</li>\n");
  Write("partials/plain.mustache", "one\ntwo\n");
  EXPECT_EQ(RenderText("{{#lines}}\n{{> line}}\n{{/lines}}\n"),
            "<li>Trails &amp; Paths</li>\n<li>Trails &amp; Paths</li>\n");
  EXPECT_EQ(RenderText("<p>{{> plain}}</p>"), "<p>one two</p>");
}

// A brace that a partial ends with stood before a tag as its third, and so let the value out without its marks.
TEST_F(Mustache, TextNeverBecomesPartOfATag) {
  Write("partials/brace.mustache", "{");
  EXPECT_EQ(RenderText("{{> brace}}{{title}}}"), "{&lt;Report&gt;}");
  EXPECT_EQ(RenderText("{{> brace}}{title}}"), "{{title}}");
  EXPECT_EQ(RenderText("p { {{#draft}}{{/draft}}{ } {{title}}"), "p { { } &lt;Report&gt;");
}

TEST_F(Mustache, RefusesUnknownNamesWithFileAndLine) {
  EXPECT_EQ(Refusal("a\n\n{{titel}}"), "annual.html.mustache:3: `titel` is unknown here; do you mean `title`?");
  EXPECT_THAT(Refusal("{{#lines}}{{nothing_like_it}}{{/lines}}"),
              StartsWith("annual.html.mustache:1: `nothing_like_it`"));
  EXPECT_THAT(Refusal("{{body.name}}"), HasSubstr("`body.name` is unknown"));
  EXPECT_THAT(Refusal("{{#nobody}}{{/nobody}}"), HasSubstr("unknown"));
}

TEST_F(Mustache, RefusesListsWhereTextIsMeant) { EXPECT_THAT(Refusal("{{lines}}"), HasSubstr("{{#lines}}")); }

TEST_F(Mustache, NamesThePartialInWhichTheErrorIs) {
  Write("partials/line.html.mustache", "<li>\n{{titel}}</li>\n");
  EXPECT_THAT(Refusal("{{> line}}"), StartsWith("partials/line.html.mustache:2: `titel`"));
}

TEST_F(Mustache, RefusesPartialsThatIncludeThemselves) {
  Write("partials/a.html.mustache", "{{> b}}");
  Write("partials/b.html.mustache", "x\n{{> a}}");
  EXPECT_EQ(Refusal("{{> a}}"), "partials/b.html.mustache:2: partial `a` includes itself");
}

TEST_F(Mustache, RefusesPartialsThatAreNotThere) {
  EXPECT_EQ(Refusal("a\n{{> nowhere}}"), "annual.html.mustache:2: there is no file partials/nowhere.mustache");
  EXPECT_THAT(Refusal("{{> ../../etc/passwd}}"), HasSubstr("is no name"));
}

TEST_F(Mustache, RefusesPartialsNestedTooDeep) {
  for (int i = 0; i < 12; ++i) {
    Write("partials/p" + std::to_string(i) + ".html.mustache", "{{> p" + std::to_string(i + 1) + "}}");
  }
  EXPECT_THAT(Refusal("{{> p0}}"), HasSubstr("partials nest deeper than 10"));
}

TEST_F(Mustache, RefusesPartialsThatMultiply) {
  Write("partials/p9.html.mustache", std::string(20000, 'x'));
  for (int i = 0; i < 9; ++i) {
    const std::string next = fmt::format("{{{{> p{}}}}}\n", i + 1);
    Write(fmt::format("partials/p{}.html.mustache", i), fmt::format("{0}{0}{0}", next));
  }
  EXPECT_THAT(Refusal("{{> p0}}"), HasSubstr("over 1 MB"));
}

TEST_F(Mustache, RefusesSectionsNestedTooDeep) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "{{#draft}}\n";
  for (int i = 0; i < 60; ++i) text += "{{/draft}}\n";
  EXPECT_EQ(Refusal(text), "annual.html.mustache:51: sections nest deeper than 50");
}

TEST_F(Mustache, RefusesWhatDoesNotPair) {
  EXPECT_EQ(Refusal("{{#draft}}\nx"), "annual.html.mustache:1: section `draft` does not close");
  EXPECT_EQ(Refusal("x\n{{/draft}}"), "annual.html.mustache:2: `draft` closes here and was never opened");
  EXPECT_THAT(Refusal("{{#draft}}{{#lines}}{{/draft}}{{/lines}}"), HasSubstr("`lines` of line 1 is open"));
  EXPECT_THAT(Refusal("x\n{{title"), HasSubstr(":2: a tag begins here"));
  EXPECT_THAT(Refusal("{{=<% %>=}}"), HasSubstr("delimiters"));
}

TEST_F(Mustache, RefusesLargeFiles) { EXPECT_THAT(Refusal(std::string(300'000, 'x')), HasSubstr("over 256 kB")); }

TEST_F(Mustache, ReadsTheFirstLine) {
  Write("annual.html.mustache", "{{! title: Annual Report; permission: report; sections: progress, benefit }}\n");
  const TemplateHead head = Templates(folder_).Head("annual", "html");
  EXPECT_EQ(head.title, "Annual Report");
  EXPECT_EQ(head.permission, "report");
  EXPECT_THAT(head.sections, testing::ElementsAre("progress", "benefit"));
  EXPECT_THAT(Templates(folder_).Reports("html"), testing::ElementsAre("annual"));
}

TEST_F(Mustache, RefusesATemplateWithoutAFirstLine) {
  Write("annual.html.mustache", "<p>\n");
  EXPECT_THROW(Templates(folder_).Head("annual", "html"), Error);
}

TEST(EscapeMarkdown, MarksOnlyWhatWouldBeMarkup) {
  EXPECT_EQ(EscapeMarkdown("9 June 2026, 71 % (12 of 17). Done!"), "9 June 2026, 71 % (12 of 17). Done!");
  EXPECT_EQ(EscapeMarkdown("calls_for_service"), "calls_for_service");
  EXPECT_EQ(EscapeMarkdown("_hidden_ *star* `code` [link](x) <b> a|b"),
            "\\_hidden\\_ \\*star\\* \\`code\\` \\[link\\](x) \\<b\\> a\\|b");
  EXPECT_EQ(EscapeMarkdown("# no heading"), "\\# no heading");
  EXPECT_EQ(EscapeMarkdown("- no list"), "\\- no list");
  EXPECT_EQ(EscapeMarkdown("12. no list"), "12\\. no list");
  EXPECT_EQ(EscapeMarkdown("R&D &copy;"), "R\\&D \\&copy;");
  EXPECT_EQ(EscapeMarkdown("two\nlines"), "two lines");
}

}  // namespace
}  // namespace almanac::reporting
