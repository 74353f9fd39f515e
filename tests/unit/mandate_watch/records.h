#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/common/api/dates.h"
#include "services/common/base/date.h"
#include "services/mandate_watch/calendar.h"
#include "services/mandate_watch/names.h"
#include "vigil/mandate_watch/v1/mandate.pb.h"
#include "vigil/mandate_watch/v1/renewal.pb.h"
#include "vigil/mandate_watch/v1/session.pb.h"

namespace vigil::mandate_watch {

// The usual records of the tests.

inline constexpr char kHrc[] = "bodies/hrc";
inline constexpr char kBelarus[] = "bodies/hrc/mandates/sr-belarus";

inline absl::CivilDay Day(absl::string_view text) {
  return ParseDate(text).value();
}

inline type::v1::Source SomeSource() {
  type::v1::Source source;
  source.set_citation("A/HRC/RES/61/26");
  source.set_confidence(type::v1::CONFIDENCE_SOURCED);
  return source;
}

// Days may be empty.
inline v1::Session MakeSession(int number, absl::string_view start,
                               absl::string_view end) {
  v1::Session session;
  session.set_name(SessionName(kHrc, number));
  session.set_number(number);
  if (!start.empty()) *session.mutable_start_date() = api::ToProto(Day(start));
  if (!end.empty()) {
    *session.mutable_end_date() = api::ToProto(Day(end));
    session.set_date_status(v1::DATE_STATUS_CONFIRMED);
  }
  *session.mutable_source() = SomeSource();
  return session;
}

inline v1::Mandate MakeMandate(const std::string& id = "sr-belarus",
                               int term_years = 1) {
  v1::Mandate mandate;
  mandate.set_name(absl::StrCat(kHrc, "/mandates/", id));
  mandate.set_display_name("Special Rapporteur");
  mandate.set_kind(v1::MANDATE_KIND_COUNTRY);
  mandate.set_country("states/blr");
  mandate.set_term_years(term_years);
  mandate.set_state(v1::MANDATE_STATE_ACTIVE);
  mandate.set_periodic(true);
  *mandate.mutable_source() = SomeSource();
  return mandate;
}

// Session 0: a special one.
inline v1::Renewal MakeRenewal(int session, absl::string_view adoption_date,
                               const std::string& mandate = kBelarus) {
  v1::Renewal renewal;
  renewal.set_resolution(session == 0
                             ? "A/HRC/RES/S-39/1"
                             : absl::StrCat("A/HRC/RES/", session, "/26"));
  renewal.set_name(
      absl::StrCat(mandate, "/renewals/", RenewalIdOf(renewal.resolution())));
  if (session != 0) renewal.set_session(SessionName(kHrc, session));
  if (!adoption_date.empty()) {
    *renewal.mutable_adoption_date() = api::ToProto(Day(adoption_date));
  }
  renewal.set_vote("28-4-15");
  *renewal.mutable_source() = SomeSource();
  return renewal;
}

// Sessions 40 to 61 of the Human Rights Council as they were, 62 and 63 without
// days.
Calendar HrcCalendar();

}  // namespace vigil::mandate_watch
