#include "domain/versions.h"

#include <fmt/format.h>

#include <algorithm>

#include "almanac/v1/options.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/citation.h"
#include "domain/definitions.h"
#include "domain/derive.h"
#include "domain/times.h"
#include "sql/datasets.h"
#include "store/json.h"

namespace almanac::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsMaterial(const FieldDescriptor* field) { return field->options().GetExtension(v1::material); }
bool IsPublic(const FieldDescriptor* field) { return field->options().GetExtension(v1::public_output); }

std::string Text(const Message& message, const FieldDescriptor* field) {
  return ToJson(message, [field](const FieldDescriptor* other) {
    return other == field || other->containing_type() != field->containing_type();
  });
}

void CopyField(const Message& from, const FieldDescriptor* field, Message* to) {
  std::unique_ptr<Message> copy(from.New());
  copy->CopyFrom(from);
  to->GetReflection()->SwapFields(copy.get(), to, {field});
}

bool IsSame(const v1::Field& one, const v1::Field& other) { return one.name() == other.name(); }
// What comes from elsewhere is another file, whatever it is called.
bool IsSame(const v1::Distribution& one, const v1::Distribution& other) {
  return one.name() == other.name() && one.host() == other.host();
}

// Elements that approvals bind to take what is wanted from those of `after` that they are.
template <class Elements>
void MergeElements(const Elements& after, const FieldFilter& wanted, Elements* shown) {
  for (auto& element : *shown) {
    for (const auto& edited : after) {
      if (!IsSame(edited, element)) continue;
      const auto* type = edited.GetDescriptor();
      for (int i = 0; i < type->field_count(); ++i) {
        if (wanted(type->field(i))) CopyField(edited, type->field(i), &element);
      }
    }
  }
}

void CopyChanged(const v1::Dataset& before, const v1::Dataset& after, const FieldFilter& wanted, v1::Dataset* shown) {
  const auto* type = v1::Dataset::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (!IsPublic(field) || !wanted(field) || Text(before, field) == Text(after, field)) continue;
    CopyField(after, field, shown);
  }
}

// What a reader of the public record needs is written out, so that it stands alone.
v1::Dataset ForThePublic(v1::Dataset dataset, const v1::Department& department, const v1::Program& program) {
  dataset.set_citation(CitationOf(dataset, department, program));
  if (dataset.contact_email().empty()) {
    const bool own = !department.contact_email().empty();
    dataset.set_contact_email(own ? department.contact_email() : program.contact_email());
    if (dataset.contact_name().empty()) {
      dataset.set_contact_name(own ? department.contact_name() : program.contact_name());
    }
  }
  if (dataset.contact_name().empty()) dataset.set_contact_name(department.title());
  return dataset;
}

bool SharesDefinitions(const v1::Dataset& dataset) {
  return std::any_of(dataset.fields().begin(), dataset.fields().end(),
                     [](const v1::Field& field) { return !field.shared_definition().empty(); });
}

}  // namespace

std::string MaterialHash(const v1::Dataset& dataset) { return Sha256Hex(store::MaterialJson(dataset)); }

std::string DataHash(const v1::Dataset& dataset) {
  v1::Dataset data = dataset;
  data.clear_licence();
  data.clear_access();
  data.clear_classification();
  data.clear_distributions();
  data.clear_series();
  return MaterialHash(data);
}

std::string VersionName(std::string_view dataset, int number) { return fmt::format("{}/versions/{}", dataset, number); }

v1::DatasetVersion MakeVersion(const v1::Dataset& dataset, const v1::Department& department, const v1::Program& program,
                               Instant instant) {
  v1::DatasetVersion version;
  version.set_name(VersionName(dataset.name(), dataset.published_version()));
  version.set_dataset(dataset.name());
  version.set_number(dataset.published_version());
  version.set_message(ToJson(dataset));
  version.set_content_hash(Sha256Hex(version.message()));
  version.set_public_body(store::PublicJson(ForThePublic(dataset, department, program)));
  version.set_current(true);
  version.set_title(dataset.title());
  version.set_department(dataset.department());
  version.set_access(EnumText(*v1::Dataset::Access_descriptor()->FindValueByNumber(dataset.access())));
  *version.mutable_publish_time() = ToTimestamp(instant);
  version.set_material_hash(MaterialHash(dataset));
  return version;
}

std::optional<v1::DatasetVersion> CurrentVersion(store::Tx& tx, std::string_view dataset) {
  return tx.SelectOne<v1::DatasetVersion>(sql::datasets::kCurrentVersion, {{"dataset", std::string(dataset)}});
}

v1::Dataset DatasetOf(const v1::DatasetVersion& version) {
  v1::Dataset dataset;
  std::string problem;
  if (FromJson(version.message(), &dataset, &problem)) return dataset;
  throw Error(Reason::INTERNAL, fmt::format("{} does not read: {}", version.name(), problem));
}

std::optional<v1::Dataset> ShownOf(store::Tx& tx, const v1::Dataset& dataset) {
  const auto current = CurrentVersion(tx, dataset.name());
  return current ? std::optional(DatasetOf(*current)) : std::nullopt;
}

v1::Dataset AsShown(store::Tx& tx, const v1::Dataset& dataset) {
  if (!dataset.pending_edit() || dataset.published_version() == 0) return dataset;
  const auto version = tx.Find<v1::DatasetVersion>(VersionName(dataset.name(), dataset.published_version()));
  if (!version) return dataset;
  const v1::Dataset shown = DatasetOf(*version);
  v1::Dataset result = dataset;
  const auto* type = v1::Dataset::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    // The rest went to the public when it was written.
    if (IsPublic(type->field(i)) && IsMaterial(type->field(i))) CopyField(shown, type->field(i), &result);
  }
  DeriveOpenness(shown, &result);
  return result;
}

int NextVersionNumber(store::Tx& tx, std::string_view dataset) {
  const auto last = tx.SelectOne<v1::Count>(sql::datasets::kLastVersionNumber, {{"dataset", std::string(dataset)}});
  return last ? static_cast<int>(last->count()) + 1 : 1;
}

void ShowVersion(store::Tx& tx, const v1::Dataset& shown, const std::string& note) {
  HideVersions(tx, shown.name());
  const auto department = tx.Find<v1::Department>(shown.department()).value_or(v1::Department());
  const auto program = tx.Find<v1::Program>("program").value_or(v1::Program());
  auto version = MakeVersion(shown, department, program, tx.instant());
  if (SharesDefinitions(shown)) {
    v1::Dataset written_out = shown;
    FillDefinitions(tx, &written_out);
    version.set_public_body(store::PublicJson(ForThePublic(std::move(written_out), department, program)));
  }
  version.set_note(note);
  tx.Insert(version);
  tx.IndexPublicly(shown);
}

void HideVersions(store::Tx& tx, std::string_view dataset) {
  auto current = CurrentVersion(tx, dataset);
  if (!current) return;
  current->set_current(false);
  tx.Put(*current);
  tx.UnindexPublicly(dataset);
}

bool ApplyImmaterial(const v1::Dataset& before, const v1::Dataset& after, v1::Dataset* shown) {
  const std::string public_before = store::PublicJson(*shown);
  const FieldFilter wanted = [](const FieldDescriptor* field) { return !IsMaterial(field) && IsPublic(field); };
  CopyChanged(before, after, wanted, shown);
  MergeElements(after.fields(), wanted, shown->mutable_fields());
  MergeElements(after.distributions(), wanted, shown->mutable_distributions());
  Derive(shown);
  return store::PublicJson(*shown) != public_before;
}

void RestoreMaterial(const v1::Dataset& shown, v1::Dataset* dataset) {
  const v1::Dataset edited = *dataset;
  const auto* type = v1::Dataset::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    if (IsMaterial(type->field(i))) CopyField(shown, type->field(i), dataset);
  }
  // Of elements that were there all along, what no approval binds to stays as it was edited.
  const FieldFilter immaterial = [](const FieldDescriptor* field) { return !IsMaterial(field); };
  MergeElements(edited.fields(), immaterial, dataset->mutable_fields());
  MergeElements(edited.distributions(), immaterial, dataset->mutable_distributions());
}

bool ApplyEverything(const v1::Dataset& before, const v1::Dataset& after, v1::Dataset* shown) {
  const std::string public_before = store::PublicJson(*shown);
  CopyChanged(
      before, after, [](const FieldDescriptor*) { return true; }, shown);
  Derive(shown);
  return store::PublicJson(*shown) != public_before;
}

}  // namespace almanac::domain
