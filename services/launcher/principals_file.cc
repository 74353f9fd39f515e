#include "services/launcher/principals_file.h"

#include <fcntl.h>
#include <google/protobuf/util/json_util.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "services/common/identity/files.h"
#include "services/launcher/errors.h"
#include "services/launcher/private_file.h"

namespace vigil::launcher {

absl::StatusOr<PrincipalsLock> PrincipalsLock::Acquire(
    const DataDirectory& directory) {
  // A file of its own: that of the principals is replaced by another.
  const std::string path = directory.principals_lock();
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC,
                        S_IRUSR | S_IWUSR);
  if (file < 0) return FileUnusableError(path, errno);
  PrincipalsLock lock(file);
  while (flock(file, LOCK_EX) != 0) {
    if (errno != EINTR) return FileUnusableError(path, errno);
  }
  return lock;
}

PrincipalsLock::PrincipalsLock(PrincipalsLock&& other) noexcept
    : file_(std::exchange(other.file_, -1)) {}

PrincipalsLock::~PrincipalsLock() {
  if (file_ >= 0) close(file_);
}

absl::StatusOr<identity::v1::Principals> ReadPrincipals(
    const DataDirectory& directory) {
  if (!Exists(directory.principals())) return identity::v1::Principals();
  return identity::ReadPrincipalsFile(directory.principals());
}

absl::Status WritePrincipals(const DataDirectory& directory,
                             const identity::v1::Principals& principals) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(principals, &json, options);
  return WritePrivateFile(directory.principals(), json);
}

}  // namespace vigil::launcher
