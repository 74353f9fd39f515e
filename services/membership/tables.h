#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "services/common/csv/import_session.h"
#include "services/common/csv/refusals.h"
#include "services/membership/records.h"

namespace vigil::membership {

// A record as a table gives it, and where.
template <typename Record>
struct Incoming {
  Record record;  // Named; without what the table does not say.
  std::string file;
  std::vector<int64_t> lines;  // The rows that it is made of; one at least.

  int64_t line() const { return lines.front(); }
};

// What the tables of an import say, whatever is recorded already.
struct Tables {
  template <typename Record>
  std::vector<Incoming<Record>>& of() {
    return std::get<std::vector<Incoming<Record>>>(records);
  }

  // Each kind after those that it refers to.
  std::tuple<
      std::vector<Incoming<v1::State>>, std::vector<Incoming<v1::Grouping>>,
      std::vector<Incoming<v1::Body>>, std::vector<Incoming<v1::FreedomScore>>,
      std::vector<Incoming<v1::GroupingClaim>>, std::vector<Incoming<v1::Term>>,
      std::vector<Incoming<v1::Election>>, std::vector<Incoming<v1::Candidacy>>>
      records;
  // With those that were refused, and one for a table that is none of these.
  int64_t row_count = 0;
};

// Reads tables, known by the name of their file: `states.csv`,
// `freedom_scores.csv`, `groupings.csv`, `bodies.csv`, `terms.csv`,
// `elections.csv`, `candidacies.csv`. Rows that make no record, or one that an
// earlier row gave, are refused.
Tables ReadTables(const std::vector<csv::ImportFile>& files,
                  csv::Refusals& refusals);

// The column that a field of a record comes from; empty if from several.
template <typename Record>
std::string ColumnOf(absl::string_view field);

}  // namespace vigil::membership
