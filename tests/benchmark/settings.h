#pragma once

#include <string>

#include "absl/time/time.h"

namespace vigil::benchmark {

// How much to measure, and where.
struct Settings {
  // How long each measurement of a round takes.
  absl::Duration duration = absl::Milliseconds(300);
  // How often the sides take turns. Medians are reported.
  int rounds = 15;
  // Where servers keep their sockets, and Redis its file.
  std::string directory = "/tmp";
  // Keep the cores awake while latencies are measured.
  bool awake = true;
  int subscriptions = 1'000'000;
  // From announcement to alert.
  int announcements = 200;
  // The tables that the suite is filled with.
  std::string reference = VIGIL_REFERENCE;
};

}  // namespace vigil::benchmark
