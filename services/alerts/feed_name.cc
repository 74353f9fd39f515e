#include "services/alerts/feed_name.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/api/names.h"
#include "services/common/base/status_macros.h"

namespace vigil::alerts {

absl::StatusOr<FeedName> FeedName::Parse(absl::string_view field,
                                         absl::string_view text) {
  if (absl::StrContains(text, "/subscriptions/")) {
    VIGIL_ASSIGN_OR_RETURN(
        const auto ids,
        api::MatchName(field, "partners/*/subscriptions/*", text));
    return FeedName{std::string(ids[0]), std::string(ids[1])};
  }
  VIGIL_ASSIGN_OR_RETURN(const auto ids,
                         api::MatchName(field, "partners/*", text));
  return FeedName{std::string(ids[0]), ""};
}

std::string FeedName::ToString() const {
  return subscription.empty() ? absl::StrCat("partners/", partner)
                              : absl::StrCat("partners/", partner,
                                             "/subscriptions/", subscription);
}

}  // namespace vigil::alerts
