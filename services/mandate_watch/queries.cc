#include "services/mandate_watch/queries.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/api/dates.h"
#include "services/common/api/errors.h"
#include "services/common/api/names.h"
#include "services/common/api/page.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/mandate_watch/filters.h"
#include "services/mandate_watch/names.h"
#include "services/mandate_watch/present.h"

namespace vigil::mandate_watch {
namespace {

absl::StatusOr<AsOf> AsOfOf(bool has, const type::v1::Date& date,
                            absl::CivilDay today) {
  if (!has) return AsOf{.day = today};
  VIGIL_ASSIGN_OR_RETURN(const absl::CivilDay day,
                         api::FromProto("as_of", date));
  return AsOf{.day = day, .is_past = day < today};
}

template <typename Record>
absl::StatusOr<const Record*> Get(const Model& model, absl::string_view pattern,
                                  const std::string& name) {
  VIGIL_RETURN_IF_ERROR(api::MatchName("name", pattern, name).status());
  const auto* found = model.Find<Record>(name);
  if (found == nullptr) return api::NotFoundError(name);
  return found;
}

}  // namespace

absl::Status GetSession(const Model& model,
                        const v1::GetSessionRequest& request,
                        v1::Session& answer) {
  VIGIL_RETURN_IF_ERROR(
      api::MatchName("name", "bodies/*/sessions/*", request.name()).status());
  const absl::string_view body = BodyOf(request.name());
  const std::optional<int> number = SessionNumber(body, request.name());
  std::optional<v1::Session> session;
  if (number) session = PresentedSession(model, body, *number);
  if (!session) return api::NotFoundError(request.name());
  answer = *std::move(session);
  return absl::OkStatus();
}

absl::Status GetMandate(const Model& model,
                        const v1::GetMandateRequest& request,
                        absl::CivilDay today, v1::Mandate& answer) {
  VIGIL_ASSIGN_OR_RETURN(
      const v1::Mandate* found,
      Get<v1::Mandate>(model, "bodies/*/mandates/*", request.name()));
  answer = Presented(model, *found, {.day = today});
  return absl::OkStatus();
}

absl::Status GetRenewal(const Model& model,
                        const v1::GetRenewalRequest& request,
                        v1::Renewal& answer) {
  VIGIL_ASSIGN_OR_RETURN(
      const v1::Renewal* found,
      Get<v1::Renewal>(model, "bodies/*/mandates/*/renewals/*",
                       request.name()));
  answer = Presented(model, *found, {});
  return absl::OkStatus();
}

absl::Status ListSessions(const Model& model,
                          const v1::ListSessionsRequest& request,
                          absl::CivilDay today,
                          v1::ListSessionsResponse& answer) {
  VIGIL_RETURN_IF_ERROR(
      api::MatchName("parent", "bodies/*", request.parent()).status());
  VIGIL_ASSIGN_OR_RETURN(const api::Pager pager, api::Pager::For(request));
  VIGIL_ASSIGN_OR_RETURN(const auto keep,
                         SessionFilters().Compile(request.filter()));
  const auto year = static_cast<int>(today.year());
  const int until = request.until_year() == 0 ? year + kDefaultYearsAhead
                                              : request.until_year();
  if (until < 0 || until > year + kMaxYearsAhead) {
    return InvalidFieldError(
        "until_year",
        absl::StrCat(until, " is not in 1 to ", year + kMaxYearsAhead));
  }
  std::vector<std::pair<std::string, v1::Session>> sessions;
  const Calendar& calendar = model.CalendarOf(request.parent());
  for (const int number : request.include_estimated()
                              ? calendar.NumbersUntil(until)
                              : calendar.RecordedNumbers()) {
    std::string key = absl::StrCat(absl::Dec(number, absl::kZeroPad5));
    if (key <= pager.after()) continue;
    std::optional<v1::Session> session =
        PresentedSession(model, request.parent(), number);
    if (session) sessions.emplace_back(std::move(key), *std::move(session));
  }
  answer.set_next_page_token(api::FillPage(
      pager, sessions.begin(), sessions.end(),
      [](const auto& item) -> const std::string& { return item.first; },
      [&](const auto& item) { return keep(item.second); },
      [&](const auto& item) { *answer.add_sessions() = item.second; }));
  return absl::OkStatus();
}

absl::Status ListMandates(const Model& model,
                          const v1::ListMandatesRequest& request,
                          absl::CivilDay today,
                          v1::ListMandatesResponse& answer) {
  VIGIL_RETURN_IF_ERROR(
      api::MatchName("parent", "bodies/*", request.parent()).status());
  VIGIL_ASSIGN_OR_RETURN(const api::Pager pager, api::Pager::For(request));
  VIGIL_ASSIGN_OR_RETURN(const auto keep,
                         MandateFilters().Compile(request.filter()));
  VIGIL_ASSIGN_OR_RETURN(const AsOf as_of,
                         AsOfOf(request.has_as_of(), request.as_of(), today));
  v1::Mandate presented;  // What `keep` was asked about last.
  answer.set_next_page_token(api::Paginate(
      pager, model.All<v1::Mandate>(),
      absl::StrCat(request.parent(), "/mandates/"),
      [&](const v1::Mandate& mandate) {
        presented = Presented(model, mandate, as_of);
        return keep(presented);
      },
      [&](const v1::Mandate&) { *answer.add_mandates() = presented; }));
  return absl::OkStatus();
}

absl::Status ListRenewals(const Model& model,
                          const v1::ListRenewalsRequest& request,
                          v1::ListRenewalsResponse& answer) {
  absl::string_view parent = request.parent();
  const bool is_wild = absl::ConsumeSuffix(&parent, "/mandates/-");
  VIGIL_RETURN_IF_ERROR(
      api::MatchName("parent", is_wild ? "bodies/*" : "bodies/*/mandates/*",
                     parent)
          .status());
  if (!is_wild && model.Find<v1::Mandate>(parent) == nullptr) {
    return api::NotFoundError(parent);
  }
  VIGIL_ASSIGN_OR_RETURN(const api::Pager pager, api::Pager::For(request));
  VIGIL_ASSIGN_OR_RETURN(const auto keep,
                         RenewalFilters().Compile(request.filter()));
  answer.set_next_page_token(api::Paginate(
      pager, model.All<v1::Renewal>(),
      absl::StrCat(parent, is_wild ? "/mandates/" : "/renewals/"),
      [&](const v1::Renewal& renewal) { return keep(renewal); },
      [&](const v1::Renewal& renewal) {
        *answer.add_renewals() = Presented(model, renewal, {});
      }));
  return absl::OkStatus();
}

}  // namespace vigil::mandate_watch
