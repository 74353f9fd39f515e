#pragma once

#include "absl/strings/string_view.h"

namespace vigil::app {

// Tells whoever has started this process, if it asks by `NOTIFY_SOCKET`, what
// has become of it: `READY=1`, `STOPPING=1`. The protocol of systemd.
void NotifyStarter(absl::string_view state);

}  // namespace vigil::app
