#pragma once

#include <random>
#include <string>
#include <vector>

#include "vigil/alerts/v1/events.pb.h"

namespace vigil::benchmark {

// Subscriptions and alerts as they may be one day, the same for each seed: most
// subscriptions follow a few mandates, others some states, groupings or bodies.
// Of a million, some 18,000 match an alert. A partner follows what is its
// business: most of its subscriptions are of one sort, and name what is in a
// short list of its own; the rest is about anything.
class Population {
 public:
  explicit Population(unsigned seed) : random_(seed) {}

  // The creation of the subscription `number`; 50 of them make a partner.
  alerts::v1::Event NextSubscription(int number);

  // A mandate that is due, or a candidacy with a low score, in turn.
  alerts::v1::Event NextAlert(int number);

 private:
  int Below(int limit) { return static_cast<int>(random_() % limit); }
  void NextPartner();
  // One of the partner's own, or any.
  int Choose(const std::vector<int>& own, int limit);
  void FollowMandates(alerts::v1::Subscription& subscription);
  void FollowStates(alerts::v1::Subscription& subscription);

  std::mt19937 random_;
  int sort_ = 0;
  std::vector<int> states_;
  std::vector<int> mandates_;
  std::vector<int> groupings_;
};

}  // namespace vigil::benchmark
