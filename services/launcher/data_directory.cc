#include "services/launcher/data_directory.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/clock.h"
#include "services/common/base/hash.h"
#include "services/common/base/status_macros.h"
#include "services/launcher/errors.h"
#include "services/launcher/private_file.h"

namespace vigil::launcher {
namespace {

// The longest name of a file in `run`, which must fit after its path.
constexpr absl::string_view kLongestSocket = "mandate_watch.sock";
constexpr size_t kMaxAddress = sizeof(sockaddr_un::sun_path) - 1;

bool Fits(absl::string_view run) {
  return run.size() + 1 + kLongestSocket.size() <= kMaxAddress;
}

// A short directory for the sockets of `root`, the same each time.
std::string ShortRun(absl::string_view root) {
  const char* const given = std::getenv("XDG_RUNTIME_DIR");
  const std::string id =
      absl::BytesToHexString(Blake2b(root, 16)).substr(0, 12);
  std::string path = absl::StrCat(given == nullptr ? "" : given, "/vigil-", id);
  struct stat status = {};
  if (given == nullptr || *given != '/' || !Fits(path) ||
      stat(given, &status) != 0 || !S_ISDIR(status.st_mode)) {
    path = absl::StrCat("/tmp/vigil-", geteuid(), "-", id);
  }
  return path;
}

std::string LinkTarget(const std::string& path) {
  std::error_code error;
  return std::filesystem::read_symlink(path, error).string();
}

// Returns a locked file, or -1 with errno EWOULDBLOCK if it is locked.
int LockFile(const std::string& path, int flags) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | flags,
                        S_IRUSR | S_IWUSR);
  if (file < 0) return -1;
  if (flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  const int error = errno;
  close(file);
  errno = error;
  return -1;
}

}  // namespace

DataDirectory::DataDirectory(absl::string_view root) {
  std::error_code error;
  const std::filesystem::path given{std::string(root)};
  root_ = std::filesystem::absolute(given, error).lexically_normal().string();
  while (root_.size() > 1 && root_.back() == '/') root_.pop_back();
}

std::string DataDirectory::token(absl::string_view who) const {
  return absl::StrCat(tokens(), "/", who);
}

std::string DataDirectory::log(absl::string_view program) const {
  return absl::StrCat(root_, "/log/", program, ".log");
}

std::string DataDirectory::run() const {
  const std::string path = absl::StrCat(root_, "/run");
  const std::string target = LinkTarget(path);
  return target.empty() ? path : target;
}

std::string DataDirectory::socket(absl::string_view service) const {
  return absl::StrCat(run(), "/", service, ".sock");
}

absl::Status DataDirectory::Create() {
  std::error_code error;
  const auto parent = std::filesystem::path(root_).parent_path();
  std::filesystem::create_directories(parent, error);
  if (error) return DirectoryUnusableError(parent.string(), error.value());
  VIGIL_RETURN_IF_ERROR(MakePrivateDirectory(root_));
  for (const char* const part : {"/tokens", "/redis", "/log"}) {
    VIGIL_RETURN_IF_ERROR(MakePrivateDirectory(root_ + part));
  }
  return CreateRun();
}

absl::Status DataDirectory::CreateRun() {
  const std::string path = absl::StrCat(root_, "/run");
  if (Fits(path)) {
    if (!LinkTarget(path).empty()) unlink(path.c_str());
    return MakePrivateDirectory(path);
  }
  const std::string target = ShortRun(root_);
  VIGIL_RETURN_IF_ERROR(MakePrivateDirectory(target));
  if (LinkTarget(path) == target) return absl::OkStatus();
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (symlink(target.c_str(), path.c_str()) != 0) {
    return DirectoryUnusableError(path, errno);
  }
  return absl::OkStatus();
}

absl::StatusOr<DirectoryLock> DirectoryLock::Acquire(
    const DataDirectory& directory, absl::Duration patience) {
  const int launcher = LockFile(directory.launcher_lock(), O_CLOEXEC);
  if (launcher < 0 && errno == EWOULDBLOCK) {
    const auto owner = ReadWholeFile(directory.launcher_lock());
    return AlreadyRunningError(directory.root(),
                               absl::StripAsciiWhitespace(owner.value_or("")));
  }
  if (launcher < 0) {
    return FileUnusableError(directory.launcher_lock(), errno);
  }
  DirectoryLock lock(launcher, -1);
  const std::string pid = absl::StrCat(getpid(), "\n");
  if (ftruncate(launcher, 0) != 0 ||
      pwrite(launcher, pid.data(), pid.size(), 0) < 0) {
    return FileUnusableError(directory.launcher_lock(), errno);
  }
  // Not closed by exec: it is free when the last child has ended.
  const auto deadline = SteadyNow() + absl::ToChronoNanoseconds(patience);
  lock.children_ = LockFile(directory.children_lock(), 0);
  while (lock.children_ < 0 && errno == EWOULDBLOCK) {
    if (SteadyNow() >= deadline) return StillStoppingError(directory.root());
    poll(nullptr, 0, 10);
    lock.children_ = LockFile(directory.children_lock(), 0);
  }
  if (lock.children_ < 0) {
    return FileUnusableError(directory.children_lock(), errno);
  }
  return lock;
}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept
    : launcher_(std::exchange(other.launcher_, -1)),
      children_(std::exchange(other.children_, -1)) {}

DirectoryLock::~DirectoryLock() {
  if (children_ >= 0) close(children_);
  if (launcher_ >= 0) close(launcher_);
}

}  // namespace vigil::launcher
