// Signals: what speaks for publishing something, with who says so and when (ob:G4.8-G4.10).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

#include "almanac/v1/signals.pb.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListSignalsResponse ListSignals(store::Tx& tx, const v1::ListSignalsRequest& request);
// Throws NOT_FOUND.
v1::Signal GetSignal(store::Tx& tx, const v1::GetSignalRequest& request);
// Throws INVALID_FIELD, REFERENCE_NOT_FOUND, PERMISSION_DENIED.
v1::Signal CreateSignal(store::Tx& tx, const v1::CreateSignalRequest& request);
// Throws also WRONG_STATE when it was retracted, ETAG_MISMATCH.
v1::Signal UpdateSignal(store::Tx& tx, const v1::UpdateSignalRequest& request);
// Throws WRONG_STATE when it was retracted already, PERMISSION_DENIED, ETAG_MISMATCH.
v1::Signal RetractSignal(store::Tx& tx, const v1::RetractSignalRequest& request);

// The most that one signal counts.
inline constexpr int64_t kMostCounted = 10'000'000;

// Counts that stand, found by what they speak of, so that many new ones can be held against many. No two of them that
// speak of the same share a day.
class StandingCounts {
 public:
  void Add(const v1::Signal& signal);
  // Speaks of the same in the same period: one takes the other's place. Null for none.
  const v1::Signal* Same(const v1::Signal& signal) const;
  // Of another name, and with a day in common. Null for none.
  const v1::Signal* Overlapping(const v1::Signal& signal) const;

 private:
  // By kind, dataset, theme and source; then by the first day.
  std::unordered_map<std::string, std::multimap<std::string, v1::Signal>> by_subject_;
};

// Why it cannot stand beside those that stand: no theme and no dataset, a value that its kind does not have, a period
// that ends before it begins or is to come, one that another of the same source overlaps, so that a request would be
// counted twice. An empty message: it can.
struct SignalFlaw {
  // Of the signal.
  std::string field;
  // Stable, such as overlaps.
  std::string rule;
  std::string message;
};
SignalFlaw FlawOf(const v1::Signal& signal, const StandingCounts& standing, const std::string& today);

// "requests permits Jul 2026": what a new one is called after.
std::string SignalTitle(const v1::Signal& signal);

}  // namespace almanac::domain
