#include "adapters/archive/zip.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <memory>

namespace preceptor::archive {
namespace {

using base::Code;
using base::fail;

constexpr std::size_t kMostBytes = 256u << 20;

struct CloseWriter {
  void operator()(::archive* one) const { archive_write_free(one); }
};
struct CloseReader {
  void operator()(::archive* one) const { archive_read_free(one); }
};
struct FreeEntry {
  void operator()(::archive_entry* one) const { archive_entry_free(one); }
};

bool good_name(const std::string& name) {
  if (name.empty() || name.front() == '/' || name.back() == '/' || name.find("..") != std::string::npos) return false;
  return std::ranges::all_of(name, [](unsigned char c) { return c > ' ' && c < 0x7f && c != '\\'; });
}

la_ssize_t append(::archive*, void* to, const void* bytes, std::size_t size) {
  static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), size);
  return static_cast<la_ssize_t>(size);
}

base::Status write_member(::archive* zip, const std::string& name, const std::string& bytes) {
  const std::unique_ptr<::archive_entry, FreeEntry> entry(archive_entry_new());
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0600);
  // No time is set: libarchive would write it in the zone of the machine, and without one it writes the format's first day.
  if (archive_write_header(zip, entry.get()) != ARCHIVE_OK) return fail(Code::internal, "the ZIP file's member could not be begun");
  if (archive_write_data(zip, bytes.data(), bytes.size()) != static_cast<la_ssize_t>(bytes.size())) return fail(Code::internal, "the ZIP file's member could not be written");
  return {};
}

}  // namespace

base::Result<std::string> make_zip(Members members) {
  std::ranges::sort(members);
  for (std::size_t i = 0; i < members.size(); ++i)
    if (!good_name(members[i].first) || (i > 0 && members[i].first == members[i - 1].first)) return fail(Code::command_arguments, "a member of the ZIP file has no usable name");
  std::string bytes;
  const std::unique_ptr<::archive, CloseWriter> zip(archive_write_new());
  archive_write_set_format_zip(zip.get());
  archive_write_set_bytes_per_block(zip.get(), 0);   // as it comes: no padding to a block
  archive_write_set_bytes_in_last_block(zip.get(), 1);
  if (archive_write_set_format_option(zip.get(), "zip", "compression", "deflate") != ARCHIVE_OK ||
      archive_write_open(zip.get(), &bytes, nullptr, append, nullptr) != ARCHIVE_OK)
    return fail(Code::internal, "a ZIP file could not be begun");
  for (const auto& [name, content] : members)
    if (auto written = write_member(zip.get(), name, content); !written) return fail(written.error());
  if (archive_write_close(zip.get()) != ARCHIVE_OK) return fail(Code::internal, "the ZIP file could not be ended");
  return bytes;
}

base::Result<Members> read_zip(const std::string& bytes) {
  const std::unique_ptr<::archive, CloseReader> zip(archive_read_new());
  archive_read_support_format_zip(zip.get());
  if (archive_read_open_memory(zip.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) return fail(Code::command_arguments, "not a ZIP file");
  Members members;
  std::size_t total = 0;
  ::archive_entry* entry = nullptr;
  int next = ARCHIVE_OK;
  while ((next = archive_read_next_header(zip.get(), &entry)) == ARCHIVE_OK) {
    std::string content;
    char buffer[16384];
    la_ssize_t got = 0;
    while ((got = archive_read_data(zip.get(), buffer, sizeof buffer)) > 0) {
      total += static_cast<std::size_t>(got);
      if (total > kMostBytes) return fail(Code::command_arguments, "the ZIP file is too large");
      content.append(buffer, static_cast<std::size_t>(got));
    }
    if (got < 0) return fail(Code::command_arguments, "the ZIP file is damaged");
    const char* name = archive_entry_pathname(entry);
    members.emplace_back(name ? name : "", std::move(content));
  }
  if (next != ARCHIVE_EOF) return fail(Code::command_arguments, "not a ZIP file");
  return members;
}

}  // namespace preceptor::archive
