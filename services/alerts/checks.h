#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/common/base/error.h"
#include "vigil/alerts/v1/alert.pb.h"
#include "vigil/alerts/v1/alert_requests.pb.h"
#include "vigil/alerts/v1/subscription.pb.h"

namespace vigil::alerts {

// What requests may hold. Everything that is wrong is named at once, by its
// path from the request, as the .proto files say what is allowed.

inline constexpr int kMaxListed = 200;  // Names in one list.
inline constexpr int kMaxKinds = 64;
inline constexpr int kMaxRegionalGroups = 5;
inline constexpr int kMaxLeadDaysListed = 20;
inline constexpr int kMaxLeadDays = 1000;
inline constexpr int kMaxScoreThreshold = 40;
inline constexpr int kMaxBodies = 20;  // Of an alert.
inline constexpr int kMaxFacts = 20;
inline constexpr int kMaxDerivations = 10;
inline constexpr int kMaxSupersedes = 20;
inline constexpr size_t kMaxKeyLength = 200;
inline constexpr size_t kMaxAlertBytes = 16 << 10;
inline constexpr int kMaxReconciled = 500;

// Gathers what is wrong.
class Violations {
 public:
  void Add(absl::string_view field, absl::string_view description);
  // Takes over the violations of an error; OK adds nothing.
  void Add(const absl::Status& status);
  void Require(bool holds, absl::string_view field,
               absl::string_view description) {
    if (!holds) Add(field, description);
  }

  // OK, or `INVALID_ARGUMENT`, reason `INVALID_FIELD`, with all of them.
  absl::Status ToStatus() const;

 private:
  std::vector<FieldViolation> violations_;
};

// Each adds what is wrong with a part of a request; `field` is its path.
void CheckAlert(const std::string& field, const v1::Alert& alert,
                Violations& violations);
void CheckResolution(const std::string& field,
                     const v1::AlertResolution& resolution,
                     Violations& violations);
void CheckSubscription(const std::string& field,
                       const v1::Subscription& subscription,
                       Violations& violations);

// Whether at least one condition is set.
bool HasCondition(const v1::Subscription& subscription);

}  // namespace vigil::alerts
