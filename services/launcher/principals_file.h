#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/launcher/data_directory.h"
#include "vigil/identity/v1/principals.pb.h"

namespace vigil::launcher {

// The sole right to change keys, tokens and the file of principals, until it is
// destroyed: what one process reads, changes and writes, no other does
// meanwhile.
class PrincipalsLock {
 public:
  // Waits for whoever holds it. FILE_UNUSABLE.
  static absl::StatusOr<PrincipalsLock> Acquire(const DataDirectory& directory);

  PrincipalsLock(PrincipalsLock&& other) noexcept;
  PrincipalsLock(const PrincipalsLock&) = delete;
  PrincipalsLock& operator=(const PrincipalsLock&) = delete;
  ~PrincipalsLock();

 private:
  explicit PrincipalsLock(int file) : file_(file) {}

  int file_;
};

// Reads the file of principals; nobody if there is no file. Errors are those of
// `identity/files.h`.
absl::StatusOr<identity::v1::Principals> ReadPrincipals(
    const DataDirectory& directory);

// Writes it, mode 0600, whole or not at all. FILE_UNUSABLE.
absl::Status WritePrincipals(const DataDirectory& directory,
                             const identity::v1::Principals& principals);

}  // namespace vigil::launcher
