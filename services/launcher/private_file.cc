#include "services/launcher/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "services/launcher/errors.h"

namespace vigil::launcher {
namespace {

// Writes all of `text`; returns 0 or an errno.
int WriteAll(int file, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(written);
  }
  return fsync(file) == 0 ? 0 : errno;
}

}  // namespace

absl::Status MakePrivateDirectory(const std::string& path) {
  if (mkdir(path.c_str(), S_IRWXU) == 0) return absl::OkStatus();
  if (errno != EEXIST) return DirectoryUnusableError(path, errno);
  struct stat status = {};
  if (lstat(path.c_str(), &status) != 0) {
    return DirectoryUnusableError(path, errno);
  }
  if (!S_ISDIR(status.st_mode)) return DirectoryUnusableError(path, ENOTDIR);
  if (status.st_uid != geteuid()) return DirectoryUnusableError(path, EPERM);
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0 &&
      chmod(path.c_str(), S_IRWXU) != 0) {
    return DirectoryUnusableError(path, errno);
  }
  return absl::OkStatus();
}

absl::Status WritePrivateFile(const std::string& path, absl::string_view text) {
  const std::string draft = absl::StrCat(path, ".new");
  unlink(draft.c_str());
  const int file = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                        S_IRUSR | S_IWUSR);
  if (file < 0) return FileUnusableError(draft, errno);
  const int error = WriteAll(file, text);
  close(file);
  if (error != 0) return FileUnusableError(draft, error);
  if (rename(draft.c_str(), path.c_str()) != 0) {
    return FileUnusableError(path, errno);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file) return FileUnusableError(path, errno == 0 ? EIO : errno);
  return text.str();
}

bool Exists(const std::string& path) {
  struct stat status = {};
  return lstat(path.c_str(), &status) == 0;
}

}  // namespace vigil::launcher
