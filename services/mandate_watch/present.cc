#include "services/mandate_watch/present.h"

#include <string>
#include <utility>

#include "services/common/api/dates.h"
#include "services/common/api/etag.h"
#include "services/mandate_watch/names.h"

namespace vigil::mandate_watch {
namespace {

void SetDates(SessionDates dates, v1::Session& session) {
  *session.mutable_start_date() = api::ToProto(dates.start);
  *session.mutable_end_date() = api::ToProto(dates.end);
  session.set_date_status(dates.is_tentative ? v1::DATE_STATUS_TENTATIVE
                                             : v1::DATE_STATUS_CONFIRMED);
  session.set_estimate_rule(std::move(dates.estimate_rule));
}

}  // namespace

v1::Session Presented(const Model& model, const v1::Session& session,
                      const AsOf& /*as_of*/) {
  v1::Session presented = session;
  presented.set_etag(api::EtagOf(session));
  const Calendar& calendar = model.CalendarOf(BodyOf(session.name()));
  std::optional<SessionDates> dates;
  if (model.Find<v1::Session>(session.name()) == &session) {
    dates = calendar.DatesOf(session.number());
  } else {  // It is about to replace the one of the model.
    Calendar changed = calendar;
    changed.Put(session);
    dates = changed.DatesOf(session.number());
  }
  if (dates) SetDates(*std::move(dates), presented);
  return presented;
}

v1::Mandate Presented(const Model& model, const v1::Mandate& mandate,
                      const AsOf& as_of) {
  v1::Mandate presented = model.AssessedMandate(mandate, as_of);
  presented.set_etag(api::EtagOf(mandate));
  return presented;
}

v1::Renewal Presented(const Model& /*model*/, const v1::Renewal& renewal,
                      const AsOf& /*as_of*/) {
  v1::Renewal presented = renewal;
  presented.set_etag(api::EtagOf(renewal));
  return presented;
}

std::optional<v1::Session> PresentedSession(const Model& model,
                                            absl::string_view body,
                                            int number) {
  const std::string name = SessionName(body, number);
  if (const auto* recorded = model.Find<v1::Session>(name)) {
    return Presented(model, *recorded, {});
  }
  std::optional<SessionDates> dates = model.CalendarOf(body).DatesOf(number);
  if (!dates) return std::nullopt;
  v1::Session session;
  session.set_name(name);
  session.set_number(number);
  SetDates(*std::move(dates), session);
  return session;
}

void Normalize(v1::Session& session) {
  session.clear_estimate_rule();
  session.clear_etag();
  if (!session.has_start_date()) {
    session.clear_date_status();
  } else if (session.date_status() == v1::DATE_STATUS_UNSPECIFIED) {
    session.set_date_status(v1::DATE_STATUS_CONFIRMED);
  }
}

void Normalize(v1::Mandate& mandate) {
  mandate.clear_due();
  mandate.clear_renewal_status();
  mandate.clear_review_reason();
  mandate.clear_etag();
  if (mandate.state() == v1::MANDATE_STATE_UNSPECIFIED) {
    mandate.set_state(v1::MANDATE_STATE_ACTIVE);
  }
}

void Normalize(v1::Renewal& renewal) { renewal.clear_etag(); }

}  // namespace vigil::mandate_watch
