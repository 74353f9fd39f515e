#include "tests/benchmark/subject.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace vigil::benchmark {

std::string AlertName(int number) {
  return absl::StrFormat("alerts/a%032d", number);
}

alerts::v1::Alert MakeAlert(int number) {
  alerts::v1::Alert alert;
  alert.set_name(AlertName(number));
  alert.set_key(absl::StrCat("low-score-candidacy/chn/hrc/election-", number,
                             "/fiw-2026"));
  alert.set_kind(alerts::v1::ALERT_KIND_LOW_SCORE_CANDIDACY);
  alert.set_state(alerts::v1::ALERT_STATE_ACTIVE);
  alert.set_title(
      "China (9 in Freedom in the World 2026) stands for the Human Rights "
      "Council");
  alert.add_states("states/chn");
  alert.add_bodies("bodies/hrc");
  alert.set_score(9);
  alert.mutable_rule()->set_id("low-score-candidacy");
  alert.mutable_rule()->set_version(1);
  alert.mutable_raise_time()->set_seconds(1'795'392'000 + number);
  return alert;
}

void FillItem(const alerts::v1::Alert& alert, int64_t sequence,
              alerts::v1::StreamAlertsResponse& message) {
  alerts::v1::FeedItem& item = *message.mutable_item();
  item.set_sequence(sequence);
  item.set_update(alerts::v1::ALERT_UPDATE_RAISED);
  *item.mutable_alert() = alert;
}

}  // namespace vigil::benchmark
