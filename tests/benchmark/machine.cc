#include "tests/benchmark/machine.h"

#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace vigil::benchmark {
namespace {

std::string Processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (absl::StartsWith(line, "model name")) {
      return line.substr(line.find(':') + 2);
    }
  }
  return "unknown processor";
}

}  // namespace

std::string MachineText() {
  std::string load;
  std::ifstream("/proc/loadavg") >> load;
  return absl::StrCat(Processor(), ", ", std::thread::hardware_concurrency(),
                      " cores, load average ", load);
}

Awake::Awake(bool wanted) {
  const unsigned cores = wanted ? std::thread::hardware_concurrency() : 0;
  for (unsigned core = 0; core < cores; ++core) {
    threads_.emplace_back([this, core] {
      const sched_param parameter = {};
      if (sched_setscheduler(0, SCHED_IDLE, &parameter) != 0) return;
      cpu_set_t set;
      CPU_ZERO(&set);
      CPU_SET(core, &set);
      pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
      while (!stop_.load(std::memory_order_relaxed)) {
      }
    });
  }
}

Awake::~Awake() {
  stop_.store(true);
  for (std::thread& thread : threads_) thread.join();
}

// The sum over its threads, which the kernel keeps to the nanosecond.
double ProcessorMicroseconds(int pid) {
  double nanoseconds = 0;
  std::error_code gone;
  const std::string tasks = absl::StrCat("/proc/", pid, "/task");
  for (const auto& task : std::filesystem::directory_iterator(tasks, gone)) {
    double of_task = 0;
    std::ifstream(task.path() / "schedstat") >> of_task;
    nanoseconds += of_task;
  }
  return nanoseconds / 1e3;
}

double ResidentBytes() {
  double pages = 0;
  std::ifstream("/proc/self/statm") >> pages >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

}  // namespace vigil::benchmark
