// Walks the contract: what every rpc, field, state and reason must have.
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

#include "almanac/v1/audit.pb.h"
#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/departments.pb.h"
#include "almanac/v1/errors.pb.h"
#include "almanac/v1/events.pb.h"
#include "almanac/v1/inbox.pb.h"
#include "almanac/v1/inventory.pb.h"
#include "almanac/v1/log.pb.h"
#include "almanac/v1/mosaic.pb.h"
#include "almanac/v1/options.pb.h"
#include "almanac/v1/people.pb.h"
#include "almanac/v1/priority.pb.h"
#include "almanac/v1/program.pb.h"
#include "almanac/v1/releases.pb.h"
#include "almanac/v1/reports.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "almanac/v1/signals.pb.h"
#include "almanac/v1/tokens.pb.h"
#include "base/error.h"

namespace almanac::v1 {

std::string_view DescriptorsWithComments();

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;

const std::vector<const FileDescriptor*>& Files() {
  static const auto& files = *new std::vector<const FileDescriptor*>{
      Dataset::descriptor()->file(),     Department::descriptor()->file(),    Event::descriptor()->file(),
      InboxItem::descriptor()->file(),   ImportOptions::descriptor()->file(), Person::descriptor()->file(),
      Program::descriptor()->file(),     Release::descriptor()->file(),       Report::descriptor()->file(),
      Review::descriptor()->file(),      Token::descriptor()->file(),         LogStanding::descriptor()->file(),
      Signal::descriptor()->file(),      PriorityLine::descriptor()->file(),  MosaicCluster::descriptor()->file(),
      AuditFinding::descriptor()->file()};
  return files;
}

void EachMethod(const std::function<void(const MethodDescriptor*)>& each) {
  int count = 0;
  for (const auto* file : Files()) {
    for (int i = 0; i < file->service_count(); ++i) {
      for (int k = 0; k < file->service(i)->method_count(); ++k) {
        each(file->service(i)->method(k));
        ++count;
      }
    }
  }
  EXPECT_GT(count, 40);
}

TEST(EveryRpc, SaysWhoMayCallIt) {
  EachMethod([](const MethodDescriptor* method) {
    EXPECT_NE(method->options().GetExtension(policy).permission(), PERMISSION_UNSPECIFIED) << method->full_name();
  });
}

TEST(EveryRpc, HasACommandWithAnExampleThatBeginsWithIt) {
  std::set<std::string> commands;
  EachMethod([&](const MethodDescriptor* method) {
    const auto& command = method->options().GetExtension(cli);
    ASSERT_FALSE(command.noun().empty()) << method->full_name();
    const std::string words = command.noun() + (command.verb().empty() ? "" : " " + command.verb());
    EXPECT_TRUE(commands.insert(words).second) << words << " is there twice";
    ASSERT_GT(command.example_size(), 0) << method->full_name();
    bool shown = false;
    for (const auto& example : command.example())
      shown = shown || example.find("almanac " + words) != std::string::npos;
    EXPECT_TRUE(shown) << method->full_name() << " shows no `almanac " << words << "`";
  });
}

TEST(EveryRpc, ThatWritesTheRecordCanBeRepeatedSafely) {
  EachMethod([](const MethodDescriptor* method) {
    // Secrets are shown once, so these answers must not be kept for a repetition.
    static const std::set<std::string> once{"EnrolPerson", "RedeemCode", "ImportInventory"};
    if (!method->options().GetExtension(policy).writes() || once.contains(method->name())) return;
    EXPECT_NE(method->input_type()->FindFieldByName("request_id"), nullptr) << method->full_name();
  });
}

// What a write says when it is done speaks of what there is.
TEST(EveryRpc, SpeaksOfFieldsOfItsAnswerOrRequest) {
  int places = 0;
  EachMethod([&](const MethodDescriptor* method) {
    const std::string words =
        method->options().GetExtension(cli).done() + " " + method->options().GetExtension(cli).next();
    for (size_t open = words.find('{'); open != words.npos; open = words.find('{', open + 1), ++places) {
      const std::string place = words.substr(open + 1, words.find('}', open) - open - 1);
      const bool known = place == "caller" || method->output_type()->FindFieldByName(place) != nullptr ||
                         method->input_type()->FindFieldByName(place) != nullptr;
      EXPECT_TRUE(known) << method->full_name() << " names {" << place << "}";
    }
  });
  EXPECT_GT(places, 20);
}

bool CanBeRehearsed(const Descriptor* request) { return request->FindFieldByName("validate_only") != nullptr; }

TEST(EveryRpc, ThatWritesTheRecordCanBeRehearsed) {
  EachMethod([](const MethodDescriptor* method) {
    if (!method->options().GetExtension(policy).writes()) return;
    // A code tried for nothing is a code guessed for nothing.
    if (method->name() == "RedeemCode") return;
    // A stream: its options come in its first message.
    const auto* asked = method->client_streaming() ? ImportOptions::descriptor() : method->input_type();
    EXPECT_TRUE(CanBeRehearsed(asked)) << method->full_name();
  });
}

TEST(EveryRpc, HasARequestOfItsOwn) {
  std::set<const Descriptor*> requests;
  EachMethod([&](const MethodDescriptor* method) {
    EXPECT_EQ(method->input_type()->name(), method->name() + "Request");
    EXPECT_TRUE(requests.insert(method->input_type()).second);
  });
}

// A decision has a face: the console may set up, and no more.
TEST(EveryRpc, ThatDecidesOrPublishesNeedsAPerson) {
  EachMethod([](const MethodDescriptor* method) {
    const auto& asked = method->options().GetExtension(policy);
    const bool decides = asked.permission() == SUBMIT || asked.permission() == DECIDE || asked.permission() == PUBLISH;
    if (decides) {
      EXPECT_TRUE(asked.person()) << method->full_name();
    }
  });
}

TEST(EveryRpc, IsExplainedByAComment) {
  google::protobuf::FileDescriptorSet set;
  const auto bytes = DescriptorsWithComments();
  ASSERT_TRUE(set.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  static const std::set<std::string> plain{"List", "Get", "Create", "Update"};
  int explained = 0;
  for (const auto& file : set.file()) {
    for (const auto& location : file.source_code_info().location()) {
      // Services are field 6 of a file, methods field 2 of a service.
      if (location.path_size() != 4 || location.path(0) != 6 || location.path(2) != 2) continue;
      const auto& name = file.service(location.path(1)).method(location.path(3)).name();
      bool standard = false;
      for (const auto& verb : plain) standard = standard || name.starts_with(verb);
      if (!location.leading_comments().empty()) ++explained;
      EXPECT_TRUE(standard || !location.leading_comments().empty()) << name;
    }
  }
  EXPECT_GT(explained, 25);
}

TEST(EveryReason, HasAStatusAnExitCodeAndARemedy) {
  const auto* reasons = Reason_descriptor();
  for (int i = 1; i < reasons->value_count(); ++i) {
    const auto reason = static_cast<Reason>(reasons->value(i)->number());
    EXPECT_GT(StatusOf(reason), 0) << reasons->value(i)->name();
    EXPECT_GT(ExitOf(reason), 0) << reasons->value(i)->name();
    EXPECT_LE(ExitOf(reason), 7) << reasons->value(i)->name();
    EXPECT_FALSE(RemedyOf(reason).empty()) << reasons->value(i)->name();
  }
}

// The material hash is taken in this order.
TEST(EveryMessage, DeclaresItsFieldsInTheOrderOfTheirNumbers) {
  for (const auto* file : Files()) {
    for (int i = 0; i < file->message_type_count(); ++i) {
      const auto* type = file->message_type(i);
      if (!type->options().HasExtension(table)) continue;
      for (int k = 1; k < type->field_count(); ++k) {
        EXPECT_LT(type->field(k - 1)->number(), type->field(k)->number()) << type->field(k)->full_name();
      }
    }
  }
}

// Secrets are shown once and never stored.
TEST(EverySecret, StandsInNoStoredMessage) {
  for (const auto* file : Files()) {
    for (int i = 0; i < file->message_type_count(); ++i) {
      const auto* type = file->message_type(i);
      for (int k = 0; k < type->field_count(); ++k) {
        if (!type->field(k)->options().GetExtension(secret)) continue;
        EXPECT_FALSE(type->options().HasExtension(table)) << type->field(k)->full_name();
      }
    }
  }
}

}  // namespace
}  // namespace almanac::v1
