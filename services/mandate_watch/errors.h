#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "vigil/mandate_watch/v1/mandate.pb.h"

namespace vigil::mandate_watch {

// The errors of mandate_watch, besides those of `api/errors.h`. See
// mandate_watch_service.proto.

// `FAILED_PRECONDITION`, reason `MANDATE_NOT_ACTIVE`, metadata `mandate_state`.
absl::Status MandateNotActiveError(const v1::Mandate& mandate);

// `FAILED_PRECONDITION`, reason `MANDATE_ACTIVE`.
absl::Status MandateActiveError(absl::string_view mandate);

// `FAILED_PRECONDITION`, reason `RENEWED_SINCE`.
absl::Status RenewedSinceError(absl::string_view mandate,
                               absl::string_view renewal);

// `FAILED_PRECONDITION`, reason `RESOURCE_IN_USE`; `by` is one of those who use
// it.
absl::Status ResourceInUseError(absl::string_view name, absl::string_view by);

// `FAILED_PRECONDITION`, reason `SESSION_NOT_KNOWN`.
absl::Status SessionNotKnownError(absl::string_view session);

// `FAILED_PRECONDITION`, reason `NOT_ADOPTED_YET`: `what`, e.g. the session,
// is on `day`, which is to come.
absl::Status NotAdoptedYetError(absl::string_view what, absl::CivilDay day);

// `RESOURCE_EXHAUSTED`, reason `TOO_MANY_RECORDS`.
absl::Status TooManyRecordsError(absl::string_view kind, size_t limit);

// `RESOURCE_EXHAUSTED`, reason `IMPORT_TOO_LARGE`.
absl::Status TooManyChangesError(size_t limit);

// `DATA_LOSS`: stored bytes cannot be read.
absl::Status UnreadableEntryError(int64_t revision);
absl::Status UnreadableSnapshotError();

}  // namespace vigil::mandate_watch
