#include "services/membership/fields.h"
#include "services/membership/table_reader.h"

namespace vigil::membership {
namespace {

constexpr int kMaxM49 = 999;

}  // namespace

type::v1::RegionalGroup GroupIn(RowReader& cells) {
  return cells.OptionalCode<type::v1::RegionalGroup>(
      "regional_group", api::RegionalGroupOf, "AFR, APG, EEG, GRULAC, WEOG");
}

std::string StateNameIn(RowReader& cells) {
  return absl::StrCat("states/",
                      StateId(cells.Text("iso3", kIso3Length, kIso3Length)));
}

void TableReader::States() {
  EachRow([this](RowReader& cells) {
    v1::State state;
    state.set_iso3(cells.Text("iso3", kIso3Length, kIso3Length));
    state.set_name(absl::StrCat("states/", StateId(state.iso3())));
    state.set_iso2(cells.Text("iso2", 0, 2));
    state.set_m49(
        static_cast<int>(cells.OptionalNumber("m49", 1, kMaxM49).value_or(0)));
    state.set_display_name(cells.Text("name", 1, kMaxTitleLength));
    state.set_short_name(cells.Text("short_name", 1, kMaxShortNameLength));
    state.set_regional_group(GroupIn(cells));
    state.set_note(cells.Text("note", 0, kMaxNoteLength));
    *state.mutable_source() = cells.Source();
    Add(std::move(state), cells);
  });
}

void TableReader::FreedomScores() {
  EachRow([this](RowReader& cells) {
    v1::FreedomScore score;
    score.set_edition(
        static_cast<int>(cells.Number("edition", kFirstEdition, kLastEdition)));
    score.set_name(NameOf<v1::FreedomScore>(StateNameIn(cells),
                                            EditionId(score.edition())));
    const auto number = [&](absl::string_view column, int min, int max,
                            auto set) {
      const auto value = cells.OptionalNumber(column, min, max);
      if (value) (score.*set)(static_cast<int>(*value));
    };
    number("total", kMinTotal, kMaxTotal, &v1::FreedomScore::set_total);
    number("political_rights", kMinRights, kMaxRights,
           &v1::FreedomScore::set_political_rights);
    number("civil_liberties", 0, kMaxLiberties,
           &v1::FreedomScore::set_civil_liberties);
    score.set_status(cells.OptionalCode<type::v1::FreedomStatus>(
        "status", api::FreedomStatusOf, "F, PF, NF"));
    const auto published = cells.OptionalDate("publish_date");
    if (published) *score.mutable_publish_date() = api::ToProto(*published);
    *score.mutable_source() = cells.Source();
    Add(std::move(score), cells);
  });
}

void TableReader::Groupings() {
  EachRow([this](RowReader& cells) {
    v1::Grouping grouping;
    grouping.set_name(absl::StrCat("groupings/", cells.Id("grouping_id")));
    grouping.set_display_name(cells.Text("title", 1, kMaxTitleLength));
    *grouping.mutable_source() = cells.Source();
    v1::GroupingClaim claim;
    claim.set_state(StateNameIn(cells));
    const auto start = cells.OptionalDate("start_date");
    const auto end = cells.OptionalDate("end_date");
    if (start) *claim.mutable_start_date() = api::ToProto(*start);
    if (end) *claim.mutable_end_date() = api::ToProto(*end);
    *claim.mutable_source() = grouping.source();
    const absl::string_view code = IdOf(claim.state());
    claim.set_name(NameOf<v1::GroupingClaim>(
        grouping.name(), start ? YearlyId(code, *start) : std::string(code)));
    // First: a row that is refused for its claim is no part of the grouping.
    if (!cells.ok() || !IsFirst(claim.name(), cells)) return;
    AddPart(std::move(grouping), cells, [](auto& first, const auto& other) {
      return first.display_name() == other.display_name() ? "" : "title";
    });
    if (!cells.ok()) return;
    tables_.of<v1::GroupingClaim>().push_back(
        {std::move(claim), table_.file, {cells.line()}});
  });
}

}  // namespace vigil::membership
