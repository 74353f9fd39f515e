#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/common/csv/import_session.h"
#include "services/common/csv/refusals.h"
#include "vigil/mandate_watch/v1/mandate.pb.h"
#include "vigil/mandate_watch/v1/renewal.pb.h"
#include "vigil/mandate_watch/v1/session.pb.h"

namespace vigil::mandate_watch {

// A record, and the row that says it.
template <typename Record>
struct Row {
  std::string file;
  int64_t line = 0;
  Record record;  // Complete, with its name, and well-formed.
};

// What the tables of an import say; each record once.
struct Rows {
  // With those that were refused, and one for a table that is none of these.
  int64_t row_count = 0;
  std::vector<Row<v1::Session>> sessions;
  std::vector<Row<v1::Mandate>> mandates;
  std::vector<Row<v1::Renewal>> renewals;
};

// Reads the tables:
//
//   sessions.csv  body_id session_number title start_date end_date confidence
//                 source note
//   mandates.csv  body_id mandate_id title kind country established_year
//                 founding_resolution term_years state state_date periodic
//                 note confidence source
//   renewals.csv  body_id mandate_id resolution session_number adoption_date
//                 vote until_session duration_months offset rule_note
//                 confidence source
//
// Days are 2026-11-23; `end_date` is the first day after the session; `country`
// is an ISO 3166 code of three letters; `until_session` is a number, or `none`
// where the term has no end; `offset` is empty or `end of session 61`. A table
// is known by its file's name, without the folder. What is wrong is added to
// `refusals`, also a file of another name, and a row that names a record that
// an earlier row names.
Rows ReadRows(const std::vector<csv::ImportFile>& files,
              csv::Refusals& refusals);

}  // namespace vigil::mandate_watch
