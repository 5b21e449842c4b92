#include <gtest/gtest.h>

#include "almanac/v1/datasets.pb.h"
#include "cli/publication.h"

namespace almanac::cli {
namespace {

v1::Dataset Published() {
  v1::Dataset dataset;
  dataset.set_name("datasets/trees");
  dataset.set_state(v1::Dataset::PUBLISHED);
  dataset.set_frequency("R/P1Y");
  dataset.set_licence("CC0-1.0");
  dataset.set_owner("people/sam");
  auto* field = dataset.add_fields();
  field->set_name("species");
  field->set_definition("What it is.");
  auto* file = dataset.add_distributions();
  file->set_host("data.example.gov");
  file->set_format("CSV");
  return dataset;
}

TEST(WhoSeesAnEdit, IsSaidOfEachFieldThatChanged) {
  auto after = Published();
  after.set_frequency("R/P1M");
  after.set_licence("CC-BY-4.0");
  after.set_classification(v1::Dataset::PUBLISHABLE);
  after.set_owner("people/kim");
  EXPECT_EQ(PublicationText(Published(), after),
            "Public at once: frequency. Waits for a decision, and the public sees the old until then: classification, "
            "licence. Never public: owner.");
}

TEST(WhoSeesAnEdit, OfAListIsAMatterOfItsMembers) {
  auto after = Published();
  after.mutable_fields(0)->set_definition("The botanical name.");
  EXPECT_EQ(PublicationText(Published(), after), "Public at once: fields (definition).");
  after.mutable_fields(0)->set_sensitive(true);
  EXPECT_EQ(PublicationText(Published(), after),
            "Public at once: fields (definition). Waits for a decision, and the public sees the old until then: fields "
            "(sensitive).");
  after.add_distributions()->set_host("elsewhere.example");
  after.clear_fields();
  EXPECT_EQ(PublicationText(Published(), after),
            "Waits for a decision, and the public sees the old until then: fields, distributions.");
}

TEST(WhoSeesAnEdit, IsNotSaidOfWhatThePublicDoesNotHave) {
  auto before = Published(), after = Published();
  EXPECT_EQ(PublicationText(before, after), "");
  after.set_licence("CC-BY-4.0");
  after.set_state(v1::Dataset::CLASSIFIED);
  EXPECT_EQ(PublicationText(before, after), "");
}

}  // namespace
}  // namespace almanac::cli
