#pragma once

#include <functional>
#include <memory>
#include <string>

#include "services/common/app/service_main.h"
#include "services/notifier/notifier.h"

namespace vigil::notifier {

// Where the services are: `unix:/path` or a loopback `host:port`.
struct Addresses {
  std::string membership = "unix:data/run/membership.sock";
  std::string mandate_watch = "unix:data/run/mandate_watch.sock";
  std::string alerts = "unix:data/run/alerts.sock";
};

// The notifier with its clients, as the harness runs it. It serves while
// everything that holds is told.
std::unique_ptr<app::Worker> MakeWorker(const Addresses& addresses,
                                        const app::Environment& given,
                                        const NotifierOptions& options);

// `INVALID_ARGUMENT` if the lead days are not largest first.
absl::Status CheckLeadDays(const std::vector<int>& lead_days);

}  // namespace vigil::notifier
