// What comes up, and what was: the queries of `queries.h` that go by time.

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/common/api/errors.h"
#include "services/common/api/names.h"
#include "services/common/api/page.h"
#include "services/common/base/date.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/mandate_watch/due.h"
#include "services/mandate_watch/filters.h"
#include "services/mandate_watch/names.h"
#include "services/mandate_watch/present.h"
#include "services/mandate_watch/queries.h"

namespace vigil::mandate_watch {
namespace {

constexpr int64_t kSecondsPerDay = 86'400;

absl::StatusOr<int> WithinDays(const v1::ListUpcomingRenewalsRequest& request) {
  if (!request.has_within()) return kDefaultWithinDays;
  const int64_t seconds = request.within().seconds();
  if (seconds < kSecondsPerDay || seconds > kMaxWithinDays * kSecondsPerDay) {
    return InvalidFieldError(
        "within", absl::StrCat("must be 1 to ", kMaxWithinDays, " days"));
  }
  return static_cast<int>(seconds / kSecondsPerDay);
}

using Upcoming = std::pair<std::string, v1::UpcomingRenewal>;

// What is asked for, checked.
struct Horizon {
  AsOf as_of;
  int within = 0;
  bool include_unknown = false;

  bool Includes(const v1::Mandate& mandate, int64_t days_left) const {
    if (mandate.renewal_status() == v1::RENEWAL_STATUS_OUTCOME_UNKNOWN) {
      return include_unknown;
    }
    return days_left <= within;
  }
};

absl::StatusOr<Horizon> HorizonOf(
    const v1::ListUpcomingRenewalsRequest& request, absl::CivilDay today) {
  Horizon horizon{.as_of = {.day = today},
                  .include_unknown = request.include_unknown_outcomes()};
  VIGIL_ASSIGN_OR_RETURN(horizon.within, WithinDays(request));
  if (request.has_as_of()) {
    VIGIL_ASSIGN_OR_RETURN(horizon.as_of.day,
                           api::FromProto("as_of", request.as_of()));
  }
  horizon.as_of.is_past = horizon.as_of.day < today;
  return horizon;
}

// Those of a body that `keep` lets through, with the key of each, in order.
std::vector<Upcoming> UpcomingIn(
    const Model& model, absl::string_view body, const Horizon& horizon,
    const api::FilterFields<v1::Mandate>::Predicate& keep) {
  std::vector<Upcoming> found;
  const std::string prefix = absl::StrCat(body, "/mandates/");
  const auto& mandates = model.All<v1::Mandate>();
  for (auto it = mandates.lower_bound(prefix);
       it != mandates.end() && absl::StartsWith(it->first, prefix); ++it) {
    v1::Mandate mandate = Presented(model, it->second, horizon.as_of);
    if (!mandate.has_due() || !keep(mandate)) continue;
    const absl::CivilDay start = api::DayOf(mandate.due().start_date());
    const int64_t days_left = start - horizon.as_of.day;
    if (!horizon.Includes(mandate, days_left)) continue;
    auto& [key, upcoming] = found.emplace_back();
    key = absl::StrCat(FormatDate(start), " ", mandate.name());
    upcoming.set_days_left(static_cast<int>(days_left));
    const auto* last = model.Find<v1::Renewal>(mandate.due().renewal());
    *upcoming.mutable_last_renewal() = Presented(model, *last, horizon.as_of);
    *upcoming.mutable_mandate() = std::move(mandate);
  }
  std::sort(
      found.begin(), found.end(),
      [](const Upcoming& a, const Upcoming& b) { return a.first < b.first; });
  return found;
}

}  // namespace

absl::Status ListUpcomingRenewals(
    const Model& model, const v1::ListUpcomingRenewalsRequest& request,
    absl::CivilDay today, v1::ListUpcomingRenewalsResponse& answer) {
  VIGIL_RETURN_IF_ERROR(
      api::MatchName("parent", "bodies/*", request.parent()).status());
  VIGIL_ASSIGN_OR_RETURN(const api::Pager pager, api::Pager::For(request));
  VIGIL_ASSIGN_OR_RETURN(const auto keep,
                         MandateFilters().Compile(request.filter()));
  VIGIL_ASSIGN_OR_RETURN(const Horizon horizon, HorizonOf(request, today));
  const std::vector<Upcoming> found =
      UpcomingIn(model, request.parent(), horizon, keep);
  const auto first = std::find_if(
      found.begin(), found.end(),
      [&](const Upcoming& item) { return item.first > pager.after(); });
  answer.set_next_page_token(api::FillPage(
      pager, first, found.end(),
      [](const Upcoming& item) -> const std::string& { return item.first; },
      [](const Upcoming&) { return true; },
      [&](const Upcoming& item) {
        *answer.add_upcoming_renewals() = item.second;
      }));
  return absl::OkStatus();
}

absl::Status ListMandateHistory(const Model& model,
                                const v1::ListMandateHistoryRequest& request,
                                v1::ListMandateHistoryResponse& answer) {
  VIGIL_RETURN_IF_ERROR(
      api::MatchName("parent", "bodies/*/mandates/*", request.parent())
          .status());
  VIGIL_ASSIGN_OR_RETURN(const api::Pager pager, api::Pager::For(request));
  const auto* mandate = model.Find<v1::Mandate>(request.parent());
  if (mandate == nullptr) return api::NotFoundError(request.parent());
  const Calendar& calendar = model.CalendarOf(BodyOf(request.parent()));
  std::vector<std::pair<std::string, const v1::Renewal*>> renewals;
  for (const v1::Renewal* renewal :
       InOrderOfAdoption(model.RenewalsOf(request.parent()), calendar)) {
    const auto adopted = AdoptionDay(*renewal, calendar);
    renewals.emplace_back(
        absl::StrCat(adopted ? FormatDate(*adopted) : "", " ", renewal->name()),
        renewal);
  }
  const auto first = std::find_if(
      renewals.begin(), renewals.end(),
      [&](const auto& item) { return item.first > pager.after(); });
  answer.set_next_page_token(api::FillPage(
      pager, first, renewals.end(),
      [](const auto& item) -> const std::string& { return item.first; },
      [](const auto&) { return true; },
      [&](const auto& item) {
        v1::HistoryEntry& entry = *answer.add_entries();
        *entry.mutable_renewal() = Presented(model, *item.second, {});
        DueAnswer due = DueAfter(*mandate, *item.second, calendar);
        if (due.due) *entry.mutable_due() = *std::move(due.due);
        entry.set_review_reason(std::move(due.review_reason));
      }));
  return absl::OkStatus();
}

}  // namespace vigil::mandate_watch
