#include "services/mandate_watch/calendar.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/api/dates.h"
#include "services/common/base/date.h"

namespace vigil::mandate_watch {
namespace {

int Median(std::vector<int> values) {
  std::sort(values.begin(), values.end());
  return values[(values.size() - 1) / 2];
}

absl::CivilDay NearestMonday(absl::CivilDay day) {
  const int after_monday = static_cast<int>(absl::GetWeekday(day)) -
                           static_cast<int>(absl::Weekday::monday);
  return after_monday <= 3 ? day - after_monday : day + (7 - after_monday);
}

}  // namespace

// What a session is estimated from.
struct Calendar::Basis {
  std::vector<int> numbers;  // Latest first.
  std::vector<int> days_of_year;
  std::vector<int> lengths;
  int64_t latest_year = 0;

  absl::CivilDay StartOf(int number, std::string& rule) const {
    const int64_t year =
        latest_year + (number - numbers.front()) / kSessionsPerYear;
    const int day_of_year = Median(days_of_year);
    const absl::CivilDay day =
        absl::CivilDay(absl::CivilYear(year)) + (day_of_year - 1);
    const absl::CivilDay start = NearestMonday(day);
    absl::StrAppend(&rule, "; their median day of the year, ", day_of_year,
                    ", is ", FormatDate(day), ", the nearest Monday ",
                    FormatDate(start));
    return start;
  }

  int Length(std::string& rule) const {
    const int length = Median(lengths);
    absl::StrAppend(&rule, "; their median length is ", length, " days");
    return length;
  }
};

void Calendar::Put(const v1::Session& session) {
  Recorded recorded{.is_tentative =
                        session.date_status() == v1::DATE_STATUS_TENTATIVE};
  if (session.has_start_date()) {
    recorded.start = api::DayOf(session.start_date());
  }
  if (session.has_end_date()) recorded.end = api::DayOf(session.end_date());
  sessions_[session.number()] = recorded;
}

void Calendar::Remove(int number) { sessions_.erase(number); }

Calendar::Basis Calendar::BasisOf(int number) const {
  Basis basis;
  for (auto it = std::make_reverse_iterator(sessions_.lower_bound(number));
       it != sessions_.rend() && basis.numbers.size() < kEstimateBasis; ++it) {
    const auto& [other, recorded] = *it;
    if ((number - other) % kSessionsPerYear != 0 || !recorded.start ||
        !recorded.end || recorded.is_tentative) {
      continue;
    }
    if (basis.numbers.empty()) basis.latest_year = recorded.start->year();
    basis.numbers.push_back(other);
    basis.days_of_year.push_back(absl::GetYearDay(*recorded.start));
    basis.lengths.push_back(static_cast<int>(*recorded.end - *recorded.start));
  }
  return basis;
}

std::optional<SessionDates> Calendar::DatesOf(int number) const {
  Recorded recorded;
  if (const auto it = sessions_.find(number); it != sessions_.end()) {
    recorded = it->second;
  }
  if (recorded.start && recorded.end) {
    return SessionDates{*recorded.start, *recorded.end, recorded.is_tentative,
                        ""};
  }
  const Basis basis = BasisOf(number);
  if (basis.numbers.empty() ||
      number - basis.numbers.front() > kMaxEstimateYears * kSessionsPerYear) {
    return std::nullopt;
  }
  SessionDates dates{.is_tentative = true};
  dates.estimate_rule = absl::StrCat("estimated from session",
                                     basis.numbers.size() == 1 ? " " : "s ",
                                     absl::StrJoin(basis.numbers, ", "));
  dates.start = recorded.start ? *recorded.start
                               : basis.StartOf(number, dates.estimate_rule);
  dates.end = dates.start + basis.Length(dates.estimate_rule);
  return dates;
}

std::optional<int> Calendar::LastOpenedBy(absl::CivilDay day) const {
  std::optional<int> last;
  for (const auto& [number, recorded] : sessions_) {
    if (recorded.start && *recorded.start <= day) last = number;
  }
  if (!last) return std::nullopt;
  for (int number = *last + 1; number <= kMaxSessionNumber; ++number) {
    const std::optional<SessionDates> dates = DatesOf(number);
    if (!dates || day < dates->start) break;
    last = number;
  }
  return last;
}

std::vector<int> Calendar::NumbersUntil(int last_year) const {
  std::vector<int> numbers;
  if (sessions_.empty()) return numbers;
  const int latest = sessions_.rbegin()->first;
  for (int number = sessions_.begin()->first; number <= kMaxSessionNumber;
       ++number) {
    const std::optional<SessionDates> dates = DatesOf(number);
    if (dates ? dates->start.year() <= last_year : sessions_.contains(number)) {
      numbers.push_back(number);
    } else if (number > latest) {
      break;
    }
  }
  return numbers;
}

std::vector<int> Calendar::RecordedNumbers() const {
  std::vector<int> numbers;
  for (const auto& [number, recorded] : sessions_) numbers.push_back(number);
  return numbers;
}

}  // namespace vigil::mandate_watch
