#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "vigil/type/v1/freedom_status.pb.h"
#include "vigil/type/v1/regional_group.pb.h"
#include "vigil/type/v1/source.pb.h"

namespace vigil::api {

// The enums of `vigil.type.v1` as tables write them and as people read them.
// `UNSPECIFIED`, and values not known here, have the code "" and the words
// "none". What is no code gives nothing; nor does "".

// AFR, APG, EEG, GRULAC, WEOG; "African", … "Western European and other".
absl::string_view CodeOf(type::v1::RegionalGroup group);
absl::string_view WordsOf(type::v1::RegionalGroup group);
std::optional<type::v1::RegionalGroup> RegionalGroupOf(absl::string_view code);

// F, PF, NF; "Free", "Partly Free", "Not Free".
absl::string_view CodeOf(type::v1::FreedomStatus status);
absl::string_view WordsOf(type::v1::FreedomStatus status);
std::optional<type::v1::FreedomStatus> FreedomStatusOf(absl::string_view code);

// sourced, recalled, inferred; the words are the same.
absl::string_view CodeOf(type::v1::Confidence confidence);
std::optional<type::v1::Confidence> ConfidenceOf(absl::string_view code);

}  // namespace vigil::api
