#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace vigil::benchmark {

// The processor, its cores, and how busy others keep them, in one line.
std::string MachineText();

// Keeps every core awake while it exists: an idle virtual machine needs 60 to
// 80 us for each wake-up, which would be most of the latency of one call at a
// time. The threads run only where nothing else wants to. Not for many calls at
// a time: the cores are awake then, and a core that runs such a thread does not
// help out a busy one before the next tick.
class Awake {
 public:
  explicit Awake(bool wanted);
  ~Awake();

  Awake(const Awake&) = delete;
  Awake& operator=(const Awake&) = delete;

 private:
  std::atomic<bool> stop_ = false;
  std::vector<std::thread> threads_;
};

// The processor time that a process has used, in microseconds.
double ProcessorMicroseconds(int pid);

// The memory that this process holds, in bytes.
double ResidentBytes();

}  // namespace vigil::benchmark
