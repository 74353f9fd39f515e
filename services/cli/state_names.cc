#include "services/cli/state_names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/error_text.h"
#include "services/cli/words.h"
#include "services/common/base/status_macros.h"

namespace vigil::cli {
namespace {

constexpr size_t kMaxSuggestions = 5;

// Names differ in case and in what separates their words.
std::string ToWord(absl::string_view text) {
  std::string word = absl::AsciiStrToLower(text);
  std::replace(word.begin(), word.end(), '-', ' ');
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

bool IsCode(absl::string_view text) {
  return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalpha(static_cast<unsigned char>(c));
         });
}

}  // namespace

absl::StatusOr<StateNames> StateNames::Load(Session& session) {
  membership::v1::ListStatesResponse states;
  VIGIL_RETURN_IF_ERROR(
      session.List(kAsAnalyst, "vigil.membership.v1.StateService/ListStates",
                   membership::v1::ListStatesRequest(), states));
  return StateNames(states);
}

StateNames::StateNames(const membership::v1::ListStatesResponse& states) {
  for (const membership::v1::State& state : states.states()) {
    for (const std::string& word : {state.name(), state.iso3(), state.iso2(),
                                    state.display_name(), state.short_name()}) {
      if (!word.empty()) name_by_word_.emplace(ToWord(word), state.name());
    }
    short_name_by_name_[state.name()] =
        state.short_name().empty() ? state.display_name() : state.short_name();
  }
}

absl::StatusOr<std::string> StateNames::Find(absl::string_view text) const {
  const auto found = name_by_word_.find(ToWord(text));
  if (found != name_by_word_.end()) return found->second;
  std::vector<std::string> alike;
  for (const auto& [name, short_name] : short_name_by_name_) {
    if (!text.empty() && absl::StrContains(ToWord(short_name), ToWord(text)) &&
        alike.size() < kMaxSuggestions) {
      alike.push_back(short_name);
    }
  }
  return UsageError(absl::StrCat(
      "no state is called '", text, "'",
      alike.empty()
          ? "; see 'vigil state list'"
          : absl::StrCat("; do you mean ", absl::StrJoin(alike, " or "), "?")));
}

std::string StateNames::ShortName(absl::string_view name) const {
  const auto found = short_name_by_name_.find(std::string(name));
  return found != short_name_by_name_.end() ? found->second
                                            : absl::AsciiStrToUpper(IdOf(name));
}

absl::StatusOr<std::vector<std::string>> FindStates(
    Session& session, const std::vector<std::string>& texts) {
  std::vector<std::string> names;
  if (std::all_of(texts.begin(), texts.end(), IsCode)) {
    for (const std::string& code : texts) {
      names.push_back(absl::StrCat("states/", absl::AsciiStrToLower(code)));
    }
    return names;
  }
  VIGIL_ASSIGN_OR_RETURN(const StateNames states, StateNames::Load(session));
  for (const std::string& text : texts) {
    VIGIL_ASSIGN_OR_RETURN(names.emplace_back(), states.Find(text));
  }
  return names;
}

}  // namespace vigil::cli
