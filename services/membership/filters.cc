#include "services/membership/filters.h"

#include <optional>
#include <string>

#include "services/common/api/dates.h"
#include "services/membership/records.h"

namespace vigil::membership {
namespace {

using Number = std::optional<int64_t>;
using Day = std::optional<absl::CivilDay>;

Day DayIf(bool is_set, const type::v1::Date& date) {
  return is_set ? Day(api::DayOf(date)) : std::nullopt;
}

Number NumberIf(bool is_set, int value) {
  return is_set ? Number(value) : std::nullopt;
}

// What every record has.
template <typename Item>
api::FilterFields<Item> Common() {
  return api::FilterFields<Item>()
      .Text("name", [](const Item& item) { return item.name(); })
      .Enum("confidence", type::v1::Confidence_descriptor(),
            [](const Item& item) { return item.source().confidence(); });
}

template <typename Item>
api::FilterFields<Item> WithGroup(api::FilterFields<Item> fields) {
  return fields.Enum("regional_group", type::v1::RegionalGroup_descriptor(),
                     [](const Item& item) { return item.regional_group(); });
}

template <typename Item>
api::FilterFields<Item> WithState(api::FilterFields<Item> fields) {
  return fields.Text("state", [](const Item& item) { return item.state(); });
}

template <typename Item>
api::FilterFields<Item> WithTitle(api::FilterFields<Item> fields) {
  return fields.Text("display_name",
                     [](const Item& item) { return item.display_name(); });
}

template <typename Item>
api::FilterFields<Item> WithDates(api::FilterFields<Item> fields) {
  return fields
      .Date("start_date",
            [](const Item& item) {
              return DayIf(item.has_start_date(), item.start_date());
            })
      .Date("end_date", [](const Item& item) {
        return DayIf(item.has_end_date(), item.end_date());
      });
}

api::FilterFields<v1::State> StateFilters() {
  using v1::State;
  return WithGroup(WithTitle(Common<State>()))
      .Text("iso3", [](const State& state) { return state.iso3(); })
      .Text("iso2", [](const State& state) { return state.iso2(); })
      .Number("m49",
              [](const State& state) {
                return NumberIf(state.m49() != 0, state.m49());
              })
      .Text("short_name",
            [](const State& state) { return state.short_name(); });
}

api::FilterFields<v1::FreedomScore> ScoreFilters() {
  using Score = v1::FreedomScore;
  return Common<Score>()
      .Text("state",
            [](const Score& score) {
              return std::string(ParentOf(score.name()));
            })
      .Number("edition", [](const Score& score) { return score.edition(); })
      .Number("total",
              [](const Score& score) {
                return NumberIf(score.has_total(), score.total());
              })
      .Number("political_rights",
              [](const Score& score) {
                return NumberIf(score.has_political_rights(),
                                score.political_rights());
              })
      .Number("civil_liberties",
              [](const Score& score) {
                return NumberIf(score.has_civil_liberties(),
                                score.civil_liberties());
              })
      .Enum("status", type::v1::FreedomStatus_descriptor(),
            [](const Score& score) { return score.status(); })
      .Date("publish_date", [](const Score& score) {
        return DayIf(score.has_publish_date(), score.publish_date());
      });
}

api::FilterFields<v1::GroupingClaim> ClaimFilters() {
  using Claim = v1::GroupingClaim;
  return WithDates(WithState(Common<Claim>()))
      .Text("grouping", [](const Claim& claim) {
        return std::string(ParentOf(claim.name()));
      });
}

api::FilterFields<v1::Term> TermFilters() {
  using v1::Term;
  return WithDates(WithGroup(WithState(Common<Term>())))
      .Date("scheduled_end_date",
            [](const Term& term) {
              return DayIf(term.has_scheduled_end_date(),
                           term.scheduled_end_date());
            })
      .Enum("end_reason", v1::TermEndReason_descriptor(),
            [](const Term& term) { return term.end_reason(); })
      .Text("fills", [](const Term& term) { return term.fills(); })
      .Flag("suspended",
            [](const Term& term) { return term.suspensions_size() > 0; });
}

api::FilterFields<v1::Election> ElectionFilters() {
  using v1::Election;
  return WithTitle(Common<Election>())
      .Date("election_date",
            [](const Election& election) {
              return DayIf(true, election.election_date());
            })
      .Enum("date_confidence", v1::DateConfidence_descriptor(),
            [](const Election& election) { return election.date_confidence(); })
      .Date("term_start_date",
            [](const Election& election) {
              return DayIf(true, election.term_start_date());
            })
      .Date("term_end_date",
            [](const Election& election) {
              return DayIf(election.has_term_end_date(),
                           election.term_end_date());
            })
      .Enum("state", v1::ElectionState_descriptor(),
            [](const Election& election) { return election.state(); });
}

api::FilterFields<v1::Candidacy> CandidacyFilters() {
  using v1::Candidacy;
  return WithGroup(WithState(Common<Candidacy>()))
      .Text("election",
            [](const Candidacy& candidacy) {
              return std::string(ParentOf(candidacy.name()));
            })
      .Date("announce_date",
            [](const Candidacy& candidacy) {
              return DayIf(candidacy.has_announce_date(),
                           candidacy.announce_date());
            })
      .Enum("candidacy_state", v1::CandidacyState_descriptor(),
            [](const Candidacy& candidacy) {
              return candidacy.candidacy_state();
            })
      .Date("withdraw_date",
            [](const Candidacy& candidacy) {
              return DayIf(candidacy.has_withdraw_date(),
                           candidacy.withdraw_date());
            })
      .Number("votes", [](const Candidacy& candidacy) {
        return NumberIf(candidacy.has_votes(), candidacy.votes());
      });
}

api::FilterFields<v1::Member> MemberFilters() {
  using v1::Member;
  return WithDates(WithGroup(WithState(api::FilterFields<Member>())))
      .Text("short_name",
            [](const Member& member) { return member.short_name(); })
      .Text("term", [](const Member& member) { return member.term(); })
      .Date("suspend_date", [](const Member& member) {
        return DayIf(member.has_suspend_date(), member.suspend_date());
      });
}

}  // namespace

template <>
const api::FilterFields<v1::State>& FiltersOf() {
  static const auto& fields = *new auto(StateFilters());
  return fields;
}

template <>
const api::FilterFields<v1::FreedomScore>& FiltersOf() {
  static const auto& fields = *new auto(ScoreFilters());
  return fields;
}

template <>
const api::FilterFields<v1::Grouping>& FiltersOf() {
  static const auto& fields = *new auto(WithTitle(Common<v1::Grouping>()));
  return fields;
}

template <>
const api::FilterFields<v1::GroupingClaim>& FiltersOf() {
  static const auto& fields = *new auto(ClaimFilters());
  return fields;
}

template <>
const api::FilterFields<v1::Body>& FiltersOf() {
  static const auto& fields = *new auto(WithTitle(Common<v1::Body>()));
  return fields;
}

template <>
const api::FilterFields<v1::Term>& FiltersOf() {
  static const auto& fields = *new auto(TermFilters());
  return fields;
}

template <>
const api::FilterFields<v1::Election>& FiltersOf() {
  static const auto& fields = *new auto(ElectionFilters());
  return fields;
}

template <>
const api::FilterFields<v1::Candidacy>& FiltersOf() {
  static const auto& fields = *new auto(CandidacyFilters());
  return fields;
}

template <>
const api::FilterFields<v1::Member>& FiltersOf() {
  static const auto& fields = *new auto(MemberFilters());
  return fields;
}

}  // namespace vigil::membership
