#include "services/cli/source_flags.h"

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "services/cli/words.h"
#include "services/common/base/status_macros.h"

namespace vigil::cli {

void AddSourceOptions(CLI::App& command, SourceFlags& flags) {
  command.add_option("--source", flags.citation,
                     "Where this can be looked up, e.g. A/80/L.1");
  command.add_option("--uri", flags.uri, "Where it can be read");
  command.add_option("--confidence", flags.confidence,
                     "sourced, recalled or inferred; default: sourced, if "
                     "there is a --source");
}

absl::StatusOr<type::v1::Source> ToSource(const SourceFlags& flags) {
  type::v1::Source source;
  const bool cited = !flags.citation.empty();
  source.set_citation(cited ? flags.citation : "recorded with vigil by hand");
  source.set_uri(flags.uri);
  source.set_confidence(cited ? type::v1::CONFIDENCE_SOURCED
                              : type::v1::CONFIDENCE_RECALLED);
  if (flags.confidence.empty()) return source;
  VIGIL_ASSIGN_OR_RETURN(
      const int confidence,
      ValueOf(*type::v1::Confidence_descriptor(), flags.confidence));
  source.set_confidence(static_cast<type::v1::Confidence>(confidence));
  return source;
}

}  // namespace vigil::cli
