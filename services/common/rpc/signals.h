#pragma once

#include <functional>

namespace vigil::rpc {

// Makes SIGINT, SIGTERM and SIGHUP wait for `WaitForStop`, and SIGPIPE be
// ignored. Call it first thing in `main`, before any thread exists: threads
// inherit the mask.
void HoldStopSignals();

// Blocks until SIGINT or SIGTERM, which it returns; calls `reload` at each
// SIGHUP.
int WaitForStop(const std::function<void()>& reload);

}  // namespace vigil::rpc
