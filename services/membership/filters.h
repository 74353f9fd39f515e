#pragma once

#include "services/common/api/filter.h"
#include "vigil/membership/v1/events.pb.h"

namespace vigil::membership {

// The fields by which a list of `Item`, a record or `v1::Member`, can be
// filtered, as the List requests promise. Thread-safe.
template <typename Item>
const api::FilterFields<Item>& FiltersOf();

}  // namespace vigil::membership
