#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/app/service_main.h"
#include "services/common/base/status_macros.h"
#include "services/notifier/worker.h"

int main(int argc, char** argv) {
  vigil::app::ServiceMain service(
      "notifier",
      "Follows membership and mandate_watch and tells alerts what is worth an "
      "alert: candidacies and members with a low score, seats that fall "
      "vacant, mandates that come up for renewal. Keeps nothing.");
  vigil::notifier::Addresses addresses;
  vigil::notifier::NotifierOptions options;
  vigil::app::Flags& flags = service.flags();
  flags.Group("Services");
  flags.Add("--membership", &addresses.membership, "Where membership is.");
  flags.Add("--mandate-watch", &addresses.mandate_watch,
            "Where mandate_watch is.");
  flags.Add("--alerts", &addresses.alerts, "Where alerts is.");
  flags.Group("Rules");
  flags.Add("--lead-days", &options.rules.lead_days, 1, 1000,
            "Days before a session opens at which renewals are told, the most "
            "first.");
  flags.Add("--score-ceiling", &options.rules.score_ceiling, 1, 40,
            "Scores under this are told; each subscription has a threshold of "
            "its own, 10 by default, up to 40.");
  flags.Add("--tick", &options.tick, absl::Milliseconds(10), absl::Hours(1),
            "How often the rules are asked when nothing changes.");
  return service.RunWorker(
      argc, argv,
      [&](const vigil::app::Environment& given)
          -> absl::StatusOr<std::unique_ptr<vigil::app::Worker>> {
        VIGIL_RETURN_IF_ERROR(
            vigil::notifier::CheckLeadDays(options.rules.lead_days));
        return vigil::notifier::MakeWorker(addresses, given, options);
      });
}
