#include "services/mandate_watch/renewal_status.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "services/common/api/dates.h"
#include "services/mandate_watch/due.h"

namespace vigil::mandate_watch {
namespace {

void Forget(v1::Mandate& mandate) {
  mandate.clear_due();
  mandate.clear_renewal_status();
  mandate.clear_review_reason();
}

v1::RenewalStatus StatusOf(const v1::Due& due, absl::CivilDay today) {
  if (api::DayOf(due.end_date()) <= today) {
    return v1::RENEWAL_STATUS_OUTCOME_UNKNOWN;
  }
  return api::DayOf(due.start_date()) - today <= kDueDays
             ? v1::RENEWAL_STATUS_DUE
             : v1::RENEWAL_STATUS_NOT_DUE;
}

// The renewal that counts; null if there is none.
const v1::Renewal* LastOf(const std::vector<const v1::Renewal*>& renewals,
                          const Calendar& calendar, const AsOf& as_of) {
  const v1::Renewal* last = nullptr;
  for (const v1::Renewal* renewal : InOrderOfAdoption(renewals, calendar)) {
    const std::optional<absl::CivilDay> day = AdoptionDay(*renewal, calendar);
    if (!as_of.is_past || !day || *day <= as_of.day) last = renewal;
  }
  return last;
}

void SetDue(const v1::Renewal& renewal, const Calendar& calendar,
            absl::CivilDay today, v1::Mandate& mandate) {
  DueAnswer answer = DueAfter(mandate, renewal, calendar);
  if (answer.has_no_end) {
    mandate.set_renewal_status(v1::RENEWAL_STATUS_OPEN_ENDED);
  } else if (answer.due) {
    mandate.set_renewal_status(StatusOf(*answer.due, today));
    *mandate.mutable_due() = *std::move(answer.due);
  } else {
    mandate.set_renewal_status(v1::RENEWAL_STATUS_NEEDS_REVIEW);
    mandate.set_review_reason(std::move(answer.review_reason));
  }
}

bool IsInForce(const v1::Mandate& mandate, const AsOf& as_of) {
  if (mandate.state() == v1::MANDATE_STATE_ACTIVE) return true;
  return as_of.is_past && mandate.has_state_date() &&
         as_of.day < api::DayOf(mandate.state_date());
}

}  // namespace

std::vector<const v1::Renewal*> InOrderOfAdoption(
    std::vector<const v1::Renewal*> renewals, const Calendar& calendar) {
  using Key = std::tuple<absl::CivilDay, std::string>;
  std::vector<std::pair<Key, const v1::Renewal*>> keyed;
  keyed.reserve(renewals.size());
  for (const v1::Renewal* renewal : renewals) {
    const absl::CivilDay day =
        AdoptionDay(*renewal, calendar).value_or(absl::CivilDay::min());
    keyed.emplace_back(Key(day, renewal->name()), renewal);
  }
  std::sort(keyed.begin(), keyed.end());
  for (size_t i = 0; i < keyed.size(); ++i) renewals[i] = keyed[i].second;
  return renewals;
}

v1::Mandate Assessed(v1::Mandate mandate,
                     const std::vector<const v1::Renewal*>& renewals,
                     const Calendar& calendar, const AsOf& as_of) {
  Forget(mandate);
  if (!IsInForce(mandate, as_of)) {
    mandate.set_renewal_status(mandate.state() == v1::MANDATE_STATE_LAPSED
                                   ? v1::RENEWAL_STATUS_LAPSED
                                   : v1::RENEWAL_STATUS_ENDED);
    return mandate;
  }
  if (!mandate.periodic()) {
    mandate.set_renewal_status(v1::RENEWAL_STATUS_OPEN_ENDED);
    return mandate;
  }
  if (const v1::Renewal* last = LastOf(renewals, calendar, as_of)) {
    SetDue(*last, calendar, as_of.day, mandate);
    return mandate;
  }
  mandate.set_renewal_status(v1::RENEWAL_STATUS_NEEDS_REVIEW);
  mandate.set_review_reason(as_of.is_past
                                ? "no renewal up to that day is recorded"
                                : "no renewal is recorded");
  return mandate;
}

}  // namespace vigil::mandate_watch
