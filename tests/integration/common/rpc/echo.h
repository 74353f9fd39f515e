#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "services/common/base/mutex.h"
#include "services/common/rpc/surface.h"

namespace vigil {

// Answers `vigil.test.v1.EchoService`. Thread-safe.
class Echo {
 public:
  Echo() = default;
  ~Echo();

  Echo(const Echo&) = delete;
  Echo& operator=(const Echo&) = delete;

  // `*this` must outlive it.
  rpc::Surface MakeSurface();

  // Lets endless counts go on to `number`.
  void CountTo(int64_t number);

  // How many calls came through to the service, and how many streams it has.
  int64_t calls() const;
  int64_t streams() const;

 private:
  class Counter;
  class Adder;

  void Called();
  absl::Status Say(const rpc::Call& call, const std::string& text,
                   std::string& said, std::string& caller);
  int64_t OnCount(const void* counter, int64_t seen,
                  std::function<void()> wake);

  mutable Mutex mutex_;
  int64_t calls_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t streams_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t number_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<const void*, std::function<void()>> wakes_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace vigil
