#include "services/cli/record_tables.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/cli/words.h"
#include "services/common/api/enums.h"

namespace vigil::cli {
namespace {

namespace v1 = membership::v1;

constexpr int kLowScore = 10;

std::string CodeOf(absl::string_view state) {
  return absl::AsciiStrToUpper(IdOf(state));
}

// The id that comes after `collection` in a name.
std::string PartAfter(absl::string_view name, absl::string_view collection) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  for (size_t i = 0; i + 1 < parts.size(); ++i) {
    if (parts[i] == collection) return parts[i + 1];
  }
  return "";
}

std::string Confidence(const type::v1::Source& source) {
  return std::string(api::CodeOf(source.confidence()));
}

template <typename Records, typename Less>
auto Sorted(const Records& records, Less less) {
  std::vector<typename Records::value_type> sorted(records.begin(),
                                                   records.end());
  std::stable_sort(sorted.begin(), sorted.end(), less);
  return sorted;
}

}  // namespace

Table MemberTable(const v1::ListMembersResponse& members) {
  Table table(
      {{"STATE"}, {"NAME"}, {"GROUP"}, {"SINCE"}, {"UNTIL"}, {"RIGHTS"}});
  const auto by_group = [](const v1::Member& a, const v1::Member& b) {
    return std::pair(a.regional_group(), a.short_name()) <
           std::pair(b.regional_group(), b.short_name());
  };
  for (const v1::Member& member : Sorted(members.members(), by_group)) {
    const Cell rights =
        member.has_suspend_date() ? Cell("suspended", Tone::kBad) : Cell("");
    table.Add({CodeOf(member.state()), member.short_name(),
               std::string(api::WordsOf(member.regional_group())),
               DateText(member.start_date()), DateText(member.end_date()),
               rights});
  }
  return table;
}

Table StateTable(const v1::ListStatesResponse& states) {
  Table table({{"STATE"}, {"NAME"}, {"GROUP"}, {"OFFICIAL NAME"}});
  for (const v1::State& state : states.states()) {
    table.Add({state.iso3(), state.short_name(),
               std::string(api::WordsOf(state.regional_group())),
               state.display_name()});
  }
  return table;
}

Table ScoreTable(const v1::ListFreedomScoresResponse& scores,
                 const StateNames& names) {
  Table table({{"STATE"},
               {"NAME"},
               {"EDITION", true},
               {"TOTAL", true},
               {"RIGHTS", true},
               {"LIBERTIES", true},
               {"STATUS"}});
  const auto number = [](bool is_set, int value) {
    return is_set ? absl::StrCat(value) : std::string("–");
  };
  for (const v1::FreedomScore& score : scores.freedom_scores()) {
    const std::string state =
        absl::StrCat("states/", PartAfter(score.name(), "states"));
    const bool low = score.has_total() && score.total() < kLowScore;
    table.Add({CodeOf(state),
               names.ShortName(state),
               absl::StrCat(score.edition()),
               {number(score.has_total(), score.total()),
                low ? Tone::kBad : Tone::kPlain},
               number(score.has_political_rights(), score.political_rights()),
               number(score.has_civil_liberties(), score.civil_liberties()),
               std::string(api::WordsOf(score.status()))});
  }
  return table;
}

Table ClaimTable(const v1::ListGroupingClaimsResponse& claims,
                 const StateNames& names) {
  Table table({{"GROUPING"},
               {"STATE"},
               {"NAME"},
               {"FROM"},
               {"UNTIL"},
               {"CONFIDENCE"},
               {"SOURCE"}});
  for (const v1::GroupingClaim& claim : claims.grouping_claims()) {
    table.Add({PartAfter(claim.name(), "groupings"), CodeOf(claim.state()),
               names.ShortName(claim.state()), DateText(claim.start_date()),
               DateText(claim.end_date()), Confidence(claim.source()),
               claim.source().citation()});
  }
  return table;
}

Table ElectionTable(const v1::ListElectionsResponse& elections) {
  Table table({{"ELECTION"}, {"DATE"}, {"DATE IS"}, {"STATE"}, {"SEATS"}});
  const auto by_date = [](const v1::Election& a, const v1::Election& b) {
    return std::pair(DateText(a.election_date()), a.name()) <
           std::pair(DateText(b.election_date()), b.name());
  };
  for (const v1::Election& election : Sorted(elections.elections(), by_date)) {
    std::vector<std::string> seats;
    for (const v1::SeatAllocation& allocation : election.seat_allocations()) {
      seats.push_back(absl::StrCat(allocation.seats(), " ",
                                   api::CodeOf(allocation.regional_group())));
    }
    table.Add(
        {IdOf(election.name()), DateText(election.election_date()),
         WordOf(*v1::DateConfidence_descriptor(), election.date_confidence()),
         WordOf(*v1::ElectionState_descriptor(), election.state()),
         absl::StrJoin(seats, ", ")});
  }
  return table;
}

Table CandidacyTable(const v1::ListCandidaciesResponse& candidacies,
                     const StateNames& names) {
  Table table({{"ELECTION"},
               {"STATE"},
               {"NAME"},
               {"GROUP"},
               {"ANNOUNCED"},
               {"OUTCOME"},
               {"VOTES", true},
               {"SOURCE"}});
  for (const v1::Candidacy& candidacy : candidacies.candidacies()) {
    const auto state = candidacy.candidacy_state();
    const Tone tone =
        state == v1::CANDIDACY_STATE_ANNOUNCED ? Tone::kWarning : Tone::kPlain;
    table.Add({PartAfter(candidacy.name(), "elections"),
               CodeOf(candidacy.state()),
               names.ShortName(candidacy.state()),
               std::string(api::CodeOf(candidacy.regional_group())),
               DateText(candidacy.announce_date()),
               {WordOf(*v1::CandidacyState_descriptor(), state), tone},
               candidacy.has_votes() ? absl::StrCat(candidacy.votes()) : "",
               candidacy.source().citation()});
  }
  return table;
}

}  // namespace vigil::cli
