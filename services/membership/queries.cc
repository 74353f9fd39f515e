#include "services/membership/queries.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/membership/seats.h"

namespace vigil::membership {
namespace {

constexpr int kPublishMonth = 3;

v1::Member ToMember(const Model& model, const v1::Term& term,
                    const v1::Suspension* suspension) {
  v1::Member member;
  member.set_state(term.state());
  const auto* state = model.Find<v1::State>(term.state());
  if (state != nullptr) member.set_short_name(state->short_name());
  member.set_regional_group(term.regional_group());
  member.set_term(term.name());
  *member.mutable_start_date() = term.start_date();
  if (term.has_end_date()) *member.mutable_end_date() = term.end_date();
  if (suspension == nullptr) return member;
  *member.mutable_suspend_date() = suspension->start_date();
  if (suspension->has_end_date()) {
    *member.mutable_restore_date() = suspension->end_date();
  }
  return member;
}

}  // namespace

bool HoldsOn(const v1::Term& term, absl::CivilDay day) {
  return DaysOf(term).Contains(day);
}

bool HoldsOn(const v1::GroupingClaim& claim, absl::CivilDay day) {
  if (claim.has_start_date() && day < api::DayOf(claim.start_date())) {
    return false;
  }
  return !claim.has_end_date() || day < api::DayOf(claim.end_date());
}

absl::CivilDay PublishDay(const v1::FreedomScore& score) {
  return score.has_publish_date()
             ? api::DayOf(score.publish_date())
             : absl::CivilDay(score.edition(), kPublishMonth, 1);
}

const v1::FreedomScore* LatestScore(const Model& model, absl::string_view state,
                                    absl::CivilDay day) {
  const v1::FreedomScore* latest = nullptr;
  model.ForEach<v1::FreedomScore>(
      absl::StrCat(state, "/freedomScores/"),
      [&](const v1::FreedomScore& score) {
        if (score.has_total() && PublishDay(score) <= day) latest = &score;
        return true;
      });
  return latest;
}

std::vector<v1::Member> MembersOf(const Model& model, absl::string_view body,
                                  absl::CivilDay day, bool show_suspended) {
  std::vector<v1::Member> members;
  model.ForEach<v1::Term>(
      absl::StrCat(body, "/terms/"), [&](const v1::Term& term) {
        if (!HoldsOn(term, day)) return true;
        const v1::Suspension* suspension = SuspensionOn(term, day);
        if (suspension == nullptr || show_suspended) {
          members.push_back(ToMember(model, term, suspension));
        }
        return true;
      });
  return members;
}

}  // namespace vigil::membership
