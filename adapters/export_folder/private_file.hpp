// Files that tell of people: their owner's alone, and never somebody else's that lay in their place.
#pragma once
#include <string>

namespace preceptor::export_folder {

enum class PrivateFile { empty, kept };   // whether the bytes of one that is there stay

// Opens `path` for writing, made (0600) when it is not there; one that is there gets that mode. -1 with errno: ELOOP for a link, EPERM for what is no regular
// file of this user's under this name alone, else what the system said. The caller closes it.
int open_private_file(const std::string& path, PrivateFile what);

// What was made, renamed or removed in the folder of `path` is on the disk. False with errno.
bool sync_folder_of(const std::string& path);

}  // namespace preceptor::export_folder
