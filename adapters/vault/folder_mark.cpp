#include "adapters/vault/folder_mark.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/base/digest.hpp"
#include "lti/jose/key_lines.hpp"
#include "lti/jose/sealer.hpp"

namespace preceptor::vault {
namespace {

tl::unexpected<base::Error> folder_error(const std::string& path, int error) { return base::fail(base::Code::key_unreadable, path + ": " + std::strerror(error)); }

}  // namespace

base::Status sync_private_folder(const std::string& folder) {
  const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return folder_error(folder, errno);
  const int error = ::fsync(directory) == 0 ? 0 : errno;
  ::close(directory);
  if (error != 0) return folder_error(folder, error);
  return {};
}

base::Status make_private_folder(const std::string& folder) {
  const std::string above = std::filesystem::path(folder).parent_path().string();
  if (::mkdir(folder.c_str(), 0700) == 0) return sync_private_folder(above.empty() ? "." : above);
  if (errno != EEXIST) return folder_error(folder, errno);
  return {};
}

base::Result<std::string> mark_of_folder(const std::string& folder, bool make) {
  const std::string path = folder + "/mark";
  if (make) {
    if (auto made = make_private_folder(folder); !made) return base::fail(made.error());
    if (const auto there = jose::load_or_make_key(path); !there) return base::fail(there.error());
  }
  const auto digits = jose::load_key_lines(path);
  if (!digits) return base::fail(digits.error());
  return base::sha256_hex(digits->front().reveal());
}

}  // namespace preceptor::vault
