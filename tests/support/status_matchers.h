#pragma once

#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/base/error.h"

namespace vigil {

// Predicates over `absl::Status` and `absl::StatusOr` that say what was found.
// (gmock's matchers cost 10 s of compilation in each test.)

inline const absl::Status& StatusOf(const absl::Status& status) {
  return status;
}
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

//   EXPECT_TRUE(IsOk(ledger.Trim(5)));
template <typename T>
testing::AssertionResult IsOk(const T& result) {
  if (StatusOf(result).ok()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << StatusOf(result);
}

//   EXPECT_TRUE(StatusIs(store.Get(name), absl::StatusCode::kNotFound));
template <typename T>
testing::AssertionResult StatusIs(const T& result, absl::StatusCode code) {
  if (StatusOf(result).code() == code) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "not " << absl::StatusCodeToString(code)
                                     << " but " << StatusOf(result);
}

//   EXPECT_TRUE(FailsWith(decision, "MANDATE_EXPIRED"));
template <typename T>
testing::AssertionResult FailsWith(const T& result, absl::string_view reason) {
  if (!StatusOf(result).ok() && ReasonOf(StatusOf(result)) == reason) {
    return testing::AssertionSuccess();
  }
  return testing::AssertionFailure()
         << "not " << reason << " but " << StatusOf(result);
}

//   EXPECT_TRUE(FailsWith(reply, absl::StatusCode::kAborted, "ETAG_MISMATCH"));
template <typename T>
testing::AssertionResult FailsWith(const T& result, absl::StatusCode code,
                                   absl::string_view reason) {
  if (!StatusIs(result, code)) return StatusIs(result, code);
  return FailsWith(result, reason);
}

}  // namespace vigil
