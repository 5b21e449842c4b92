// Where the rows of an export come from: pages of working copies, or pages of
// what the public sees, merged in order of name.
#pragma once

#include <deque>
#include <functional>
#include <future>
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

// Rows in pages: while the caller has one, the next is read beside, so that the database is busy while we write.
class ExportPages {
 public:
  struct Page {
    std::deque<ExportRow> rows;
    bool last = false;
  };
  // `read` is called by one thread at a time, until it says that a page is the last.
  explicit ExportPages(std::function<Page()> read) : read_(std::move(read)) {}

  // What is at hand, from the front on; empty at the end. Throws what `read` throws.
  std::deque<ExportRow>& Rows();

 private:
  const std::function<Page()> read_;
  std::deque<ExportRow> rows_;
  bool ended_ = false;
  // Last, so that it is waited for before the rest goes.
  std::future<Page> next_;
};

class ExportSource {
 public:
  ExportSource(store::Work& work, const Caller& caller, bool internal);
  ExportSource(const ExportSource&) = delete;
  ExportSource& operator=(const ExportSource&) = delete;

  const ExportBody& body() const { return body_; }
  // The next in order of name; none at the end.
  std::optional<ExportRow> Next();

 private:
  void ReadInternalBody(store::Tx& tx);
  void ReadPublicBody(store::Tx& tx);
  ExportPages::Page ReadWorkingCopies();
  ExportPages::Page ReadPublished();
  ExportPages::Page ReadListed();

  store::Work& work_;
  const Caller& caller_;
  const bool internal_;
  ExportBody body_;
  std::string page_token_;
  std::string after_published_;
  std::string after_listed_;
  // Working copies, or published sets; and listed ones. They read by the members above.
  std::optional<ExportPages> main_;
  std::optional<ExportPages> listed_;
};

}  // namespace almanac::interchange
