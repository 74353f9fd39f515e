#include "services/notifier/worker.h"

#include <utility>

#include "services/common/base/error.h"
#include "services/common/rpc/client.h"

namespace vigil::notifier {
namespace {

class NotifierWorker final : public app::Worker {
 public:
  NotifierWorker(const Addresses& addresses, const app::Environment& given,
                 const NotifierOptions& options)
      : membership_({.address = addresses.membership, .token = given.token}),
        mandate_watch_(
            {.address = addresses.mandate_watch, .token = given.token}),
        alerts_({.address = addresses.alerts, .token = given.token}),
        notifier_({membership_, mandate_watch_, alerts_}, given.clock,
                  options) {}

  void Start(std::function<void(bool)> serving) override {
    notifier_.OnChange(std::move(serving));
    notifier_.Start();
  }

  void Stop() override { notifier_.Stop(); }

 private:
  rpc::Client membership_;
  rpc::Client mandate_watch_;
  rpc::Client alerts_;
  Notifier notifier_;
};

}  // namespace

std::unique_ptr<app::Worker> MakeWorker(const Addresses& addresses,
                                        const app::Environment& given,
                                        const NotifierOptions& options) {
  return std::make_unique<NotifierWorker>(addresses, given, options);
}

absl::Status CheckLeadDays(const std::vector<int>& lead_days) {
  for (size_t i = 1; i < lead_days.size(); ++i) {
    if (lead_days[i - 1] <= lead_days[i]) {
      return InvalidFieldError("--lead-days",
                               "must be different days, the most first, e.g. "
                               "180,90,30,14,7");
    }
  }
  if (lead_days.empty() || lead_days.size() > 20) {
    return InvalidFieldError("--lead-days", "must be 1 to 20 numbers of days");
  }
  return absl::OkStatus();
}

}  // namespace vigil::notifier
