#include "services/mandate_watch/filters.h"

#include <optional>
#include <string>

#include "services/common/api/dates.h"

namespace vigil::mandate_watch {
namespace {

std::optional<absl::CivilDay> DayIn(bool has, const type::v1::Date& date) {
  if (!has) return std::nullopt;
  return api::DayOf(date);
}

std::optional<int64_t> Known(int number) {
  if (number == 0) return std::nullopt;
  return number;
}

}  // namespace

const api::FilterFields<v1::Session>& SessionFilters() {
  using Session = v1::Session;
  static const auto& fields = *new api::FilterFields<Session>(
      api::FilterFields<Session>()
          .Text("name", [](const Session& s) { return s.name(); })
          .Number("number", [](const Session& s) { return Known(s.number()); })
          .Text("display_name",
                [](const Session& s) { return s.display_name(); })
          .Date("start_date",
                [](const Session& s) {
                  return DayIn(s.has_start_date(), s.start_date());
                })
          .Date("end_date",
                [](const Session& s) {
                  return DayIn(s.has_end_date(), s.end_date());
                })
          .Enum("date_status", v1::DateStatus_descriptor(),
                [](const Session& s) { return s.date_status(); }));
  return fields;
}

const api::FilterFields<v1::Mandate>& MandateFilters() {
  using Mandate = v1::Mandate;
  static const auto& fields = *new api::FilterFields<Mandate>(
      api::FilterFields<Mandate>()
          .Text("name", [](const Mandate& m) { return m.name(); })
          .Text("display_name",
                [](const Mandate& m) { return m.display_name(); })
          .Enum("kind", v1::MandateKind_descriptor(),
                [](const Mandate& m) { return m.kind(); })
          .Text("country", [](const Mandate& m) { return m.country(); })
          .Number("establish_year",
                  [](const Mandate& m) { return Known(m.establish_year()); })
          .Number("term_years",
                  [](const Mandate& m) { return Known(m.term_years()); })
          .Enum("state", v1::MandateState_descriptor(),
                [](const Mandate& m) { return m.state(); })
          .Flag("periodic", [](const Mandate& m) { return m.periodic(); })
          .Enum("renewal_status", v1::RenewalStatus_descriptor(),
                [](const Mandate& m) { return m.renewal_status(); })
          .Text("due_session",
                [](const Mandate& m) { return m.due().session(); })
          .Date("due_date", [](const Mandate& m) {
            return DayIn(m.due().has_start_date(), m.due().start_date());
          }));
  return fields;
}

const api::FilterFields<v1::Renewal>& RenewalFilters() {
  using Renewal = v1::Renewal;
  static const auto& fields = *new api::FilterFields<Renewal>(
      api::FilterFields<Renewal>()
          .Text("name", [](const Renewal& r) { return r.name(); })
          .Text("resolution", [](const Renewal& r) { return r.resolution(); })
          .Text("session", [](const Renewal& r) { return r.session(); })
          .Date("adoption_date",
                [](const Renewal& r) {
                  return DayIn(r.has_adoption_date(), r.adoption_date());
                })
          .Text("vote", [](const Renewal& r) { return r.vote(); })
          .Text("until_session",
                [](const Renewal& r) { return r.until_session(); }));
  return fields;
}

}  // namespace vigil::mandate_watch
