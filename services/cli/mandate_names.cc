#include "services/cli/mandate_names.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/error_text.h"
#include "services/cli/words.h"
#include "services/common/base/status_macros.h"
#include "vigil/mandate_watch/v1/mandate_requests.pb.h"

namespace vigil::cli {
namespace {

constexpr size_t kMaxSuggestions = 5;

absl::StatusOr<std::vector<std::string>> Alike(Session& session,
                                               absl::string_view body,
                                               absl::string_view text) {
  mandate_watch::v1::ListMandatesRequest request;
  mandate_watch::v1::ListMandatesResponse response;
  request.set_parent(std::string(body));
  VIGIL_RETURN_IF_ERROR(session.List(
      kAsAnalyst, "vigil.mandate_watch.v1.MandateWatchService/ListMandates",
      request, response));
  std::vector<std::string> alike;
  const std::string word = absl::AsciiStrToLower(text);
  for (const auto& mandate : response.mandates()) {
    const std::string title = absl::AsciiStrToLower(mandate.display_name());
    if (alike.size() < kMaxSuggestions &&
        (absl::StrContains(IdOf(mandate.name()), word) ||
         absl::StrContains(title, word))) {
      alike.push_back(IdOf(mandate.name()));
    }
  }
  return alike;
}

}  // namespace

absl::StatusOr<std::string> FindMandate(Session& session,
                                        absl::string_view body,
                                        absl::string_view text) {
  VIGIL_ASSIGN_OR_RETURN(const std::string parent, NameIn("bodies", body));
  std::string name(text);
  if (!absl::StartsWith(text, "bodies/")) {
    VIGIL_ASSIGN_OR_RETURN(name,
                           NameIn(absl::StrCat(parent, "/mandates"), text));
  }
  mandate_watch::v1::GetMandateRequest request;
  mandate_watch::v1::Mandate mandate;
  request.set_name(name);
  const absl::Status got = session.Call(
      kAsAnalyst, "vigil.mandate_watch.v1.MandateWatchService/GetMandate",
      request, mandate);
  if (!absl::IsNotFound(got)) {
    if (!got.ok()) return got;
    return name;
  }
  VIGIL_ASSIGN_OR_RETURN(const std::vector<std::string> alike,
                         Alike(session, parent, IdOf(name)));
  return UsageError(absl::StrCat(
      "no mandate is called '", text, "'",
      alike.empty()
          ? "; see 'vigil mandate list'"
          : absl::StrCat("; do you mean ", absl::StrJoin(alike, " or "), "?")));
}

}  // namespace vigil::cli
