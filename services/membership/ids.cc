#include "services/membership/ids.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/api/names.h"
#include "services/membership/decide.h"

namespace vigil::membership {
namespace {

// The code in `states/chn`.
absl::string_view CodeIn(absl::string_view state) { return IdOf(state); }

template <typename Record>
absl::StatusOr<std::string> ChosenId(const NewRecord<Record>& created,
                                     absl::string_view field) {
  VIGIL_RETURN_IF_ERROR(api::CheckId(field, created.id));
  return created.id;
}

}  // namespace

std::string StateId(absl::string_view iso3) {
  return absl::AsciiStrToLower(iso3);
}

std::string EditionId(int edition) { return absl::StrCat("fiw-", edition); }

std::string YearlyId(absl::string_view iso3, absl::CivilDay start) {
  return absl::StrCat(StateId(iso3), "-", start.year());
}

std::string MonthlyId(absl::string_view iso3, absl::CivilDay start) {
  return absl::StrFormat("%s-%02d", YearlyId(iso3, start), start.month());
}

absl::StatusOr<std::string> IdFor(const Model& /*model*/,
                                  const NewRecord<v1::State>& created) {
  return StateId(created.record.iso3());
}

absl::StatusOr<std::string> IdFor(const Model& /*model*/,
                                  const NewRecord<v1::FreedomScore>& created) {
  return EditionId(created.record.edition());
}

absl::StatusOr<std::string> IdFor(const Model& /*model*/,
                                  const NewRecord<v1::Grouping>& created) {
  return ChosenId(created, "grouping_id");
}

absl::StatusOr<std::string> IdFor(const Model& /*model*/,
                                  const NewRecord<v1::GroupingClaim>& created) {
  if (!created.id.empty()) return ChosenId(created, "grouping_claim_id");
  const absl::string_view code = CodeIn(created.record.state());
  if (!created.record.has_start_date()) return std::string(code);
  return absl::StrCat(code, "-", created.record.start_date().year());
}

absl::StatusOr<std::string> IdFor(const Model& /*model*/,
                                  const NewRecord<v1::Body>& created) {
  return ChosenId(created, "body_id");
}

absl::StatusOr<std::string> IdFor(const Model& model,
                                  const NewRecord<v1::Term>& created) {
  const absl::string_view code = CodeIn(created.record.state());
  const absl::CivilDay start(created.record.start_date().year(),
                             created.record.start_date().month(), 1);
  std::string yearly = YearlyId(code, start);
  const auto* first =
      model.Find<v1::Term>(NameOf<v1::Term>(created.parent, yearly));
  // The same term again is one that exists; another one is the second.
  const bool is_taken =
      first != nullptr &&
      first->start_date().month() != created.record.start_date().month();
  return is_taken ? MonthlyId(code, start) : yearly;
}

absl::StatusOr<std::string> IdFor(const Model& /*model*/,
                                  const NewRecord<v1::Election>& created) {
  return ChosenId(created, "election_id");
}

absl::StatusOr<std::string> IdFor(const Model& /*model*/,
                                  const NewRecord<v1::Candidacy>& created) {
  return std::string(CodeIn(created.record.state()));
}

}  // namespace vigil::membership
