#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace vigil::benchmark {

// A process of one's own, ended by the destructor; it also ends if this one
// does. Start it from a thread that lives as long.
class Child {
 public:
  // `arguments[0]` is the program, found in the path if it has no slash. What
  // it writes goes to the file `output`.
  Child(const std::vector<std::string>& arguments, const std::string& output);
  ~Child();

  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Waits for the process to end; its exit code, or -1.
  int Wait();

  // Asks it to end, and waits.
  void Stop();

  bool IsRunning();
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  int status_ = -1;
};

// An empty directory with a short name, removed by the destructor.
class Scratch {
 public:
  // In `parent`, which exists.
  explicit Scratch(const std::string& parent);
  ~Scratch();

  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// The directory of this program.
std::string ProgramDirectory();

}  // namespace vigil::benchmark
