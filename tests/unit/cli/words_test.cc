#include "services/cli/words.h"

#include <gtest/gtest.h>

#include "services/cli/error_text.h"
#include "vigil/alerts/v1/alert.pb.h"

namespace vigil::cli {
namespace {

using alerts::v1::AlertKind_descriptor;

TEST(WordsTest, NameEnumValuesAsPeopleWriteThem) {
  const auto& type = *AlertKind_descriptor();
  EXPECT_EQ(WordOf(type, alerts::v1::ALERT_KIND_LOW_SCORE_CANDIDACY),
            "low-score-candidacy");
  EXPECT_EQ(WordOf(type, 0), "");
  EXPECT_EQ(WordOf(type, 63), "") << "not known";
  EXPECT_EQ(WordsOf(type).front(), "low-score-candidacy");
}

TEST(WordsTest, AreReadInAnyForm) {
  const auto& type = *AlertKind_descriptor();
  for (const char* const word : {"seat-vacant", "SEAT_VACANT", "seat_vacant",
                                 "ALERT_KIND_SEAT_VACANT"}) {
    EXPECT_EQ(ValueOf(type, word).value_or(-1),
              alerts::v1::ALERT_KIND_SEAT_VACANT)
        << word;
  }
  EXPECT_EQ(ExitCodeOf(ValueOf(type, "unspecified").status()), 2);
  EXPECT_EQ(ExitCodeOf(ValueOf(type, "").status()), 2);
}

TEST(WordsTest, ReadDates) {
  EXPECT_EQ(DateText(ToDate("--as-of", "2023-06-01").value()), "2023-06-01");
  EXPECT_EQ(DateText(type::v1::Date()), "");
  EXPECT_EQ(ExitCodeOf(ToDate("--as-of", "1.6.2023").status()), 2);
  EXPECT_EQ(ExitCodeOf(ToDate("--as-of", "2023-02-29").status()), 2);
}

TEST(WordsTest, ReadRegionalGroups) {
  for (const char* const text : {"EEG", "eeg", "eastern-european"}) {
    EXPECT_EQ(ToGroup(text).value_or(type::v1::REGIONAL_GROUP_UNSPECIFIED),
              type::v1::REGIONAL_GROUP_EASTERN_EUROPEAN)
        << text;
  }
  EXPECT_EQ(ExitCodeOf(ToGroup("east").status()), 2);
}

TEST(WordsTest, CompleteResourceNames) {
  constexpr char kMandates[] = "bodies/hrc/mandates";
  for (const char* const given :
       {"sr-belarus", "mandates/sr-belarus", "SR-Belarus",
        "bodies/hrc/mandates/sr-belarus"}) {
    EXPECT_EQ(NameIn(kMandates, given).value_or(""),
              "bodies/hrc/mandates/sr-belarus")
        << given;
  }
  EXPECT_EQ(ExitCodeOf(NameIn(kMandates, "").status()), 2);
  EXPECT_EQ(ExitCodeOf(NameIn(kMandates, "a/b").status()), 2);
}

}  // namespace
}  // namespace vigil::cli
