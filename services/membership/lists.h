#pragma once

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/api/dates.h"
#include "services/common/api/names.h"
#include "services/common/api/page.h"
#include "services/common/base/status_macros.h"
#include "services/membership/decide.h"
#include "services/membership/filters.h"
#include "services/membership/model.h"
#include "services/membership/queries.h"

namespace vigil::membership {

// Whether a list as of `day` has the record.
inline bool IsListed(const Model& model, const v1::FreedomScore& score,
                     absl::CivilDay day) {
  return LatestScore(model, ParentOf(score.name()), day) == &score;
}
inline bool IsListed(const Model& /*model*/, const v1::GroupingClaim& claim,
                     absl::CivilDay day) {
  return HoldsOn(claim, day);
}
inline bool IsListed(const Model& /*model*/, const v1::Term& term,
                     absl::CivilDay day) {
  return HoldsOn(term, day);
}

// What the names of the records of `parent` start with. An id `-` at the end of
// `parent` stands for all parents. `NOT_FOUND` if it does not exist.
template <typename Record>
absl::StatusOr<std::string> PrefixIn(const Model& model,
                                     const std::string& parent) {
  using Parent = typename RecordTraits<Record>::Parent;
  constexpr absl::string_view kPattern = RecordTraits<Parent>::kPattern;
  if (!absl::EndsWith(parent, "/-")) {
    VIGIL_RETURN_IF_ERROR(api::MatchName("parent", kPattern, parent).status());
    VIGIL_RETURN_IF_ERROR(model.Get<Parent>(parent).status());
    return NameOf<Record>(parent, "");
  }
  std::string all = parent.substr(0, parent.size() - 1);
  VIGIL_RETURN_IF_ERROR(
      api::MatchName("parent", kPattern, absl::StrCat(all, "x")).status());
  if constexpr (kHasParent<Parent>) {
    using Grandparent = typename RecordTraits<Parent>::Parent;
    VIGIL_RETURN_IF_ERROR(model.Get<Grandparent>(ParentOf(parent)).status());
  }
  return all;
}

// Fills a page of a List response: `add(record)` for each record on it.
template <typename Record, typename Request, typename Add>
absl::StatusOr<std::string> ListRecords(const Model& model,
                                        const Request& request, Add add) {
  VIGIL_ASSIGN_OR_RETURN(const api::Pager pager, api::Pager::For(request));
  VIGIL_ASSIGN_OR_RETURN(const auto passes,
                         FiltersOf<Record>().Compile(request.filter()));
  std::string prefix = NameOf<Record>("", "");
  if constexpr (kHasParent<Record>) {
    VIGIL_ASSIGN_OR_RETURN(prefix, PrefixIn<Record>(model, request.parent()));
  }
  std::function<bool(const Record&)> keep = passes;
  if constexpr (requires { request.as_of(); }) {
    if (request.has_as_of()) {
      VIGIL_ASSIGN_OR_RETURN(const absl::CivilDay day,
                             api::FromProto("as_of", request.as_of()));
      keep = [&model, passes, day](const Record& record) {
        return IsListed(model, record, day) && passes(record);
      };
    }
  }
  return api::Paginate(pager, model.records<Record>(), prefix, keep, add);
}

}  // namespace vigil::membership
