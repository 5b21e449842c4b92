// What a write says when it is done.
#include "almanac/v1/tokens.pb.h"
#include "cli/verbs.h"
#include "cli_server.h"

namespace almanac::cli {
namespace {

using testing::StartsWith;

TEST(FillIn, TakesFieldsFromTheAnswerElseFromTheRequest) {
  v1::Dataset answer;
  answer.set_name("datasets/trees");
  answer.set_state(v1::Dataset::IN_REVIEW);
  v1::DecideDatasetRequest request;
  request.set_name("datasets/other");
  request.set_outcome(v1::RELEASE_WITH_CONTROLS);
  EXPECT_EQ(FillIn("{name}: {outcome}, {state}.", {answer, request, ""}), "trees: release with controls, in review.");
  EXPECT_EQ(FillIn("{caller} did it.", {answer, request, "people/lee"}), "lee did it.");
  EXPECT_EQ(FillIn("{caller} did it.", {answer, request, ""}), "You did it.");
}

TEST(FillIn, LeavesOutWordsThatHangOnAFieldThatIsUnset) {
  v1::Dataset answer;
  answer.set_title("Trees");
  const v1::DecideDatasetRequest request;
  const std::string words = "{title}[ of {department}][; version {published_version}].";
  EXPECT_EQ(FillIn(words, {answer, request, ""}), "Trees.");
  answer.set_published_version(3);
  EXPECT_EQ(FillIn(words, {answer, request, ""}), "Trees; version 3.");
}

TEST_F(Commands, ADecisionSaysWhoDecidedWhatAndWhatThePublicSees) {
  Answers("RedeemCode", [](const Asked&) {
    v1::RedeemCodeResponse response;
    response.set_secret_token("s3cret");
    response.mutable_token()->set_person("people/lee");
    return Ok(response);
  });
  ASSERT_EQ(Run({"login", "--code", "7K2M", "--account", "lee"}), 0);
  v1::Dataset trees;
  trees.set_name("datasets/trees");
  trees.set_state(v1::Dataset::PUBLISHED);
  trees.set_published_version(3);
  Answers("GetDataset", [trees](const Asked&) { return Ok(trees); });
  Answers("DecideDataset", [trees](const Asked&) { return Ok(trees); });
  EXPECT_EQ(Run({"--account", "lee", "dataset", "decide", "trees", "withhold", "--reason", "Names."}), 0);
  EXPECT_THAT(err_, StartsWith("lee decided on trees: withhold. It is published; the public sees version 3.\n"));
}

}  // namespace
}  // namespace almanac::cli
