#include "tests/unit/formats/unzipped.hpp"

#include <archive.h>
#include <archive_entry.h>

namespace preceptor::formats_test {

std::string unzipped(const std::string& path, const std::string& name) {
  struct archive* zip = archive_read_new();
  archive_read_support_format_zip(zip);
  std::string text;
  struct archive_entry* entry = nullptr;
  if (archive_read_open_filename(zip, path.c_str(), 65536) == ARCHIVE_OK)
    while (archive_read_next_header(zip, &entry) == ARCHIVE_OK) {
      if (name != archive_entry_pathname(entry)) continue;
      char block[4096];
      for (la_ssize_t got; (got = archive_read_data(zip, block, sizeof block)) > 0;) text.append(block, static_cast<std::size_t>(got));
      break;
    }
  archive_read_free(zip);
  return text;
}

}  // namespace preceptor::formats_test
