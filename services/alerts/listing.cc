#include "services/alerts/listing.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/api/dates.h"
#include "services/common/api/filter.h"
#include "services/common/api/names.h"
#include "services/common/api/page.h"
#include "services/common/base/date.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace vigil::alerts {
namespace {

constexpr int kMaxListThreshold = 101;
constexpr int kMaxMatches = 100;

// The fields of a subscription, by dimension.
constexpr const char* kConditionNames[kDimensionCount] = {
    "kinds",    "states",    "regional_groups", "bodies",
    "mandates", "groupings", "lead_days"};

using AlertFilter = api::FilterFields<v1::Alert>;

template <typename Names>
std::vector<std::string> Texts(const Names& names) {
  return {names.begin(), names.end()};
}

// `REGIONAL_GROUP_AFRICAN` and `AFRICAN` for each.
std::vector<std::string> GroupTexts(const v1::Alert& alert) {
  std::vector<std::string> texts;
  for (const int group : alert.regional_groups()) {
    const std::string name = type::v1::RegionalGroup_Name(group);
    texts.push_back(name);
    texts.push_back(name.substr(std::string("REGIONAL_GROUP_").size()));
  }
  return texts;
}

const AlertFilter& Filter() {
  using Alert = v1::Alert;
  static const auto* const filter = new AlertFilter(
      AlertFilter()
          .Text("key", [](const Alert& a) { return a.key(); })
          .Enum("kind", v1::AlertKind_descriptor(),
                [](const Alert& a) { return a.kind(); })
          .Enum("state", v1::AlertState_descriptor(),
                [](const Alert& a) { return a.state(); })
          .Texts("states", [](const Alert& a) { return Texts(a.states()); })
          .Texts("regional_groups", GroupTexts)
          .Texts("bodies", [](const Alert& a) { return Texts(a.bodies()); })
          .Texts("mandates", [](const Alert& a) { return Texts(a.mandates()); })
          .Texts("groupings",
                 [](const Alert& a) { return Texts(a.groupings()); })
          .Text("session", [](const Alert& a) { return a.session(); })
          .Text("election", [](const Alert& a) { return a.election(); })
          .Number("score",
                  [](const Alert& a) {
                    return a.has_score() ? std::optional<int64_t>(a.score())
                                         : std::nullopt;
                  })
          .Number("lead_days",
                  [](const Alert& a) {
                    return a.has_lead_days()
                               ? std::optional<int64_t>(a.lead_days())
                               : std::nullopt;
                  })
          .Date("raise_date", [](const Alert& a) {
            return std::optional<absl::CivilDay>(
                DayOf(api::TimeOf(a.raise_time())));
          }));
  return *filter;
}

// Ascends as the position descends, so that the newest come first.
std::string PageKey(int64_t position) {
  return absl::StrFormat("%019d", INT64_MAX - position);
}

// Says whether an alert is for the parent of a request.
class Audience {
 public:
  static absl::StatusOr<Audience> Of(const Model& model,
                                     const v1::ListAlertsRequest& request) {
    Audience audience(model);
    if (request.parent().empty() || request.parent() == "-") {
      audience.threshold_ = request.has_score_threshold()
                                ? request.score_threshold()
                                : kDefaultScoreThreshold;
      if (audience.threshold_ < 1 || audience.threshold_ > kMaxListThreshold) {
        return InvalidFieldError("score_threshold", "1 to 101");
      }
      return audience;
    }
    VIGIL_ASSIGN_OR_RETURN(const FeedName name,
                           FeedName::Parse("parent", request.parent()));
    if (request.has_score_threshold()) {
      return InvalidFieldError(
          "score_threshold",
          "only without parent; subscriptions have their own");
    }
    audience.feed_ = model.FindFeed(name.partner, name.subscription);
    audience.is_partner_ = true;
    if (!audience.feed_ && !name.subscription.empty()) {
      return api::NotFoundError(request.parent());
    }
    if (audience.feed_ && audience.feed_->slot) {
      audience.conditions_ =
          model.roster().Get(*audience.feed_->slot).conditions;
    }
    return audience;
  }

  bool Includes(const AlertRecord& record) const {
    const v1::Alert& alert = *record.alert;
    if (!is_partner_) {
      return !alert.has_score() || alert.score() < threshold_;
    }
    const Update* const update = model_.log().Find(record.last_position);
    if (!feed_ || update == nullptr) return false;
    if (feed_->slot) return Matches(conditions_, update->features);
    return !model_.MatchingSlots(feed_->partner, update->features).empty();
  }

 private:
  explicit Audience(const Model& model) : model_(model) {}

  const Model& model_;
  int threshold_ = 0;
  bool is_partner_ = false;
  std::optional<FeedPlace> feed_;
  Conditions conditions_;
};

// A value as people know it.
std::string TextOf(Term term, const NameTable& names) {
  const uint32_t number = NumberOf(term);
  switch (DimensionOf(term)) {
    case Dimension::kKind:
      return v1::AlertKind_Name(static_cast<int>(number));
    case Dimension::kRegionalGroup:
      return type::v1::RegionalGroup_Name(static_cast<int>(number));
    case Dimension::kLeadDays:
      return absl::StrCat(number);
    default:
      return std::string(names.NameOf(number));
  }
}

void AddMatch(const Model& model, const Partner& partner, Slot slot,
              const Features& features, v1::ExplainAlertResponse& response) {
  const Segment segment = model.roster().Get(slot);
  v1::SubscriptionMatch& match = *response.add_matches();
  match.set_subscription(FeedName{partner.id, segment.id}.ToString());
  for (int index = 0; index < kDimensionCount; ++index) {
    const auto dimension = static_cast<Dimension>(index);
    const absl::Span<const Term> wanted =
        segment.conditions.terms.of(dimension);
    if (wanted.empty()) continue;
    v1::ConditionMatch& condition = *match.add_conditions();
    condition.set_condition(kConditionNames[index]);
    for (const Term term : features.terms.of(dimension)) {
      if (std::find(wanted.begin(), wanted.end(), term) != wanted.end()) {
        condition.add_values(TextOf(term, model.names()));
      }
    }
  }
  if (!features.score) return;
  v1::ConditionMatch& condition = *match.add_conditions();
  condition.set_condition("score_threshold");
  const int threshold = ThresholdOf(segment.conditions);
  condition.add_values(absl::StrCat(*features.score, " < ", threshold));
  if (features.previous_score) {
    condition.add_values(
        absl::StrCat(*features.previous_score, " >= ", threshold));
  }
}

void AddSentences(const v1::Alert& alert, v1::ExplainAlertResponse& response) {
  response.add_sentences(absl::StrCat("Raised by rule ", alert.rule().id(),
                                      ", version ", alert.rule().version(),
                                      "."));
  for (const v1::Fact& fact : alert.facts()) {
    std::string sentence = fact.statement();
    if (!fact.value().empty()) absl::StrAppend(&sentence, ": ", fact.value());
    if (!fact.edition().empty()) {
      absl::StrAppend(&sentence, " (edition ", fact.edition(), ")");
    }
    if (!fact.source().citation().empty()) {
      absl::StrAppend(&sentence, ". Source: ", fact.source().citation());
    }
    response.add_sentences(sentence + ".");
  }
  for (const v1::Derivation& derivation : alert.derivations()) {
    response.add_sentences(absl::StrCat("Derived from the ledger of ",
                                        derivation.service(), " at revision ",
                                        derivation.revision(), "."));
  }
  if (alert.state() == v1::ALERT_STATE_RESOLVED) {
    response.add_sentences(
        absl::StrCat("Resolved: ", alert.resolve_reason(), "."));
  } else if (alert.state() == v1::ALERT_STATE_SUPERSEDED) {
    response.add_sentences(
        absl::StrCat("Superseded by ", alert.superseded_by(), "."));
  }
}

}  // namespace

absl::Status ListAlerts(const Model& model,
                        const v1::ListAlertsRequest& request,
                        v1::ListAlertsResponse& response) {
  VIGIL_ASSIGN_OR_RETURN(const api::Pager pager, api::Pager::For(request));
  VIGIL_ASSIGN_OR_RETURN(const AlertFilter::Predicate keep,
                         Filter().Compile(request.filter()));
  VIGIL_ASSIGN_OR_RETURN(const Audience audience, Audience::Of(model, request));
  int64_t inverse = 0;
  const auto& all = model.log().by_raise();
  auto end = all.end();
  if (absl::SimpleAtoi(pager.after(), &inverse)) {
    end = all.lower_bound(INT64_MAX - inverse);
  }
  const auto record = [&model](const auto& entry) -> const AlertRecord& {
    return *model.log().FindByKey(entry.second);
  };
  response.set_next_page_token(api::FillPage(
      pager, std::make_reverse_iterator(end),
      std::make_reverse_iterator(all.begin()),
      [](const auto& entry) { return PageKey(entry.first); },
      [&](const auto& entry) {
        const AlertRecord& alert = record(entry);
        return keep(*alert.alert) && audience.Includes(alert);
      },
      [&](const auto& entry) {
        *response.add_alerts() = *record(entry).alert;
      }));
  return absl::OkStatus();
}

absl::Status ListSubscriptions(const Model& model,
                               const v1::ListSubscriptionsRequest& request,
                               v1::ListSubscriptionsResponse& response) {
  VIGIL_ASSIGN_OR_RETURN(
      const auto ids, api::MatchName("parent", "partners/*", request.parent()));
  VIGIL_ASSIGN_OR_RETURN(const api::Pager pager, api::Pager::For(request));
  const std::optional<FeedPlace> feed = model.FindFeed(ids[0], "");
  if (!feed) return absl::OkStatus();
  const Roster& roster = model.roster();
  const Partner& partner = roster.partner(feed->partner);
  const size_t first =
      pager.after().empty() ? 0 : roster.PlaceAfter(partner, pager.after());
  response.set_next_page_token(api::FillPage(
      pager, partner.slots.begin() + static_cast<int64_t>(first),
      partner.slots.end(),
      [&](Slot slot) { return std::string(roster.IdOf(slot)); },
      [](Slot) { return true; },
      [&](Slot slot) {
        *response.add_subscriptions() = model.SubscriptionOf(partner, slot);
      }));
  return absl::OkStatus();
}

absl::Status ExplainAlert(const Model& model,
                          const v1::ExplainAlertRequest& request,
                          absl::string_view partner,
                          v1::ExplainAlertResponse& response) {
  VIGIL_RETURN_IF_ERROR(
      api::MatchName("name", "alerts/*", request.name()).status());
  const AlertRecord* const record = model.log().FindByName(request.name());
  if (record == nullptr) return api::NotFoundError(request.name());
  *response.mutable_alert() = *record->alert;
  AddSentences(*record->alert, response);
  const Update* const update = model.log().Find(record->last_position);
  const std::optional<FeedPlace> feed =
      partner.empty() ? std::nullopt : model.FindFeed(partner, "");
  if (!feed || update == nullptr) return absl::OkStatus();
  for (const Slot slot : model.MatchingSlots(feed->partner, update->features)) {
    if (response.matches_size() == kMaxMatches) break;
    AddMatch(model, model.roster().partner(feed->partner), slot,
             update->features, response);
  }
  return absl::OkStatus();
}

}  // namespace vigil::alerts
