// The key file's further lines: keys beside the site's own, which stand on its first line.
#pragma once
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/secret.hpp"

namespace preceptor::jose {

// Every key of the file, the first line first; none is made. Error key_unreadable: no file, wrong content, readable by others.
base::Result<std::vector<base::Secret>> load_key_lines(const std::string& path);
// Replaces the file whole (0600, synced): a crash leaves the old one or the new one. 1 to 16 keys of 32 bytes. Error key_unreadable.
base::Status save_key_lines(const std::string& path, const std::vector<base::Secret>& keys);

}  // namespace preceptor::jose
