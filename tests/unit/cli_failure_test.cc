#include <gmock/gmock.h>

#include "cli/failure.h"
#include "cli/status.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace almanac::cli {
namespace {

using testing::HasSubstr;

std::string Details(const std::string& reason, const google::protobuf::Message* more = nullptr) {
  google::rpc::Status status;
  status.set_message("what went wrong");
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("almanac");
  (*info.mutable_metadata())["remedy"] = "Do this.";
  status.add_details()->PackFrom(info);
  if (more != nullptr) status.add_details()->PackFrom(*more);
  return status.SerializeAsString();
}

TEST(DecodeStatus, TakesTheReasonAndWhatIsMissing) {
  google::rpc::PreconditionFailure failure;
  auto* violation = failure.add_violations();
  violation->set_type("licence_allowed");
  violation->set_subject("almanac dataset update trees --licence CC0-1.0");
  violation->set_description("No licence is given.");
  const auto error = DecodeStatus(9, "ignored", Details("MISSING_REQUIREMENTS", &failure), "here");
  EXPECT_EQ(error->reason(), Reason::MISSING_REQUIREMENTS);
  EXPECT_EQ(ExitCodeOf(*error), 5);
  EXPECT_EQ(FailureText(*error),
            "almanac: what went wrong\n"
            "  - No licence is given.\n"
            "      almanac dataset update trees --licence CC0-1.0\n");
}

TEST(DecodeStatus, NamesFieldsAsTheyWereTyped) {
  google::rpc::BadRequest bad;
  auto* violation = bad.add_field_violations();
  violation->set_field("dataset.frequency");
  violation->set_description("is not an ISO 8601 repetition, such as R/P1M");
  const auto error = DecodeStatus(3, "", Details("INVALID_FIELD", &bad), "here");
  EXPECT_EQ(ExitCodeOf(*error), 6);
  FailureStyle style;
  style.spelled = [](const std::string&) { return "--frequency"; };
  EXPECT_THAT(FailureText(*error, style), HasSubstr("  --frequency  is not an ISO 8601 repetition, such as R/P1M\n"));
}

TEST(DecodeStatus, TrustsTheRemedyOfANewerServer) {
  const auto error = DecodeStatus(7, "", Details("REASON_OF_NEXT_YEAR"), "here");
  EXPECT_EQ(ExitCodeOf(*error), 4);
  EXPECT_THAT(FailureText(*error), HasSubstr("→ Do this."));
}

TEST(DecodeStatus, EveryReasonSurvives) {
  const auto* type = v1::Reason_descriptor();
  for (int i = 1; i < type->value_count(); ++i) {
    const auto reason = static_cast<Reason>(type->value(i)->number());
    const auto error = DecodeStatus(StatusOf(reason), "", Details(type->value(i)->name()), "here");
    EXPECT_EQ(error->reason(), reason);
    EXPECT_NE(ExitCodeOf(*error), 0) << type->value(i)->name();
    EXPECT_NE(RemedyOf(reason), "") << type->value(i)->name();
  }
}

TEST(DecodeStatus, WithoutAServerItIsUnavailableAndSaysHowToStartOne) {
  const auto error = DecodeStatus(14, "failed to connect to all addresses", "", "127.0.0.1:1");
  EXPECT_EQ(ExitCodeOf(*error), 7);
  EXPECT_THAT(FailureText(*error),
              "almanac: no almanacd answers at 127.0.0.1:1\n"
              "→ Start it with `almanacd`, or say where it is with --socket or --server.\n");
  const std::string tls =
      "failed to connect to all addresses; last error: UNKNOWN: ipv4:127.0.0.1:1: Ssl handshake failed: ";
  EXPECT_THAT(
      DecodeStatus(14, tls + "SSL_ERROR_SSL: error:0A000086:SSL routines::certificate verify failed", "", "here")
          ->message(),
      HasSubstr("nobody we trust"));
  EXPECT_THAT(DecodeStatus(14, tls + "wrong version number", "", "here")->message(), HasSubstr("does not speak TLS"));
  EXPECT_THAT(DecodeStatus(14, "Socket closed", "", "here")->message(), HasSubstr("broke before the answer came"));
  EXPECT_EQ(ExitCodeOf(*DecodeStatus(4, "Deadline Exceeded", "", "here")), 7);
}

TEST(FailureText, SaysNothingTwice) {
  Error told(Reason::INVALID_FILTER, "the filter does not read at character 9: a value is missing");
  told.Field("filter", "a value is missing");
  EXPECT_EQ(FailureText(told),
            "almanac: the filter does not read at character 9: a value is missing\n"
            "→ See `almanac help filter` for the grammar.\n");
  Error command(Reason::CODE_INVALID, "this code is used; ask for a new one: almanac person enrol NAME");
  EXPECT_EQ(FailureText(command), "almanac: this code is used; ask for a new one: almanac person enrol NAME\n");
}

TEST(FailureText, TellsFieldsInTheUsersWords) {
  FailureStyle style;
  style.spelled = [](const std::string& field) { return "--" + field.substr(field.rfind('.') + 1); };
  Error one(Reason::REASON_REQUIRED, "reason is required");
  one.Field("reason", "is required");
  EXPECT_THAT(FailureText(one, style), testing::StartsWith("almanac: --reason is required\n→ "));
  Error two(Reason::INVALID_FIELD, "dataset.title is required; dataset.owner is too long");
  two.Field("dataset.title", "is required").Field("dataset.owner", "is too long");
  EXPECT_THAT(FailureText(two, style), testing::StartsWith("almanac: 2 things are not right\n"
                                                           "  --title  is required\n"
                                                           "  --owner  is too long\n→ "));
}

TEST(FailureText, LetsNoMessagePlayWithTheScreen) {
  EXPECT_EQ(FailureText(Error(Reason::CANCELLED, "a\x1b[2Jb")), "almanac: a[2Jb\n→ Nothing was changed.\n");
}

TEST(FailureJson, IsOneObjectWithAllThatIsKnown) {
  Error error(Reason::INVALID_FIELD, "two things");
  error.Field("title", "is \"empty\"");
  error.Missing("contact", "No contact.", "almanac department update parks");
  EXPECT_EQ(
      FailureJson(error),
      R"({"error":{"reason":"INVALID_FIELD","message":"two things","fields":[{"field":"title","description":"is \"empty\""}],)"
      R"("missing":[{"rule":"contact","message":"No contact.","command":"almanac department update parks"}],)"
      R"("remedy":"Correct the named fields and try again.","exit":6}})");
}

}  // namespace
}  // namespace almanac::cli
