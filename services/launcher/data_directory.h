#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace vigil::launcher {

// Where everything of one installation is:
//
//   tokens/<who>       a token each, which `vigil` and the services read
//   principals.json    who may call, with hashes of the tokens
//   principals.key     the key of those hashes
//   principals.lock    held by who changes one of these
//   redis/             what Redis keeps, and its configuration
//   log/<program>.log  what the programs say
//   run/               unix sockets. A symbolic link to a short directory
//                      elsewhere where the path of a socket would not fit
//                      into an address.
//   launcher.lock      held by the launcher while it runs
//   children.lock      held by everything that it has started
class DataDirectory {
 public:
  // `root` is made absolute; nothing is touched.
  explicit DataDirectory(absl::string_view root);

  // Makes what is missing, all of it mode 0700. See `errors.h`.
  absl::Status Create();

  const std::string& root() const { return root_; }
  std::string principals() const { return root_ + "/principals.json"; }
  std::string principals_key() const { return root_ + "/principals.key"; }
  std::string principals_lock() const { return root_ + "/principals.lock"; }
  std::string tokens() const { return root_ + "/tokens"; }
  std::string token(absl::string_view who) const;
  std::string redis() const { return root_ + "/redis"; }
  std::string log(absl::string_view program) const;
  std::string launcher_lock() const { return root_ + "/launcher.lock"; }
  std::string children_lock() const { return root_ + "/children.lock"; }

  // The directory of the sockets, with no link in it that `Create` made, and
  // a socket in it.
  std::string run() const;
  std::string socket(absl::string_view service) const;

 private:
  absl::Status CreateRun();

  std::string root_;
};

// The sole right to run on a directory, until it is destroyed. What is started
// meanwhile inherits a part of it: no two generations of processes ever write
// to the same directory, however the first launcher ended.
class DirectoryLock {
 public:
  // Waits up to `patience` for the processes of a launcher that is dead.
  //
  // Errors: ALREADY_RUNNING, STILL_STOPPING, FILE_UNUSABLE.
  static absl::StatusOr<DirectoryLock> Acquire(const DataDirectory& directory,
                                               absl::Duration patience);

  DirectoryLock(DirectoryLock&& other) noexcept;
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;
  ~DirectoryLock();

 private:
  DirectoryLock(int launcher, int children)
      : launcher_(launcher), children_(children) {}

  int launcher_;
  int children_;
};

}  // namespace vigil::launcher
