#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/base/error.h"
#include "vigil/type/v1/date.pb.h"
#include "vigil/type/v1/regional_group.pb.h"
#include "vigil/type/v1/source.pb.h"

namespace vigil::membership {

inline constexpr size_t kMaxTitleLength = 200;
inline constexpr size_t kMaxShortNameLength = 100;
inline constexpr size_t kMaxNoteLength = 1'000;
inline constexpr int kFirstYear = 1945;
inline constexpr int kMaxVotes = 193;
inline constexpr int kMaxSeats = 200;

// Collects what is wrong with the fields of a record, all of it at once. Fields
// are named by their path in the record.
class Violations {
 public:
  void Add(absl::string_view field, absl::string_view description);
  // Adds those of an `INVALID_ARGUMENT`; nothing if it is OK.
  void Add(const absl::Status& status);

  void CheckText(absl::string_view field, absl::string_view value, size_t min,
                 size_t max);
  void CheckSource(absl::string_view field, const type::v1::Source& source);
  void CheckRange(absl::string_view field, int64_t value, int64_t min,
                  int64_t max);
  // `required`: it must not be unspecified.
  void CheckGroup(absl::string_view field, type::v1::RegionalGroup group,
                  bool required);
  // A resource name.
  void CheckName(absl::string_view field, absl::string_view pattern,
                 absl::string_view name);

  // Return the day; nothing if it is absent, no day, or before 1945.
  std::optional<absl::CivilDay> RequiredDay(absl::string_view field,
                                            bool is_set,
                                            const type::v1::Date& date);
  std::optional<absl::CivilDay> OptionalDay(absl::string_view field,
                                            bool is_set,
                                            const type::v1::Date& date);

  bool empty() const { return violations_.empty(); }

  // `INVALID_ARGUMENT`, reason `INVALID_FIELD`, with the fields preceded by
  // `path` and a dot, unless that is empty; OK if there is nothing.
  absl::Status ToStatus(absl::string_view path) const;

 private:
  std::vector<FieldViolation> violations_;
};

}  // namespace vigil::membership
