#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>

#include "vigil/alerts/v1/alert_requests.pb.h"
#include "vigil/alerts/v1/events.pb.h"

namespace vigil::notifier {

// What alerts is still to be told, in order, and what was told but has not come
// back on the stream of alerts yet. What is expected of alerts is ahead of that
// stream: a change of ours that comes back must not undo a later one.
class Outbox {
 public:
  using Request = alerts::v1::ReconcileAlertsRequest;
  using Response = alerts::v1::ReconcileAlertsResponse;

  void Push(Request request) { waiting_.push_back(std::move(request)); }

  bool empty() const { return waiting_.empty(); }
  const std::deque<Request>& waiting() const { return waiting_; }

  // The first request was answered: it is told, and what it changed will come
  // back.
  void Answered(const Response& response);

  // The first request was refused for good.
  void Drop() { waiting_.pop_front(); }

  // Whether a change on the stream of alerts is one of ours coming back, which
  // it does once. The first request may come back before it is answered.
  bool IsOurs(const alerts::v1::AlertUpdated& change);

  // The stream of alerts starts over: nothing that was told will come back.
  void ForgetTold();

 private:
  using Change = std::pair<std::string, alerts::v1::AlertUpdate>;

  bool IsInFirst(const Change& change) const;

  std::deque<Request> waiting_;
  std::map<Change, int> coming_back_;
  std::map<Change, int> early_;  // Came back before the answer.
};

}  // namespace vigil::notifier
