#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "vigil/mandate_watch/v1/session.pb.h"

namespace vigil::mandate_watch {

// A body has three regular sessions in a year.
inline constexpr int kSessionsPerYear = 3;
inline constexpr int kMaxSessionNumber = 9999;
// How many sessions of the past an estimate rests on, at most.
inline constexpr int kEstimateBasis = 7;
// How far ahead of what is recorded sessions can be estimated.
inline constexpr int kMaxEstimateYears = 25;

// When a session is.
struct SessionDates {
  absl::CivilDay start;
  absl::CivilDay end;  // The first day after it.
  bool is_tentative = false;
  std::string estimate_rule;  // Empty where both days are recorded.
};

// The regular sessions of a body: those that are recorded, and those that the
// yearly rhythm lets one expect. A value; knows no clock.
//
// Session n is estimated from the sessions of the same place in the year, n-3,
// n-6 …: from the latest 7 of those whose both days are recorded and confirmed.
//
// - Its year is that of the latest of them, and one more for each three
//   sessions from there.
// - Its first day is the median of their days of the year, moved to the nearest
//   Monday: back from Tuesday to Thursday, on from Friday to Sunday.
// - It is as long as the median of their lengths.
//
// A median of an even number is the lower one of the two in the middle. Where
// only the first day is recorded the length is estimated in the same way.
class Calendar {
 public:
  // Takes in a record, in the place of one with the same number.
  void Put(const v1::Session& session);
  void Remove(int number);

  // When session `number` is; nothing if it is neither recorded nor can it be
  // estimated: it has no session to be estimated from, or is more than 25 years
  // after the latest one.
  std::optional<SessionDates> DatesOf(int number) const;

  // The last session that opens on or before `day`.
  std::optional<int> LastOpenedBy(absl::CivilDay day) const;

  // The sessions that are recorded or can be estimated and open in `last_year`
  // at the latest, in order. One that is recorded and cannot be estimated, with
  // no days, is among them.
  std::vector<int> NumbersUntil(int last_year) const;

  // Those that are recorded, in order.
  std::vector<int> RecordedNumbers() const;

  bool empty() const { return sessions_.empty(); }

 private:
  struct Recorded {
    std::optional<absl::CivilDay> start;
    std::optional<absl::CivilDay> end;
    bool is_tentative = false;
  };
  struct Basis;

  Basis BasisOf(int number) const;

  std::map<int, Recorded> sessions_;
};

}  // namespace vigil::mandate_watch
