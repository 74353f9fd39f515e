#pragma once

#include <random>
#include <string>

#include "vigil/alerts/v1/events.pb.h"

namespace vigil::benchmark {

// Subscriptions and alerts as they may be one day, the same for each seed: most
// subscriptions follow a few mandates, others some states, groupings or bodies.
// Of a million, some 18,000 match an alert. Nothing is clustered: those of one
// partner have nothing in common, which is the harder case.
class Population {
 public:
  explicit Population(unsigned seed) : random_(seed) {}

  // The creation of the subscription `number`; 50 of them make a partner.
  alerts::v1::Event NextSubscription(int number);

  // A mandate that is due, or a candidacy with a low score, in turn.
  alerts::v1::Event NextAlert(int number);

 private:
  int Below(int limit) { return static_cast<int>(random_() % limit); }
  std::string State();
  std::string Mandate();
  std::string Grouping();
  void FollowMandates(alerts::v1::Subscription& subscription);
  void FollowStates(alerts::v1::Subscription& subscription);

  std::mt19937 random_;
};

}  // namespace vigil::benchmark
