#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/timestamp.pb.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "vigil/type/v1/date.pb.h"
#include "vigil/type/v1/regional_group.pb.h"

namespace vigil::cli {

// How values are written on the command line and in tables.

// `low-score-candidacy` for ALERT_KIND_LOW_SCORE_CANDIDACY: the name of a value
// without its enum's prefix. Empty for UNSPECIFIED and what is not known.
std::string WordOf(const google::protobuf::EnumDescriptor& type, int value);

// The reverse; also takes the name itself. A `UsageError` lists what is
// allowed.
absl::StatusOr<int> ValueOf(const google::protobuf::EnumDescriptor& type,
                            absl::string_view word);

// All words of an enum, in order.
std::vector<std::string> WordsOf(const google::protobuf::EnumDescriptor& type);

// `2026-11-23`; empty for no date.
std::string DateText(const type::v1::Date& date);

// Reads `2026-11-23` that was given for `option`.
absl::StatusOr<type::v1::Date> ToDate(absl::string_view option,
                                      absl::string_view text);

// A regional group by its code or words: `WEOG`, `african`.
absl::StatusOr<type::v1::RegionalGroup> ToGroup(absl::string_view text);

// `2026-11-23 08:15`, UTC; empty for no time.
std::string TimeText(const google::protobuf::Timestamp& time);

// The last part of a resource name: `chn` of `states/chn`.
std::string IdOf(absl::string_view name);

// `bodies/hrc/mandates/sr-belarus` from `sr-belarus`, `mandates/sr-belarus` or
// itself, given `bodies/hrc/mandates`. A `UsageError` if it is something else.
absl::StatusOr<std::string> NameIn(absl::string_view collection,
                                   absl::string_view given);

}  // namespace vigil::cli
