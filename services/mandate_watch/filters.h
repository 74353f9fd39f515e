#pragma once

#include "services/common/api/filter.h"
#include "vigil/mandate_watch/v1/mandate.pb.h"
#include "vigil/mandate_watch/v1/renewal.pb.h"
#include "vigil/mandate_watch/v1/session.pb.h"

namespace vigil::mandate_watch {

// The fields by which lists can be filtered.
const api::FilterFields<v1::Session>& SessionFilters();
const api::FilterFields<v1::Mandate>& MandateFilters();
const api::FilterFields<v1::Renewal>& RenewalFilters();

}  // namespace vigil::mandate_watch
