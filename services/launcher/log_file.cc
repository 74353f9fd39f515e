#include "services/launcher/log_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/launcher/errors.h"

namespace vigil::launcher {
namespace {

constexpr int64_t kTailBytes = 16 << 10;
constexpr size_t kMaxLine = 400;

}  // namespace

absl::StatusOr<int> OpenLog(const std::string& path) {
  if (SizeOf(path) > kMaxLogBytes) {
    rename(path.c_str(), absl::StrCat(path, ".1").c_str());
  }
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                        S_IRUSR | S_IWUSR);
  if (file < 0) return FileUnusableError(path, errno);
  return file;
}

std::string LastLines(const std::string& path, int64_t offset, int count) {
  std::ifstream file(path, std::ios::binary);
  const int64_t begin = std::max(offset, SizeOf(path) - kTailBytes);
  file.seekg(begin);
  std::string tail(kTailBytes, '\0');
  file.read(tail.data(), kTailBytes);
  tail.resize(file.gcount());
  std::vector<absl::string_view> lines =
      absl::StrSplit(tail, '\n', absl::SkipEmpty());
  if (lines.size() > static_cast<size_t>(count)) {
    lines.erase(lines.begin(), lines.end() - count);
  }
  std::string text;
  for (const absl::string_view line : lines) {
    absl::StrAppend(&text, line.substr(0, kMaxLine), "\n");
  }
  return text;
}

int64_t SizeOf(const std::string& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 ? status.st_size : 0;
}

}  // namespace vigil::launcher
