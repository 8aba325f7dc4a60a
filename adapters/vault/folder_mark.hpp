// A folder that several nodes share, and how each knows that it looks at the same one: a small file in it with random digits.
#pragma once
#include <string>

#include "core/base/result.hpp"

namespace preceptor::vault {

// SHA-256 (hex) of what the folder's file `mark` holds. `make`: folder (0700) and file are made when they are not there; of two nodes that make it at
// once both get the same. Error key_unreadable: not there, or not to be read or made.
base::Result<std::string> mark_of_folder(const std::string& folder, bool make);

// Made (0700) and on the disk when there is none. Error key_unreadable.
base::Status make_private_folder(const std::string& folder);
// What was made or removed in it is on the disk. Error key_unreadable.
base::Status sync_private_folder(const std::string& folder);

}  // namespace preceptor::vault
