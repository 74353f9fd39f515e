#pragma once

#include "absl/strings/string_view.h"

namespace vigil::ledger {

inline constexpr absl::string_view kFunctionLibrary = "vigil_ledger";

// `ledger_functions.lua`.
absl::string_view LedgerFunctions();

}  // namespace vigil::ledger
