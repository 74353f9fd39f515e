#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "grpc/health/v1/health.pb.h"
#include "services/common/base/mutex.h"
#include "services/common/rpc/surface.h"

namespace vigil::rpc {

// Whether this process can take calls, for `grpc.health.v1.Health`: every
// service of it together, since they stand on one ledger. It begins as
// NOT_SERVING. Thread-safe.
class Health {
 public:
  using Status = grpc::health::v1::HealthCheckResponse::ServingStatus;

  // Makes a service known by its full name. The empty name is always known.
  void Add(absl::string_view service);

  void SetServing(bool serving);

  // NOT_SERVING from now on, whatever `SetServing` says.
  void Stop();

  bool serving() const;

  // The status of a service; SERVICE_UNKNOWN if there is none of that name.
  Status StatusOf(const std::string& service) const;

  // Calls `wake` once, at the next change, unless the status has changed from
  // `seen` already: then returns false and keeps nothing. `watcher` stands for
  // who waits, which has one `wake` at a time, until `Forget`.
  bool OnChange(const void* watcher, const std::string& service, Status seen,
                std::function<void()> wake);
  void Forget(const void* watcher);

  // The RPCs, which anybody may call. `*this` must outlive it.
  Surface MakeSurface();

 private:
  Status StatusOfLocked(const std::string& service) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Change(bool serving, bool stop);

  mutable Mutex mutex_;
  bool serving_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<std::string> services_ ABSL_GUARDED_BY(mutex_) = {""};
  std::map<const void*, std::function<void()>> wakes_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace vigil::rpc
