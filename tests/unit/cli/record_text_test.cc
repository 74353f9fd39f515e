#include "services/cli/record_text.h"

#include <gtest/gtest.h>

#include "vigil/membership/v1/candidacy.pb.h"

namespace vigil::cli {
namespace {

TEST(RecordTextTest, HasALineForEachFieldThatIsSet) {
  membership::v1::Candidacy candidacy;
  candidacy.set_state("states/chn");
  candidacy.mutable_announce_date()->set_year(2026);
  candidacy.mutable_announce_date()->set_month(11);
  candidacy.mutable_announce_date()->set_day(3);
  candidacy.set_candidacy_state(membership::v1::CANDIDACY_STATE_NOT_ELECTED);
  candidacy.set_votes(0);
  candidacy.mutable_source()->set_citation("A/80/L.1");
  candidacy.mutable_source()->set_confidence(type::v1::CONFIDENCE_SOURCED);

  EXPECT_EQ(RecordTable(candidacy).ToText({}),
            "FIELD            VALUE\n"
            "state            states/chn\n"
            "announce_date    2026-11-03\n"
            "candidacy_state  not-elected\n"
            "votes            0\n"
            "source           A/80/L.1 (sourced)\n");
}

}  // namespace
}  // namespace vigil::cli
