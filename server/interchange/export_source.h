// Where the rows of an export come from: pages of working copies, or pages of
// what the public sees, merged in order of name.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/records.pb.h"
#include "base/caller.h"
#include "store/work.h"

namespace almanac::interchange {

struct ExportRow {
  v1::Dataset dataset;
  // Of an unpublished set on the public list, in words.
  std::string planned_release;
  // Not published, and on the public list all the same.
  bool listed = false;
  // What the record changed last, where nothing says when its data did.
  std::string changed_day;
};

struct ExportDepartment {
  std::string title;
  std::string parent;
  std::string contact_name;
  std::string contact_email;
};

// The body and its departments, read once.
struct ExportBody {
  std::string contact_name;
  std::string contact_email;
  std::string time_zone;
  std::map<std::string, ExportDepartment, std::less<>> departments;
};

class ExportSource {
 public:
  ExportSource(store::Work& work, const Caller& caller, bool internal);

  const ExportBody& body() const { return body_; }
  // The next in order of name; none at the end.
  std::optional<ExportRow> Next();

 private:
  void ReadInternalBody(store::Tx& tx);
  void ReadPublicBody(store::Tx& tx);
  void FillInternal();
  void FillPublished();
  void FillListed();

  store::Work& work_;
  const Caller& caller_;
  const bool internal_;
  ExportBody body_;
  // Working copies, or published sets; and listed ones.
  std::deque<ExportRow> main_;
  std::deque<ExportRow> listed_;
  bool main_ended_ = false;
  bool listed_ended_ = false;
  std::string page_token_;
  std::string after_published_;
  std::string after_listed_;
};

}  // namespace almanac::interchange
