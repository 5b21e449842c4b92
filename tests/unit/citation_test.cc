#include "domain/citation.h"

#include <gtest/gtest.h>

namespace almanac::domain {
namespace {

struct Citation : testing::Test {
  Citation() {
    dataset.set_name("datasets/calls-for-service");
    dataset.set_title("Police Calls for Service");
    dataset.set_last_published_date("2026-04-21");
    dataset.set_published_version(3);
    department.set_title("Police");
    program.set_title("Town of Palo Bend");
    program.set_portal_url("https://data.palobend.example/");
  }
  std::string Text() const { return CitationOf(dataset, department, program); }

  v1::Dataset dataset;
  v1::Department department;
  v1::Program program;
};

TEST_F(Citation, FollowsDataCite) {
  EXPECT_EQ(Text(),
            "Police (2026): Police Calls for Service. Version 3. Town of Palo Bend. Dataset. "
            "https://data.palobend.example/calls-for-service");
}

TEST_F(Citation, NamesThePageOfItsOwnWhereThereIsOne) {
  dataset.set_landing_page("https://police.palobend.example/calls");
  EXPECT_TRUE(Text().ends_with("Dataset. https://police.palobend.example/calls"));
}

TEST_F(Citation, IsWhatTheRecordSays) {
  dataset.set_citation("Palo Bend Police, Calls.");
  EXPECT_EQ(Text(), "Palo Bend Police, Calls.");
}

TEST_F(Citation, LeavesOutWhatIsNotKnown) {
  dataset.clear_last_published_date();
  dataset.set_published_version(0);
  program.clear_portal_url();
  EXPECT_EQ(Text(), "Police: Police Calls for Service. Town of Palo Bend. Dataset. datasets/calls-for-service");
}

}  // namespace
}  // namespace almanac::domain
