#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/cli/session.h"
#include "services/cli/table.h"
#include "vigil/alerts/v1/alert.pb.h"
#include "vigil/alerts/v1/alert_requests.pb.h"
#include "vigil/alerts/v1/feed.pb.h"

namespace vigil::cli {

// How urgent an alert is, as a colour.
Tone ToneOf(const alerts::v1::Alert& alert);

// An item of a feed as one line, with its line feed.
std::string FeedLine(const alerts::v1::FeedItem& item, bool colour);

// An item of a feed as a table of its own, for programs: times to the second,
// codes of states joined by `;`.
Table FeedTable(const alerts::v1::FeedItem& item);

// Alerts as a table.
Table AlertTable(const alerts::v1::ListAlertsResponse& alerts);

// An alert with everything that it rests on, as text of several lines.
std::string ExplanationText(const alerts::v1::ExplainAlertResponse& explanation,
                            bool colour);

// The first letters of an alert's id, enough for people to name it.
std::string ShortId(absl::string_view name);

// The name of the alert that is meant: `alerts/a…`, its first letters, or its
// key. Asks the service unless it is whole.
absl::StatusOr<std::string> AlertNamed(Session& session,
                                       absl::string_view text);

// The same among `alerts`. `NOT_FOUND`, reason RESOURCE_NOT_FOUND; or
// `INVALID_ARGUMENT`, reason ALERT_AMBIGUOUS, with the first of those that may
// be meant.
absl::StatusOr<std::string> AlertAmong(
    const alerts::v1::ListAlertsResponse& alerts, absl::string_view text);

}  // namespace vigil::cli
