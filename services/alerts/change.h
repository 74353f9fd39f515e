#pragma once

#include <vector>

#include "vigil/alerts/v1/events.pb.h"

namespace vigil::alerts {

// What a command leads to: events, none if nothing changes, and the answer.
template <typename Answer>
struct Change {
  using Event = v1::Event;

  std::vector<v1::Event> events;
  Answer response;
};

}  // namespace vigil::alerts
