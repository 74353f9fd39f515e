#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/notifier/facts.h"
#include "services/notifier/rules/finding.h"

namespace vigil::notifier {

// What every rule needs to make an alert.

// The last part of a resource name: `chn` of `states/chn`.
std::string IdOf(absl::string_view name);

// The resource name without its last two parts: `bodies/hrc` of
// `bodies/hrc/terms/chn-2024`.
std::string ParentOf(absl::string_view name);

// "China", or the id where no name is recorded.
std::string NameOf(const Facts& facts, const std::string& state);

// "Human Rights Council", or the id.
std::string BodyTitle(const Facts& facts, const std::string& body);

// "Freedom in the World 2026".
std::string EditionTitle(int edition);

// The services that alerts are derived from.
inline constexpr absl::string_view kMembershipService = "membership";
inline constexpr absl::string_view kMandateWatchService = "mandate_watch";

// Returns an alert with its key, kind and rule.
Alert NewAlert(absl::string_view key, alerts::v1::AlertKind kind,
               absl::string_view rule);

// Adds what an alert about a state is matched by: the state, its groupings on
// `today`, the group of the seat, and the body; and that it is derived from
// membership.
void AddSubject(const Facts& facts, const std::string& state,
                type::v1::RegionalGroup group, const std::string& body,
                absl::CivilDay today, Alert& alert);

// Adds the revision of the service's ledger that `facts` know.
void AddDerivation(const Facts& facts, absl::string_view service, Alert& alert);

// Adds the fact that a record states, with the record's own source.
template <typename Record>
alerts::v1::Fact& AddFact(absl::string_view statement, absl::string_view value,
                          const Record& record, Alert& alert) {
  alerts::v1::Fact& fact = *alert.add_facts();
  fact.set_statement(std::string(statement));
  fact.set_value(std::string(value));
  fact.set_record(record.name());
  if (record.has_source()) *fact.mutable_source() = record.source();
  return fact;
}

// Adds a score as a fact: its statement, value, edition and source.
void AddScoreFact(const Facts& facts, const std::string& state,
                  const membership::v1::FreedomScore& score, Alert& alert);

// Adds an alert with a score, whose key ends in the edition and the score, to
// what holds. If an alert about the same edition said a higher score, this one
// corrects it downwards and supersedes it: to those who were told it is no
// news, only to those whose threshold lies between. (The end is told to all of
// them.) What said a lower score holds no more.
void AddCorrected(const Facts& facts, Alert alert, Finding& finding);

}  // namespace vigil::notifier
