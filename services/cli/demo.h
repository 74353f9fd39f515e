#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/session.h"
#include "vigil/membership/v1/candidacy.pb.h"

namespace vigil::cli {

// What `vigil up --demo` shows: a partner that has asked for everything, and
// the candidacy of a state that scores under 10.

// Makes the partner's subscriptions where they are missing.
absl::Status SubscribeDemoPartner(Session& session);

// Where and by whom a candidacy could be announced now.
struct DemoChoice {
  std::vector<std::string> elections;  // Not yet held, the next first.
  std::vector<std::string> states;     // Scoring under 10, China first.
};
absl::StatusOr<DemoChoice> ChooseCandidacies(Session& session);

// Announces the first candidacy of `choice` that may be.
absl::StatusOr<membership::v1::Candidacy> AnnounceFirst(
    Session& session, const DemoChoice& choice);

// Withdraws it, so that the demonstration can be repeated.
absl::Status WithdrawCandidacy(Session& session, const std::string& name);

}  // namespace vigil::cli
